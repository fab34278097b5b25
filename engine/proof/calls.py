"""Functions of the core as terms. A function of one text with few possible values is a table, exact whatever it does;
one that is neither here nor a table gives a fresh result of its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import z3

from engine.errors import Overflow
from engine.expression.dates import FIRST_DAY, LAST_DAY
from engine.expression.functions import CALLS
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
    count,
    disj,
    ite,
    known_all,
    loose_all,
    neg,
    number,
)  # fmt: skip
from engine.proof.translate import compare, dated, limited, same
from engine.proof.world import World

Terms = list[Term]


def call(world: World, name: str, terms: Terms, ast: Sequence[Any]) -> Term:
    """The term of a call of the function with these arguments."""
    if name in _INSIDE:
        return _INSIDE[name](world, terms)
    if any(term.kind == "null" for term in terms):
        return replace(NULL, error=disj(*(term.error for term in terms)))
    constants = [part[1] if part[0] == "lit" else None for part in ast[2:]]
    table = _table(world, name, terms, constants)
    if table is not None:
        return table
    if name in _STRICT and all(term.value is not None for term in terms):
        found = _STRICT[name](world, terms)
        if found is not None:
            return found
    return world.fresh(RESULTS.get(name, "number"), name, *terms)


def _table(world: World, name: str, terms: Terms, constants: list[Any]) -> Term | None:
    """The call as a table over its only argument that is not constant, where that is a text of few values."""
    open_places = [at for at, constant in enumerate(constants) if constant is None]
    if len(open_places) != 1 or terms[open_places[0]].domain is None or terms[open_places[0]].kind != "text":
        return None
    place, implementation = open_places[0], CALLS[name].implementation

    def of(text: str) -> Any:
        return implementation(*[text if at == place else constant for at, constant in enumerate(constants)])

    try:
        results = {of(text) for text in terms[place].domain or ()}
    except (Overflow, TypeError):
        return None
    if not all(result is None or isinstance(result, bool | int | str) for result in results):
        return None
    return world.texts.table(terms[place], of)


def _constant(term: Term) -> int | None:
    found = z3.simplify(term.value) if term.value is not None else None
    return found.as_long() if found is not None and z3.is_int_value(found) else None


def _round(world: World, terms: Terms) -> Term | None:
    x, d, n = terms[0], _constant(terms[1]), _constant(terms[2])
    if d is None or n is None:
        return None
    if n >= d:
        return limited(number(x.value * 10 ** (n - d), x))
    step = 10 ** (d - n)
    size = ite(x.value < 0, -x.value, x.value)
    rounded = (2 * size + step) / (2 * step)
    return limited(number(ite(x.value < 0, -rounded, rounded) * 10 ** max(0, -n), x))


def _floored(up: bool) -> Callable[[World, Terms], Term | None]:
    def term(_: World, terms: Terms) -> Term | None:
        d = _constant(terms[1])
        if d is None:
            return None
        x = terms[0].value
        return number(-(-x / 10**d) if up else x / 10**d, terms[0])

    return term


def _division(is_mod: bool) -> Callable[[World, Terms], Term | None]:
    """Floored: z3's division by a positive constant is; by anything else the result is fresh."""

    def term(world: World, terms: Terms) -> Term | None:
        x, y = terms
        by = _constant(y)
        if by is not None and by > 0:
            return number(x.value % by if is_mod else x.value / by, x, y)
        found = world.fresh("number", "a division by an answer", x, y)
        return replace(found, known=conj(known_all(x, y), y.value != 0), error=disj(x.error, y.error))

    return term


def _power(_: World, terms: Terms) -> Term | None:
    times = _constant(terms[1])
    if times is None or times > 1:
        return None
    return number(terms[0].value if times else z3.IntVal(1), terms[0])


def _extreme(operator: str) -> Callable[[World, Terms], Term | None]:
    def term(world: World, terms: Terms) -> Term:
        found = terms[0]
        for one in terms[1:]:
            beats = compare(world, operator, one.where(TRUE, FALSE), found.where(TRUE, FALSE)).value
            chosen = choose(beats, one, found)
            known, error = conj(found.known, one.known), disj(found.error, one.error)
            found = chosen.where(known, error)
        return found

    return term


