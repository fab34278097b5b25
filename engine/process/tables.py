"""From an interview to rows of the tables of its codebook. Writing them is done in `parquet.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.process.columns import Codebook, Column, Table
from engine.response.frames import Frame

Row = tuple[Any, ...]


def rows(codebook: Codebook, interview_id: str, root: Frame) -> dict[str, list[Row]]:
    """The rows of one interview by name of table, values in the order of `Table.columns`.

    A roster off route has no rows, and a variable off route no value; both stay in the log of the interview.
    """
    return {
        table.name: [_row(table, interview_id, frame) for frame in frames(table, root)] for table in codebook.tables
    }


def frames(table: Table, root: Frame) -> list[Frame]:
    """The frames of the interview that are rows of the table, in order."""
    found = [root]
    for level in table.levels:
        found = [row for frame in found if frame.route[level.slot] for row in frame.children[level.child]]
    return found


def _row(table: Table, interview_id: str, frame: Frame) -> Row:
    around = _around(frame)
    return tuple(_cell(column, interview_id, around) for column in table.columns)


def _around(frame: Frame) -> dict[int, Frame]:
    """The frame and those that contain it, by scope."""
    around, level = {}, frame
    while level.parent is not None:
        around[level.scope] = level
        level = level.parent
    return around | {level.scope: level}


def _cell(column: Column, interview_id: str, around: Mapping[int, Frame]) -> Any:
    if column.level is not None:
        row = around[column.level]
        return row.id if column.role == "identifier" else row.position
    variable = column.variable
    if variable is None:
        return interview_id if column.role == "identifier" else around[0].home.today
    frame = around[variable.scope]
    if column.part is None:
        return "error" if frame.errors[variable.slot] else frame.reasons[variable.slot]
    value = (frame.previous if column.is_previous else frame.values)[variable.slot]
    return None if value is None else column.part.take(value)
