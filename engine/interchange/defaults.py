"""Defaults: written values in the form of the question's type, or calculations that run once."""

from __future__ import annotations

import datetime as dt
import re

from engine.expression.unparse import unparse
from engine.interchange.expressions import Expressions, Item
from engine.interchange.form import DECIMALS, Form
from engine.interchange.rows import Entry
from engine.interchange.xpath import ours
from engine.interchange.xpath.value import number_of

_DYNAMIC = re.compile(r"\$\{|^[a-z][\w:-]*\(.*\)$|^\.\./|[\d)]\s*[-+*]\s*[\d(]", re.IGNORECASE | re.DOTALL)
_DATE_LIKE = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?|\d{1,2}:\d{2}.*")


def default_of(entry: Entry, item: Item, form: Form, expressions: Expressions) -> None:
    """Put the default of a row into its item, or report it."""
    cell = entry.cell("default")
    if cell is None:
        return
    text, place = cell
    if _DYNAMIC.search(text) and not _DATE_LIKE.fullmatch(text):
        expressions.calculation(entry, item, "default", "default")
        return
    written = _written(text, item, form)
    if written is None:
        message = f"The default '{text[:60]}' is no value of a {item['type']} here."
        expressions.refuse(item, "default", text, place, "expression_not_carried", message)
        return
    item["default"] = written
    form.report.carry(place)


def _written(text: str, item: Item, form: Form) -> str | None:
    kind = item["type"]
    if kind == "select_one":
        return _quoted(text) if text in form.symbols.codes(item["codes"]) else None
    if kind in ("integer", "decimal"):
        return _number(text, kind)
    if kind in ("text", "barcode"):
        return _quoted(text)
    if kind in ("date", "time", "datetime"):
        return _moment(text, kind)
    return None


def _quoted(text: str) -> str:
    return unparse(ours.text(text))


def _number(text: str, kind: str) -> str | None:
    figure = number_of(text)
    if figure is None or (kind == "integer" and not figure.is_integer()):
        return None
    plain = str(int(figure)) if figure.is_integer() else text.strip()
    return plain if len(plain.partition(".")[2]) <= DECIMALS and abs(figure) < 1e11 else None


def _moment(text: str, kind: str) -> str | None:
    try:
        if kind == "time":
            return _quoted(dt.time.fromisoformat(text[:8]).isoformat())
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return _quoted(
        moment.date().isoformat() if kind == "date" else moment.replace(tzinfo=None).isoformat(timespec="seconds")
    )
