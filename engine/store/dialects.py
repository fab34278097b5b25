"""SQL functions that the two databases spell differently, each written once for both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class area_prefix(FunctionElement[str]):  # noqa: N801 - named as the SQL function
    """`area_prefix(area, levels)`: the area cut to so many levels. SQLite has it from `areas.prefix`."""

    name = "area_prefix"
    type = Text()
    inherit_cache = True


class local_day(FunctionElement[str]):  # noqa: N801
    """`local_day(moment, minutes)`: the calendar day of a moment where clocks are so many minutes ahead of UTC."""

    name = "local_day"
    type = Text()
    inherit_cache = True


@compiles(area_prefix)
def _area_prefix(element: area_prefix, compiler: Any, **arguments: Any) -> str:
    return f"area_prefix({compiler.process(element.clauses, **arguments)})"


@compiles(area_prefix, "postgresql")
def _area_prefix_postgresql(element: area_prefix, compiler: Any, **arguments: Any) -> str:
    area, levels = (compiler.process(clause, **arguments) for clause in element.clauses)
    return f"array_to_string((string_to_array({area}, '/'))[1:CAST({levels} AS integer)], '/')"


@compiles(local_day)
def _local_day(element: local_day, compiler: Any, **arguments: Any) -> str:
    moment, minutes = (compiler.process(clause, **arguments) for clause in element.clauses)
    return f"date({moment}, {minutes} || ' minutes')"


@compiles(local_day, "postgresql")
def _local_day_postgresql(element: local_day, compiler: Any, **arguments: Any) -> str:
    moment, minutes = (compiler.process(clause, **arguments) for clause in element.clauses)
    return f"to_char({moment} AT TIME ZONE 'UTC' + CAST({minutes} AS integer) * interval '1 minute', 'YYYY-MM-DD')"
