"""Tables as they are handed on, back to responses as in RESPONSE.json, one interview after another.

DuckDB puts each table in order, on the disk where it is large; of each, the rows of one interview are held at a time.
Calculated values are not read but worked out anew; what was off route is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb

from engine.batch.sessions import FETCHED
from engine.batch.sources import Source, is_reference_date, lacking, needs, refused, sources
from engine.errors import UsageError
from engine.expression.columns.mistakes import refuse
from engine.expression.types import parse_type
from engine.process.columns import Column
from engine.response.form import Form, Slot
from engine.response.paths import cell_path, row_path

Response = dict[str, Any]
Row = tuple[Any, ...]
"""The ids of a row, the interview's first, then its cells."""


@dataclass(slots=True)
class Responses:
    """The interviews of tables that were opened, and the checks that need what the tables lack, with the reason."""

    tables: list[_Table]
    refused: dict[str, str]

    def __iter__(self) -> Iterator[Response]:
        """Each interview, in the order of their ids; raises UsageError where a table does not fit the others."""
        with duckdb.connect() as database:
            streams = [table.interviews(database.cursor()) for table in self.tables]
            yield from (self._response(record, rows) for record, rows in _together(streams))

    def _response(self, record: str, rows: Sequence[Sequence[Row]]) -> Response:
        if len(rows[0]) != 1:
            how = "stands twice in" if rows[0] else "has rows in other tables but is not in"
            message = f"The interview '{record}' {how} {self.tables[0].source.path}."
            raise UsageError(f"{message} Give all tables of one batch, as they were handed on.")
        found = _Found(record)
        for table, own in zip(self.tables, rows, strict=True):
            for row in own:
                table.put(found, row)
        return found.response


