"""Texts with `{references}`: taken apart into words and expressions. `{{` and `}}` are the signs themselves.

What a reference means is for `compile_expression(…, in_text=True)`; how its value is shown for `format.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from engine.errors import Finding
from engine.expression.mistakes import finding


@dataclass(frozen=True, slots=True)
class TemplateReference:
    """An expression in a text, and where it starts in it."""

    text: str
    start: int


def parse_template(words: str) -> list[str | TemplateReference]:
    """Words and references in order; a brace that opens or closes nothing stands for itself. Never raises."""
    return list(_read(words)[0])


def check_template(words: str) -> tuple[Finding, ...]:
    """A finding for each brace that opens or closes nothing."""
    return tuple(
        finding("template_brace", f"'{words[place]}' opens or closes nothing.", (place, place + 1))
        for place in _read(words)[1]
    )


def _read(words: str) -> tuple[tuple[str | TemplateReference, ...], tuple[int, ...]]:
    """The parts, and the places of loose braces."""
    return _read_braces(words) if "{" in words or "}" in words else ((words,) if words else (), ())


@lru_cache(maxsize=8192)
def _read_braces(words: str) -> tuple[tuple[str | TemplateReference, ...], tuple[int, ...]]:
    parts: list[str | TemplateReference] = []
    loose: list[int] = []
    plain, place = "", 0
    while place < len(words):
        sign = words[place]
        end = _end_of_reference(words, place + 1) if sign == "{" and words[place + 1 : place + 2] != "{" else None
        if end is not None:
            parts += [*([plain] if plain else []), TemplateReference(words[place + 1 : end], place + 1)]
            plain, place = "", end + 1
            continue
        doubled = sign in "{}" and words[place + 1 : place + 2] == sign
        if sign in "{}" and not doubled:
            loose.append(place)
        plain += sign
        place += 2 if doubled else 1
    return (*parts, *([plain] if plain else [])), tuple(loose)


def _end_of_reference(words: str, place: int) -> int | None:
    """Where the expression is closed; braces of `in {…}` and within quotes do not. None when none does."""
    depth, quote = 0, ""
    for index in range(place, len(words)):
        sign = words[index]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "{":
            depth += 1
        elif sign == "}":
            if depth == 0:
                return index
            depth -= 1
    return None
