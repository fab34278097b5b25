"""Aggregates of the core (docs/compiled_form.md): rows below a frame, their cells, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from engine.expression.evaluate import Ast, Env, Evaluate, Tables, build, frame_at
from engine.expression.numbers import exact, finite
from engine.expression.sets import known
from engine.expression.texts import concat

Fold = Callable[[list[Any]], Any]


def build_aggregate(ast: Ast, tables: Tables) -> Evaluate:
    """The closure of `["agg", kind, e, u, [child, …], body, where, named]`, then d or what stands between."""
    kind = ast[1]
    if kind in ("any", "all"):
        return _quantifier(ast, tables)
    if kind == "first":
        return _first(ast, tables)
    if kind == "count":
        included = _included(ast, tables)
        return lambda env: sum(1 for _ in included(env))
    if kind == "join":
        return _join(ast, tables)
    fold: Fold = _mean(kind, ast[8] if len(ast) > 8 else None) if "mean" in kind else FOLDS[kind]
    cells = _cells(ast, tables)
    return lambda env: fold(cells(env))


def names_a_row(where: Any) -> bool:
    """Whether a condition is that the row has the id of a row around: so `other(x)` and `mirror(x)` find their row."""
    return bool(where and where[0] == "eq" and where[1] == ["row_id", 0, 0] and where[2][0] == "row_id" and where[2][1])


def _rows(ast: Ast, tables: Tables) -> Callable[[Env], Iterator[Env]]:
    """The environments of all rows, in order."""
    _op, _kind, e, u, children = ast[:5]

    def rows(env: Env) -> Iterator[Env]:
        frames = [frame_at(env, e, u)]
        for child in children:
            frames = [row for frame in frames for row in _rows_on_route(frame, child, tables)]
        return (Env(frame, env, env.today) for frame in frames)

    return rows


def _rows_on_route(frame: Any, child: int, tables: Tables) -> Any:
    roster = tables.rosters.get((frame.scope, child))
    return frame.children[child] if roster is None or frame.route[roster] else ()


def _included(ast: Ast, tables: Tables) -> Callable[[Env], Iterator[Env]]:
    """The environments of the rows for which `where` is true."""
    rows = _rows(ast, tables)
    if ast[6] is None:
        return rows
    where = build(ast[6], tables)
    return lambda env: (row for row in rows(env) if where(row) is True)


def _cells(ast: Ast, tables: Tables) -> Callable[[Env], list[Any]]:
    """The body of every included row; one that is unknown because a cell named in it is off route is left out."""
    included, body, named = _included(ast, tables), build(ast[5], tables), ast[7] or ()

    def cells(env: Env) -> list[Any]:
        found = []
        for row in included(env):
            value = body(row)
            if value is not None or not _off_route(row, named):
                found.append(value)
        return found

    return cells


def _off_route(row: Env, named: Any) -> bool:
    return any(not frame_at(row, 0, u).route[slot] for u, slot in named)


def _quantifier(ast: Ast, tables: Tables) -> Evaluate:
    rows, condition, named, decided = _rows(ast, tables), build(ast[6], tables), ast[7] or (), ast[1] == "any"

    def evaluate(env: Env) -> Any:
        unknown = False
        for row in rows(env):
            value = condition(row)
            if value is decided:
                return decided
            unknown = unknown or (value is None and not _off_route(row, named))
        return None if unknown else not decided

    return evaluate


def _first(ast: Ast, tables: Tables) -> Evaluate:
    if len(ast[4]) == 1 and names_a_row(ast[6]):
        return _row_with_id(ast, tables)
    included, body = _included(ast, tables), build(ast[5], tables)

    def evaluate(env: Env) -> Any:
        row = next(included(env), None)
        return None if row is None else body(row)

    return evaluate


def _row_with_id(ast: Ast, tables: Tables) -> Evaluate:
    """The body in the one row that has the id, found without looking at the others."""
    _op, _kind, e, u, (child,), body_ast, (_eq, _own, (_row_id, e_named, u_named)) = ast[:7]
    body = build(body_ast, tables)

    def evaluate(env: Env) -> Any:
        frame = frame_at(env, e, u)
        if not _rows_on_route(frame, child, tables):
            return None
        row = frame.row(child, frame_at(env, e_named - 1, u_named).id)
        return None if row is None else body(Env(row, env, env.today))

    return evaluate


def _join(ast: Ast, tables: Tables) -> Evaluate:
    cells, between = _cells(ast, tables), ast[8]

    def evaluate(env: Env) -> Any:
        found = known(tuple(cells(env)))
        return concat(between.join(found)) if found else None

    return evaluate


def _mean(kind: str, decimals: int | None) -> Fold:
    def mean(cells: list[Any]) -> float | None:
        values = known(tuple(cells)) if kind.endswith("_known") else cells
        if not values or None in values:
            return None
        total = _real_sum(values) if decimals is None else exact(sum(values)) / 10**decimals
        return finite(total / len(values))

    return mean


def _real_sum(values: list[float]) -> float:
    total = 0.0
    for value in values:
        total = finite(total + value)
    return total


def _whole(fold: Fold) -> Fold:
    return lambda cells: None if None in cells else fold(cells)


def _known(fold: Fold) -> Fold:
    return lambda cells: fold(known(tuple(cells)))


def _unique(cells: list[Any]) -> bool | None:
    values = known(tuple(cells))
    if len(set(values)) < len(values):
        return False
    return True if len(values) == len(cells) else None


def _sum(cells: list[Any]) -> int:
    return exact(sum(cells))


def _least(cells: list[Any]) -> Any:
    return min(cells, default=None)


def _greatest(cells: list[Any]) -> Any:
    return max(cells, default=None)


FOLDS: dict[str, Fold] = {
    "sum": _whole(_sum), "min": _whole(_least), "max": _whole(_greatest),
    "rsum": _whole(_real_sum), "rmin": _whole(_least), "rmax": _whole(_greatest),
    "sum_known": _known(_sum), "min_known": _known(_least), "max_known": _known(_greatest),
    "rsum_known": _known(_real_sum), "rmin_known": _known(_least), "rmax_known": _known(_greatest),
    "unique": _unique,
    "count_answered": lambda cells: len(known(tuple(cells))),
}  # fmt: skip
"""What becomes of the cells; count, any, all, first, join and the means are above."""
