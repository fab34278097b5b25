"""Values in their two forms: outer (JSON in events, responses and reports) and internal (docs/compiled_form.md).

Numbers are converted through their text, never through binary arithmetic. What a value is shown as is in `format.py`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from engine.errors import PhieuError
from engine.expression.types import Type, parse_type

LIMIT = 2**53 - 1
"""The largest absolute value of an exact number in its scaled form."""

WHITE_SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004"
    "\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What ECMAScript's trim removes (WhiteSpace and LineTerminator), so that every engine trims alike."""

_EPOCH = dt.date(1970, 1, 1).toordinal()
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


class ExpressionValueError(PhieuError, ValueError):
    """A value that its type does not have; the text says why in words for people."""


def to_internal(value_type: str, outer: Any, codes: Sequence[str] | None = None) -> Any:
    """The internal form of an outer value of a type given by its text form.

    `codes`, the codes of the list in order, where given, are the only ones accepted, and a `codes` value is put in
    their order. Raises ExpressionValueError for a value the type does not have. None is not a value.
    """
    declared = parse_type(value_type)
    if declared.code_list is not None:
        return _codes_in(declared, outer, codes)
    if declared.is_exact:
        return scaled(outer, declared.decimals)
    return _READERS[declared.kind](outer)


def to_outer(value_type: str, internal: Any) -> Any:
    """The outer form of an internal value: numbers as JSON numbers, dates and times as ISO text; None stays None."""
    declared = parse_type(value_type)
    if internal is None:
        return None
    if declared.kind == "decimal":
        whole, rest = divmod(internal, 10**declared.decimals)
        return whole if rest == 0 else internal / 10**declared.decimals
    writer = _WRITERS.get(declared.kind)
    return writer(internal) if writer else internal


def exact_text(number: int, decimals: int) -> str:
    """An exact number as text with all its decimals and a point: (1250, 2) -> '12.50'. This is what events carry."""
    digits = str(abs(number)).rjust(decimals + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def scaled(outer: Any, decimals: int) -> int:
    """The number times 10^decimals, exactly. Raises ExpressionValueError when it has more decimals or is too large."""
    number = _as_decimal(outer)
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int), "finite numbers have one"  # noqa: S101
    magnitude: int = int("".join(map(str, digits)))
    shift = exponent + decimals
    if shift < 0:
        magnitude, lost = divmod(magnitude, 10**-shift)
        if lost:
            allowed = "no decimals" if decimals == 0 else f"at most {decimals} decimals"
            raise ExpressionValueError(f"{outer} has too many decimals: {allowed} are allowed.")
    else:
        magnitude *= 10**shift
    if magnitude > LIMIT:
        raise ExpressionValueError(f"{outer} is too large.")
    return -magnitude if sign else magnitude


def _as_decimal(outer: Any) -> Decimal:
    if isinstance(outer, bool) or not isinstance(outer, int | float | str | Decimal):
        raise ExpressionValueError(f"{_shown(outer)} is not a number.")
    if isinstance(outer, float) and not math.isfinite(outer):
        raise ExpressionValueError(f"{outer} is not a number.")
    if isinstance(outer, str) and (not _NUMBER.fullmatch(outer) or len(outer) > 40):
        raise ExpressionValueError(f"{_shown(outer)} is not a number.")
    if isinstance(outer, int) and abs(outer) > LIMIT:
        raise ExpressionValueError("The number is too large.")
    number = Decimal(repr(outer)) if isinstance(outer, float) else Decimal(outer)
    if not number.is_finite() or abs(number.adjusted()) > 400:
        raise ExpressionValueError(f"{_shown(outer)} is not a number.")
    return number