def _extreme_known(operator: str) -> Callable[[World, Terms], Term]:
    def term(world: World, terms: Terms) -> Term:
        found, error = NULL, disj(*(one.error for one in terms))
        for one in terms:
            if found.kind == "null" or one.kind == "null":
                found = one if found.kind == "null" else found
                continue
            if one.value is None or found.value is None:
                return world.fresh("number", operator)
            better = compare(world, operator, one.where(TRUE, FALSE), found.where(TRUE, FALSE)).value
            found = choose(conj(one.known, disj(neg(found.known), better)), one, found)
        return found.where(found.known, error)

    return term


def _same_as(world: World, terms: Terms) -> Term:
    a, b = terms
    equal, loose = same(world, a, b)
    value = disj(conj(a.known, b.known, equal), conj(neg(a.known), neg(b.known)))
    return Term("boolean", value, TRUE, disj(a.error, b.error), a.loose | b.loose | loose)


def _count_answered(_: World, terms: Terms) -> Term:
    errors = disj(*(term.error for term in terms))
    return Term("number", count(term.known for term in terms), TRUE, errors, loose_all(*terms))


def _sets(of: Callable[[dict[str, Any], dict[str, Any]], Formula]) -> Callable[[World, Terms], Term | None]:
    """A condition on two sets; a single code is the set of it."""

    def term(world: World, terms: Terms) -> Term | None:
        sides = [_as_set(world, one) for one in terms]
        return None if None in sides else boolean(of(sides[0] or {}, sides[1] or {}), *terms)

    return term


def _as_set(world: World, term: Term) -> dict[str, Any] | None:
    if term.kind == "set":
        return dict(term.value)
    if term.kind == "text" and term.domain is not None and len(term.domain) <= 80:
        return {code: term.value == world.texts.number(code) for code in term.domain}
    return None


def _overlap(x: dict[str, Any], y: dict[str, Any]) -> Formula:
    return disj(*(conj(x[code], y[code]) for code in x if code in y))


def _inside(x: dict[str, Any], y: dict[str, Any]) -> Formula:
    return conj(*(disj(neg(x[code]), y.get(code, FALSE)) for code in x))


def _count_selected(_: World, terms: Terms) -> Term | None:
    return number(count(terms[0].value.values()), *terms) if terms[0].kind == "set" else None


def _length(world: World, terms: Terms) -> Term:
    value = world.length(terms[0].value)
    world.facts.append(z3.And(value >= 1, value <= 100_000))
    found = number(value, *terms)
    return replace(found, loose=found.loose | {"length"})


def _matches(world: World, terms: Terms) -> Term | None:
    pattern = world.texts.text(_constant(terms[1]) or 0) if terms[1].domain else None
    if pattern is None:
        return None
    found = boolean(world.matches(pattern)(terms[0].value), terms[0])
    return replace(found, loose=found.loose | {"matches"})


def _on_dates(of: Callable[..., Formula]) -> Callable[[World, Terms], Term | None]:
    """A number that month and day of the dates give."""

    def term(world: World, terms: Terms) -> Term:
        dates = [dated(world, one) for one in terms]
        return number(of(*dates), *dates)

    return term


def _months_between(world: World, terms: Terms) -> Term:
    a, b = terms
    return _on_dates(calendar.completed_months)(world, [a, b]) or NULL


def _age(world: World, terms: Terms) -> Term:
    birth, reference = (dated(world, one) for one in terms)
    found = number(calendar.completed_years(birth, reference), birth, reference)
    return found.where(conj(found.known, neg(calendar.before(reference, birth))))


def _first_day(_: World, terms: Terms) -> Term:
    return calendar.date_of(terms[0].value, z3.IntVal(1), terms[0])


def _last_day(_: World, terms: Terms) -> Term:
    return calendar.date_of(terms[0].value, calendar.days_in(terms[0].value), terms[0])


def _year_month(world: World, terms: Terms) -> Term:
    found = dated(world, terms[0])
    return number(found.months, found)


def _date(_: World, terms: Terms) -> Term:
    y, m, d = (term.value for term in terms)
    months = y * 12 + m - 1
    found = calendar.date_of(months, d, *terms)
    valid = conj(y >= 1, y <= 9999, m >= 1, m <= 12, calendar.exists(months, d))
    return found.where(conj(found.known, valid))


