"""Text to tokens. What is written in another language's way is reported here, with what it is called in this one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from engine.errors import Finding
from engine.expression.mistakes import finding

KEYWORDS = frozenset(
    ["and", "or", "not", "implies", "between", "in", "if", "then", "else", "where", "true", "false", "this"]
)
FOREIGN = {"==": "=", "===": "=", "!==": "!=", "<>": "!=", "&&": "and", "||": "or", "=<": "<=", "=>": ">=", "!": "not"}
"""Operators of other languages, read as ours so that checking can go on, and reported."""

HYPHENATED = {
    "count-selected": "count_selected", "count-non-empty": "count_answered", "selected-at": "first_selected",
    "string-length": "length", "starts-with": "starts_with", "ends-with": "ends_with", "position-of": "index_of",
    "format-date": "to_text", "is-missing": "is_missing", "is-null": "is_missing",
}  # fmt: skip
"""Functions of other languages whose names have hyphens, read as ours and reported."""

_PATTERN = re.compile(
    r"""(?P<space>\s+)
      | (?P<hyphen>[a-z]+(?:-[a-z]+)+(?=\s*\())
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<name>[^\W\d]\w*)
      | (?P<xpath>\$\{\s*(?P<inner>[^\W\d]\w*)\s*\})
      | (?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")
      | (?P<open>['"])
      | (?P<sign>===|!==|==|!=|<=|>=|<>|&&|\|\||=<|=>|[-+*/=<>(){},.!])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(r"(?P<name>[^\W\d]\w*)")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: kind `number`, `text`, `name`, `keyword`, `sign` or `end`; `text` is unescaped for quoted text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """The character range [start, end) in the expression."""
        return (self.start, self.end)


def tokenize(text: str) -> tuple[list[Token], list[Finding]]:
    """All tokens, the last of kind `end`, and what could not be read."""
    tokens: list[Token] = []
    findings: list[Finding] = []
    position = 0
    while position < len(text):
        match = _PATTERN.match(text, position)
        assert match is not None, "the last alternative takes any character"  # noqa: S101
        if match.lastgroup == "hyphen" and match.group() not in HYPHENATED:
            match = _NAME.match(text, position)
            assert match is not None  # noqa: S101
        kind, span = str(match.lastgroup if match.lastgroup != "inner" else "xpath"), match.span()
        position = match.end() if kind != "open" else len(text)
        token = _token(kind, match, findings, (span[0], position))
        if token is not None:
            tokens.append(token)
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens, findings


def _token(kind: str, match: re.Match[str], findings: list[Finding], span: tuple[int, int]) -> Token | None:
    found = match.group()
    if kind == "name":
        name = unicodedata.normalize("NFC", found)
        return Token("keyword" if name in KEYWORDS else "name", name, *span)
    if kind == "text":
        quote = found[0]
        return Token("text", unicodedata.normalize("NFC", found[1:-1].replace(quote * 2, quote)), *span)
    if kind == "number":
        return Token("number", found, *span)
    if kind == "sign":
        return _sign(found, findings, span)
    return _unreadable(kind, match, findings, span)


def _sign(found: str, findings: list[Finding], span: tuple[int, int]) -> Token:
    ours = FOREIGN.get(found)
    if ours is None:
        return Token("sign", found, *span)
    findings.append(finding("foreign_operator", f"'{found}' is not an operator here.", span, f"Write {ours}."))
    return Token("keyword" if ours in KEYWORDS else "sign", ours, *span)


def _unreadable(kind: str, match: re.Match[str], findings: list[Finding], span: tuple[int, int]) -> Token | None:
    if kind == "hyphen":
        name = HYPHENATED[match.group()]
        remedy = f"Write {name}(…)."
        findings.append(finding("foreign_operator", f"'{match.group()}' is not a function here.", span, remedy))
        return Token("name", name, *span)
    if kind == "xpath":
        name = unicodedata.normalize("NFC", match.group("inner"))
        remedy = f"Write the name alone: {name}."
        findings.append(finding("foreign_operator", "Names stand without ${ }.", span, remedy))
        return Token("keyword" if name in KEYWORDS else "name", name, *span)
    if kind == "open":
        findings.append(finding("unclosed_text", "The text that begins here does not end.", span))
        return Token("text", match.string[span[0] + 1 :], *span)
    if kind == "other":
        message = f"'{match.group()}' does not belong in an expression."
        findings.append(finding("bad_character", message, span))
    return None
