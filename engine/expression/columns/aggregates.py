"""Aggregates as grouped relations, the twin of aggregate.py: rows joined below a frame, folded, joined back.

An aggregate whose condition and body look only at its own rows and what is around them is grouped by the frame that
holds the rows, and shared; one that looks at the environment outside (`this.x`) is grouped by every row of it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from engine.expression.columns.cells import NEVER, Cell, any_of
from engine.expression.columns.emit import Ast, Emitter, route
from engine.expression.columns.folds import FOLDS, Rows
from engine.expression.columns.mistakes import refuse
from engine.expression.columns.relations import Code, Context, Frame, Grouped

LOOKS = {"ref": 1, "reason": 1, "on_route": 1, "before": 1, "previous": 1, "position": 1, "row_id": 1, "agg": 2}
"""Operators that name an environment, and where they name it."""
PARTS = {
    **dict.fromkeys(("lit", "ref", "reason", "on_route", "before", "previous", "position", "today"), (1, 1, 0)),
    "row_id": (1, 1, 0),
    "in": (1, 2, 0), "scale": (1, 2, 0), "real": (1, 2, 0), "attr": (3, 4, 0), "call": (2, None, 0), "agg": (5, 7, 1),
}  # fmt: skip
"""Where the operands of an operator stand (everywhere, when not named), and how many environments it opens."""


def emit_aggregate(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    """The cell of `["agg", kind, e, u, [child, …], body, where, named]` and, for exact means, d."""
    frame = emitter.frame(context, ast[2], ast[3])
    inside = [part for part in (ast[5], ast[6]) if part is not None]
    if any(_looks_out(part, 0) for part in inside):
        outer, keys, base = context, context.identity, frame
    else:
        outer, keys = emitter.scope(frame.scope), frame.ids(emitter.layout.depth(frame.scope))
        base = outer.frame
    grouped, value = _grouped(emitter, ast, outer, base)
    return _joined(context, grouped, keys, value)


def emit_each_code(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    """The cell of `["each_code", list, x, condition]`: the codes of x are the rows."""
    chosen = emitter.emit(ast[2], context)
    if chosen.level > 0:
        raise refuse("not_in_columns", "The codes of a computed selection are looked at one by one.")
    inner = emitter.context(context)
    number = inner.number
    context.base.setdefault(f"x{number}", context.base.get(chosen.value, chosen.value))
    inner.joins = [
        f"c{context.number}_0 AS o{number}",
        emitter.dialect("codes_of", f"o{number}.x{number}", f"y{number}"),
    ]
    inner.base = {f"code_{number}": f"y{number}.code", f"place_{number}": f"y{number}.place"}
    inner.envs = [Code(f"code_{number}", ast[1]), *context.envs]
    inner.identity = [*context.identity, f"place_{number}"]
    grouped = Grouped(f"a{number}", inner, context.identity, {})
    condition = inner.bind(emitter.emit(ast[3], inner))
    true = replace(condition, value=f"COALESCE({condition.value}, FALSE)")
    every = FOLDS["all"](Rows(emitter.dialect, inner, grouped, [f"place_{number}"], true, None, "FALSE"), ast)
    cell = _joined(context, grouped, context.identity, every)
    return replace(
        cell, value=f"CASE WHEN {chosen.value} IS NOT NULL THEN {cell.value} END", simple=False,
        error=any_of(chosen.error, cell.error),
    )  # fmt: skip


def _looks_out(ast: Any, depth: int) -> bool:
    """Whether a core looks at an environment outside `depth`."""
    head = ast[0]
    if head in ("code", "code_attr", "code_parent"):
        return True
    if head in LOOKS and ast[LOOKS[head]] > depth:
        return True
    if head == "each_code":
        return _looks_out(ast[2], depth) or _looks_out(ast[3], depth + 1)
    first, last, inner = PARTS.get(head, (1, len(ast), 0))
    return any(_looks_out(part, depth + inner) for part in ast[first:last] if part is not None)


def _grouped(emitter: Emitter, ast: Ast, outer: Context, base: Frame) -> tuple[Grouped, Cell]:
    key = (outer.number, base.number, json.dumps([ast[1], *ast[4:]]))
    if key not in emitter.groups:
        inner, order = _rows(emitter, ast, outer, base)
        grouped = Grouped(f"a{inner.number}", inner, list(outer.identity), {})
        rows = Rows(emitter.dialect, inner, grouped, order, *_row_cells(emitter, ast, inner))
        emitter.groups[key] = (grouped, FOLDS[ast[1]](rows, ast))
    return emitter.groups[key]


def _rows(emitter: Emitter, ast: Ast, outer: Context, base: Frame) -> tuple[Context, list[str]]:
    """The context of the rows below a frame, and the columns that put them in order."""
    inner, layout = emitter.context(outer), emitter.layout
    inner.joins.append(f"c{outer.number}_0 AS o{inner.number}")
    holder, order = base, []
    for child in ast[4]:
        scope = layout.child(holder.scope, child)
        row = Frame(layout.fresh(), scope, inner, holder)
        prefix = f"o{inner.number}." if holder is base else f"f{holder.number}."
        ids = range(layout.depth(holder.scope) + 1)
        around = holder.ids(len(ids) - 1) if holder is base else [f"id{place}" for place in ids]
        same = [f"f{row.number}.id{place} = {prefix}{around[place]}" for place in ids]
        on_route = _roster_on_route(emitter, holder, layout.roster(scope), base, prefix)
        inner.joins.append(f"JOIN {layout.table(scope)} AS f{row.number} ON {' AND '.join([*same, *on_route])}")
        order.append(row.column("pos"))
        holder = row
    inner.envs = [holder, *outer.envs]
    inner.identity = [*outer.identity, *holder.ids(layout.depth(holder.scope))]
    return inner, order


def _roster_on_route(emitter: Emitter, holder: Frame, slot: int, base: Frame, prefix: str) -> list[str]:
    if emitter.layout.rows_on_route or route(emitter, holder, slot) == "TRUE":
        return []
    return [prefix + (holder.column("o", slot) if holder is base else f"o{slot}")]


def _row_cells(emitter: Emitter, ast: Ast, inner: Context) -> tuple[Cell, Cell | None, str]:
    """Of each row: the condition, the body, and whether a cell named there is off route."""
    true = Cell("bool", "TRUE", simple=True)
    where = true if ast[6] is None else inner.bind(emitter.emit(ast[6], inner))
    body = None if ast[5] is None else inner.bind(emitter.emit(ast[5], inner))
    routes = [route(emitter, emitter.frame(inner, 0, u), slot) for u, slot in ast[7] or ()]
    conditional = [one for one in dict.fromkeys(routes) if one != "TRUE"]
    return where, body, f"NOT ({' AND '.join(conditional)})" if conditional else "FALSE"


def _joined(context: Context, grouped: Grouped, keys: list[str], result: Cell) -> Cell:
    """The result in the outer context: its columns come in at stage 1, under names of their own."""
    same = " AND ".join(f"@.k{place} = s.{own}" for place, own in enumerate(keys))
    alias = context.aliases.setdefault(f"{grouped.name} {same}", f"{grouped.name}_{len(context.aliases)}")
    context.stage(1).joins[alias] = f"LEFT JOIN {grouped.name} AS {alias} ON {same.replace('@', alias)}"
    context.groups.append(grouped)
    value = context.name(_renamed(result.value, grouped, alias), 0)
    error = NEVER if result.error == NEVER else context.name(_renamed(result.error, grouped, alias), 0)
    return replace(result, value=value, error=any_of(error), level=1, simple=True)


def _renamed(sql: str, grouped: Grouped, alias: str) -> str:
    """The columns of a grouped relation with its alias; they are written `@name@`."""
    for name in grouped.columns:
        sql = sql.replace(f"@{name}@", f"{alias}.{name}")
    return sql