def _add_days(world: World, terms: Terms) -> Term:
    found = number(terms[0].value + terms[1].value, *terms)
    outside = conj(found.known, disj(found.value < FIRST_DAY, found.value > LAST_DAY))
    return replace(found, kind="date", error=disj(found.error, outside))


def _add_months(by: int) -> Callable[[World, Terms], Term | None]:
    def term(world: World, terms: Terms) -> Term:
        start = dated(world, terms[0])
        months = start.months + terms[1].value * by
        last = calendar.days_in(months)
        found = calendar.date_of(months, ite(start.day > last, last, start.day), start, terms[1])
        return replace(found, error=disj(found.error, conj(found.known, disj(months < 12, months > 119_999))))

    return term


def _shift_month(_: World, terms: Terms) -> Term:
    found = number(terms[0].value + terms[1].value, *terms)
    return replace(
        found, error=disj(found.error, conj(found.known, disj(found.value < 12, found.value > 119_999)))
    )  # fmt: skip


def _plain(of: Callable[..., Formula]) -> Callable[[World, Terms], Term | None]:
    return lambda _, terms: number(of(*(term.value for term in terms)), *terms)


_INSIDE: dict[str, Callable[[World, Terms], Term]] = {
    "same_as": _same_as, "count_answered": _count_answered,
    "min_known": _extreme_known("lt"), "max_known": _extreme_known("gt"),
}  # fmt: skip

_STRICT: dict[str, Callable[[World, Terms], Term | None]] = {
    "abs": _plain(lambda x: ite(x < 0, -x, x)),
    "sign": _plain(lambda x: ite(x > 0, z3.IntVal(1), ite(x < 0, z3.IntVal(-1), z3.IntVal(0)))),
    "round": _round, "floor": _floored(False), "ceil": _floored(True),
    "div": _division(False), "mod": _division(True), "power": _power,
    "min": _extreme("lt"), "max": _extreme("gt"),
    "length": _length, "matches": _matches,
    "year": _on_dates(lambda d: d.months / 12), "month": _on_dates(lambda d: d.months % 12 + 1),
    "quarter": _on_dates(lambda d: (d.months % 12 + 3) / 3), "day": _on_dates(lambda d: d.day),
    "days_in_month": _on_dates(lambda d: calendar.days_in(d.months)),
    "weekday": _plain(lambda d: (d + 3) % 7 + 1),
    "days_between": _plain(lambda a, b: b - a), "months_between": _months_between,
    "years_between": _on_dates(calendar.completed_years), "age": _age,
    "year_month": _year_month, "first_day": _first_day, "last_day": _last_day, "date": _date,
    "add_days": _add_days, "add_months": _add_months(1), "add_years": _add_months(12), "shift_month": _shift_month,
    "date_of": lambda _, terms: replace(number(terms[0].value / 86_400, *terms), kind="date"),
    "time_of": _plain(lambda t: t % 86_400), "hour": _plain(lambda t: t / 3600),
    "minute": _plain(lambda t: t / 60 % 60), "minutes_between": _plain(lambda a, b: (b - a) / 60),
    "count_selected": _count_selected,
    "selected_any": _sets(_overlap), "overlaps": _sets(_overlap),
    "selected_all": _sets(lambda x, y: _inside(y, x)), "selected": _sets(lambda x, y: _inside(y, x)),
    "selected_only": _sets(_inside), "is_subset": _sets(_inside),
}  # fmt: skip
"""Functions that are translated; a None from one of them means that these arguments are not."""

RESULTS: dict[str, str] = {
    **dict.fromkeys(("starts_with", "ends_with", "contains", "matches", "inside"), "boolean"),
    **dict.fromkeys(("selected", "selected_any", "selected_all", "selected_only", "is_subset", "overlaps"), "boolean"),
    **dict.fromkeys(("concat", "substring", "part", "left", "right", "trim", "replace", "pad_left", "to_text"), "text"),
    **dict.fromkeys(("first_code", "first_selected", "nth_selected"), "text"),
    **dict.fromkeys(("date", "add_days", "add_months", "add_years", "first_day", "last_day", "date_of"), "date"),
    **dict.fromkeys(("sqrt", "rpower", "distance", "path_length", "area", "latitude", "longitude", "accuracy"), "real"),
}
"""The kind of the result, where it is not a number."""
