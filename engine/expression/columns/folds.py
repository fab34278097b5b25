"""What becomes of the rows of an aggregate: one row each, the twin of FOLDS in aggregate.py.

A fold adds columns to the grouped relation and gives the result in terms of them (written `@name@`). Where no row is
there the joined columns are NULL, so each result says what nothing gives. Order matters to `first`, sums of doubles,
and to errors of `any` and `all`, which stop at the row that decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from engine.expression.columns.cells import NEVER, Cell, any_of
from engine.expression.columns.dialects import UNSTABLE, Dialect
from engine.expression.columns.numbers import GREATEST
from engine.expression.columns.relations import Context, Grouped
from engine.expression.values import LIMIT


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an aggregate: their context, order, condition, body, and which of them name a cell off route."""

    dialect: Dialect
    inner: Context
    grouped: Grouped
    order: list[str]
    where: Cell
    body: Cell | None
    off_route: str

    @property
    def cell(self) -> Cell:
        """The body, which every fold that asks for it has."""
        assert self.body is not None  # noqa: S101
        return self.body

    @property
    def included(self) -> str:
        """Whether the condition holds."""
        return "TRUE" if self.where.value == "TRUE" else f"COALESCE({self.where.value}, FALSE)"

    @property
    def kept(self) -> str:
        """Whether the cell of the row counts: included, and not unknown for being off route."""
        if self.off_route == "FALSE":
            return self.included
        return f"({self.included} AND NOT ({self.cell.value} IS NULL AND {self.off_route}))"

    @property
    def known(self) -> str:
        """Whether the cell counts and has a value."""
        return f"({self.included} AND {self.cell.value} IS NOT NULL)"

    def add(self, sql: str) -> str:
        """A column of the grouped relation, as a result writes it."""
        for name, known in self.grouped.columns.items():
            if known == sql:
                return f"@{name}@"
        name = f"{self.grouped.name}_{len(self.grouped.columns)}"
        self.grouped.columns[name] = sql
        return f"@{name}@"

    def count(self, condition: str) -> str:
        """How many rows satisfy a condition."""
        return f"COALESCE({self.add(f'COUNT(*) FILTER (WHERE {condition})')}, 0)"

    def some(self, condition: str) -> str:
        """Whether some row satisfies a condition."""
        return f"COALESCE({self.add(f'BOOL_OR({condition})')}, FALSE)"

    def error(self) -> str:
        """Whether the condition of some row, or the body of an included one, ended in an error."""
        body = self.body.error if self.body else NEVER
        of_body = NEVER if body == NEVER else f"({self.included} AND {body})"
        found = any_of(self.where.error, of_body)
        return NEVER if found == NEVER else self.some(found)

    def place(self) -> str:
        """A column that puts the rows of a group in order."""
        if len(self.order) == 1:
            return self.order[0]
        keys, order = ", ".join(self.grouped.keys), ", ".join(self.order)
        return self.inner.name(f"ROW_NUMBER() OVER (PARTITION BY {keys} ORDER BY {order})", 0)


def _count(rows: Rows, ast: Any) -> Cell:
    return Cell("int", rows.count(rows.included), rows.error(), low=0, high=2**31)


def _count_answered(rows: Rows, ast: Any) -> Cell:
    return Cell("int", rows.count(rows.known), rows.error(), low=0, high=2**31)


def _complete(rows: Rows, value: str, *, known: bool) -> str:
    """The value, NULL where a cell that counts is unknown, unless those are skipped."""
    if known:
        return value
    return f"CASE WHEN {rows.count(f'{rows.kept} AND {rows.cell.value} IS NULL')} = 0 THEN {value} END"


def _total(rows: Rows, *, known: bool) -> tuple[str, str]:
    """The exact total and its error, the total NULL where it is too large or a cell is missing."""
    total = f"COALESCE({rows.add(rows.dialect('wide_sum', rows.cell.value, rows.known))}, 0)"
    value = _complete(rows, total, known=known)
    inside = f"{total} BETWEEN -{LIMIT} AND {LIMIT}"
    beyond = f"COALESCE({value} NOT BETWEEN -{LIMIT} AND {LIMIT}, FALSE)"
    whole = f"CASE WHEN {inside} THEN CAST({value} AS BIGINT) END"
    return whole, any_of(rows.error(), beyond)


def _sum(*, known: bool) -> Fold:
    def fold(rows: Rows, ast: Any) -> Cell:
        return Cell("int", *_total(rows, known=known))

    return fold


def _real_total(rows: Rows, *, known: bool) -> tuple[str, str]:
    listed = rows.dialect("listed_in_order", rows.cell.value, rows.place(), rows.known)
    total = rows.add(rows.dialect("sum_in_order", f"COALESCE({listed}, {_no_reals(rows)})"))
    value = _complete(rows, f"COALESCE({total}, 0e0)", known=known)
    beyond = f"COALESCE(abs({value}) > {GREATEST}, FALSE)"
    return f"CASE WHEN abs({value}) <= {GREATEST} THEN {value} END", any_of(rows.error(), beyond)


def _no_reals(rows: Rows) -> str:
    return f"CAST({rows.dialect('list', '')} AS {rows.dialect('point')})"