def read_text(outer: Any) -> str:
    """Text in NFC; white space alone, and characters that no store keeps, are refused."""
    if not isinstance(outer, str):
        raise ExpressionValueError(f"{_shown(outer)} is not text.")
    text = unicodedata.normalize("NFC", outer)
    if not text.strip(WHITE_SPACE):
        raise ExpressionValueError("The text is empty; an answer without text is a missing answer.")
    if any(character == "\0" or 0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise ExpressionValueError("The text holds a character that cannot be stored.")
    return text


def _codes_in(declared: Type, outer: Any, codes: Sequence[str] | None) -> Any:
    if declared.kind == "code":
        return _one_code(outer, codes)
    if not isinstance(outer, list | tuple) or not outer:
        raise ExpressionValueError(f"{_shown(outer)} is not a list of codes; without codes it is a missing answer.")
    chosen = [_one_code(code, codes) for code in outer]
    if len(set(chosen)) < len(chosen):
        raise ExpressionValueError(f"{_shown(outer)} names a code twice.")
    if declared.kind == "codes" and codes is not None:
        chosen.sort(key=list(codes).index)
    return chosen


def _one_code(outer: Any, codes: Sequence[str] | None) -> str:
    if not isinstance(outer, str):
        raise ExpressionValueError(f"{_shown(outer)} is not a code; codes are text.")
    code = read_text(outer)
    if codes is not None and code not in codes:
        raise ExpressionValueError(f"'{code}' is not a code of the list.")
    return code


def _boolean(outer: Any) -> bool:
    if not isinstance(outer, bool):
        raise ExpressionValueError(f"{_shown(outer)} is neither true nor false.")
    return outer


def _real(outer: Any) -> float:
    if isinstance(outer, bool) or not isinstance(outer, int | float):
        raise ExpressionValueError(f"{_shown(outer)} is not a number.")
    try:
        number = float(outer)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ExpressionValueError(f"{_shown(outer)} is not a finite number.")
    return number + 0.0


def _date(outer: Any) -> int:
    year, month, day = _matched(_DATE, outer, "a date such as 2026-11-22")
    try:
        return dt.date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        raise ExpressionValueError(f"There is no {outer}.") from None


def _time(outer: Any) -> int:
    hour, minute, second = _matched(_TIME, outer, "a time such as 08:30:00")
    if hour > 23 or minute > 59 or second > 59:
        raise ExpressionValueError(f"There is no {outer}.")
    return hour * 3600 + minute * 60 + second


def _datetime(outer: Any) -> int:
    if not isinstance(outer, str) or outer[10:11] != "T":
        raise ExpressionValueError(f"{_shown(outer)} is not a date and time such as 2026-11-22T08:30:00.")
    return _date(outer[:10]) * 86400 + _time(outer[11:])


def _year_month(outer: Any) -> int:
    year, month = _matched(_MONTH, outer, "a month such as 2026-11")
    if year < 1 or not 1 <= month <= 12:
        raise ExpressionValueError(f"There is no {outer}.")
    return year * 12 + month - 1


def _matched(pattern: re.Pattern[str], outer: Any, wanted: str) -> list[int]:
    match = pattern.fullmatch(outer) if isinstance(outer, str) else None
    if match is None:
        raise ExpressionValueError(f"{_shown(outer)} is not {wanted}.")
    return [int(part or 0) for part in match.groups()]


def _geopoint(outer: Any) -> list[float | None]:
    if not isinstance(outer, list | tuple) or len(outer) not in (2, 3):
        raise ExpressionValueError(f"{_shown(outer)} is not a point: [latitude, longitude, accuracy].")
    latitude, longitude = _real(outer[0]), _real(outer[1])
    accuracy = None if len(outer) == 2 or outer[2] is None else _real(outer[2])
    if abs(latitude) > 90 or abs(longitude) > 180 or (accuracy is not None and accuracy < 0):
        raise ExpressionValueError(f"{_shown(outer)} is not a place on earth.")
    return [latitude, longitude, accuracy]


def _points(fewest: int) -> Callable[[Any], list[list[float | None]]]:
    def read(outer: Any) -> list[list[float | None]]:
        if not isinstance(outer, list | tuple) or len(outer) < fewest:
            raise ExpressionValueError(f"{_shown(outer)} is not a list of at least {fewest} points.")
        return [_geopoint(point) for point in outer]

    return read


def _file(outer: Any) -> dict[str, Any]:
    members = {"name": str, "sha256": str, "size": int, "media_type": str}
    if not isinstance(outer, dict) or any(not isinstance(outer.get(name), kind) for name, kind in members.items()):
        raise ExpressionValueError(f"{_shown(outer)} is not a file: name, sha256, size, media_type.")
    if isinstance(outer["size"], bool) or not 0 <= outer["size"] <= LIMIT:
        raise ExpressionValueError("The size of a file is a number of bytes.")
    return {name: outer[name] for name in members}


def date_text(days: int) -> str:
    """Days since 1970-01-01 as ISO text."""
    return dt.date.fromordinal(days + _EPOCH).isoformat()


def time_text(seconds: int) -> str:
    """Seconds since midnight as ISO text."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def datetime_text(seconds: int) -> str:
    """Seconds since 1970-01-01T00:00:00 as ISO text."""
    return f"{date_text(seconds // 86400)}T{time_text(seconds % 86400)}"


def year_month_text(months: int) -> str:
    """Year × 12 + month − 1 as ISO text."""
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _shown(outer: Any) -> str:
    text = repr(outer)
    return text if len(text) <= 40 else text[:37] + "…"


_READERS: dict[str, Callable[[Any], Any]] = {
    "text": read_text, "boolean": _boolean, "real": _real, "date": _date, "time": _time, "datetime": _datetime,
    "year_month": _year_month, "geopoint": _geopoint, "geotrace": _points(2), "geoshape": _points(3), "file": _file,
}  # fmt: skip
_WRITERS: dict[str, Callable[[Any], Any]] = {
    "date": date_text, "time": time_text, "datetime": datetime_text, "year_month": year_month_text,
}  # fmt: skip
