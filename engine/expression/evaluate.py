"""The core (docs/compiled_form.md) to closures over frames. Knows no types and no names; the twin is evaluate.js.

`compile_ast` turns a core into a function of an environment that gives an internal value or None (unknown), and raises
Overflow, the only error an expression can end in. Aggregates are in `aggregate.py`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from engine.errors import Overflow
from engine.expression.functions import CALLS
from engine.expression.numbers import exact, finite
from engine.expression.sets import equal

Ast = Sequence[Any]


class Frame(Protocol):
    """What evaluation needs of an interview or a roster row; see docs/compiled_form.md, Scopes and slots."""

    @property
    def scope(self) -> int: ...
    @property
    def parent(self) -> Any: ...
    @property
    def id(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def values(self) -> Any: ...
    @property
    def reasons(self) -> Any: ...
    @property
    def route(self) -> Any: ...
    @property
    def errors(self) -> Any: ...
    @property
    def previous(self) -> Any: ...
    @property
    def children(self) -> Any: ...
    def row(self, child: int, row_id: str) -> Any: ...


@dataclass(slots=True)
class Env:
    """An environment: the frame looked at, the one outside it, the reference date, and in a filter the code.

    The pseudo frame of a filter is `Env(None, outer, today, code)`; its outer environment holds the question's frame.
    """

    frame: Any
    outer: Env | None = None
    today: int | None = None
    code: str | None = None


Evaluate = Callable[[Env], Any]


@dataclass(frozen=True, slots=True)
class Tables:
    """What a core refers to: code lists, the list of a filter, and which slot holds the roster of (scope, child)."""

    code_lists: Mapping[str, Any]
    filter_list: str | None = None
    rosters: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def attribute(self, list_name: str, attribute: str) -> dict[str, Any]:
        """The attribute of every code of a list; `parent` is the code's parent."""
        listed = self.code_lists[list_name]
        values = listed.get("parents") if attribute == "parent" else listed["attributes"][attribute]["values"]
        return dict(zip(listed["codes"], values or (), strict=False))


def compile_ast(
    ast: Ast,
    code_lists: Mapping[str, Any],
    scopes: Sequence[Mapping[str, Any]] = (),
    *,
    filter_list: str | None = None,
) -> Evaluate:
    """A function of an environment for a core. `code_lists` and `scopes` are those of the compiled form.

    With `scopes`, the rows of a roster that is off route are not looked at. `filter_list` names the list of a filter.
    """
    rosters = {
        (scope["parent"], scope["child"]): scope["roster"] for scope in scopes if scope.get("parent") is not None
    }
    return build(ast, Tables(code_lists, filter_list, rosters))


def build(ast: Ast, tables: Tables) -> Evaluate:
    """The closure of one node of the core."""
    return OPERATORS[ast[0]](ast, tables)


def frame_at(env: Env, e: int, u: int) -> Any:
    """The frame u parents up in the environment e outwards."""
    for _ in range(e):
        assert env.outer is not None  # noqa: S101
        env = env.outer
    frame = env.frame
    for _ in range(u):
        frame = frame.parent
    return frame


def _literal(ast: Ast, _: Tables) -> Evaluate:
    value = ast[1]
    return lambda env: value


def _reference(ast: Ast, _: Tables) -> Evaluate:
    _op, e, u, slot = ast
    if e == 0 and u == 0:

        def evaluate(env: Env) -> Any:
            frame = env.frame
            value = frame.values[slot]
            return cell(frame, slot) if value is None else value

        return evaluate
    return lambda env: cell(frame_at(env, e, u), slot)


def cell(frame: Any, slot: int) -> Any:
    """The effective value of a cell; raises Overflow when its calculation ended so."""
    value = frame.values[slot]
    if value is None and frame.errors[slot]:
        raise Overflow("A value it needs ended in an error.")
    return value


def _reason(ast: Ast, _: Tables) -> Evaluate:
    _op, e, u, slot = ast
    return lambda env: frame_at(env, e, u).reasons[slot]


def _on_route(ast: Ast, _: Tables) -> Evaluate:
    _op, e, u, slot = ast
    return lambda env: bool(frame_at(env, e, u).route[slot])


def _position(ast: Ast, _: Tables) -> Evaluate:
    _op, e, u = ast
    return lambda env: frame_at(env, e, u).position


