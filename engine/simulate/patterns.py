"""Texts that match a regular expression of the expression language, drawn at random.

Reads the subset that `engine/expression/regex.py` lets through; anything else never reaches a compiled form.
"""

from __future__ import annotations

import re

from engine.simulate.draws import Draws

_COUNT = re.compile(r"\{([0-9]+)(,([0-9]+)?)?\}")
_MORE = 3
"""How many copies beyond the least an unbounded repeat gets at most."""


def drawn_match(pattern: str, draws: Draws) -> str:
    """A text that the whole pattern matches."""
    return _Writer(pattern, draws).alternatives()


class _Writer:
    """Reads the pattern once for each text; a repeat reads its atom again for every copy."""

    def __init__(self, pattern: str, draws: Draws) -> None:
        self._text, self._draws, self._at = pattern, draws, 0

    def alternatives(self) -> str:
        branches = [self._sequence()]
        while self._text[self._at : self._at + 1] == "|":
            self._at += 1
            branches.append(self._sequence())
        return self._draws.pick(branches)

    def _sequence(self) -> str:
        parts = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            parts.append(self._repeated())
        return "".join(parts)

    def _repeated(self) -> str:
        start = self._at
        first = self._atom()
        least, most, end = self._count()
        copies = self._draws.between(least, most)
        written = [first] if copies else []
        for _ in range(copies - 1):
            self._at = start
            written.append(self._atom())
        self._at = end
        return "".join(written)

    def _count(self) -> tuple[int, int, int]:
        sign = self._text[self._at : self._at + 1]
        if sign and sign in "*+?":
            least = 1 if sign == "+" else 0
            return least, 1 if sign == "?" else least + _MORE, self._at + 1
        match = _COUNT.match(self._text, self._at)
        if match is None:
            return 1, 1, self._at
        least = int(match[1])
        most = least if match[2] is None else least + _MORE if match[3] is None else int(match[3])
        return least, most, match.end()

    def _atom(self) -> str:
        sign = self._text[self._at]
        self._at += 1
        if sign == "(":
            if self._text.startswith("?:", self._at):
                self._at += 2
            inner = self.alternatives()
            self._at += 1
            return inner
        if sign == "[":
            return self._class()
        if sign == ".":
            return self._draws.pick("abcdefghik0123456789")
        if sign == "\\":
            self._at += 1
            return self._text[self._at - 1]
        return sign

    def _class(self) -> str:
        negated = self._text[self._at] == "^"
        self._at += negated
        ranges = []
        while self._text[self._at] != "]":
            low = self._class_sign()
            high = low
            if self._text[self._at] == "-" and self._text[self._at + 1] != "]":
                self._at += 1
                high = self._class_sign()
            ranges.append((ord(low), ord(high)))
        self._at += 1
        if negated:
            allowed = [sign for sign in range(32, 127) if not any(low <= sign <= high for low, high in ranges)]
            return chr(self._draws.pick(allowed or [0x1EA1]))
        low_sign, high_sign = self._draws.pick(ranges)
        return chr(self._draws.between(low_sign, high_sign))

    def _class_sign(self) -> str:
        if self._text[self._at] == "\\":
            self._at += 1
        self._at += 1
        return self._text[self._at - 1]
