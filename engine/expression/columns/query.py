"""Contexts to the text of a query: common table expressions in an order in which each comes after what it reads."""

from __future__ import annotations

from engine.expression.columns.dialects import Dialect
from engine.expression.columns.relations import Context, Grouped


def query(dialect: Dialect, context: Context, columns: dict[str, str]) -> str:
    """A SELECT of columns (name -> SQL) over all rows of a context."""
    writer = _Writer(dialect)
    writer.whole(context)
    chosen = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    written = ",\n".join(dialect("with", name, sql) for name, sql in writer.parts.items())
    return f"WITH {written}\nSELECT {chosen} FROM {context.last}"


class _Writer:
    """Writes each relation once, after those that it reads."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.parts: dict[str, str] = {}

    def base(self, context: Context) -> None:
        """The base of a context: its frames joined."""
        name = f"c{context.number}_0"
        if name in self.parts:
            return
        if context.outer:
            self.base(context.outer)
        own = [f"{sql} AS {column}" for column, sql in context.base.items()]
        columns = [*([f"o{context.number}.*"] if context.outer else []), *own] or ["1 AS nothing"]
        self.parts[name] = f"SELECT {', '.join(columns)} FROM {' '.join(context.joins)}"

    def whole(self, context: Context) -> None:
        """A context with all its stages."""
        self.base(context)
        for grouped in context.groups:
            self.grouped(grouped)
        before = 0
        for level in sorted(context.stages):
            name = f"c{context.number}_{level}"
            if name in self.parts:
                return
            stage = context.stages[level]
            columns = ", ".join(["s.*", *(f"{sql} AS {column}" for sql, column in stage.columns.items())])
            joins = " ".join(["", *stage.joins.values()])
            self.parts[name] = f"SELECT {columns} FROM c{context.number}_{before} AS s{joins}"
            before = level

    def grouped(self, grouped: Grouped) -> None:
        """Aggregates over an inner context."""
        if grouped.name in self.parts:
            return
        self.whole(grouped.inner)
        keys = ", ".join(grouped.keys)
        named = [f"{key} AS k{place}" for place, key in enumerate(grouped.keys)]
        columns = ", ".join([*named, *(f"{sql} AS {column}" for column, sql in grouped.columns.items())])
        self.parts[grouped.name] = f"SELECT {columns} FROM {grouped.inner.last} GROUP BY {keys}"
