"""The core (docs/compiled_form.md) to cells of SQL: one row for each operator, the twin of evaluate.py.

What stops when decided is said in the error of a cell: `a and b` ends in the error of b only where a is not false.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.expression.columns.cells import NEVER, Cell, any_of, kind_of, level_of, only_if, typed
from engine.expression.columns.dialects import Dialect
from engine.expression.columns.layout import Layout
from engine.expression.columns.mistakes import refuse
from engine.expression.columns.numbers import clamp, finite, product
from engine.expression.columns.relations import Code, Context, Frame, Grouped
from engine.expression.values import LIMIT

Ast = Sequence[Any]
JOINED = 12
"""An attribute list of more codes is joined, a shorter one written as CASE."""


@dataclass(eq=False)
class Emitter:
    """Emits cores of one form in one dialect; contexts of a scope are shared by all that is emitted in it."""

    dialect: Dialect
    layout: Layout
    contexts: dict[int, Context] = field(default_factory=dict)
    numbered: int = 0
    done: dict[tuple[int, str], Cell] = field(default_factory=dict)
    groups: dict[tuple[int, int, str], tuple[Grouped, Cell]] = field(default_factory=dict)

    def scope(self, scope: int) -> Context:
        """The context whose rows are the frames of a scope."""
        if scope not in self.contexts:
            self.contexts[scope] = self._scope(scope)
        return self.contexts[scope]

    def filter(self, scope: int, code_list: str, code: str) -> Context:
        """A context for a choice filter: the frames of a scope, and a code looked at."""
        context = self._scope(scope)
        context.envs.insert(0, Code(self.dialect.quote(code), code_list))
        return context

    def _scope(self, scope: int) -> Context:
        context = self.context(None)
        frame = Frame(self.layout.fresh(), scope, context)
        context.joins.append(f"{self.layout.table(scope)} AS f{frame.number}")
        context.envs = [frame]
        context.identity = frame.ids(self.layout.depth(scope))
        return context

    def context(self, outer: Context | None) -> Context:
        """A new context."""
        self.numbered += 1
        return Context(self.numbered, self.layout, outer)

    def emit(self, ast: Ast, context: Context) -> Cell:
        """The cell of a core in a context; the same core in the same context is the same cell."""
        key = (context.number, json.dumps(ast))
        if key not in self.done:
            self.done[key] = OPERATORS[ast[0]](self, ast, context)
        return self.done[key]

    def all(self, parts: Sequence[Ast], context: Context) -> list[Cell]:
        """The cells of several cores, bound, so that each may be repeated."""
        return [context.bind(self.emit(part, context)) for part in parts]

    def frame(self, context: Context, e: int, u: int) -> Frame:
        """The frame u parents up in the environment e outwards."""
        frame = context.envs[e]
        assert isinstance(frame, Frame)  # noqa: S101
        for _ in range(u):
            frame = frame.context.parent(frame)
        return frame


def _literal(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    return literal(emitter.dialect, ast[1])


def literal(dialect: Dialect, value: Any) -> Cell:
    """A constant in internal form."""
    if value is None:
        return Cell("int", "NULL", simple=True)
    if isinstance(value, bool):
        return Cell("bool", str(value).upper(), simple=True)
    if isinstance(value, int):
        return Cell("int", f"CAST({value} AS BIGINT)", low=value, high=value, simple=True)
    if isinstance(value, float):
        size = abs(value)
        return Cell("real", real_text(value), most=size, least=size, simple=True)
    if isinstance(value, str):
        return Cell("text", dialect.quote(value), simple=True)
    if isinstance(value, dict):
        parts = [literal(dialect, value[name]).value for name in ("name", "sha256", "size", "media_type")]
        return Cell("file", dialect("file_of", *parts), simple=True)
    kind = "set" if isinstance(value[0], str) else "points" if isinstance(value[0], list) else "point"
    if kind == "point":
        value = [None if part is None else float(part) for part in value]
    parts = [literal(dialect, part).value if part is not None else "CAST(NULL AS DOUBLE)" for part in value]
    return Cell(kind, dialect("list", ", ".join(parts)), simple=True)


def real_text(value: float) -> str:
    """A double as both dialects read one: with an exponent, all its digits."""
    text = repr(value)
    return f"({text})" if "e" in text else f"({text}e0)"


def column(emitter: Emitter, frame: Frame, slot: int, value: str, error: str = NEVER) -> Cell:
    """A cell of a frame by its type, within what is known of the data."""
    known = emitter.layout.types.get((frame.scope, slot))
    if known is None:
        return Cell("int", "CAST(NULL AS BIGINT)", simple=True)
    low, high = emitter.layout.ranges.get((frame.scope, slot), (-LIMIT, LIMIT))
    return typed(known, value, error).within(low, high)


def _reference(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    frame, slot = emitter.frame(context, ast[1], ast[2]), ast[3]
    known = (frame.scope, slot) in emitter.layout.types
    error = frame.column("e", slot) if (frame.scope, slot) in emitter.layout.erring else NEVER
    return column(emitter, frame, slot, frame.column("v", slot) if known else "NULL", error)


def _reason(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    return Cell("text", emitter.frame(context, ast[1], ast[2]).column("r", ast[3]), simple=True)


def route(emitter: Emitter, frame: Frame, slot: int) -> str:
    """SQL of whether a slot is on route."""
    return "TRUE" if (frame.scope, slot) in emitter.layout.always else frame.column("o", slot)


def _on_route(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    return Cell("bool", route(emitter, emitter.frame(context, ast[1], ast[2]), ast[3]), simple=True)


def _position(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    return Cell("int", emitter.frame(context, ast[1], ast[2]).column("pos"), low=1, high=2**31, simple=True)


def _row_id(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    frame = emitter.frame(context, ast[1], ast[2])
    return Cell("text", frame.ids(emitter.layout.depth(frame.scope))[-1], simple=True)


def _before(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    frame, slot = emitter.frame(context, ast[1], ast[2]), ast[3]
    if frame.scope == 0:
        return column(emitter, frame, slot, "NULL")
    error = NEVER
    if (frame.scope, slot) in emitter.layout.erring:
        error = f"COALESCE({_lag(emitter, frame, 'e', slot)}, FALSE)"
    if (frame.scope, slot) not in emitter.layout.types:
        return column(emitter, frame, slot, "NULL")
    return column(emitter, frame, slot, _lag(emitter, frame, "v", slot), error)


def _lag(emitter: Emitter, frame: Frame, member: str, slot: int) -> str:
    """A member of the row before: a window over the rows of the table, joined to the frame."""
    depth = emitter.layout.depth(frame.scope)
    ids = [f"id{place}" for place in range(depth + 1)]
    name = f"b{member}{slot}_f{frame.number}"
    if name not in frame.context.base:
        window = f"LAG({member}{slot}) OVER (PARTITION BY {', '.join(ids[:-1])} ORDER BY pos)"
        table = f"(SELECT {', '.join(ids)}, {window} AS before FROM {emitter.layout.table(frame.scope)})"
        same = " AND ".join(f"{name}_w.{one} = f{frame.number}.{one}" for one in ids)
        frame.context.joins.append(f"JOIN {table} AS {name}_w ON {same}")
        frame.context.base[name] = f"{name}_w.before"
    return name


def _previous(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    frame, slot = emitter.frame(context, ast[1], ast[2]), ast[3]
    known = emitter.layout.types.get((frame.scope, slot))
    return typed(known, frame.column("p", slot)) if known else Cell("int", "CAST(NULL AS BIGINT)", simple=True)


def _today(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    frame = context.frame
    while frame.scope != 0:
        frame = frame.context.parent(frame)
    return typed("date", frame.column("today"))


def _missing(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    part = emitter.emit(ast[1], context)
    return Cell("bool", f"({part.value} IS NULL)", part.error, part.level)


def _junction(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    """Kleene: SQL's own AND and OR; an error only from what is evaluated."""
    cells = [emitter.emit(part, context) for part in ast[1:]]
    if any(cell.error != NEVER for cell in cells):
        cells = [context.bind(cell) for cell in cells]
    undecided = "COALESCE({}, TRUE)" if ast[0] == "and" else "NOT COALESCE({}, FALSE)"
    error = NEVER
    for cell in reversed(cells):
        error = any_of(cell.error, only_if(undecided.format(cell.value), error))
    joined = (" AND " if ast[0] == "and" else " OR ").join(cell.value for cell in cells)
    return Cell("bool", f"({joined})", error, level_of(*cells))


