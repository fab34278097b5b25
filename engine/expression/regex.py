"""The regular expressions that RE2, JavaScript with `u` and Python read alike; anything else is refused.

`common_pattern` reads a pattern and writes it again so that all take it literally: `.` becomes `[^\\n]`, groups do
not capture, signs are escaped. Matching is `texts.matches`, always of the whole text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SIGNS = frozenset("^$\\.*+?()[]{}|/-")
"""What a backslash may stand before."""
MAX_REPEAT = 1000
MAX_DEPTH = 20
_COUNT = re.compile(r"\{([0-9]{1,4})(,([0-9]{1,4})?)?\}")


class _Refused(Exception):  # noqa: N818
    """The pattern is outside the subset; the text says where."""


def common_pattern(text: str) -> tuple[str | None, str | None]:
    """The pattern as every engine takes it and None, or None and what is wrong with it."""
    reader = _Reader(text)
    try:
        pattern, _unbounded = reader.alternatives(0)
        if reader.place < len(text):
            reader.refuse("')' closes nothing")
    except _Refused as refused:
        return None, str(refused)
    return pattern, None


@dataclass(slots=True)
class _Reader:
    text: str
    place: int = 0
    copies: int = 1

    @property
    def now(self) -> str:
        return self.text[self.place : self.place + 1]

    def refuse(self, why: str) -> None:
        raise _Refused(f"{why} (at sign {self.place + 1} of the pattern).")

    def alternatives(self, depth: int) -> tuple[str, bool]:
        """Alternatives up to a closing parenthesis or the end, and whether an unbounded repeat is among them."""
        if depth > MAX_DEPTH:
            self.refuse("Groups are nested too deeply")
        most = 1
        parts: list[str] = []
        branches: list[str] = []
        unbounded = False
        while self.now and self.now != ")":
            if self.now == "|":
                self.place += 1
                branches.append("".join(parts))
                parts = []
                continue
            self.copies = 1
            part, repeats = self.repeated(depth)
            most = max(most, self.copies)
            parts.append(part)
            unbounded = unbounded or repeats
        self.copies = most
        return "|".join([*branches, "".join(parts)]), unbounded

    def repeated(self, depth: int) -> tuple[str, bool]:
        atom, unbounded = self.atom(depth)
        inner, self.copies = self.copies, 1
        count, endless = self.count()
        if endless and unbounded:
            self.refuse("An unbounded repeat stands inside an unbounded repeat; bound one with {0,9}")
        if count and self.now and self.now in "*+?{":
            self.refuse("Two repeats follow each other")
        self.copies *= inner
        if self.copies > MAX_REPEAT:
            self.refuse(f"Repeats within repeats make more than {MAX_REPEAT} copies")
        return atom + count, unbounded or endless

    def count(self) -> tuple[str, bool]:
        """`*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}` or nothing."""
        if self.now and self.now in "*+?":
            sign = self.now
            self.place += 1
            return sign, sign != "?"
        if self.now != "{":
            return "", False
        match = _COUNT.match(self.text, self.place)
        if match is None:
            self.refuse("'{' is not followed by a count; write \\{ for the sign")
        assert match is not None  # noqa: S101
        least, most = int(match.group(1)), int(match.group(3) or match.group(1))
        if not least <= most <= MAX_REPEAT:
            self.refuse(f"A count goes from the smaller to the larger, up to {MAX_REPEAT}")
        self.place = match.end()
        self.copies = max(most, 1)
        return match.group(), match.group(2) is not None and match.group(3) is None

    def atom(self, depth: int) -> tuple[str, bool]:
        sign = self.now
        self.place += 1
        if sign == "(":
            return self.group(depth)
        if sign == "[":
            return self.character_class(), False
        if sign == ".":
            return "[^\\n]", False
        if sign == "\\":
            return self.escaped(), False
        if sign in "^$*+?{}]":
            self.place -= 1
            self.refuse(f"'{sign}' has no place here; write \\{sign} for the sign")
        return _quoted(sign), False

    def group(self, depth: int) -> tuple[str, bool]:
        if self.text.startswith("?:", self.place):
            self.place += 2
        elif self.now == "?":
            self.refuse("Only (?: ) groups: no lookaround, names or flags")
        inner, unbounded = self.alternatives(depth + 1)
        if self.now != ")":
            self.refuse("A group is not closed")
        self.place += 1
        return f"(?:{inner})", unbounded

    def escaped(self) -> str:
        sign = self.now
        if not sign or sign not in SIGNS:
            self.place -= 1
            self.refuse(f"'\\{sign}' is not understood alike by all engines; write a class such as [0-9]")
        self.place += 1
        return _quoted(sign)

    def character_class(self) -> str:
        negated = self.now == "^"
        self.place += negated
        items: list[str] = []
        while self.now != "]":
            if not self.now:
                self.refuse("A class [ is not closed")
            items.append(self.class_range())
        if not items:
            self.refuse("A class is empty")
        self.place += 1
        return f"[{'^' if negated else ''}{''.join(items)}]"

    def class_range(self) -> str:
        first = self.class_sign()
        after = self.text[self.place + 1 : self.place + 2]
        if self.now != "-" or after in ("]", ""):
            return _in_class(first)
        self.place += 1
        last = self.class_sign()
        if last < first:
            self.refuse(f"The range {first}-{last} runs backwards")
        return f"{_in_class(first)}-{_in_class(last)}"

    def class_sign(self) -> str:
        sign = self.now
        if sign == "[":
            self.refuse("'[' within a class; write \\[ for the sign")
        self.place += 1
        if sign != "\\":
            return sign
        self.escaped()
        return self.text[self.place - 1]


def _quoted(sign: str) -> str:
    return f"\\{sign}" if sign in "^$\\.*+?()[]{}|/" else sign


def _in_class(sign: str) -> str:
    if sign in "&~":
        return f"\\x{ord(sign):02x}"
    return f"\\{sign}" if sign in "\\]^-[|" else sign
