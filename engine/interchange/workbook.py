"""Workbooks of any kind as sheets of text cells. Sniffs the bytes; a wrong extension does not matter."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlrd

from engine.errors import Finding, InputError
from engine.interchange.mistakes import MISTAKES
from engine.interchange.report import Place

MOST_BYTES = 200_000_000
"""What a workbook may unpack to; more is refused instead of filling the memory."""
MOST_ABOVE = 10
"""How many rows are looked at for the headings."""
NAMES = frozenset(["survey", "choices", "external_choices", "settings", "entities"])


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its number on the screen, and its cells that hold something, by column heading."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: headings in order (each once, an unnamed column by its letter), and rows that hold something."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    above: tuple[int, ...] = ()
    """The rows above the headings that hold something."""

    def places(self) -> Iterator[Place]:
        """Every cell below the headings that holds something."""
        for row in self.rows:
            for heading in row.cells:
                yield Place(self.name, row.number, heading)


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx, .xls, or .csv file; raises InputError for anything else."""
    try:
        if data[:2] == b"PK":
            return _xlsx(data)
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or data[:2] == b"\x09\x08":
            return _xls(data)
    except InputError:
        raise
    except Exception as wrong:  # the readers raise whatever a broken file makes them stumble over
        raise InputError([_unreadable(f"The workbook is damaged: {wrong}.")]) from wrong
    return _csv(data)


def _unreadable(message: str) -> Finding:
    severity, remedy = MISTAKES["workbook_unreadable"]
    return Finding("workbook_unreadable", message, remedy, severity=severity)


def _xlsx(data: bytes) -> tuple[Sheet, ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_BYTES:
            raise InputError([_unreadable("The workbook is too large.")])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that the reader does not know do not matter here
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
        for one in book.worksheets:
            one.reset_dimensions()  # what a file says of its size may be wrong, or a million empty rows
        return tuple(sheet_of(one.title, one.iter_rows(values_only=True)) for one in book.worksheets)


def _csv(data: bytes) -> tuple[Sheet, ...]:
    """A text with the sheet survey, or with several sheets whose names stand alone in the first column."""
    try:
        text = data.decode("utf-8-sig")
        grid: list[list[Any]] = [list(row) for row in csv.reader(io.StringIO(text), strict=True)]
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise InputError([_unreadable("This is not a spreadsheet.")]) from wrong
    starts = [place for place, row in enumerate(grid) if row and row[0].strip() and not any(row[1:])]
    named = [place for place in starts if text_of(grid[place][0]).lower() in NAMES]
    if not named:
        if not any(_is_heading(row) for row in grid[:MOST_ABOVE]):
            raise InputError([_unreadable("This is not a spreadsheet.")])
        return (sheet_of("survey", grid),)
    ends = [*named[1:], len(grid)]
    parts = [(grid[start][0], grid[start + 1 : end]) for start, end in zip(named, ends, strict=True)]
    return tuple(sheet_of(text_of(name), [row[1:] for row in rows]) for name, rows in parts)


def _xls(data: bytes) -> tuple[Sheet, ...]:
    book = xlrd.open_workbook(file_contents=data)
    return tuple(
        sheet_of(
            one.name, [[_xls_cell(cell, book.datemode) for cell in one.row(number)] for number in range(one.nrows)]
        )
        for one in book.sheets()
    )


def _xls_cell(cell: Any, datemode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR) else cell.value


def sheet_of(name: str, grid: Iterable[Iterable[Any]]) -> Sheet:
    """A sheet from its grid of cells; the first row that names the usual columns has the headings, else the first."""
    written = ((number, [text_of(cell) for cell in row]) for number, row in enumerate(grid, 1))
    filled = [(number, row) for number, row in written if any(row)]
    if not filled:
        return Sheet(name, (), ())
    start = next((place for place, (_, row) in enumerate(filled[:MOST_ABOVE]) if _is_heading(row)), 0)
    given = filled[start][1]
    width = max(len(row) for _, row in filled)
    headings = _headings(given + [""] * (width - len(given)))
    rows = tuple(
        Row(number, {headings[place]: cell for place, cell in enumerate(row) if cell})
        for number, row in filled[start + 1 :]
    )
    used = {heading for row in rows for heading in row.cells}
    kept = tuple(each for place, each in enumerate(headings) if (place < len(given) and given[place]) or each in used)
    return Sheet(name, kept, rows, tuple(number for number, _ in filled[:start]))


def _is_heading(row: list[Any]) -> bool:
    """True for a row that names the columns of a survey or of choices."""
    words = {re.sub(r"[\s\-]+", "_", text_of(cell).lower()) for cell in row}
    return "name" in words and bool(words & {"type", "list_name"})


def _headings(given: list[str]) -> list[str]:
    found: list[str] = []
    for place, heading in enumerate(given):
        letter = openpyxl.utils.get_column_letter(place + 1)
        if not heading:
            found.append(f"({letter})")
        else:
            found.append(heading if heading not in found else f"{heading} ({letter})")
    return found


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates in ISO form, NFC, no space around."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ", timespec="seconds")
    return unicodedata.normalize("NFC", str(cell)).replace("\u00a0", " ").replace("\r\n", "\n").strip()


def read_table(text: str) -> tuple[list[str], list[dict[str, str]]]:
    """The header and the rows of a CSV file."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    rows = [{key: text_of(value) for key, value in row.items() if isinstance(key, str)} for row in reader]
    return [text_of(name) for name in reader.fieldnames or ()], rows
