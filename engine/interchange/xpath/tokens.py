"""Text to tokens of XPath 1.0 with `${name}`. An operator word is one only where an operand stands before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPERATOR_WORDS = frozenset(["and", "or", "div", "mod"])


class XPathError(ValueError):
    """An expression that cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token: kind `number`, `text`, `reference`, `name`, `sign`, `operator` or `end`."""

    kind: str
    text: str


_PATTERN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
      | (?P<reference>\$\s*\{\s*(?:last-saved\#)?(?P<inner>[^}]*?)\s*\})
      | (?P<text>'[^']*'|"[^"]*"
          |[\u2018\u2019\u201a\u201b][^\u2018\u2019']*[\u2018\u2019]
          |[\u201c\u201d][^\u201c\u201d"]*[\u201c\u201d])
      | (?P<name>[^\W\d][\w\-.]*(?::[^\W\d][\w\-.]*)?)
      | (?P<sign>!=|<=|>=|==|\.\.|//|::|[-+*/=<>()\[\],.@|\u2264\u2265\u2260\u2013])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_SPELLED = {"==": "=", "\u2264": "<=", "\u2265": ">=", "\u2260": "!=", "\u2013": "-"}


def tokenize(text: str) -> list[Token]:
    """All tokens, the last of kind `end`; raises XPathError for a character that does not belong."""
    tokens: list[Token] = []
    for match in _PATTERN.finditer(text):
        kind, found = match.lastgroup, match.group()
        if match.group("reference"):
            tokens.append(Token("reference", match.group("inner")))
        elif kind == "space":
            continue
        elif kind == "text":
            tokens.append(Token("text", found[1:-1]))
        elif kind == "number":
            tokens.append(Token("number", found))
        elif kind == "name":
            tokens += _name(found, bool(tokens) and _ends_operand(tokens[-1]))
        elif kind == "sign":
            sign = _SPELLED.get(found, found)
            tokens.append(Token("sign", sign))
        else:
            raise XPathError(f"'{found}' does not belong in an expression.")
    return [*tokens, Token("end", "")]


def _ends_operand(token: Token) -> bool:
    return token.kind in ("number", "text", "reference", "name") or token.text in (")", "]", ".", "..")


def _name(found: str, after_operand: bool) -> list[Token]:
    lowered = found.lower()
    if after_operand and lowered in OPERATOR_WORDS:
        return [Token("operator", lowered)]
    if after_operand:
        raise XPathError(f"'{found}' follows a complete expression.")
    return [Token("name", found)]
