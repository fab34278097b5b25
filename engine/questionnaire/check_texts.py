"""Texts: languages that are not declared, translations that are missing, questions without a label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.errors import Finding
from engine.expression import check_template
from engine.questionnaire.mistakes import finding
from engine.questionnaire.model import ITEM_TEXTS, Questionnaire, Text


def check_texts(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Findings about every text of the questionnaire, in document order."""
    declared = questionnaire.languages
    for pointer, text in texts(questionnaire):
        for language in text:
            if language not in declared:
                message = f"The language '{language}' is not declared; declared are {', '.join(declared)}."
                yield finding("language_unknown", f"{pointer}/{language}", message)
        absent = [language for language in declared if language not in text]
        if absent:
            yield finding("translation_missing", pointer, f"There is no text in {', '.join(absent)}.")
    yield from _braces(questionnaire)
    for item in questionnaire.walk():
        if item.label is None and (item.is_asked or item.type == "note"):
            yield finding("label_missing", item.pointer, f"'{item.name}' has no label.")


def _braces(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Braces that open or close nothing, in texts that may hold `{references}`; code labels are plain."""
    for pointer, text in texts(questionnaire):
        if pointer.startswith(("/items", "/edits", "/title")):
            for language, words in text.items():
                yield from (replace(one, pointer=f"{pointer}/{language}") for one in check_template(words))


def texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Text]]:
    """Every text with its pointer. Of a code list only the first text that lacks a language is of interest."""
    yield "/title", questionnaire.title
    for name, text in questionnaire.respondents.items():
        yield f"/respondents/{name}", text
    for name, text in questionnaire.reasons.items():
        yield f"/reasons/{name}", text
    for reason in questionnaire.confirm_reasons:
        yield f"{reason.pointer}/label", reason.label
    yield from _code_texts(questionnaire)
    for item in questionnaire.walk():
        for name in ITEM_TEXTS:
            given: Text | None = getattr(item, name)
            if given is not None:
                yield f"{item.pointer}/{name}", given
    for edit in questionnaire.edits:
        yield f"{edit.pointer}/message", edit.message


def _code_texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Text]]:
    for codes in questionnaire.code_lists.values():
        languages: set[frozenset[str]] = set()
        for number, code in enumerate(codes.codes):
            shape = frozenset(code.label)
            if shape not in languages:
                yield f"{codes.pointer}/{number}/label", code.label
            languages.add(shape)