def _row_id(ast: Ast, _: Tables) -> Evaluate:
    _op, e, u = ast
    return lambda env: frame_at(env, e, u).id


def _before(ast: Ast, tables: Tables) -> Evaluate:
    _op, e, u, slot = ast

    def evaluate(env: Env) -> Any:
        frame = frame_at(env, e, u)
        place = frame.position - 1
        for rows in frame.parent.children:
            if 0 < place < len(rows) and rows[place] is frame:
                return cell(rows[place - 1], slot)
        return None

    return evaluate


def _previous(ast: Ast, _: Tables) -> Evaluate:
    _op, e, u, slot = ast
    return lambda env: frame_at(env, e, u).previous[slot]


def _missing(ast: Ast, tables: Tables) -> Evaluate:
    operand = build(ast[1], tables)
    return lambda env: operand(env) is None


def _junction(ast: Ast, tables: Tables) -> Evaluate:
    """Kleene `and`, `or`: from the left, stopping when decided."""
    operands, decided = [build(part, tables) for part in ast[1:]], ast[0] == "or"
    if len(operands) == 2:
        return _junction_of_two(operands[0], operands[1], decided)

    def evaluate(env: Env) -> Any:
        unknown = False
        for operand in operands:
            value = operand(env)
            if value is decided:
                return decided
            unknown = unknown or value is None
        return None if unknown else not decided

    return evaluate


def _junction_of_two(first: Evaluate, second: Evaluate, decided: bool) -> Evaluate:
    def evaluate(env: Env) -> Any:
        left = first(env)
        if left is decided:
            return decided
        right = second(env)
        return right if right is decided or left is not None else None

    return evaluate


def _not(ast: Ast, tables: Tables) -> Evaluate:
    operand = build(ast[1], tables)

    def evaluate(env: Env) -> bool | None:
        value = operand(env)
        return None if value is None else not value

    return evaluate


def _implies(ast: Ast, tables: Tables) -> Evaluate:
    return _junction(["or", ["not", ast[1]], ast[2]], tables)


def _if(ast: Ast, tables: Tables) -> Evaluate:
    condition, yes, no = (build(part, tables) for part in ast[1:])

    def evaluate(env: Env) -> Any:
        chosen = condition(env)
        return None if chosen is None else yes(env) if chosen else no(env)

    return evaluate


def _coalesce(ast: Ast, tables: Tables) -> Evaluate:
    operands = [build(part, tables) for part in ast[1:]]

    def evaluate(env: Env) -> Any:
        for operand in operands:
            value = operand(env)
            if value is not None:
                return value
        return None

    return evaluate


def _between(ast: Ast, tables: Tables) -> Evaluate:
    operand, low, high = (build(part, tables) for part in ast[1:])

    def evaluate(env: Env) -> bool | None:
        value, least = operand(env), low(env)
        known = value is not None and least is not None
        if known and value < least:
            return False
        greatest = high(env)
        if value is not None and greatest is not None and value > greatest:
            return False
        return True if known and greatest is not None else None

    return evaluate


def _among(ast: Ast, tables: Tables) -> Evaluate:
    operand, values = build(ast[1], tables), frozenset(ast[2])

    def evaluate(env: Env) -> bool | None:
        value = operand(env)
        return None if value is None else value in values

    return evaluate


def _strict(operation: Callable[..., Any], ast: Ast, tables: Tables) -> Evaluate:
    """A function that is null when an operand is null; all operands are evaluated, from the left."""
    operands = [build(part, tables) for part in ast]
    if len(operands) == 2 and ast[1][0] == "lit" and ast[1][1] is not None:
        return _with_constant(operation, operands[0], ast[1][1])
    if len(operands) == 2:
        first, second = operands

        def evaluate_two(env: Env) -> Any:
            a, b = first(env), second(env)
            return None if a is None or b is None else operation(a, b)

        return evaluate_two

    def evaluate(env: Env) -> Any:
        values = [operand(env) for operand in operands]
        return None if None in values else operation(*values)

    return evaluate


def _with_constant(operation: Callable[..., Any], operand: Evaluate, constant: Any) -> Evaluate:
    def evaluate(env: Env) -> Any:
        value = operand(env)
        return None if value is None else operation(value, constant)

    return evaluate


