"""The functions that authors write whose arguments and result have plain types: one line each.

Kinds of parameters beside type names: `day` takes a date or datetime, `monthly` also a year_month, `clock` a time or
datetime; all three reach the function as dates or times. `set` is codes or rank; `points` a trace or shape; `text` also
takes a code. Functions whose result depends on their arguments are in `forms.py`, aggregates in
`check_aggregates.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.expression.types import Type, parse_type

PLAIN = """
sqrt(x: number) -> real
length(x: text) -> integer
substring(x: text, start: integer, n: integer) -> text
left(x: text, n: integer) -> text
right(x: text, n: integer) -> text
trim(x: text) -> text
starts_with(x: text, y: text) -> boolean
ends_with(x: text, y: text) -> boolean
contains(x: text, y: text) -> boolean
index_of(x: text, y: text) -> integer
replace(x: text, old: text, new: text) -> text
part(x: text, separator: text, n: integer) -> text
pad_left(x: text, n: integer, fill: text) -> text
first_code(x: text, n: integer) -> text
date(y: integer, m: integer, d: integer) -> date
year(d: monthly) -> integer
month(d: monthly) -> integer
quarter(d: monthly) -> integer
days_in_month(d: monthly) -> integer
day(d: day) -> integer
weekday(d: day) -> integer
day_of_year(d: day) -> integer
iso_week(d: day) -> integer
days_between(a: date, b: date) -> integer
months_between(a: monthly, b: monthly) -> integer
years_between(a: date, b: date) -> integer
age(birth: date, reference: date) -> integer
add_days(d: date, n: integer) -> date
add_years(d: date, n: integer) -> date
year_month(d: date) -> year_month
first_day(m: year_month) -> date
last_day(m: year_month) -> date
date_of(t: datetime) -> date
time_of(t: datetime) -> time
hour(t: clock) -> integer
minute(t: clock) -> integer
count_selected(x: set) -> integer
distance(p: geopoint, q: geopoint) -> real
path_length(t: geotrace) -> real
area(s: geoshape) -> real
inside(p: geopoint, s: geoshape) -> boolean
count_points(t: points) -> integer
latitude(p: geopoint) -> real
longitude(p: geopoint) -> real
accuracy(p: geopoint) -> real
file_size(f: file) -> integer
"""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function's name, the kinds of its parameters, its result, and the line it was written in."""

    name: str
    parameters: tuple[str, ...]
    result: Type
    text: str


def _read(line: str) -> Signature:
    match = re.fullmatch(r"(\w+)\((.*)\) -> (\w+)", line)
    assert match is not None, line  # noqa: S101
    name, parameters, result = match.groups()
    kinds = tuple(parameter.split(": ")[1] for parameter in parameters.split(", "))
    return Signature(name, kinds, parse_type(result), line)


SIGNATURES: dict[str, Signature] = {line.split("(")[0]: _read(line) for line in PLAIN.strip().splitlines()}
