"""The core (docs/compiled_form.md) to terms. `OPERATORS` mirrors the table of `engine/expression/evaluate.py`.

Functions are in `calls.py`, aggregates in `aggregates.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import z3

from engine.expression.evaluate import Tables
from engine.expression.values import LIMIT
from engine.proof import calendar
from engine.proof.terms import (
    FALSE,
    NULL,
    TRUE,
    Formula,
    Term,
    boolean,
    choose,
    conj,
    disj,
    error_any,
    known_all,
    loose_all,
    neg,
    number,
    three_valued,
)  # fmt: skip
from engine.proof.world import Frame, World

Ast = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Code:
    """The pseudo frame of a filter: a code of a list."""

    code: str
    list_name: str


Env = tuple[Frame | Code, ...]
"""The environments, innermost first."""


def translate(world: World, ast: Ast, env: Env) -> Term:
    """The term of a core."""
    return OPERATORS[ast[0]](world, ast, env)


def frame_at(env: Env, e: int, u: int) -> Frame:
    """The frame u parents up in the environment e outwards."""
    frame = env[e]
    assert isinstance(frame, Frame)  # noqa: S101  # nothing refers to cells of a code
    return frame.up(u)


def dated(world: World, term: Term) -> Term:
    """The term with month and day, worked out where it has only days."""
    if term.months is not None or term.kind == "null":
        return term
    if z3.is_int_value(term.value):
        months, day = calendar.literal(term.value.as_long())
        return replace(term, months=z3.IntVal(months), day=z3.IntVal(day))
    months, day = world.symbol("months"), world.symbol("day")
    world.facts.append(calendar.exists(months, day))
    world.facts.append(z3.Implies(conj(term.known, neg(term.error)), calendar.days_of(months, day) == term.value))
    return replace(term, months=months, day=day)


def same(world: World, a: Term, b: Term) -> tuple[Formula, frozenset[str]]:
    """That two known values are equal, and what is not translated about it."""
    if "null" in (a.kind, b.kind):
        return FALSE, frozenset()
    if a.kind == "set" and b.kind == "set":
        codes = {**a.value, **b.value}
        return conj(*(a.value.get(code, FALSE) == b.value.get(code, FALSE) for code in codes)), frozenset()
    if a.value is None or b.value is None or "set" in (a.kind, b.kind):
        return world.symbol("equal", "Bool"), frozenset({f"comparison of {a.kind}s"})
    if a.months is not None and b.months is not None:
        return conj(a.months == b.months, a.day == b.day), frozenset()
    return a.value == b.value, frozenset()


def _literal(world: World, ast: Ast, _env: Env) -> Term:
    value = ast[1]
    if value is None:
        return NULL
    if isinstance(value, bool):
        return Term("boolean", z3.BoolVal(value))
    if isinstance(value, int):
        return Term("number", z3.IntVal(value))
    if isinstance(value, float):
        return Term("real", None, zero=z3.BoolVal(value == 0))
    if isinstance(value, str):
        return world.texts.literal(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return Term("set", dict.fromkeys(value, TRUE))
    return Term("other", None, loose=frozenset({"a constant"}))


def _reference(world: World, ast: Ast, env: Env) -> Term:
    return world.cell(frame_at(env, ast[1], ast[2]), ast[3])


def _reason(world: World, ast: Ast, env: Env) -> Term:
    return world.reason(frame_at(env, ast[1], ast[2]), ast[3])


def _on_route(world: World, ast: Ast, env: Env) -> Term:
    return Term("boolean", world.route(frame_at(env, ast[1], ast[2]), ast[3]))


def _position(world: World, ast: Ast, env: Env) -> Term:
    return Term("number", frame_at(env, ast[1], ast[2]).position)


def _row_id(world: World, ast: Ast, env: Env) -> Term:
    return world.texts.literal(frame_at(env, ast[1], ast[2]).id)


def _before(world: World, ast: Ast, env: Env) -> Term:
    """The row before is the one of ours whose place is one less; between ours others may lie."""
    frame, slot = frame_at(env, ast[1], ast[2]), ast[3]
    found = NULL
    if frame.parent is None:
        return found
    other = world.variable(frame.layout.slots[slot].type or "", f"row_before:{frame.path}.{slot}")
    exists = z3.Bool(f"row_before:{frame.path}.{slot}")
    found = other.where(conj(exists, frame.position > 1, neg(world.exact)))
    for row in frame.parent.rows[frame.layout.child]:
        if row is frame:
            break
        found = choose(conj(row.exists, row.position == frame.position - 1), world.cell(row, slot), found)
    return found


def _previous(world: World, ast: Ast, env: Env) -> Term:
    return world.last_round(frame_at(env, ast[1], ast[2]), ast[3])


def _today(world: World, _ast: Ast, _env: Env) -> Term:
    return world.today


def _missing(world: World, ast: Ast, env: Env) -> Term:
    term = translate(world, ast[1], env)
    return Term("boolean", neg(term.known), TRUE, term.error, term.loose)


def _junction(world: World, ast: Ast, env: Env) -> Term:
    """Kleene and, or; what comes after the deciding operand is not evaluated, and ends in no error."""
    is_or = ast[0] == "or"
    operands = [translate(world, part, env) for part in ast[1:]]
    decided, error = FALSE, FALSE
    for operand in operands:
        error = disj(error, conj(neg(decided), operand.error))
        decided = disj(decided, operand.true if is_or else operand.false) if operand.kind == "boolean" else decided
    others = conj(*(_certain(operand, not is_or) for operand in operands))
    true, false = (decided, others) if is_or else (others, decided)
    return three_valued(true, false, error, loose_all(*operands))


def _certain(term: Term, value: bool) -> Formula:
    if term.kind != "boolean":
        return FALSE
    return term.true if value else term.false


def _not(world: World, ast: Ast, env: Env) -> Term:
    term = translate(world, ast[1], env)
    return replace(term, value=neg(term.value)) if term.kind == "boolean" else NULL


def _implies(world: World, ast: Ast, env: Env) -> Term:
    return _junction(world, ["or", ["not", ast[1]], ast[2]], env)


def _if(world: World, ast: Ast, env: Env) -> Term:
    condition, yes, no = (translate(world, part, env) for part in ast[1:])
    if condition.kind != "boolean":
        return NULL
    chosen = choose(condition.value, yes, no)
    error = disj(condition.error, conj(condition.known, chosen.error))
    return replace(
        chosen, known=conj(condition.known, chosen.known), error=error, loose=chosen.loose | condition.loose
    )  # fmt: skip


def _coalesce(world: World, ast: Ast, env: Env) -> Term:
    terms = [translate(world, part, env) for part in ast[1:]]
    found = terms[-1]
    for term in reversed(terms[:-1]):
        chosen = choose(term.known, term, found)
        found = replace(chosen, error=disj(term.error, conj(neg(term.known), found.error)))
    return found


def _equality(world: World, ast: Ast, env: Env) -> Term:
    a, b = (translate(world, part, env) for part in ast[1:])
    equal, loose = same(world, a, b)
    found = boolean(equal if ast[0] == "eq" else neg(equal), a, b)
    return replace(found, loose=found.loose | loose)


def _order(world: World, ast: Ast, env: Env) -> Term:
    a, b = (translate(world, part, env) for part in ast[1:])
    return compare(world, ast[0], a, b)


def compare(world: World, operator: str, a: Term, b: Term) -> Term:
    """The order of two numbers, dates or times."""
    if "null" in (a.kind, b.kind):
        return boolean(FALSE, a, b)
    if a.value is None or b.value is None:
        return world.fresh("boolean", "comparison of reals", a, b)
    if a.months is not None or b.months is not None:
        a, b = dated(world, a), dated(world, b)
        less, more = calendar.before(a, b), calendar.before(b, a)
        return boolean({"lt": less, "gt": more, "le": neg(more), "ge": neg(less)}[operator], a, b)
    x, y = a.value, b.value
    return boolean({"lt": x < y, "le": x <= y, "gt": x > y, "ge": x >= y}[operator], a, b)


def _between(world: World, ast: Ast, env: Env) -> Term:
    value, low, high = (translate(world, part, env) for part in ast[1:])
    above, below = compare(world, "ge", value, low), compare(world, "le", value, high)
    error = disj(value.error, low.error, conj(neg(above.false), high.error))
    return three_valued(
        conj(above.true, below.true), disj(above.false, below.false), error, loose_all(above, below)
    )  # fmt: skip


def _among(world: World, ast: Ast, env: Env) -> Term:
    term, values = translate(world, ast[1], env), ast[2]
    if term.kind == "null":
        return boolean(FALSE, term)
    if term.value is None or term.kind == "set":
        return world.fresh("boolean", "in", term)
    if term.kind == "text":
        return boolean(world.texts.one_of(term.value, [one for one in values if isinstance(one, str)]), term)
    return boolean(disj(*(term.value == value for value in values)), term)


def _arithmetic(world: World, ast: Ast, env: Env) -> Term:
    terms = [translate(world, part, env) for part in ast[1:]]
    if any(term.kind == "null" for term in terms):
        return NULL
    values = [term.value for term in terms]
    if ast[0] == "neg":
        return number(-values[0], *terms)
    if ast[0] == "mul" and not any(z3.is_int_value(z3.simplify(value)) for value in values):
        return _product(world, *terms)
    results: dict[str, Callable[[Any, Any], Any]] = {
        "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b,
    }  # fmt: skip
    return limited(number(results[ast[0]](*values), *terms))


def limited(term: Term) -> Term:
    """An exact number: beyond 2^53−1 it is an error."""
    beyond = z3.Or(term.value > LIMIT, term.value < -LIMIT)
    return replace(term, error=disj(term.error, conj(term.known, beyond)))


def _product(world: World, a: Term, b: Term) -> Term:
    """A product of two variables: a number of which the sign, zero and a bound are known."""
    x, y, found = a.value, b.value, world.symbol("product")
    world.facts += [
        (found == 0) == z3.Or(x == 0, y == 0), (found > 0) == z3.Or(z3.And(x > 0, y > 0), z3.And(x < 0, y < 0)),
        z3.Implies(y >= 1, z3.And(z3.Implies(x >= 0, found >= x), z3.Implies(x < 0, found <= x))),
        z3.Implies(x >= 1, z3.And(z3.Implies(y >= 0, found >= y), z3.Implies(y < 0, found <= y))),
    ]  # fmt: skip
    term = number(found, a, b)
    return limited(replace(term, loose=term.loose | {"a product of two answers"}))


def _scale(world: World, ast: Ast, env: Env) -> Term:
    term = translate(world, ast[1], env)
    return term if term.kind == "null" else limited(number(term.value * 10 ** ast[2], term))


def _real(world: World, ast: Ast, env: Env) -> Term:
    term = translate(world, ast[1], env)
    if term.kind == "null":
        return NULL
    return Term("real", None, term.known, term.error, term.loose, zero=term.value == 0)


def _real_arithmetic(world: World, ast: Ast, env: Env) -> Term:
    terms = [translate(world, part, env) for part in ast[1:]]
    known, error = known_all(*terms), disj(error_any(*terms), world.symbol("real:error", "Bool"))
    zero: Formula = world.symbol("zero", "Bool")
    if ast[0] == "rdiv" and terms[1].zero is not None:
        known, zero = conj(known, neg(terms[1].zero)), terms[0].zero if terms[0].zero is not None else zero
    return Term("real", None, known, error, loose_all(*terms) | {"real numbers"}, zero=zero)


def _attribute(world: World, ast: Ast, env: Env) -> Term:
    values = Tables(world.form.compiled.get("code_lists", {})).attribute(ast[1], ast[2])
    term = translate(world, ast[3], env)
    if term.kind == "null":
        return NULL
    return world.texts.table(replace(term, domain=term.domain or tuple(values)), values.get)


def _pseudo(env: Env) -> Code:
    return next(one for one in env if isinstance(one, Code))


def _code(world: World, _ast: Ast, env: Env) -> Term:
    return world.texts.literal(_pseudo(env).code)


def _code_attribute(world: World, ast: Ast, env: Env) -> Term:
    code = _pseudo(env)
    attribute = "parent" if ast[0] == "code_parent" else ast[1]
    values = Tables(world.form.compiled.get("code_lists", {})).attribute(code.list_name, attribute)
    return _literal(world, ["lit", values.get(code.code)], env)


def _each_code(world: World, ast: Ast, env: Env) -> Term:
    term = translate(world, ast[2], env)
    if term.kind != "set":
        return world.fresh("boolean", "each code", term)
    held = [
        (bit, translate(world, ast[3], (Code(code, ast[1]), *env))) for code, bit in term.value.items()
    ]  # fmt: skip
    holds = conj(*(disj(neg(bit), _certain(one, True)) for bit, one in held))
    error = disj(term.error, *(conj(bit, one.error) for bit, one in held))
    return Term("boolean", holds, term.known, error, loose_all(term, *(one for _, one in held)))


def _call(world: World, ast: Ast, env: Env) -> Term:
    from engine.proof.calls import call  # calls and aggregates translate their own arguments

    return call(world, ast[1], [translate(world, part, env) for part in ast[2:]], ast)


def _aggregate(world: World, ast: Ast, env: Env) -> Term:
    from engine.proof.aggregates import aggregate

    return aggregate(world, ast, env)


def if_conditions(ast: Any) -> list[Any]:
    """The `if` nodes of a core outside aggregates, outermost first."""
    if not isinstance(ast, list) or not ast or not isinstance(ast[0], str) or ast[0] in ("agg", "lit", "each_code"):
        return []
    own = [ast] if ast[0] == "if" else []
    return own + [found for part in ast[1:] for found in if_conditions(part)]


OPERATORS: dict[str, Callable[[World, Ast, Env], Term]] = {
    "lit": _literal, "ref": _reference, "reason": _reason, "on_route": _on_route, "position": _position,
    "row_id": _row_id, "before": _before, "previous": _previous, "today": _today,
    "missing": _missing, "and": _junction, "or": _junction, "not": _not, "implies": _implies,
    "if": _if, "coalesce": _coalesce, "eq": _equality, "ne": _equality,
    "lt": _order, "le": _order, "gt": _order, "ge": _order, "between": _between, "in": _among,
    "add": _arithmetic, "sub": _arithmetic, "mul": _arithmetic, "neg": _arithmetic, "scale": _scale, "real": _real,
    "radd": _real_arithmetic, "rsub": _real_arithmetic, "rmul": _real_arithmetic, "rdiv": _real_arithmetic,
    "rneg": _real_arithmetic, "attr": _attribute, "code": _code, "code_attr": _code_attribute,
    "code_parent": _code_attribute, "each_code": _each_code, "call": _call, "agg": _aggregate,
}  # fmt: skip
"""One row for each operator of the core."""