def _real_sum(*, known: bool) -> Fold:
    def fold(rows: Rows, ast: Any) -> Cell:
        return Cell("real", *_real_total(rows, known=known))

    return fold


def _extreme(name: str, *, known: bool) -> Fold:
    def fold(rows: Rows, ast: Any) -> Cell:
        found = rows.add(f"{name}({rows.cell.value}) FILTER (WHERE {rows.known})")
        return replace(rows.cell, value=_complete(rows, found, known=known), error=rows.error())

    return fold


def _mean(*, known: bool) -> Fold:
    def fold(rows: Rows, ast: Any) -> Cell:
        total, error = _total(rows, known=known)
        cells = rows.count(rows.known)
        shared = f"CAST({total} AS DOUBLE) / 1e{ast[8]} / CAST(NULLIF({cells}, 0) AS DOUBLE)"
        return Cell("real", f"CASE WHEN {cells} > 0 THEN {shared} END", error, most=float(LIMIT))

    return fold


def _real_mean(*, known: bool) -> Fold:
    def fold(rows: Rows, ast: Any) -> Cell:
        total, error = _real_total(rows, known=known)
        cells = rows.count(rows.known)
        return Cell("real", f"CASE WHEN {cells} > 0 THEN {total} / CAST({cells} AS DOUBLE) + 0e0 END", error)

    return fold


def _unique(rows: Rows, ast: Any) -> Cell:
    known = rows.count(rows.known)
    different = f"COALESCE({rows.add(f'COUNT(DISTINCT {rows.cell.value}) FILTER (WHERE {rows.known})')}, 0)"
    value = f"CASE WHEN {different} < {known} THEN FALSE WHEN {rows.count(rows.kept)} = {known} THEN TRUE END"
    return Cell("bool", value, rows.error())


def _quantifier(decided: bool) -> Fold:
    def fold(rows: Rows, ast: Any) -> Cell:
        where = rows.where
        decides = f"COALESCE({where.value}, FALSE)" if decided else f"NOT COALESCE({where.value}, TRUE)"
        unknown = f"({where.value} IS NULL AND NOT ({rows.off_route}))"
        some, open_ = rows.some(decides), rows.some(unknown)
        error = NEVER
        if where.error != NEVER:
            place = rows.place()
            first_error = rows.add(f"MIN({place}) FILTER (WHERE {where.error})")
            first_decided = rows.add(f"MIN({place}) FILTER (WHERE NOT {where.error} AND {decides})")
            some = f"({first_decided} IS NOT NULL)"
            error = f"COALESCE({first_error} < COALESCE({first_decided}, {LIMIT}), FALSE)"
        word, other = ("TRUE", "FALSE") if decided else ("FALSE", "TRUE")
        return Cell("bool", f"CASE WHEN {some} THEN {word} WHEN NOT {open_} THEN {other} END", error)

    return fold


def _join(rows: Rows, ast: Any) -> Cell:
    listed = rows.add(rows.dialect("listed_in_order", rows.cell.value, rows.place(), rows.known))
    text = rows.dialect("joined", listed, rows.dialect.quote(ast[8]))
    unstable = rows.dialect.quote(rows.dialect.pattern(f"(?s:.*){UNSTABLE}(?s:.*)"))
    return Cell("text", rows.dialect("nfc", text, unstable), rows.error())


def _first(rows: Rows, ast: Any) -> Cell:
    inner, keys, place, body, where = rows.inner, ", ".join(rows.grouped.keys), rows.place(), rows.cell, rows.where
    level = max(body.level, where.level, 1 if len(rows.order) > 1 else 0)
    stops = any_of(where.error, rows.included)
    first = inner.name(f"MIN(CASE WHEN {stops} THEN {place} END) OVER (PARTITION BY {keys})", level)
    at_first = inner.name(f"COALESCE({place} = {first}, FALSE)", level + 1)
    value = rows.add(f"MAX(CASE WHEN {at_first} THEN {body.value} END)")
    failed = any_of(where.error, body.error)
    error = NEVER if failed == NEVER else rows.some(f"{at_first} AND {failed}")
    return replace(body, value=value, error=error)


Fold = Callable[[Rows, Any], Cell]

FOLDS: dict[str, Fold] = {
    "count": _count, "count_answered": _count_answered, "unique": _unique, "first": _first,
    "join": _join,
    "any": _quantifier(True), "all": _quantifier(False),
    "sum": _sum(known=False), "sum_known": _sum(known=True),
    "rsum": _real_sum(known=False), "rsum_known": _real_sum(known=True),
    "min": _extreme("MIN", known=False), "max": _extreme("MAX", known=False),
    "rmin": _extreme("MIN", known=False), "rmax": _extreme("MAX", known=False),
    "min_known": _extreme("MIN", known=True), "max_known": _extreme("MAX", known=True),
    "rmin_known": _extreme("MIN", known=True), "rmax_known": _extreme("MAX", known=True),
    "mean": _mean(known=False), "mean_known": _mean(known=True),
    "rmean": _real_mean(known=False), "rmean_known": _real_mean(known=True),
}  # fmt: skip
"""One row for each kind of aggregate."""
