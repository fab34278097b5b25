"""Functions of dates and times, the twin of dates.py: on days, seconds and months; of the host only the parts of a day.

A month stands for its first day by whole-number arithmetic (`month_start`), the proleptic Gregorian calendar with years
that begin in March. Year, month and day of a date are the hosts': a test compares them for every day of the calendar.
"""

from __future__ import annotations

from dataclasses import replace

from engine.expression.columns.call import Call, Emit
from engine.expression.columns.cells import Cell, any_of, level_of
from engine.expression.columns.numbers import case, quotient, remainder

FIRST_DAY, LAST_DAY = -719162, 2932896
FIRST_MONTH, LAST_MONTH = 12, 119999


def month_start(call: Call, month: str) -> str:
    """The first day of a month (year × 12 + month − 1)."""
    cut = call.dialect
    year, rest = cut("cut", f"({month} - 2)", 12), f"(({month} - 2) % 12)"
    leaps = f"{cut('cut', year, 4)} - {cut('cut', year, 100)} + {cut('cut', year, 400)}"
    return f"(365 * {year} + {leaps} + {cut('cut', f'(153 * {rest} + 2)', 5)} - 719468)"


def parts_of_day(call: Call, day: Cell) -> tuple[str, str, str]:
    """Year, month and day of the month."""
    date = call.dialect("date", day.value)
    return f"year({date})", f"month({date})", f"day({date})"


def month_parts(call: Call, month: Cell) -> tuple[str, str]:
    """Year and month, 1 to 12."""
    return quotient(call.dialect, month, 12), f"({remainder(month, 12)} + 1)"


def month_of(call: Call, day: Cell) -> Cell:
    """The month in which a day lies, under a name."""
    year, month, _ = parts_of_day(call, day)
    value = f"CAST({year} * 12 + {month} - 1 AS BIGINT)"
    return call.bind(replace(day, value=value, low=FIRST_MONTH, high=LAST_MONTH, simple=False))


def _part(name: str, low: int, high: int) -> Emit:
    return lambda call: call.whole(f"{name}({call.dialect('date', call.values[0])})", low, high)


def _weekday(call: Call) -> Cell:
    return call.whole(f"(({call.values[0]} + 770003) % 7) + 1", 1, 7)


def _iso_week(call: Call) -> Cell:
    return call.whole(call.dialect("iso_week", call.dialect("date", call.values[0])), 1, 53)


def _days_in_month(call: Call) -> Cell:
    return call.whole(f"day(last_day({call.dialect('date', call.values[0])}))", 28, 31)


def _date(call: Call) -> Cell:
    y, m, d = call.values
    number = f"({y} * 12 + {m} - 1)"
    bounded = f"{y} BETWEEN 1 AND 9999 AND {m} BETWEEN 1 AND 12 AND {d} BETWEEN 1 AND 31"
    month = call.bind(call.result("int", case(bounded, number)))
    start, after = (call.bind(replace(month, value=month_start(call, one), simple=False))
                    for one in (month.value, f"({month.value} + 1)"))  # fmt: skip
    exists = f"{d} <= {after.value} - {start.value}"
    found = replace(start, value=case(exists, f"{start.value} + {d} - 1"), level=level_of(start, after), simple=False)
    return replace(found, low=FIRST_DAY, high=LAST_DAY)


def _between_days(call: Call) -> Cell:
    a, b = call.cells
    return replace(call.result("int", f"({b.value} - {a.value})"), low=b.low - a.high, high=b.high - a.low)


def _signed_between(call: Call, count: str) -> Cell:
    """A count from the earlier to the later, negative when the second is the earlier."""
    a, b = call.values
    return call.whole(f"CASE WHEN {a} <= {b} THEN {count} WHEN {b} < {a} THEN -{count} END", -120000, 120000)


def _ordered(call: Call) -> tuple[Cell, Cell]:
    """The earlier and the later day, under names."""
    a, b = call.values
    known = f"{a} IS NOT NULL AND {b} IS NOT NULL"
    pair = [call.bind(call.result("int", case(known, f"{name}({a}, {b})"))) for name in ("LEAST", "GREATEST")]
    return pair[0].within(FIRST_DAY, LAST_DAY), pair[1].within(FIRST_DAY, LAST_DAY)


def _months_between(call: Call) -> Cell:
    early, late = _ordered(call)
    start, end = month_of(call, early), month_of(call, late)
    short = f"CASE WHEN {parts_of_day(call, late)[2]} < {parts_of_day(call, early)[2]} THEN 1 ELSE 0 END"
    count = call.bind(replace(end, value=f"({end.value} - {start.value} - {short})", simple=False))
    return replace(_signed_between(call, count.value), level=count.level)


