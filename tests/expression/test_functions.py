"""Functions against definitions that share nothing with their code, and what keeps engines within their stack."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Overflow
from engine.expression import dates, numbers
from engine.expression.evaluate import OPERATORS
from engine.expression.regex import common_pattern
from engine.expression.values import LIMIT
from tests.expression.test_readme import WORLD

EXACT = st.integers(-LIMIT, LIMIT)
DAYS = st.integers(dates.FIRST_DAY, dates.LAST_DAY)


@given(EXACT, st.integers(0, 9), st.integers(-9, 9))
def test_round_is_half_away_from_zero(number: int, d: int, n: int) -> None:
    exact = Decimal(number).scaleb(-d).quantize(Decimal(1).scaleb(-n), ROUND_HALF_UP, context=None) if n <= 9 else None
    expected = int(exact.scaleb(max(n, 0))) if exact is not None else 0
    if abs(expected) > LIMIT:
        with pytest.raises(Overflow):
            numbers.round_exact(number, d, n)
    else:
        assert numbers.round_exact(number, d, n) == expected


@given(EXACT, EXACT.filter(bool))
def test_div_and_mod_are_floored_and_add_up(x: int, y: int) -> None:
    quotient, rest = numbers.div(x, y), numbers.mod(x, y)
    assert quotient is not None and rest is not None
    assert quotient == math.floor(Fraction(x, y))
    assert quotient * y + rest == x
    assert rest == 0 or (rest > 0) == (y > 0)


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_rounding_a_real_is_within_half_a_step(x: float, n: int) -> None:
    step = Fraction(1, 10**n)
    assert abs(numbers.round_real(x, n) * step - Fraction(x)) <= step / 2 * (1 + Fraction(1, 10**6))
    assert numbers.round_real(-x, n) == -numbers.round_real(x, n)


@given(DAYS, DAYS)
def test_months_between_is_the_largest_number_of_months_not_after(a: int, b: int) -> None:
    def unclamped(start: int, n: int) -> tuple[int, int]:
        when = dt.date.fromordinal(start + dt.date(1970, 1, 1).toordinal())
        return when.year * 12 + when.month - 1 + n, when.day

    first, last = min(a, b), max(a, b)
    n = dates.months_between(first, last)
    assert unclamped(first, n) <= unclamped(last, 0) < unclamped(first, n + 1)
    assert dates.months_between(last, first) == -n


@given(DAYS, DAYS)
def test_age_counts_birthdays(birth: int, reference: int) -> None:
    found = dates.age(birth, reference)
    if birth > reference:
        assert found is None
        return
    born = dt.date.fromordinal(birth + 719163)
    now = dt.date.fromordinal(reference + 719163)
    birthdays = [year for year in range(born.year + 1, now.year + 1) if birthday(born, year) <= now]
    assert found == len(birthdays)


def birthday(born: dt.date, year: int) -> dt.date:
    try:
        return born.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


@given(DAYS, st.integers(-2000, 2000))
def test_adding_months_keeps_the_day_or_takes_the_last(day: int, n: int) -> None:
    try:
        later = dates.add_months(day, n)
    except Overflow:
        return
    assert dates.year_month(later) == dates.year_month(day) + n
    assert dates.day(later) == min(dates.day(day), dates.days_in_month(later))


@given(DAYS)
def test_parts_of_a_date_make_it_again(day: int) -> None:
    assert dates.date(dates.year(day), dates.month(day), dates.day(day)) == day
    assert dates.first_day(dates.year_month(day)) <= day <= dates.last_day(dates.year_month(day))
    assert dates.weekday(day) == dt.date.fromordinal(day + 719163).isoweekday()


DEEP = [
    "abs(" * 39 + "size" + ")" * 39,
    " + ".join(["size"] * 118),
    " and ".join(["size = 3"] * 117),
    "sum(" + ", ".join(["size"] * 400) + ")",
    "if size = 3 then 1 else " * 39 + "2",
    "not " * 110 + "size = 3",
    "sum(people.(" * 6 + "size" + "))" * 6,
]


@pytest.mark.parametrize("text", DEEP, ids=[text[:12] for text in DEEP])
def test_what_the_limits_allow_can_be_evaluated(text: str) -> None:
    assert WORLD.value(text) is not None


@pytest.mark.parametrize("text", ["abs(" * 400, "not " * 5000 + "x", "-" * 5000 + "1", "1" + " + 1" * 5000, "{" * 5000])
def test_what_is_beyond_the_limits_is_a_finding(text: str) -> None:
    compiled = WORLD.compile(text)
    assert compiled.ast is None and compiled.findings


def test_the_document_of_the_compiled_form_names_every_operator() -> None:
    text = (Path(__file__).parents[2] / "docs" / "compiled_form.md").read_text(encoding="utf-8")
    missing = [name for name in OPERATORS if f'"{name}"' not in text]
    assert missing == []


PATTERNS = [
    ("a.c", "a[^\\n]c"),
    ("(a|b)?", "(?:a|b)?"),
    ("[a-z\\-]{2,5}", "[a-z\\-]{2,5}"),
    ("a/b", "a\\/b"),
    ("[&~|^]", "[\\x26\\x7e\\|\\^]"),
    ("", ""),
    ("\\.\\*", "\\.\\*"),
    ("( [A-Z][a-z]*){0,5}", "(?: [A-Z][a-z]*){0,5}"),
    ("(a{10}){100}", "(?:a{10}){100}"),
]


@pytest.mark.parametrize(("written", "common"), PATTERNS)
def test_a_pattern_is_written_as_every_engine_takes_it(written: str, common: str) -> None:
    assert common_pattern(written) == (common, None)


BAD = [
    "\\d",
    "^a",
    "a$",
    "(?=a)",
    "(?P<n>a)",
    "(a",
    "a)",
    "[a",
    "[]",
    "a**",
    "a*?",
    "a++",
    "a{2",
    "a{3,2}",
    "a{2000}",
    "{2}",
    "(a+)+",
    "((a*)b)*",
    "\\1",
    "\\b",
    "[\\d]",
    "[z-a]",
    "[[:alpha:]]",
    "a]",
    "\\",
    "(a{100}){100}",
    "?",
    "(?i)a",
]


@pytest.mark.parametrize("pattern", BAD)
def test_a_pattern_outside_the_common_subset_is_refused(pattern: str) -> None:
    common, mistake = common_pattern(pattern)
    assert common is None and mistake
