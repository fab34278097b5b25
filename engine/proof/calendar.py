"""Dates as formulas: a date is the number of its month (year × 12 + month − 1) and its day in it; days follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

import z3

from engine.expression.dates import FIRST_DAY, FIRST_MONTH, LAST_DAY, LAST_MONTH
from engine.proof.terms import Formula, Term, conj, disj, error_any, ite, known_all, loose_all, neg

_EPOCH = dt.date(1970, 1, 1).toordinal()
_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_LONG = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def date_of(months: Formula, day: Formula, *inputs: Term) -> Term:
    """The date with that month and day."""
    return Term(
        "date", days_of(months, day), known_all(*inputs), error_any(*inputs), loose_all(*inputs),
        months=months, day=day,
    )  # fmt: skip


def literal(days: int) -> tuple[int, int]:
    """Month number and day of a day since 1970."""
    when = dt.date.fromordinal(min(max(days, FIRST_DAY), LAST_DAY) + _EPOCH)
    return when.year * 12 + when.month - 1, when.day


def exists(months: Formula, day: Formula) -> Formula:
    """That there is such a day."""
    return conj(months >= FIRST_MONTH, months <= LAST_MONTH, day >= 1, day <= days_in(months))


def days_in(months: Formula) -> Formula:
    """How many days the month has."""
    return _of_month(months, _LONG) + ite(conj(months % 12 == 1, _is_leap(months / 12)), z3.IntVal(1), z3.IntVal(0))


def days_of(months: Formula, day: Formula) -> Formula:
    """Days since 1970-01-01."""
    year = months / 12
    before = year - 1
    leap_day = ite(conj(months % 12 >= 2, _is_leap(year)), z3.IntVal(1), z3.IntVal(0))
    ordinal = 365 * before + before / 4 - before / 100 + before / 400 + _of_month(months, _BEFORE) + leap_day + day
    return ordinal - _EPOCH


def completed_months(a: Term, b: Term) -> Formula:
    """Completed months from a to b; negative of the reverse where b is before a."""
    forward = b.months - a.months - ite(b.day < a.day, z3.IntVal(1), z3.IntVal(0))
    back = a.months - b.months - ite(a.day < b.day, z3.IntVal(1), z3.IntVal(0))
    return ite(before(b, a), -back, forward)


def completed_years(a: Term, b: Term) -> Formula:
    """Completed years from a to b, both of `months` and `day`; negative of the reverse where b is before a."""

    def years(start: Term, end: Term) -> Formula:
        early = disj(
            end.months % 12 < start.months % 12, conj(end.months % 12 == start.months % 12, end.day < start.day)
        )
        return end.months / 12 - start.months / 12 - ite(early, z3.IntVal(1), z3.IntVal(0))

    return ite(before(b, a), -years(b, a), years(a, b))


def before(a: Term, b: Term) -> Formula:
    """That a is before b."""
    return disj(a.months < b.months, conj(a.months == b.months, a.day < b.day))


def _is_leap(year: Formula) -> Formula:
    return conj(year % 4 == 0, disj(neg(year % 100 == 0), year % 400 == 0))


def _of_month(months: Formula, values: tuple[int, ...]) -> Any:
    month = months % 12
    found = z3.IntVal(values[11])
    for at in range(10, -1, -1):
        found = ite(month == at, z3.IntVal(values[at]), found)
    return found