def _call(ast: Ast, tables: Tables) -> Evaluate:
    function = CALLS[ast[1]]
    if not function.looks_inside:
        return _strict(function.implementation, ast[2:], tables)
    operands, implementation = [build(part, tables) for part in ast[2:]], function.implementation
    return lambda env: implementation(*[operand(env) for operand in operands])


def _scale(ast: Ast, tables: Tables) -> Evaluate:
    factor = 10 ** ast[2]
    return _strict(lambda a: exact(a * factor), ast[1:2], tables)


def _real(ast: Ast, tables: Tables) -> Evaluate:
    divisor = 10 ** ast[2]
    return _strict(lambda a: a / divisor + 0.0, ast[1:2], tables)


def _attribute(ast: Ast, tables: Tables) -> Evaluate:
    return _strict(tables.attribute(ast[1], ast[2]).get, ast[3:], tables)


def _filter_env(env: Env) -> Env:
    while env.code is None:
        assert env.outer is not None  # noqa: S101
        env = env.outer
    return env


def _code(ast: Ast, _: Tables) -> Evaluate:
    return lambda env: _filter_env(env).code


def _code_attribute(ast: Ast, tables: Tables) -> Evaluate:
    assert tables.filter_list is not None  # noqa: S101
    values = tables.attribute(tables.filter_list, "parent" if ast[0] == "code_parent" else ast[1])
    return lambda env: values.get(str(_filter_env(env).code))


def _each_code(ast: Ast, tables: Tables) -> Evaluate:
    codes, condition = build(ast[2], tables), build(ast[3], replace(tables, filter_list=ast[1]))

    def evaluate(env: Env) -> bool | None:
        chosen = codes(env)
        if chosen is None:
            return None
        return all(condition(Env(None, env, env.today, code)) is True for code in chosen)

    return evaluate


def _aggregate(ast: Ast, tables: Tables) -> Evaluate:
    from engine.expression.aggregate import build_aggregate  # the two modules build each other's parts

    return build_aggregate(ast, tables)


def _operator(operation: Callable[..., Any]) -> Callable[[Ast, Tables], Evaluate]:
    return lambda ast, tables: _strict(operation, ast[1:], tables)


def _equality(wanted: bool) -> Callable[[Ast, Tables], Evaluate]:
    def built(ast: Ast, tables: Tables) -> Evaluate:
        if ast[2][0] != "lit" or not isinstance(ast[2][1], str | int):
            return _strict(lambda a, b: equal(a, b) is wanted, ast[1:], tables)
        operand, constant = build(ast[1], tables), ast[2][1]

        def evaluate(env: Env) -> bool | None:
            value = operand(env)
            return None if value is None else (value == constant) is wanted

        return evaluate

    return built


OPERATORS: dict[str, Callable[[Ast, Tables], Evaluate]] = {
    "lit": _literal, "ref": _reference, "reason": _reason, "on_route": _on_route, "position": _position,
    "row_id": _row_id, "before": _before, "previous": _previous, "today": lambda ast, tables: lambda env: env.today,
    "missing": _missing, "and": _junction, "or": _junction, "not": _not, "implies": _implies,
    "if": _if, "coalesce": _coalesce,
    "eq": _equality(True), "ne": _equality(False),
    "lt": _operator(operator.lt), "le": _operator(operator.le),
    "gt": _operator(operator.gt), "ge": _operator(operator.ge),
    "between": _between, "in": _among,
    "add": _operator(lambda a, b: exact(a + b)), "sub": _operator(lambda a, b: exact(a - b)),
    "mul": _operator(lambda a, b: exact(a * b)), "neg": _operator(operator.neg),
    "scale": _scale, "real": _real,
    "radd": _operator(lambda a, b: finite(a + b)), "rsub": _operator(lambda a, b: finite(a - b)),
    "rmul": _operator(lambda a, b: finite(a * b)), "rdiv": _operator(lambda a, b: finite(a / b) if b else None),
    "rneg": _operator(lambda a: 0.0 - a),
    "attr": _attribute, "code": _code, "code_attr": _code_attribute, "code_parent": _code_attribute,
    "each_code": _each_code,
    "call": _call, "agg": _aggregate,
}  # fmt: skip
"""One row for each operator of the core."""
