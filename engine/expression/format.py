"""Values as people read them: numbers and dates as their language writes them. The twin is format.js.

Codes are shown by a label that the caller looks up. Nothing here is read back: `values.py` has the forms for machines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.expression.types import Type, parse_type
from engine.expression.values import date_text, exact_text, time_text

Label = Callable[[str], str]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Style:
    """How a language groups digits, marks decimals, says yes and no, writes a date and a month."""

    group: str
    point: str
    yes: str
    no: str
    date: Callable[[str, str, str], str]
    month: Callable[[str, str], str]


LANGUAGES: dict[str, Style] = {
    "vi": Style(".", ",", "có", "không", lambda y, m, d: f"{d}/{m}/{y}", lambda y, m: f"{m}/{y}"),
    "en": Style(
        ",", ".", "yes", "no",
        lambda y, m, d: f"{int(d)} {MONTHS[int(m) - 1]} {int(y)}", lambda y, m: f"{MONTHS[int(m) - 1]} {int(y)}",
    ),
}  # fmt: skip
"""One row a language; a language without a row is written as English."""


FROM_THE_RIGHT = frozenset({"ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left."""


def runs_from_right(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.partition("-")[0] in FROM_THE_RIGHT


def within(shown: str, language: str) -> str:
    """A value within a text of the language: from right to left, its order is kept apart from the words around it."""
    return f"\u2068{shown}\u2069" if runs_from_right(language) else shown


def format_value(value_type: str, value: Any, language: str, label: Label) -> str:
    """An internal value, not None, of a type given by its text form, for people; `label` gives the label of a code."""
    declared = parse_type(value_type)
    style = LANGUAGES.get(language, LANGUAGES["en"])
    return SHOW[declared.kind](value, declared, style, label)


def _integer(value: int, _declared: Type, style: Style, _: Label) -> str:
    return grouped(str(value), style)


def _decimal(value: int, declared: Type, style: Style, _: Label) -> str:
    plain = exact_text(value, declared.decimals)
    return grouped(plain.rstrip("0").removesuffix(".") if "." in plain else plain, style)


def _real(value: float, _declared: Type, style: Style, _: Label) -> str:
    plain = format(Decimal(repr(value)), "f") if 1e-6 <= abs(value) < 1e21 or value == 0 else repr(value)
    return grouped(plain.removesuffix(".0"), style)


def grouped(text: str, style: Style) -> str:
    """Plain decimal text with the groups and the point of a language."""
    whole, _, fraction = text.partition(".")
    digits = re.sub(r"\B(?=(\d{3})+(?!\d))", style.group, whole)
    return f"{digits}{style.point}{fraction}" if fraction else digits


def _date(value: int, _declared: Type, style: Style, _: Label) -> str:
    year, month, day = date_text(value).split("-")
    return style.date(year, month, day)


def _datetime(value: int, declared: Type, style: Style, label: Label) -> str:
    days, seconds = divmod(value, 86400)
    return f"{_date(days, declared, style, label)} {time_text(seconds)[:5]}"


def _year_month(value: int, _declared: Type, style: Style, _: Label) -> str:
    return style.month(f"{value // 12:04}", f"{value % 12 + 1:02}")


def _codes(value: list[str], _declared: Type, _style: Style, label: Label) -> str:
    return ", ".join(label(code) for code in value)


SHOW: dict[str, Callable[[Any, Type, Style, Label], str]] = {
    "integer": _integer,
    "decimal": _decimal,
    "real": _real,
    "boolean": lambda value, declared, style, label: style.yes if value else style.no,
    "text": lambda value, declared, style, label: str(value),
    "code": lambda value, declared, style, label: label(value),
    "codes": _codes,
    "rank": _codes,
    "date": _date,
    "time": lambda value, declared, style, label: time_text(value)[:5],
    "datetime": _datetime,
    "year_month": _year_month,
    "geopoint": lambda value, declared, style, label: f"{value[0]:.5f}, {value[1]:.5f}",
    "geotrace": lambda value, declared, style, label: str(len(value)),
    "geoshape": lambda value, declared, style, label: str(len(value)),
    "file": lambda value, declared, style, label: str(value["name"]),
}
"""One row a kind of type."""
