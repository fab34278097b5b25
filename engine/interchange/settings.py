"""The settings sheet: identifier, version, title, default language; the rest is reported."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.interchange.names import valid_name
from engine.interchange.report import Place, Report
from engine.interchange.workbook import Sheet

LONGEST_ID, LONGEST_VERSION = 64, 32


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings say; `title` by the name of the language, None for the default one."""

    id: str
    version: str
    title: dict[str | None, str]
    language: str


def read_settings(sheet: Sheet | None, fallback: str, report: Report) -> Settings:
    """The settings of a form; `fallback` is the name of its file."""
    found: dict[str, str] = {}
    title: dict[str | None, str] = {}
    row = sheet.rows[0] if sheet is not None and sheet.rows else None
    for heading, text in (row.cells if row else {}).items():
        place = Place(sheet.name if sheet else "", row.number if row else None, heading)
        first, _, language = re.sub(r"::?", "::", heading).partition("::")
        word = re.sub(r"[\s\-]+", "_", first.strip().lower())
        if word in ("form_title", "title"):
            title[language.strip() or None] = text
        elif word in _KEPT:
            found[_KEPT[word]] = text
        else:
            report.tell("column_not_carried", place, f"The setting {heading} is not part of a questionnaire here.")
            continue
        report.carry(place)
    for extra in sheet.rows[1:] if sheet else ():
        report.tell(
            "column_not_carried", Place(sheet.name if sheet else "", extra.number), "Only one row of settings is read."
        )
    written = found.get("id") or fallback
    title = title or {None: written}
    return Settings(_identifier(written), _version(found.get("version", "")), title, found.get("language", ""))


_KEPT = {"form_id": "id", "id_string": "id", "version": "version", "default_language": "language"}


def _identifier(text: str) -> str:
    name = valid_name(text).lower()
    return re.sub(r"_+", "_", name)[:LONGEST_ID].strip("_") or "form"


def _version(text: str) -> str:
    version = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-._")[:LONGEST_VERSION]
    return version or "1"