def _not(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    part = emitter.emit(ast[1], context)
    return Cell("bool", f"(NOT {part.value})", part.error, part.level)


def _implies(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    return _junction(emitter, ["or", ["not", ast[1]], ast[2]], context)


def union(cells: Sequence[Cell], value: str, error: str) -> Cell:
    """One of several cells of a kind."""
    return replace(
        cells[0], value=value, error=error, level=level_of(*cells), simple=False,
        low=min(cell.low for cell in cells), high=max(cell.high for cell in cells),
        most=max(cell.most for cell in cells), least=min(cell.least for cell in cells),
    )  # fmt: skip


def _if(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    chosen = context.bind(emitter.emit(ast[1], context))
    yes, no = (emitter.emit(part, context) for part in ast[2:])
    error = any_of(
        chosen.error,
        only_if(f"COALESCE({chosen.value}, FALSE)", yes.error),
        only_if(f"NOT COALESCE({chosen.value}, TRUE)", no.error),
    )
    value = f"CASE WHEN {chosen.value} THEN {yes.value} WHEN NOT {chosen.value} THEN {no.value} END"
    return replace(union([yes, no], value, error), level=level_of(chosen, yes, no))


def _coalesce(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    cells = emitter.all(ast[1:], context)
    error = NEVER
    for cell in reversed(cells):
        error = any_of(cell.error, only_if(f"{cell.value} IS NULL", error))
    return union(cells, f"COALESCE({', '.join(cell.value for cell in cells)})", error)


def compared(emitter: Emitter, cell: Cell) -> str:
    """The value as equality looks at it: selections as sets."""
    return emitter.dialect("sorted", cell.value) if cell.kind == "set" else cell.value


def _comparison(sign: str) -> Operator:
    def emit(emitter: Emitter, ast: Ast, context: Context) -> Cell:
        a, b = (emitter.emit(part, context) for part in ast[1:])
        sides = (compared(emitter, a), compared(emitter, b)) if sign in ("=", "<>") else (a.value, b.value)
        return Cell("bool", f"({sides[0]} {sign} {sides[1]})", any_of(a.error, b.error), level_of(a, b))

    return emit


def _between(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    value, low, high = emitter.all(ast[1:], context)
    error = any_of(value.error, low.error, only_if(f"COALESCE({value.value} >= {low.value}, TRUE)", high.error))
    sql = f"({value.value} >= {low.value} AND {value.value} <= {high.value})"
    return Cell("bool", sql, error, level_of(value, low, high))


def _among(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    part = emitter.emit(ast[1], context)
    values = ", ".join(literal(emitter.dialect, value).value for value in ast[2])
    return Cell("bool", f"({part.value} IN ({values}))", part.error, part.level)


def _sum_of(sign: str) -> Operator:
    def emit(emitter: Emitter, ast: Ast, context: Context) -> Cell:
        a, b = (emitter.emit(part, context) for part in ast[1:])
        low, high = (a.low + b.low, a.high + b.high) if sign == "+" else (a.low - b.high, a.high - b.low)
        return clamp(context, f"({a.value} {sign} {b.value})", low, high, any_of(a.error, b.error), level_of(a, b))

    return emit


def _product(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    a, b = (emitter.emit(part, context) for part in ast[1:])
    return product(emitter.dialect, context, a, b)


def _negation(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    part = emitter.emit(ast[1], context)
    return replace(part, value=f"(-{part.value})", low=-part.high, high=-part.low, simple=False)


def _scale(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    return product(emitter.dialect, context, emitter.emit(ast[1], context), literal(emitter.dialect, 10 ** ast[2]))


def _real(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    part, divisor = emitter.emit(ast[1], context), float(10 ** ast[2])
    return Cell(
        "real", f"(CAST({part.value} AS DOUBLE) / {real_text(divisor)})", part.error, part.level,
        most=part.largest / divisor, least=1 / divisor,
    )  # fmt: skip


def _real_operation(sign: str) -> Operator:
    def emit(emitter: Emitter, ast: Ast, context: Context) -> Cell:
        a, b = (emitter.emit(part, context) for part in ast[1:])
        return finite(context, sign, a, b)

    return emit


def _real_negation(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    part = emitter.emit(ast[1], context)
    return replace(part, value=f"(0e0 - {part.value})", simple=False)


def attribute(emitter: Emitter, list_name: str, name: str, code: Cell, context: Context) -> Cell:
    """The attribute of a code: CASE for a short list, a join for a long one."""
    listed = emitter.layout.code_lists[list_name]
    values = listed.get("parents") if name == "parent" else listed["attributes"][name]["values"]
    value_type = "text" if name == "parent" else listed["attributes"][name]["type"]
    pairs = [(one, value) for one, value in zip(listed["codes"], values or (), strict=False) if value is not None]
    dialect, code = emitter.dialect, context.bind(code)
    if not pairs:
        return replace(typed(value_type, f"CAST(NULL AS {dialect(kind_of(value_type))})", code.error), level=code.level)
    rows = [(dialect.quote(one), literal(dialect, value).value) for one, value in pairs]
    if len(rows) <= JOINED:
        cases = " ".join(f"WHEN {one} THEN {value}" for one, value in rows)
        return replace(typed(value_type, f"CASE {code.value} {cases} END", code.error), level=code.level, simple=False)
    pair_rows = ", ".join(f"({one}, {value})" for one, value in rows)
    alias = context.aliases.setdefault(f"{list_name} {name} {code.value}", f"l{context.number}_{len(context.aliases)}")
    context.stage(code.level + 1).joins[alias] = (
        f"LEFT JOIN (SELECT * FROM (VALUES {pair_rows}) AS listed(code, attribute)) AS {alias} "
        f"ON {alias}.code = {code.value}"
    )
    value = context.name(f"{alias}.attribute", code.level)
    return replace(typed(value_type, value, code.error), level=code.level + 1)


def _attribute(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    return attribute(emitter, ast[1], ast[2], emitter.emit(ast[3], context), context)


def _looked_at(context: Context) -> Code:
    found = next((one for one in context.envs if isinstance(one, Code)), None)
    if found is None:
        raise refuse("not_in_columns", "A code is looked at outside a choice filter.")
    return found


def _code(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    return Cell("text", _looked_at(context).sql, simple=True)


def _code_attribute(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    name, code = "parent" if ast[0] == "code_parent" else ast[1], _looked_at(context)
    return attribute(emitter, code.code_list, name, Cell("text", code.sql, simple=True), context)


def _call(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    from engine.expression.columns.calls import emit_call  # the two modules emit each other's parts

    return emit_call(emitter, ast, context)


def _aggregate(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    from engine.expression.columns.aggregates import emit_aggregate  # likewise

    return emit_aggregate(emitter, ast, context)


def _each_code(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    from engine.expression.columns.aggregates import emit_each_code  # likewise

    return emit_each_code(emitter, ast, context)


Operator = Callable[[Emitter, Ast, Context], Cell]

OPERATORS: dict[str, Operator] = {
    "lit": _literal, "ref": _reference, "reason": _reason, "on_route": _on_route, "position": _position,
    "row_id": _row_id, "before": _before, "previous": _previous, "today": _today,
    "missing": _missing, "and": _junction, "or": _junction, "not": _not, "implies": _implies,
    "if": _if, "coalesce": _coalesce,
    "eq": _comparison("="), "ne": _comparison("<>"), "lt": _comparison("<"), "le": _comparison("<="),
    "gt": _comparison(">"), "ge": _comparison(">="),
    "between": _between, "in": _among,
    "add": _sum_of("+"), "sub": _sum_of("-"), "mul": _product, "neg": _negation,
    "scale": _scale, "real": _real,
    "radd": _real_operation("+"), "rsub": _real_operation("-"),
    "rmul": _real_operation("*"), "rdiv": _real_operation("/"), "rneg": _real_negation,
    "attr": _attribute, "code": _code, "code_attr": _code_attribute, "code_parent": _code_attribute,
    "each_code": _each_code,
    "call": _call, "agg": _aggregate,
}  # fmt: skip
"""One row for each operator of the core."""
