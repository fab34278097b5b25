"""Texts: the languages of a form, and labels in which `${name}` becomes `{name}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.interchange.languages import UNNAMED, made_tag, tag_of
from engine.interchange.report import Place, Report

REFERENCE = re.compile(r"\$\s*\{\s*(?:last-saved#)?([^{}]+?)\s*\}")


@dataclass(slots=True)
class Languages:
    """The languages of a form in order, by the name that columns give them; None is that of plain columns."""

    tags: dict[str | None, str] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The tag of the first language."""
        return next(iter(self.tags.values()))

    @property
    def all(self) -> list[str]:
        """All tags, each once, in order."""
        return list(dict.fromkeys(self.tags.values()))

    def tag(self, name: str | None) -> str:
        """The tag of a column's language."""
        return self.tags[name]


def find_languages(names: list[tuple[str | None, Place]], default: str, report: Report) -> Languages:
    """The languages that columns name, those of `default_language` first; a plain column is in that language."""
    named = {name: place for name, place in reversed(names) if name is not None}
    found: dict[str | None, str] = {}
    order = sorted(named, key=lambda name: (name != default, [each for each, _ in names].index(name)))
    for number, name in enumerate(order):
        tag = tag_of(name)
        if tag is None:
            tag = made_tag(name, number)
            report.tell("language_named", named[name], f"The language '{name}' has no known tag; here it is {tag}.")
        found[name] = tag
    plain = found.get(default) or (tag_of(default) if default else None)
    if plain is None:
        plain = next(iter(found.values()), UNNAMED) if not default else UNNAMED
    result: dict[str | None, str] = {None: plain} if None in dict(names) or not found else {}
    return Languages({**found, **result} if found else result)


def escaped(text: str) -> str:
    """A text in which braces stand for themselves."""
    return text.replace("{", "{{").replace("}", "}}")


def template(text: str, name_of: Callable[[str], str | None]) -> tuple[str, list[str]]:
    """The text with references of ours, and the names for which `name_of` had none: they stay as words."""
    lost: list[str] = []
    found, end = "", 0
    for match in REFERENCE.finditer(text):
        found += escaped(text[end : match.start()])
        name = name_of(match.group(1))
        if name is None:
            lost.append(match.group(1))
            found += escaped(match.group())
        else:
            found += f"{{{name}}}"
        end = match.end()
    return found + escaped(text[end:]), lost
