"""The table of functions that `["call", name, …]` of the core names: one row each, mirrored by functions.js.

A strict function is null when an argument is null; one that looks inside is given nulls. What authors write, and of
which types, is in `signatures.py`; several names of theirs are operators of the core and need no row here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.expression import dates, geography, numbers, sets, texts


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the core: on internal values, giving an internal value or None."""

    implementation: Callable[..., Any]
    looks_inside: bool = False


CALLS: dict[str, Function] = {
    # numbers: d is the decimals of an exact argument, n those of the result
    "abs": Function(abs),
    "sign": Function(numbers.sign),
    "round": Function(numbers.round_exact),
    "rround": Function(numbers.round_real),
    "floor": Function(numbers.floor_exact),
    "rfloor": Function(numbers.floor_real),
    "ceil": Function(numbers.ceil_exact),
    "rceil": Function(numbers.ceil_real),
    "div": Function(numbers.div),
    "mod": Function(numbers.mod),
    "power": Function(numbers.power_exact),
    "rpower": Function(numbers.power_real),
    "sqrt": Function(numbers.sqrt),
    "to_number": Function(numbers.to_number),
    "min": Function(min),
    "max": Function(max),
    "min_known": Function(sets.min_known, looks_inside=True),
    "max_known": Function(sets.max_known, looks_inside=True),
    # missing values
    "same_as": Function(sets.same_as, looks_inside=True),
    "count_answered": Function(sets.count_answered, looks_inside=True),
    # text
    "length": Function(len),
    "concat": Function(texts.concat),
    "concat_known": Function(texts.concat_known, looks_inside=True),
    "substring": Function(texts.substring),
    "left": Function(texts.left),
    "right": Function(texts.right),
    "trim": Function(texts.trim),
    "starts_with": Function(texts.starts_with),
    "ends_with": Function(texts.ends_with),
    "contains": Function(texts.contains),
    "index_of": Function(texts.index_of),
    "replace": Function(texts.replace),
    "part": Function(texts.part),
    "pad_left": Function(texts.pad_left),
    "matches": Function(texts.matches),
    "to_text": Function(texts.to_text),
    "first_code": Function(texts.first_code),
    # dates and times
    "date": Function(dates.date),
    "year": Function(dates.year),
    "month": Function(dates.month),
    "day": Function(dates.day),
    "quarter": Function(dates.quarter),
    "weekday": Function(dates.weekday),
    "day_of_year": Function(dates.day_of_year),
    "days_in_month": Function(dates.days_in_month),
    "iso_week": Function(dates.iso_week),
    "days_between": Function(dates.days_between),
    "months_between": Function(dates.months_between),
    "years_between": Function(dates.years_between),
    "age": Function(dates.age),
    "add_days": Function(dates.add_days),
    "add_months": Function(dates.add_months),
    "shift_month": Function(dates.shift_month),
    "add_years": Function(dates.add_years),
    "year_month": Function(dates.year_month),
    "first_day": Function(dates.first_day),
    "last_day": Function(dates.last_day),
    "date_of": Function(dates.date_of),
    "time_of": Function(dates.time_of),
    "hour": Function(dates.hour),
    "minute": Function(dates.minute),
    "minutes_between": Function(dates.minutes_between),
    # selections
    "selected": Function(sets.selected),
    "count_selected": Function(sets.count_selected),
    "selected_any": Function(sets.selected_any),
    "selected_all": Function(sets.selected_all),
    "selected_only": Function(sets.selected_only),
    "first_selected": Function(sets.first_selected),
    "nth_selected": Function(sets.nth_selected),
    "rank_of": Function(sets.rank_of),
    "is_subset": Function(sets.selected_only),
    "overlaps": Function(sets.selected_any),
    # geography and files
    "distance": Function(geography.distance),
    "path_length": Function(geography.path_length),
    "area": Function(geography.area),
    "inside": Function(geography.inside),
    "count_points": Function(geography.count_points),
    "latitude": Function(geography.latitude),
    "longitude": Function(geography.longitude),
    "accuracy": Function(geography.accuracy),
    "file_size": Function(sets.file_size),
}
