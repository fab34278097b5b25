"""The survey sheet as a tree: rows with what their columns hold, groups and repeats closed where the author forgot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.interchange.headings import Column
from engine.interchange.kinds import Kind, read_kind
from engine.interchange.report import Place, Report
from engine.interchange.workbook import Row, Sheet

YES = frozenset(["yes", "true", "true()", "1", "y", "required", "t", "oui", "si"])
NO = frozenset(["no", "false", "false()", "0", "n", "f", "non"])


@dataclass(slots=True)
class Entry:
    """A row of the survey and, for a group or repeat, the rows in it.

    `given` has the cells by property and language (None where the column names none), each with its place.
    """

    sheet: str
    row: Row
    kind: Kind
    given: dict[tuple[str, str | None], tuple[str, Place]]
    children: list[Entry] = field(default_factory=list)
    name: str = ""
    """Our name; the name as written is `written_name`."""

    def place(self, heading: str | None = None) -> Place:
        """The place of the row, or of a cell of it."""
        return Place(self.sheet, self.row.number, heading)

    def cell(self, property_name: str) -> tuple[str, Place] | None:
        """The cell of a property that has no languages."""
        return self.given.get((property_name, None))

    def text(self, property_name: str) -> str:
        """The text of that cell, "" for none."""
        found = self.cell(property_name)
        return found[0] if found else ""

    @property
    def written_name(self) -> str:
        """The name as the author wrote it."""
        return self.text("name")

    def walk(self) -> Iterator[Entry]:
        """This row and all in it."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_rows(sheet: Sheet, columns: Iterable[Column], report: Report) -> list[Entry]:
    """The rows at the top level."""
    known = list(columns)
    root: list[Entry] = []
    open_entries: list[Entry] = []
    for row in sheet.rows:
        entry = _entry(sheet.name, row, known, report)
        if entry is None:
            continue
        level = open_entries[-1].children if open_entries else root
        if entry.kind.kind == "end":
            _close(entry, open_entries, report)
        else:
            level.append(entry)
            if entry.kind.kind == "begin":
                open_entries.append(entry)
    for left in open_entries:
        message = f"The {left.kind.container} '{left.written_name}' that begins here does not end."
        report.tell("end_missing", left.place(), message)
    return root


def _entry(sheet: str, row: Row, columns: list[Column], report: Report) -> Entry | None:
    given: dict[tuple[str, str | None], tuple[str, Place]] = {}
    for column in columns:
        if column.property is None or column.heading not in row.cells:
            continue
        place = Place(sheet, row.number, column.heading)
        key = (column.property, column.language)
        if key in given and column.property == "notes":
            given[key] = (f"{given[key][0]}\n{row.cells[column.heading]}", given[key][1])
            report.carry(place)
        elif key in given:
            message = f"The column {column.heading} says again what {given[key][1].column} says; the first is taken."
            report.tell("column_unknown", place, message, "Keep one of the two.")
        else:
            given[key] = (row.cells[column.heading], place)
    return _kept(Entry(sheet, row, Kind("unknown"), given), report)


def _kept(entry: Entry, report: Report) -> Entry | None:
    if entry.text("disabled").lower() in YES:
        report.tell("row_disabled", entry.place(), f"The row '{entry.written_name}' is disabled.")
        return None
    disabled = entry.cell("disabled")
    if disabled:
        report.carry(disabled[1])
    kind = entry.cell("type")
    if kind is None:
        message = "The row has no type." if entry.row.cells else "The row is empty."
        report.tell("row_without_type", entry.place(), message)
        return None
    if kind[0].startswith("#"):
        report.tell("row_disabled", entry.place(), "The row is a remark.")
        return None
    entry.kind = read_kind(kind[0])
    if entry.kind.guessed:
        message = f"The type '{kind[0]}' is taken for {entry.kind.guessed}."
        report.tell("type_guessed", kind[1], message)
    elif entry.kind.kind == "unknown":
        report.tell("type_unknown", kind[1], f"There is no type '{kind[0]}'.")
    else:
        report.carry(kind[1])
    return entry


def _close(entry: Entry, open_entries: list[Entry], report: Report) -> None:
    """Close what the row ends; what was left open in it is closed with it."""
    for key, (_, place) in entry.given.items():
        if key[0] in ("name", "label"):
            report.carry(place)  # the end repeats the name of what it ends
        elif key[0] not in ("type", "disabled"):
            report.tell("column_not_carried", place, "The end of a group or repeat has no properties.")
    levels = [place for place, one in enumerate(open_entries) if one.kind.container == entry.kind.container]
    if not levels:
        report.tell("begin_missing", entry.place(), f"This ends a {entry.kind.container} that does not begin.")
        return
    for left in open_entries[levels[-1] + 1 :]:
        message = f"The {left.kind.container} '{left.written_name}' ends with the {entry.kind.container} around it."
        report.tell("end_missing", left.place(), message)
    del open_entries[levels[-1] :]
