"""The sheets choices and external_choices, and list files beside the form, as code lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.interchange.headings import MEDIA, Column, read_heading
from engine.interchange.names import unused, valid_name
from engine.interchange.report import Place, Report
from engine.interchange.texts import Languages, escaped
from engine.interchange.workbook import Row, Sheet, read_table
from engine.interchange.xpath.symbols import ListInfo

RESERVED = ("code", "parent")


@dataclass(slots=True)
class Choices:
    """A list as it grows: codes of the questionnaire, and for each column our name of the attribute and its values."""

    name: str
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    attributes: dict[str, tuple[str, set[str]]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    shared: dict[str, list[str]] = field(default_factory=dict)
    """The codes of each name that stands more than once: the name itself, then those made for the others."""
    file: str = ""

    def info(self) -> ListInfo:
        """What the translator needs to know."""
        attributes = {column: (name, frozenset(values)) for column, (name, values) in self.attributes.items()}
        holding = [one.get("attributes", {}) for one in self.codes.values()]
        partial = {column for column, (name, _) in self.attributes.items() if any(name not in one for one in holding)}
        labels = {code: next(iter(one["label"].values())) for code, one in self.codes.items()}
        written = attributes["name"][0] if self.shared else None
        shared = {name: tuple(codes) for name, codes in self.shared.items()}
        return ListInfo(
            self.name, tuple(self.codes), attributes, frozenset(partial), labels, self.file, written, shared
        )

    def as_json(self) -> list[dict[str, Any]]:
        """The list in the questionnaire."""
        return list(self.codes.values())


def read_lists(sheets: Iterable[Sheet], languages: Languages, report: Report) -> dict[str, Choices]:
    """All lists by the name that the form gives them."""
    found: dict[str, Choices] = {}
    taken: set[str] = set()
    for sheet in sheets:
        columns = _columns(sheet)
        for row in sheet.rows:
            _read(sheet, row, columns, found, taken, languages, report)
    for choices in found.values():
        write_names(choices)
    return found


def _columns(sheet: Sheet) -> list[Column]:
    """The columns; `value` is the name of a choice only where no column is called name."""
    columns = [read_heading(heading) for heading in sheet.headings]
    named = any(column.property == "name" for column in columns)
    return [
        Column(one.heading, "name") if one.heading.strip().lower() in ("value", "data_value") and not named else one
        for one in columns
    ]


def _read(
    sheet: Sheet, row: Row, columns: list[Column], found: dict[str, Choices], taken: set[str],
    languages: Languages, report: Report,
) -> None:  # fmt: skip
    by_property = {column.property: column for column in reversed(columns) if column.language is None}
    list_name, code = (
        row.cells.get(by_property[one].heading, "") if one in by_property else "" for one in ("list_name", "name")
    )
    if not list_name or not code:
        report.tell("choice_incomplete", Place(sheet.name, row.number), "The choice has no list or no name.")
        return
    choices = found.get(list_name)
    if choices is None:
        choices = found[list_name] = Choices(unused(valid_name(list_name), taken))
        taken.add(choices.name)
    choices.places.append(Place(sheet.name, row.number))
    code = re.sub(r"\s+", " ", code)[:64]
    if code in choices.codes:
        code = _repeated(row, Place(sheet.name, row.number), list_name, code, choices, report)
    if not code:
        return
    choices.rows[code] = row.cells
    choices.codes[code] = _code(sheet, row, columns, code, choices, languages, report)


def _repeated(row: Row, place: Place, list_name: str, code: str, choices: Choices, report: Report) -> str:
    """A name that stands twice: "" for the same again, else a code of its own for the other choice."""
    if any(row.cells == choices.rows[one] for one in (code, *choices.shared.get(code, ()))):
        report.tell("choice_duplicate", place, f"The list '{list_name}' has the choice '{code}' twice.")
        return ""
    number = len(choices.shared.get(code, (code,))) + 1
    while (made := f"{code[:58]}_{number}") in choices.codes:
        number += 1
    choices.shared.setdefault(code, [code]).append(made)
    message = f"The list '{list_name}' has another choice '{code}'; its code here is {made}."
    report.tell("choice_renamed", place, message)
    return made


def write_names(choices: Choices) -> None:
    """In a list with shared names, keep the name as written of every code as an attribute, which expressions read."""
    if not choices.shared:
        return
    names = {made: name for name, codes in choices.shared.items() for made in codes}
    for code, one in choices.codes.items():
        name = names.get(code, code)
        one.setdefault("attributes", {})[_attribute("name", choices, name)] = name


def _code(
    sheet: Sheet, row: Row, columns: list[Column], code: str, choices: Choices, languages: Languages, report: Report
) -> dict[str, Any]:
    label: dict[str, str] = {}
    attributes: dict[str, str] = {}
    for column in columns:
        text, place = row.cells.get(column.heading), Place(sheet.name, row.number, column.heading)
        if text is None:
            continue
        if column.property == "label":
            label[languages.tag(column.language)] = escaped(text)
        elif column.property in MEDIA:
            report.tell("media_not_carried", place, f"The choice '{code}' has the file '{text}'.")
            continue
        elif column.property not in ("list_name", "name"):
            attributes[_attribute(column.heading, choices, text)] = text
        report.carry(place)
    if not label:
        label[languages.first] = escaped(code)
    return {"code": code, "label": label, **({"attributes": attributes} if attributes else {})}


def _attribute(heading: str, choices: Choices, value: str) -> str:
    if heading not in choices.attributes:
        taken = {name for name, _ in choices.attributes.values()} | set(RESERVED)
        choices.attributes[heading] = (unused(valid_name(heading), taken), set())
    name, values = choices.attributes[heading]
    values.add(value)
    return name


def read_list_file(
    name: str, parameters: dict[str, str], read_file: Callable[[str], str | None], languages: Languages, list_name: str
) -> Choices | None:
    """The list in a CSV file beside the form; None where it is not there or has no codes."""
    text = read_file(name)
    if text is None:
        return None
    header, rows = read_table(text)
    value, label = parameters.get("value", "name"), parameters.get("label", "label")
    if value not in header:
        return None
    choices = Choices(list_name, file=re.sub(r"\.[a-z]+$", "", name.rpartition("/")[2].lower()))
    shown = [one for one in header if one == label or re.match(rf"{re.escape(label)}::?", one)]
    for row in rows:
        code = re.sub(r"\s+", " ", row.get(value, ""))[:64]
        if not code or code in choices.codes:
            continue
        labels = {languages.tag(read_heading(one).language): escaped(row[one]) for one in shown if row.get(one)}
        kept = [one for one in header if one and one != value and one not in shown and row.get(one)]
        attributes = {_attribute(one, choices, row[one]): row[one] for one in kept}
        entry = {"code": code, "label": labels or {languages.first: escaped(code)}}
        choices.codes[code] = entry | ({"attributes": attributes} if attributes else {})
    return choices if choices.codes else None
