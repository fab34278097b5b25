"""Small XLSForms made for a test: sheets as lists of rows, the headings first."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from engine.interchange.xlsform import Imported, import_xlsform
from engine.questionnaire import Compilation, compile_text

Rows = Sequence[Sequence[Any]]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """The bytes of an .xlsx file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def form(survey: Rows, choices: Rows = (), settings: Rows = (), files: Mapping[str, str] | None = None) -> Imported:
    """A form of these sheets, imported."""
    sheets = {
        "survey": survey,
        **({"choices": choices} if choices else {}),
        **({"settings": settings} if settings else {}),
    }
    known = files or {}
    return import_xlsform(workbook(sheets), "test_form", known.get)


def compiled(imported: Imported) -> Compilation:
    """The questionnaire, compiled; it must have no errors."""
    compilation = compile_text(imported.text)
    assert not compilation.errors, "\n".join(map(str, compilation.errors))
    return compilation


def item(imported: Imported, name: str) -> dict[str, Any]:
    """The item of a name."""
    found = list(imported.document["items"])
    for one in found:
        if one["name"] == name:
            return dict(one)
        found.extend(one.get("items", ()))
    raise LookupError(name)


def codes(imported: Imported) -> set[str]:
    """The codes of all findings."""
    return {one.code for one in imported.findings}
