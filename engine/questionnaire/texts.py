"""Texts of the compiled form: one numbered table by language, `{references}` turned into node numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.expression import TemplateReference, parse_template
from engine.questionnaire.model import Text

REASONS: Mapping[str, Text] = {
    "dont_know": {"vi": "Không biết", "en": "Don't know"},
    "refused": {"vi": "Từ chối trả lời", "en": "Refused"},
    "not_applicable": {"vi": "Không áp dụng", "en": "Not applicable"},
}
"""Texts of the missing reasons that every questionnaire knows."""


def references(words: str) -> Iterator[TemplateReference]:
    """The `{references}` in a text, in order."""
    return (part for part in parse_template(words) if not isinstance(part, str)) if "{" in words else iter(())


class TextTable:
    """Numbers texts; the same text in the same scope has one number."""

    def __init__(self, languages: Sequence[str], nodes: Mapping[tuple[int, str], int]) -> None:
        self._languages = languages
        self._nodes = nodes
        self._numbers: dict[tuple[tuple[str, str] | int, ...], int] = {}
        self._columns: dict[str, list[Any]] = {language: [] for language in languages}

    def plain(self, text: Text) -> int:
        """The number of a text without references: the label of a code, a unit of measurement."""
        return self._number(tuple(sorted(text.items())), {language: text.get(language) for language in self._languages})

    def templated(self, text: Text | None, scope: int) -> int | None:
        """The number of a text shown in frames of `scope`; None for none."""
        if text is None:
            return None
        entries = {language: self._entry(text.get(language), scope) for language in self._languages}
        if not any(isinstance(entry, list) for entry in entries.values()):
            return self._number(tuple(sorted(text.items())), entries)
        return self._number((*sorted(text.items()), scope), entries)

    def as_json(self) -> dict[str, list[Any]]:
        """The texts of each language, by number."""
        return self._columns

    def _entry(self, words: str | None, scope: int) -> str | list[str | int] | None:
        if words is None or not ("{" in words or "}" in words):
            return words
        parts = [part if isinstance(part, str) else self._nodes[(scope, part.text)] for part in parse_template(words)]
        if all(isinstance(part, str) for part in parts):
            return "".join(str(part) for part in parts)
        return parts

    def _number(self, key: tuple[tuple[str, str] | int, ...], entries: Mapping[str, Any]) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            for language, column in self._columns.items():
                column.append(entries[language])
        return self._numbers[key]
