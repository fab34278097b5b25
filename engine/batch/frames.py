"""Frames of interviews as tables in the layout of the column engines (engine/expression/columns/layout.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from engine.expression.columns import Layout
from engine.expression.columns.cells import kind_of

POINT = pa.list_(pa.float64())
KINDS: dict[str, pa.DataType] = {
    "int": pa.int64(), "real": pa.float64(), "bool": pa.bool_(), "text": pa.string(), "set": pa.list_(pa.string()),
    "point": POINT, "points": pa.list_(POINT),
    "file": pa.struct([
        ("name", pa.string()), ("sha256", pa.string()), ("size", pa.int64()), ("media_type", pa.string()),
    ]),
}  # fmt: skip
"""How a kind of column is stored."""


class FrameTables:
    """Tables that fill with the frames of one interview after another."""

    def __init__(self, layout: Layout, sizes: list[int]) -> None:
        self._layout, self._sizes = layout, sizes
        self._rows: list[list[list[Any]]] = [[] for _ in sizes]

    def add(self, record: str, root: Any, today: int | None) -> None:
        """Add an interview: its root frame and all rows, those off route among them."""
        self._add(root, [record], today)

    def tables(self) -> Iterator[tuple[str, pa.Table]]:
        """Each table by name; the rows are given away."""
        for scope, rows in enumerate(self._rows):
            schema = self.schema(scope)
            columns: Iterable[Any] = zip(*rows, strict=True) if rows else [()] * len(schema)
            arrays = [pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)]
            yield f"s{scope}", pa.Table.from_arrays(arrays, schema=schema)
        self._rows = [[] for _ in self._sizes]

    def schema(self, scope: int) -> pa.Schema:
        """The columns of the table of a scope."""
        ids = [(f"id{place}", pa.string()) for place in range(self._layout.depth(scope) + 1)]
        fields = [*ids, ("pos", pa.int64()), ("today", pa.int64())]
        for slot in range(self._sizes[scope]):
            fields += [(f"r{slot}", pa.string()), (f"o{slot}", pa.bool_()), (f"e{slot}", pa.bool_())]
            value_type = self._layout.types.get((scope, slot))
            if value_type is not None:
                fields += [(f"{member}{slot}", KINDS[kind_of(value_type)]) for member in "vp"]
        return pa.schema(fields)

    def _add(self, frame: Any, ids: list[str], today: int | None) -> None:
        row: list[Any] = [*ids, frame.position, today]
        for slot in range(self._sizes[frame.scope]):
            row += [frame.reasons[slot], bool(frame.route[slot]), bool(frame.errors[slot])]
            if (frame.scope, slot) in self._layout.types:
                row += [frame.values[slot], frame.previous[slot]]
        self._rows[frame.scope].append(row)
        for rows in getattr(frame, "rows", frame.children):
            for inner in rows:
                self._add(inner, [*ids, inner.id], today)
