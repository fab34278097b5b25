"""Values in and out: exact through text, refused in words, and shown as the language writes them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.expression.format import format_value
from engine.expression.values import LIMIT, ExpressionValueError, exact_text, to_internal, to_outer

INSIDE = [
    ("integer", 34, 34),
    ("integer", 34.0, 34),
    ("integer", "34", 34),
    ("integer", Decimal("34"), 34),
    ("integer", -LIMIT, -LIMIT),
    ("decimal:2", 12.5, 1250),
    ("decimal:2", "12.50", 1250),
    ("decimal:2", "12.500", 1250),
    ("decimal:2", 0.29, 29),
    ("decimal:2", -0.07, -7),
    ("decimal:9", 1e-09, 1),
    ("decimal:1", "-0", 0),
    ("decimal:2", "90071992547409.91", LIMIT),
    ("real", 1, 1.0),
    ("text", "e\u0301", "\u00e9"),
    ("text", " a ", " a "),
    ("boolean", True, True),
    ("date", "1970-01-01", 0),
    ("date", "2026-11-22", 20779),
    ("date", "1969-12-31", -1),
    ("time", "08:30", 30600),
    ("time", "08:30:05", 30605),
    ("datetime", "1970-01-02T00:00:01", 86401),
    ("datetime", "1969-12-31T23:59", -60),
    ("year_month", "2026-11", 2026 * 12 + 10),
    ("code:x", "01", "01"),
    ("codes:x", ["2", "1"], ["2", "1"]),
    ("geopoint", [21, 105.5], [21.0, 105.5, None]),
    ("geopoint", [21, 105, 3], [21.0, 105.0, 3.0]),
    ("geotrace", [[0, 0], [1, 1]], [[0.0, 0.0, None], [1.0, 1.0, None]]),
]
FILE = {"name": "a.jpg", "sha256": "ab", "size": 3, "media_type": "image/jpeg"}


@pytest.mark.parametrize(("value_type", "outer", "internal"), INSIDE)
def test_an_outer_value_has_one_internal_form(value_type: str, outer: Any, internal: Any) -> None:
    found = to_internal(value_type, outer)
    assert found == internal
    assert type(found) is type(internal)


REFUSED = [
    ("integer", 1.5),
    ("integer", True),
    ("integer", "1e3"),
    ("integer", ""),
    ("integer", " 1"),
    ("integer", None),
    ("integer", "١"),
    ("integer", LIMIT + 1),
    ("integer", float(2**53)),
    ("integer", math.nan),
    ("integer", math.inf),
    ("integer", Decimal("NaN")),
    ("integer", Decimal("1e9999999")),
    ("integer", "9" * 100),
    ("integer", 10**400),
    ("integer", [1]),
    ("decimal:2", 0.125),
    ("decimal:2", "0.001"),
    ("decimal:2", 90071992547409.92),
    ("real", "1"),
    ("real", math.inf),
    ("real", True),
    ("real", 10**400),
    ("text", ""),
    ("text", " \u00a0\n"),
    ("text", 5),
    ("text", "a\0"),
    ("text", "\ud800"),
    ("boolean", 1),
    ("boolean", "true"),
    ("date", "2026-02-29"),
    ("date", "2026-2-1"),
    ("date", "2026-11-22T00:00:00"),
    ("date", 5),
    ("date", "0000-01-01"),
    ("time", "24:00"),
    ("time", "8:30"),
    ("time", "08:60"),
    ("datetime", "2026-11-22 08:30"),
    ("datetime", "2026-11-22T08:30Z"),
    ("year_month", "2026-13"),
    ("year_month", "0000-01"),
    ("code:x", 1),
    ("code:x", ""),
    ("codes:x", []),
    ("codes:x", "1"),
    ("codes:x", ["1", "1"]),
    ("rank:x", ["1", 2]),
    ("geopoint", [91, 0]),
    ("geopoint", [0, 181]),
    ("geopoint", [0]),
    ("geopoint", [0, 0, -1]),
    ("geopoint", [math.nan, 0]),
    ("geotrace", [[0, 0]]),
    ("geoshape", [[0, 0], [1, 1]]),
    ("file", {"name": "a"}),
    ("file", {**FILE, "size": True}),
    ("file", "a.jpg"),
]


@pytest.mark.parametrize(
    ("value_type", "outer"), REFUSED, ids=[f"{kind} {str(outer)[:20]!a}" for kind, outer in REFUSED]
)
def test_a_value_that_its_type_does_not_have_is_refused_in_words(value_type: str, outer: Any) -> None:
    with pytest.raises(ExpressionValueError) as refusal:
        to_internal(value_type, outer)
    assert str(refusal.value).endswith(".")


def test_selections_come_in_list_order_and_rankings_as_ranked() -> None:
    assert to_internal("codes:x", ["3", "1"], ("1", "2", "3")) == ["1", "3"]
    assert to_internal("rank:x", ["3", "1"], ("1", "2", "3")) == ["3", "1"]
    with pytest.raises(ExpressionValueError):
        to_internal("codes:x", ["4"], ("1", "2", "3"))


@given(st.integers(-LIMIT, LIMIT), st.integers(0, 9))
def test_exact_numbers_keep_every_digit_through_text(number: int, decimals: int) -> None:
    kind = f"decimal:{decimals}" if decimals else "integer"
    assert to_internal(kind, exact_text(number, decimals)) == number
    assert to_internal(kind, Decimal(exact_text(number, decimals))) == number


@given(st.integers(-(10**15), 10**15), st.integers(1, 9))
def test_numbers_of_fifteen_digits_keep_every_digit_through_json(number: int, decimals: int) -> None:
    assert to_internal(f"decimal:{decimals}", to_outer(f"decimal:{decimals}", number)) == number


@given(
    st.one_of(
        st.integers(), st.floats(), st.text(), st.none(), st.booleans(), st.lists(st.text(max_size=2), max_size=3)
    )
)
def test_conversion_gives_a_value_or_refuses(outer: Any) -> None:
    for kind in [
        "integer",
        "decimal:2",
        "real",
        "text",
        "boolean",
        "date",
        "time",
        "datetime",
        "year_month",
        "codes:x",
        "geoshape",
        "file",
    ]:
        try:
            internal = to_internal(kind, outer)
        except ExpressionValueError:
            continue
        assert to_internal(kind, to_outer(kind, internal)) == internal


@given(st.dates(), st.times())
def test_dates_and_times_come_back_as_they_went(day: Any, time: Any) -> None:
    moment = f"{day.isoformat()}T{time.replace(microsecond=0).isoformat()}"
    for kind, outer in [("date", moment[:10]), ("time", moment[11:]), ("datetime", moment), ("year_month", moment[:7])]:
        assert to_outer(kind, to_internal(kind, outer)) == outer


SHOWN = [
    ("integer", 1234567, "1.234.567", "1,234,567"),
    ("integer", -1234, "-1.234", "-1,234"),
    ("integer", 999, "999", "999"),
    ("decimal:2", 123450, "1.234,5", "1,234.5"),
    ("decimal:1", 480, "48", "48"),
    ("decimal:2", -100, "-1", "-1"),
    ("decimal:2", 0, "0", "0"),
    ("decimal:2", -5, "-0,05", "-0.05"),
    ("real", 1234.5, "1.234,5", "1,234.5"),
    ("real", 2.0, "2", "2"),
    ("real", 1e16, "10.000.000.000.000.000", "10,000,000,000,000,000"),
    ("boolean", True, "có", "yes"),
    ("date", 20779, "22/11/2026", "22 Nov 2026"),
    ("date", 20789, "02/12/2026", "2 Dec 2026"),
    ("time", 30605, "08:30", "08:30"),
    ("datetime", 20779 * 86400 + 30600, "22/11/2026 08:30", "22 Nov 2026 08:30"),
    ("year_month", 2026 * 12 + 1, "02/2026", "Feb 2026"),
    ("code:x", "1", "một", "một"),
    ("codes:x", ["1", "2"], "một, 2", "một, 2"),
    ("text", "Lan", "Lan", "Lan"),
    ("geopoint", [21.0, 105.5, None], "21.00000, 105.50000", "21.00000, 105.50000"),
    ("geotrace", [[0, 0], [1, 1]], "2", "2"),
    ("file", FILE, "a.jpg", "a.jpg"),
]


@pytest.mark.parametrize(("value_type", "value", "vietnamese", "english"), SHOWN)
def test_a_value_is_shown_as_its_language_writes_it(value_type: str, value: Any, vietnamese: str, english: str) -> None:
    labels = {"1": "một"}
    shown = [
        format_value(value_type, value, language, lambda code: labels.get(code, code))
        for language in ("vi", "en", "fr")
    ]
    assert shown == [vietnamese, english, english]
