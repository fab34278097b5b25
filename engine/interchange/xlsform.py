"""An XLSForm in: workbook → settings, lists, rows, names → items → questionnaire document that compiles.

Each step is a module; this one calls them in order, and takes out what the compiler refuses (`settle.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import Finding, InputError
from engine.interchange.expressions import Expressions, Origin
from engine.interchange.form import OK_LIST, Form, all_entries
from engine.interchange.headings import FOREIGN_ROWS, TRANSLATED, Column, read_heading
from engine.interchange.items import Items, parameters
from engine.interchange.lists import Choices, read_list_file, read_lists
from engine.interchange.mistakes import MISTAKES
from engine.interchange.names import name_rows, unused, valid_name
from engine.interchange.report import Place, Report, SheetFinding
from engine.interchange.rows import Entry, read_rows
from engine.interchange.settings import Settings, read_settings
from engine.interchange.settle import settle
from engine.interchange.texts import Languages, find_languages
from engine.interchange.workbook import Sheet, read_workbook

ReadFile = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Imported:
    """A questionnaire made from an XLSForm, what there is to say about it, and how many expressions there were."""

    document: dict[str, Any]
    findings: tuple[SheetFinding, ...]
    expressions: int
    exact: int
    differing: int
    origins: tuple[Origin, ...] = ()
    """The expressions that are carried, with their original text."""
    carried: frozenset[Place] = frozenset()
    """The cells whose content is in the questionnaire; every other cell is covered by a finding."""

    @property
    def text(self) -> str:
        """The document as it is written to a file."""
        return json.dumps(self.document, ensure_ascii=False, indent=2) + "\n"


def import_xlsform(data: bytes, name: str = "form", read_file: ReadFile | None = None) -> Imported:
    """The questionnaire in a workbook; `read_file` gives the text of a file beside it, None where there is none.

    Raises InputError for what is no XLSForm; everything else is in the findings.
    """
    report = Report()
    sheets = _sheets(data, report)
    survey = _survey(sheets)
    settings = read_settings(sheets.get("settings"), name, report)
    columns = _columns(survey, report)
    choice_sheets = [sheets[one] for one in ("choices", "external_choices", "choice") if one in sheets]
    languages = _languages(columns, choice_sheets, settings, survey, report)
    lists = read_lists(choice_sheets, languages, report)
    entries = read_rows(survey, columns, report)
    name_rows(entries, report)
    form = Form(entries, lists, languages, report, read_file or (lambda _name: None))
    return _imported(form, settings, sheets, [survey, *choice_sheets])


def _sheets(data: bytes, report: Report) -> dict[str, Sheet]:
    """The sheets by name, written small; of two with one name the first."""
    found: dict[str, Sheet] = {}
    for sheet in read_workbook(data):
        if found.setdefault(sheet.name.strip().lower(), sheet) is not sheet and sheet.rows:
            report.tell("sheet_not_read", Place(sheet.name), f"Another sheet is called {sheet.name.strip()} before it.")
        for row in sheet.above:
            report.tell("column_not_carried", Place(sheet.name, row), "This row stands above the headings.")
    return found


def _survey(sheets: dict[str, Sheet]) -> Sheet:
    survey = sheets.get("survey")
    if survey is None:
        raise _refused("workbook_no_survey", f"There is no sheet survey, only {', '.join(sheets) or 'none'}.")
    known = {read_heading(heading).property for heading in survey.headings}
    if {heading.strip().lower() for heading in survey.headings} & FOREIGN_ROWS:
        raise _refused("workbook_dialect", "This is a form of ODK-X, which is a program with screens and branches.")
    if not {"type", "name"} <= known:
        raise _refused("workbook_no_survey", "The sheet survey has no columns type and name.")
    return survey


def _refused(code: str, message: str) -> InputError:
    severity, remedy = MISTAKES[code]
    return InputError([Finding(code, message, remedy, "/survey", severity)])


def _columns(survey: Sheet, report: Report) -> list[Column]:
    columns = [read_heading(heading) for heading in survey.headings]
    for column in columns:
        if column.property is None:
            place = Place(survey.name, None, column.heading)
            report.tell("column_unknown", place, f"The column {column.heading} is not part of a questionnaire here.")
    return columns


def _languages(
    columns: Sequence[Column], lists: Sequence[Sheet], settings: Settings, survey: Sheet, report: Report
) -> Languages:
    named: list[tuple[str | None, Place]] = [
        (one.language, Place(survey.name, None, one.heading)) for one in columns if one.property in TRANSLATED
    ]
    for sheet in lists:
        found = [read_heading(heading) for heading in sheet.headings]
        named += [(one.language, Place(sheet.name, None, one.heading)) for one in found if one.property in TRANSLATED]
    named += [(name, Place("settings")) for name in settings.title if name is not None]
    return find_languages([*named, (None, Place(survey.name))], settings.language, report)


def _imported(form: Form, settings: Settings, sheets: dict[str, Sheet], read: Sequence[Sheet]) -> Imported:
    report = form.report
    for entry in all_entries(form.entries):
        form.listed[entry.row.number] = _choices(entry, form)
    form.set_symbols()
    for entry in all_entries(form.entries):
        symbol = form.symbols.named.get(entry.written_name or entry.name)
        if symbol is not None and symbol.kind == "calculation" and entry.text("calculation"):
            form.formula(symbol, entry.text("calculation"), form.context(entry))
    expressions = Expressions(form)
    items = Items(form, expressions)
    document = _document(form, settings, items)
    settle(document, form, items, expressions)
    _unused_lists(form, document)
    _unread(sheets, read, report)
    for place in report.silent([place for sheet in read for place in sheet.places()]):
        report.tell("column_not_carried", place, "This cell has no place in the questionnaire.")
    counts = (expressions.total, expressions.exact, expressions.differing)
    return Imported(
        document, tuple(report.findings), *counts, tuple(expressions.origins.values()), frozenset(report.carried)
    )


def _choices(entry: Entry, form: Form) -> Choices | None:
    """The list of a choice question; None, with a finding, where it is not there."""
    name, cell = entry.kind.choices, entry.cell("type")
    if not name or cell is None:
        return None
    if not entry.kind.file:
        choices = form.lists.get(name) or next(
            (one for key, one in form.lists.items() if key.lower() == name.lower()), None
        )
        if choices is None:
            form.report.tell("choices_missing", cell[1], f"There is no list '{name}'.")
        elif entry.kind.other:
            _add_other(choices, form)
        return choices
    known = {one.name for one in form.listed.values() if one is not None} | {one.name for one in form.lists.values()}
    given = parameters(entry.text("parameters"))
    stem = unused(valid_name(name.rpartition(".")[0]), known)
    choices = read_list_file(name, given, form.read_file, form.languages, stem)
    if choices is None:
        form.report.tell("choices_file_missing", cell[1], f"The file '{name}' is not beside the form, or has no codes.")
    return choices


def _add_other(choices: Choices, form: Form) -> None:
    words = {"en": "Other", "vi": "Khác", "fr": "Autre", "es": "Otro"}
    label = {tag: words.get(tag, words["en"]) for tag in form.languages.all}
    choices.codes.setdefault("other", {"code": "other", "label": label})


def _document(form: Form, settings: Settings, items: Items) -> dict[str, Any]:
    built = items.all(form.entries)
    if not built:
        raise _refused("workbook_no_survey", "There is no question on the sheet survey.")
    title = {form.languages.tags.get(name, form.languages.first): text for name, text in settings.title.items()}
    document: dict[str, Any] = {
        "id": settings.id, "version": settings.version, "languages": form.languages.all,
        "title": {tag: text.replace("{", "{{").replace("}", "}}") for tag, text in title.items()},
    }  # fmt: skip
    used = {item["codes"] for item in _walk(built) if "codes" in item}
    known = [*form.lists.values(), *(one for one in form.listed.values() if one is not None)]
    lists = {one.name: one.as_json() for one in known if one.name in used}
    if OK_LIST in used:
        lists[OK_LIST] = [{"code": "OK", "label": dict.fromkeys(form.languages.all, "OK")}]
    if lists:
        document["code_lists"] = lists
    preload = items.preload + form.preload(json.dumps(built))
    if preload:
        document["preload"] = preload
    return document | {"items": built}


def _walk(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = list(items)
    for item in found:
        found.extend(item.get("items", ()))
    return found


def _unused_lists(form: Form, document: dict[str, Any]) -> None:
    for name, choices in form.lists.items():
        if choices.name not in document.get("code_lists", {}):
            for place in choices.places:
                form.report.tell("list_not_used", place, f"No question uses the list '{name}'.")


def _unread(sheets: dict[str, Sheet], read: Sequence[Sheet], report: Report) -> None:
    for name, sheet in sheets.items():
        if sheet not in read and name != "settings" and sheet.rows:
            report.tell(
                "sheet_not_read", Place(sheet.name), f"The sheet {sheet.name} is not part of the questionnaire."
            )
