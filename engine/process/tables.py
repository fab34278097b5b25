"""From an interview to rows of the tables of its codebook. Writing them is done in `parquet.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from engine.process.columns import Codebook, Column, Table

Row = tuple[Any, ...]


class Frame(Protocol):
    """What is read of a frame of the running interview (docs/compiled_form.md, Scopes and slots)."""

    @property
    def id(self) -> str: ...
    @property
    def scope(self) -> int: ...
    @property
    def parent(self) -> Any: ...
    @property
    def position(self) -> int: ...
    @property
    def values(self) -> Sequence[Any]: ...
    @property
    def reasons(self) -> Sequence[str | None]: ...
    @property
    def route(self) -> Sequence[Any]: ...
    @property
    def errors(self) -> Sequence[Any]: ...
    @property
    def children(self) -> Sequence[Any]: ...


def rows(codebook: Codebook, interview_id: str, root: Frame) -> dict[str, list[Row]]:
    """The rows of one interview by name of table, values in the order of `Table.columns`.

    A roster off route has no rows, and a variable off route no value; both stay in the log of the interview.
    """
    return {
        table.name: [_row(table, interview_id, frame) for frame in frames(table, root)] for table in codebook.tables
    }


def frames(table: Table, root: Frame) -> list[Any]:
    """The frames of the interview that are rows of the table, in order."""
    found: list[Any] = [root]
    for level in table.levels:
        found = [row for frame in found if frame.route[level.slot] for row in frame.children[level.child]]
    return found


def _row(table: Table, interview_id: str, frame: Frame) -> Row:
    around = _around(frame)
    return tuple(_cell(column, interview_id, around, frame.scope) for column in table.columns)


def _around(frame: Frame) -> dict[int, Frame]:
    """The frame and those that contain it, by scope."""
    around: dict[int, Frame] = {}
    while frame is not None:
        around[frame.scope] = frame
        frame = frame.parent
    return around


def _cell(column: Column, interview_id: str, around: Mapping[int, Frame], scope: int) -> Any:
    if column.level is not None:
        row = around[column.level]
        return row.id if column.role == "identifier" else row.position
    variable = column.variable
    if variable is None:
        return interview_id
    frame = around[variable.scope]
    if column.part is None:
        return "error" if frame.errors[variable.slot] else frame.reasons[variable.slot]
    value = frame.values[variable.slot]
    return None if value is None else column.part.take(value)
