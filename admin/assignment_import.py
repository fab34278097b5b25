"""Reading a CSV file of assignments: everything that is wrong, with row numbers, before anything is stored."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from admin.assignments import Mistake, Office, read
from engine.store.assignments import NewAssignment

REQUIRED = ("form", "enumerator", "area")
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class RowMistake:
    """What is wrong in one row of the file; the header is row 1."""

    row: int
    mistake: Mistake


@dataclass(frozen=True, slots=True)
class Import:
    """The assignments of a file, and all its mistakes; assignments are used only when there are no mistakes."""

    new: tuple[NewAssignment, ...]
    mistakes: tuple[RowMistake, ...]


def read_file(office: Office, raw: bytes) -> Import:
    """Read a CSV file in UTF-8, with comma or semicolon."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        return Import((), (RowMistake(raw.count(b"\n", 0, wrong.start) + 1, Mistake("", "assign.not_utf8")),))
    rows = _rows(text)
    header = [name.strip() for name in rows[0][1]] if rows else []
    absent = [
        RowMistake(1, Mistake(name, "assign.column_missing", {"column": name}))
        for name in REQUIRED
        if name not in header
    ]
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    absent += [RowMistake(1, Mistake(name, "assign.column_doubled", {"column": name})) for name in doubled]
    if absent:
        return Import((), tuple(absent))
    if len(rows) > MOST_ROWS + 1:
        return Import((), (RowMistake(MOST_ROWS + 2, Mistake("", "assign.too_long", {"most": MOST_ROWS})),))
    return _read_rows(office, header, rows[1:])


def _rows(text: str) -> list[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]


def _read_rows(office: Office, header: list[str], rows: list[tuple[int, list[str]]]) -> Import:
    new: list[NewAssignment] = []
    mistakes: list[RowMistake] = []
    for number, cells in rows:
        if len(cells) > len(header):
            mistakes.append(
                RowMistake(number, Mistake("", "assign.too_many_cells", {"cells": len(cells), "columns": len(header)}))
            )
            continue
        one, wrong = read(office, dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True)))
        mistakes += [RowMistake(number, mistake) for mistake in wrong]
        new += [one] if one else []
    if not rows:
        mistakes.append(RowMistake(1, Mistake("", "assign.empty_file")))
    return Import(() if mistakes else tuple(new), tuple(mistakes))
