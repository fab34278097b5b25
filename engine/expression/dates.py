"""Functions of dates and times on internal values: days, seconds, months; no time zone, no clock."""

from __future__ import annotations

import calendar
import datetime as dt

from engine.errors import Overflow

_EPOCH = dt.date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = dt.date.min.toordinal() - _EPOCH, dt.date.max.toordinal() - _EPOCH
FIRST_MONTH, LAST_MONTH = 1 * 12, 9999 * 12 + 11
SECONDS_IN_DAY = 86400


def _date(days: int) -> dt.date:
    return dt.date.fromordinal(days + _EPOCH)


def _days(year: int, month: int, day: int) -> int:
    return dt.date(year, month, day).toordinal() - _EPOCH


def date(y: int, m: int, d: int) -> int | None:
    """The day of that year, month and day; None when there is none."""
    exists = 1 <= y <= 9999 and 1 <= m <= 12 and 1 <= d <= calendar.monthrange(y, m)[1]
    return _days(y, m, d) if exists else None


def year(d: int) -> int:
    """The year."""
    return _date(d).year


def month(d: int) -> int:
    """The month, 1 to 12."""
    return _date(d).month


def day(d: int) -> int:
    """The day of the month."""
    return _date(d).day


def quarter(d: int) -> int:
    """The quarter, 1 to 4."""
    return (_date(d).month + 2) // 3


def weekday(d: int) -> int:
    """The day of the week, Monday 1 to Sunday 7; 1970-01-01 was a Thursday."""
    return (d + 3) % 7 + 1


def day_of_year(d: int) -> int:
    """1 to 366."""
    return d - _days(_date(d).year, 1, 1) + 1


def days_in_month(d: int) -> int:
    """The number of days of the month."""
    when = _date(d)
    return calendar.monthrange(when.year, when.month)[1]


def iso_week(d: int) -> int:
    """The week of ISO 8601, 1 to 53."""
    return _date(d).isocalendar().week


def days_between(a: int, b: int) -> int:
    """Days from a to b, negative when b is before a."""
    return b - a


def months_between(a: int, b: int) -> int:
    """Completed months from a to b: the day of the month of a must be attained. Negative when b is before a."""
    if b < a:
        return -months_between(b, a)
    start, end = _date(a), _date(b)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def years_between(a: int, b: int) -> int:
    """Completed years from a to b; 29 February is attained on 1 March in other years. Negative when b is before a."""
    if b < a:
        return -years_between(b, a)
    start, end = _date(a), _date(b)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def age(birth: int, reference: int) -> int | None:
    """Completed years; None when birth is after the reference date."""
    return years_between(birth, reference) if birth <= reference else None


def add_days(d: int, n: int) -> int:
    """n days later; Overflow outside the years 1 to 9999."""
    if not FIRST_DAY <= d + n <= LAST_DAY:
        raise Overflow("The date is outside the years 1 to 9999.")
    return d + n


def add_months(d: int, n: int) -> int:
    """n months later, on the same day of the month or the month's last."""
    when = _date(d)
    total = shift_month(when.year * 12 + when.month - 1, n)
    target_year, target_month = total // 12, total % 12 + 1
    return _days(target_year, target_month, min(when.day, calendar.monthrange(target_year, target_month)[1]))


def shift_month(m: int, n: int) -> int:
    """The month n months later; Overflow outside the years 1 to 9999."""
    if not FIRST_MONTH <= m + n <= LAST_MONTH:
        raise Overflow("The month is outside the years 1 to 9999.")
    return m + n


def add_years(d: int, n: int) -> int:
    """n years later, 29 February becoming 28 February in other years."""
    return add_months(d, n * 12)


def year_month(d: int) -> int:
    """The month in which the day lies."""
    when = _date(d)
    return when.year * 12 + when.month - 1


def first_day(m: int) -> int:
    """The first day of a month."""
    return _days(m // 12, m % 12 + 1, 1)


def last_day(m: int) -> int:
    """The last day of a month."""
    return _days(m // 12, m % 12 + 1, calendar.monthrange(m // 12, m % 12 + 1)[1])


def date_of(t: int) -> int:
    """The day of a datetime."""
    return t // SECONDS_IN_DAY


def time_of(t: int) -> int:
    """The time of day of a datetime."""
    return t % SECONDS_IN_DAY


def hour(t: int) -> int:
    """The hour of a time."""
    return t // 3600


def minute(t: int) -> int:
    """The minute of a time."""
    return t // 60 % 60


def minutes_between(a: int, b: int) -> int:
    """Whole minutes from a to b, floored; two times or two datetimes."""
    return (b - a) // 60
