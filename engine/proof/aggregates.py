"""Aggregates as terms: over the rows there are, and, unless the rows are exact, over others that are not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import z3

from engine.proof.terms import FALSE, NULL, TRUE, Formula, Term, choose, conj, count, disj, loose_all, neg
from engine.proof.translate import Env, compare, frame_at, limited, same, translate
from engine.proof.world import Frame, World


@dataclass(frozen=True, slots=True)
class Row:
    """A row: whether it is included, its body, and whether an unknown body leaves it out (a cell off route)."""

    included: Formula
    body: Term
    skipped: Formula


def aggregate(world: World, ast: Sequence[Any], env: Env) -> Term:
    """The term of `["agg", kind, e, u, [child, …], body, where, named]`."""
    kind = ast[1]
    frames, more = _frames(world, ast, env)
    if kind in ("any", "all"):
        return _quantifier(world, ast, env, frames, more)
    rows = [_row(world, ast, (frame, *env), there) for frame, there in frames]
    errors = [conj(there, _where(world, ast, (frame, *env)).error) for frame, there in frames]
    if kind == "count":
        loose = loose_all(*(_where(world, ast, (frame, *env)) for frame, _ in frames))
        others = _some(world, more)
        if ast[6] is None and len(ast[4]) == 1:
            others = _rest(world, ast, env)
        return Term("number", count(row.included for row in rows) + others, TRUE, disj(*errors), loose)
    errors += [conj(row.included, row.body.error) for row in rows]
    found = _folded(world, kind, rows, more)
    long = {"a roster of many listed rows"} if z3.is_true(z3.simplify(more)) else set[str]()
    return replace(found, error=disj(found.error, *errors), loose=found.loose | long)


def _folded(world: World, kind: str, rows: list[Row], more: Formula) -> Term:
    loose = loose_all(*(row.body for row in rows))
    if kind == "count_answered":
        answered = count(conj(row.included, row.body.known) for row in rows)
        return Term("number", answered + _some(world, more), loose=loose)
    if kind == "first":
        return _first(world, rows, more)
    if kind == "join":
        return world.fresh("text", "texts joined over rows")
    if kind == "unique":
        return _unique(world, rows, more, loose)
    if any(row.body.kind in ("real", "other") for row in rows) or kind.startswith("r") or "mean" in kind:
        return world.fresh("real", "an aggregate of real numbers" if "mean" not in kind else "mean")
    if kind.startswith("sum"):
        return _sum(world, kind, rows, more, loose)
    return _extreme(world, kind, rows, more)


def _frames(world: World, ast: Sequence[Any], env: Env) -> tuple[list[tuple[Frame, Formula]], Formula]:
    """The rows with whether each is there, and whether there may be others."""
    found = [frame_at(env, ast[2], ast[3])]
    more: Formula = FALSE
    for child in ast[4]:
        more = disj(more, *(frame.rest[child] > 0 for frame in found))
        found = [row for frame in found for row in frame.rows[child]]
    return [(frame, world.on_route(frame)) for frame in found], more


def _rest(world: World, ast: Sequence[Any], env: Env) -> Formula:
    """How many rows there are beside ours, where the roster is on route."""
    frame, child = frame_at(env, ast[2], ast[3]), ast[4][0]
    roster = world.form.scopes[frame.layout.children[child]].roster
    return z3.If(world.route(frame, roster), frame.rest[child], 0)


def _some(world: World, more: Formula) -> Formula:
    """A number of other rows: none where there are no others."""
    if z3.is_false(more):
        return z3.IntVal(0)
    found = world.symbol("others")
    world.facts += [found >= 0, z3.Implies(neg(more), found == 0)]
    return found


def _where(world: World, ast: Sequence[Any], env: Env) -> Term:
    return Term("boolean", TRUE) if ast[6] is None else translate(world, ast[6], env)


def _row(world: World, ast: Sequence[Any], env: Env, there: Formula) -> Row:
    where = _where(world, ast, env)
    included = conj(there, where.true) if where.kind == "boolean" else FALSE
    body = NULL if ast[5] is None else translate(world, ast[5], env)
    return Row(included, body, _off_route(world, ast, env))


def _off_route(world: World, ast: Sequence[Any], env: Env) -> Formula:
    return disj(*(neg(world.route(frame_at(env, 0, u), slot)) for u, slot in ast[7] or ()))


def _quantifier(world: World, ast: Sequence[Any], env: Env, frames: list[tuple[Frame, Formula]], more: Formula) -> Term:
    is_any = ast[1] == "any"
    decided, unknown, error, loose = FALSE, FALSE, FALSE, frozenset[str]()
    for frame, there in frames:
        inner = (frame, *env)
        term = _where(world, ast, inner)
        found = FALSE if term.kind != "boolean" else term.true if is_any else term.false
        error = disj(error, conj(there, neg(decided), term.error))
        decided = disj(decided, conj(there, found))
        unknown = disj(unknown, conj(there, neg(term.known), neg(_off_route(world, ast, inner))))
        loose |= term.loose
    if not z3.is_false(more):
        decided = disj(decided, conj(more, world.symbol("others decide", "Bool")))
        unknown = disj(unknown, conj(more, world.symbol("others unknown", "Bool")))
    value = decided if is_any else neg(decided)
    return Term("boolean", value, disj(decided, neg(unknown)), error, loose)


def _counted(row: Row) -> Formula:
    return conj(row.included, disj(row.body.known, neg(row.skipped)))


def _whole(world: World, kind: str, rows: list[Row], more: Formula) -> Formula:
    """That no cell makes the result unknown."""
    if kind.endswith("_known"):
        return TRUE
    holes = [conj(row.included, neg(row.body.known), neg(row.skipped)) for row in rows]
    others = TRUE if z3.is_false(more) else disj(neg(more), world.symbol("others known", "Bool"))
    return conj(neg(disj(*holes)), others)


def _sum(world: World, kind: str, rows: list[Row], more: Formula, loose: frozenset[str]) -> Term:
    parts = [z3.If(conj(row.included, row.body.known), row.body.value, 0) for row in rows if row.body.value is not None]
    total = z3.Sum(parts) if parts else z3.IntVal(0)
    if not z3.is_false(more):
        others = world.symbol("sum of others")
        world.facts.append(z3.Implies(neg(more), others == 0))
        total = total + others
    return limited(Term("number", total, _whole(world, kind, rows, more), loose=loose))


def _extreme(world: World, kind: str, rows: list[Row], more: Formula) -> Term:
    found, whole = NULL, _whole(world, kind, rows, more)
    operator = "lt" if kind.startswith("min") else "gt"
    bodies = [(conj(row.included, row.body.known), row.body) for row in rows if row.body.kind != "null"]
    if not z3.is_false(more) and bodies:
        other = world.fresh("number" if bodies[0][1].months is None else "date", "others")
        bodies.append((conj(more, other.known), Term(other.kind, other.value, months=other.months, day=other.day)))
    for there, body in bodies:
        candidate = body.where(there, FALSE)
        if found.kind == "null":
            found = candidate
            continue
        beats = compare(world, operator, body.where(TRUE, FALSE), found.where(TRUE, FALSE)).value
        better = disj(neg(found.known), beats)
        found = choose(conj(there, better), candidate, found)
    return found.where(conj(found.known, whole))


def _first(world: World, rows: list[Row], more: Formula) -> Term:
    found = NULL
    for row in reversed(rows):
        found = choose(row.included, row.body, found)
    if not z3.is_false(more) and found.kind != "null":
        other = world.fresh(found.kind, "another row")
        if found.value is None or other.value is None:
            return found.where(disj(conj(found.known, neg(more)), conj(more, other.known)))
        tight = Term(other.kind, other.value, other.known, FALSE, found.loose, None, other.months, other.day)
        found = choose(conj(more, world.symbol("another is first", "Bool")), tight, found)
    return found


def _unique(world: World, rows: list[Row], more: Formula, loose: frozenset[str]) -> Term:
    twice, unknown = FALSE, FALSE
    for at, row in enumerate(rows):
        unknown = disj(unknown, conj(row.included, neg(row.body.known), neg(row.skipped)))
        for other in rows[:at]:
            equal, more_loose = same(world, row.body, other.body)
            loose |= more_loose
            twice = disj(twice, conj(row.included, other.included, row.body.known, other.body.known, equal))
    if not z3.is_false(more):
        twice = disj(twice, conj(more, world.symbol("others twice", "Bool")))
        unknown = disj(unknown, conj(more, world.symbol("others unknown", "Bool")))
    return Term("boolean", neg(twice), disj(twice, neg(unknown)), FALSE, loose)
