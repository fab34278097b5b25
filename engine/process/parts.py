"""Which columns a value fills: the table from the types of the language to parts, each with how it is stored.

A part takes its piece of an internal value (docs/compiled_form.md, Internal values). How a storage is written is
decided in `parquet.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.expression.types import Type, parse_type
from engine.expression.values import year_month_text

MOST_CODE_COLUMNS = 250
"""A longer code list gets no column for each code; the list of chosen codes holds everything."""

Take = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One column of a variable: the suffix of its name ("": the value itself), storage, its piece of the value."""

    suffix: str
    storage: str
    take: Take
    code: str | None = None


def parts(value_type: str, codes: Sequence[str] = ()) -> tuple[Part, ...]:
    """The parts of a type in its text form; `codes` are those of its list, in order."""
    declared = parse_type(value_type)
    if declared.kind == "decimal":
        return (_exact(declared),)
    if declared.is_set:
        each = codes if len(codes) <= MOST_CODE_COLUMNS else ()
        return (Part("", "codes", list), *(_of_code(declared.kind, code) for code in each))
    return PARTS[declared.kind]


def _exact(declared: Type) -> Part:
    return Part("", str(declared), lambda value: Decimal(value).scaleb(-declared.decimals))


def _of_code(kind: str, code: str) -> Part:
    if kind == "rank":
        return Part(f"__{code}", "rank", lambda value: value.index(code) + 1 if code in value else None, code)
    return Part(f"__{code}", "boolean", lambda value: code in value, code)


def _same(value: Any) -> Any:
    return value


def _element(key: int | str) -> Take:
    return lambda value: value[key]


def _points(value: Any) -> list[dict[str, Any]]:
    return [dict(zip(("latitude", "longitude", "accuracy"), point, strict=True)) for point in value]


PARTS: dict[str, tuple[Part, ...]] = {
    "integer": (Part("", "integer", _same),),
    "real": (Part("", "real", _same),),
    "text": (Part("", "text", _same),),
    "boolean": (Part("", "boolean", _same),),
    "code": (Part("", "code", _same),),
    "date": (Part("", "date", _same),),
    "time": (Part("", "time", _same),),
    "datetime": (Part("", "datetime", _same),),
    "year_month": (Part("", "text", year_month_text),),
    "geopoint": (
        Part("__latitude", "real", _element(0)),
        Part("__longitude", "real", _element(1)),
        Part("__accuracy", "real", _element(2)),
    ),
    "geotrace": (Part("", "points", _points),),
    "geoshape": (Part("", "points", _points),),
    "file": (
        Part("", "text", _element("name")),
        Part("__sha256", "text", _element("sha256")),
        Part("__size", "integer", _element("size")),
        Part("__media_type", "text", _element("media_type")),
    ),
}