@dataclass(slots=True)
class _Found:
    """An interview as its rows come in: the answers and the path of each row, by its scope and ids."""

    record: str
    response: Response = field(init=False)
    places: dict[tuple[int, tuple[str, ...]], tuple[dict[str, Any], str]] = field(init=False)

    def __post_init__(self) -> None:
        given: dict[str, Any] = {name: {} for name in ("answers", "preload", "unit", "previous")}
        self.response = {"id": self.record, "reference_date": None, **given}
        self.places = {}


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a row has a variable: its parts from `start`, its reason, and its parts of the last round."""

    slot: Slot
    outer: Callable[..., Any]
    parts: slice
    reason: slice
    previous: slice

    def of(self, row: Row) -> Any:
        """The answer in outer form; None where there is none."""
        parts = row[self.parts]
        if parts and parts[0] is not None:
            return self.outer(*parts)
        return next(({"missing": reason} for reason in row[self.reason] if reason not in NO_ANSWER), None)

    def before(self, row: Row) -> Any:
        """The value of the last round in outer form; None where there is none."""
        parts = row[self.previous]
        return self.outer(*parts) if parts and parts[0] is not None else None


NO_ANSWER = (None, "not_asked", "not_reached", "unknown", "error")
"""What the engine says where nobody gave a reason."""


class _Table:
    """A table of the hand-off and how its rows are read."""

    def __init__(self, form: Form, source: Source) -> None:
        self.source = source
        self._scope = form.scopes[source.table.scope]
        keys = [one.name for one in source.table.columns if one.is_row_key]
        self._chosen = [f"COALESCE(CAST({source.quote(name)} AS VARCHAR), '')" for name in keys]
        self._depth = len(keys)
        dates = [one for one in source.table.columns if is_reference_date(one) and one.name in source.held]
        self._date = self._choose(dates)
        self._cells = [self._cell(slot) for slot in self._scope.slots if slot.type]

    def interviews(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, list[Row]]]:
        """The rows of one interview after another, by id, each in the order of the rosters."""
        for record, rows in groupby(self._rows(cursor), itemgetter(0)):
            yield record, list(rows)

    def put(self, found: _Found, row: Row) -> None:
        """Add the answers of a row to its interview."""
        answers, path = self._place(found, row)
        found.places[self._scope.index, row[1 : self._depth]] = answers, path
        for date in row[self._date]:
            found.response["reference_date"] = None if date is None else date.isoformat()
        for cell in self._cells:
            value, slot = cell.of(row), cell.slot
            if value is not None:
                given = found.response["unit" if slot.is_unit_key else "preload"] if slot.is_preload else answers
                given[slot.name] = value
            before = cell.before(row)
            if before is not None:
                found.response["previous"][cell_path(path, slot.name)] = before

    def _place(self, found: _Found, row: Row) -> tuple[dict[str, Any], str]:
        """The answers that a row fills, and its path."""
        if not self.source.table.levels:
            return found.response["answers"], ""
        *around, own = row[1 : self._depth]
        place = found.places.get((self._scope.parent, tuple(around)))
        if place is None:
            message = f"{self.source.path} has a row in '{'/'.join(around)}' of the interview '{found.record}'"
            raise UsageError(f"{message}, which is not there. Give all tables of one batch, as they were handed on.")
        answers = {"_id": own}
        place[0].setdefault(self._scope.name, []).append(answers)
        return answers, row_path(cell_path(place[1], self._scope.name), own)

    def _rows(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[Row]:
        columns = self.source.table.columns
        positions = [self.source.quote(one.name) for one in columns if one.level is not None and not one.is_row_key]
        order = ", ".join(["1", *positions])
        sql = f"SELECT {', '.join(self._chosen)} FROM read_parquet(?) ORDER BY {order}"
        try:
            cursor.execute(sql, [str(self.source.path)])
            while fetched := cursor.fetchmany(FETCHED):
                yield from fetched
        except duckdb.Error as wrong:
            message = f"{self.source.path} cannot be read as a table of this questionnaire: {wrong}"
            raise UsageError(f"{message} Give a table of a batch, as it was handed on.") from None

    def _cell(self, slot: Slot) -> _Cell:
        columns = [] if slot.is_calculated else self.source.of(slot.slot)
        before = [one for one in self.source.of(slot.slot, previous=True) if one.name in self.source.held]
        parts = self._choose([one for one in columns if one.part is not None and one.part.code is None])
        reason = self._choose([one for one in columns if one.is_reason])
        return _Cell(slot, OUTER[parse_type(slot.type or "").kind], parts, reason, self._choose(before))

    def _choose(self, columns: Sequence[Column]) -> slice:
        """Have columns read, and say where in a row they stand."""
        start = len(self._chosen)
        self._chosen += [f"CAST({self.source.quote(one.name)} AS {_stored(one.storage)})" for one in columns]
        return slice(start, len(self._chosen))


def open_responses(form: Form, path: Path) -> Responses:
    """The tables beside `path` (one of them, or the folder that holds them), to be read as responses.

    Refuses tables of an earlier hand-off that lack what the form's values and route are worked out from.
    """
    found = sources(form, path)
    lacks = lacking(form, found)
    for node in form.deciding:
        for what in needs(node.ast):
            if what in lacks:
                message = "Values or the route of this questionnaire need"
                raise refuse("not_handed_on", f"{message} {what}, which these tables, handed on earlier, do not hold.")
    return Responses([_Table(form, source) for source in found], refused(form, lacks))


def _together(streams: Sequence[Iterator[tuple[str, list[Row]]]]) -> Iterator[tuple[str, list[list[Row]]]]:
    """The rows of each interview from all tables, which are in order of their ids."""
    heads = [next(stream, None) for stream in streams]
    while waiting := [head[0] for head in heads if head is not None]:
        record = min(waiting)
        yield record, [head[1] if head is not None and head[0] == record else [] for head in heads]
        for place, head in enumerate(heads):
            if head is not None and head[0] == record:
                heads[place] = next(streams[place], None)


def _stored(storage: str) -> str:
    kind, _, decimals = storage.partition(":")
    return f"DECIMAL(18, {decimals})" if kind == "decimal" else STORED[kind]


STORED = {
    "integer": "BIGINT", "real": "DOUBLE", "text": "VARCHAR", "boolean": "BOOLEAN", "code": "VARCHAR",
    "codes": "VARCHAR[]", "date": "DATE", "time": "TIME", "datetime": "TIMESTAMP",
    "points": "STRUCT(latitude DOUBLE, longitude DOUBLE, accuracy DOUBLE)[]",
}  # fmt: skip
"""How DuckDB reads each storage of engine/process/parts.py."""


def _same(value: Any) -> Any:
    return value


def _written(value: Any) -> Any:
    return value.isoformat()


def _points(points: Any) -> list[list[Any]]:
    return [[point["latitude"], point["longitude"], point["accuracy"]] for point in points]


def _file(*members: Any) -> dict[str, Any]:
    return dict(zip(("name", "sha256", "size", "media_type"), members, strict=True))


OUTER: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(("integer", "real", "text", "boolean", "code", "codes", "rank", "year_month"), _same),
    **dict.fromkeys(("date", "time", "datetime"), _written),
    **dict.fromkeys(("geotrace", "geoshape"), _points),
    "decimal": lambda number: f"{number:f}",
    "geopoint": lambda *members: list(members),
    "file": _file,
}
"""The outer form of each kind of value from its columns."""