def _years_between(call: Call) -> Cell:
    early, late = _ordered(call)
    (y1, m1, d1), (y2, m2, d2) = parts_of_day(call, early), parts_of_day(call, late)
    short = f"CASE WHEN {m2} * 32 + {d2} < {m1} * 32 + {d1} THEN 1 ELSE 0 END"
    count = call.bind(replace(late, value=f"({y2} - {y1} - {short})", level=level_of(early, late), simple=False))
    return replace(_signed_between(call, count.value), level=count.level)


def _age(call: Call) -> Cell:
    years = call.bind(_years_between(call))
    birth, reference = call.values
    return replace(years, value=case(f"{birth} <= {reference}", years.value), low=0, high=9999, simple=False)


def _shifted(call: Call, x: Cell, by: Cell, factor: int, low: int, high: int) -> Cell:
    """x + by × factor, an error outside the calendar. A step too large for 64 bits is beyond the calendar anyhow."""
    span = f"GREATEST(LEAST({by.value}, 4000000), -4000000)"
    total = f"({x.value} + {span} * {factor})"
    sum_ = call.bind(call.result("int", case(f"{by.value} IS NOT NULL", total)))
    sum_ = replace(sum_, level=level_of(sum_, x), error=any_of(sum_.error, x.error))
    inside = f"{sum_.value} BETWEEN {low} AND {high}"
    error = any_of(sum_.error, f"COALESCE(NOT ({inside}), FALSE)")
    return replace(sum_, value=case(inside, sum_.value), error=error, low=low, high=high, simple=False)


def _add_days(call: Call) -> Cell:
    return _shifted(call, call.cells[0], call.cells[1], 1, FIRST_DAY, LAST_DAY)


def _add(factor: int) -> Emit:
    def emit(call: Call) -> Cell:
        day = call.cells[0]
        total = call.bind(_shifted(call, month_of(call, day), call.cells[1], factor, FIRST_MONTH, LAST_MONTH))
        start, after = (call.bind(replace(total, value=month_start(call, one), simple=False))
                        for one in (total.value, f"({total.value} + 1)"))  # fmt: skip
        wanted = f"CAST({parts_of_day(call, day)[2]} AS BIGINT)"
        value = f"({start.value} + LEAST({wanted}, {after.value} - {start.value}) - 1)"
        known = f"{start.value} IS NOT NULL AND {day.value} IS NOT NULL"
        return replace(start, value=case(known, value), low=FIRST_DAY, high=LAST_DAY, simple=False)

    return emit


def _shift_month(call: Call) -> Cell:
    return _shifted(call, call.cells[0], call.cells[1], 1, FIRST_MONTH, LAST_MONTH)


def _year_month(call: Call) -> Cell:
    return month_of(call, call.cells[0])


def _first_day(call: Call) -> Cell:
    return call.whole(month_start(call, call.values[0]), FIRST_DAY, LAST_DAY)


def _last_day(call: Call) -> Cell:
    return call.whole(f"{month_start(call, f'({call.values[0]} + 1)')} - 1", FIRST_DAY, LAST_DAY)


def _quotient(divisor: int) -> Emit:
    def emit(call: Call) -> Cell:
        (x,) = call.cells
        value = quotient(call.dialect, x, divisor)
        return replace(x, value=value, low=x.low // divisor, high=x.high // divisor, simple=False)

    return emit


def _time_of(call: Call) -> Cell:
    return call.whole(remainder(call.cells[0], 86400), 0, 86399)


def _minute(call: Call) -> Cell:
    minutes = call.bind(_quotient(60)(call))
    return replace(minutes, value=remainder(minutes, 60), low=0, high=59, simple=False)


def _minutes_between(call: Call) -> Cell:
    seconds = call.bind(_between_days(call))
    value = quotient(call.dialect, seconds, 60)
    return replace(seconds, value=value, low=seconds.low // 60, high=seconds.high // 60, simple=False)


CALLS: dict[str, Emit] = {
    "date": _date, "year": _part("year", 1, 9999), "month": _part("month", 1, 12), "day": _part("day", 1, 31),
    "quarter": _part("quarter", 1, 4), "weekday": _weekday, "day_of_year": _part("dayofyear", 1, 366),
    "days_in_month": _days_in_month, "iso_week": _iso_week, "days_between": _between_days,
    "months_between": _months_between, "years_between": _years_between, "age": _age, "add_days": _add_days,
    "add_months": _add(1), "add_years": _add(12), "shift_month": _shift_month, "year_month": _year_month,
    "first_day": _first_day, "last_day": _last_day, "date_of": _quotient(86400), "time_of": _time_of,
    "hour": _quotient(3600), "minute": _minute, "minutes_between": _minutes_between,
}  # fmt: skip
