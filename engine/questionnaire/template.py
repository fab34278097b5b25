"""Texts with `{references}`: taken apart into words and expressions. `{{` and `}}` are the signs themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(
    r"""(?P<sign>\{\{|\}\})|\{(?P<expression>(?:[^{}'"]|'[^']*'|"[^"]*"|\{[^{}]*\})*)\}|(?P<words>[^{}]+)|(?P<loose>[{}])"""
)


@dataclass(frozen=True, slots=True)
class TemplateReference:
    """An expression in a text, and where it starts in it."""

    text: str
    start: int


def parse_template(words: str) -> list[str | TemplateReference]:
    """Words and references in order; a brace that opens or closes nothing stands for itself."""
    parts: list[str | TemplateReference] = []
    for match in _PART.finditer(words):
        if match["expression"] is not None:
            parts.append(TemplateReference(match["expression"], match.start("expression")))
        else:
            parts.append(match["sign"][0] if match["sign"] else match[0])
    return parts
