"""Tables as they are handed on (engine/process/README.md) as views in the layout of the column engines.

Values become internal values, every one cast; reasons tell what is off route or in error. The route of sections and
rosters, which have no columns, is worked out anew from their `relevant`. Tables of an earlier hand-off may lack the
reference date and the last round: the checks that need them are named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from engine.batch.form import is_always_on_route, layout_of
from engine.batch.sessions import Session
from engine.batch.sources import Source, cores_of, is_reference_date, lacking, needs, refused, sources
from engine.expression.columns import Emitter, Layout, query
from engine.expression.columns.cells import kind_of
from engine.expression.columns.emit import route
from engine.expression.columns.mistakes import refuse
from engine.expression.types import Type, parse_type
from engine.expression.values import LIMIT, to_internal
from engine.response.form import Form, ScopeForm, Slot

Convert = Callable[[list[str], Type], str]
"""SQL of the internal value from the columns of a variable."""


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Tables that were opened: their layout, and the checks that need what they lack, by id, with the reason."""

    layout: Layout
    refused: dict[str, str] = field(default_factory=dict)


def open_tables(session: Session, form: Form, path: Path) -> HandedOn:
    """Views over the tables beside `path` (one of them, or the folder that holds them), and their layout."""
    quote: Callable[[str], str] = '"{}"'.format if session.dialect.name == "duckdb" else "`{}`".format
    found = sources(form, path, quote)
    lacks = lacking(form, found)
    layout = layout_of(form, rows_on_route=True)
    ranges: dict[tuple[int, int], tuple[int, int]] = {}
    for source in found:
        session.view(f"s{source.table.scope}", _view(session, form, source))
        ranges |= dict(_ranges(form, source))
    layout = replace(layout, ranges=ranges)
    return HandedOn(_with_routes(session, form, layout, lacks), refused(form, lacks))


def _view(session: Session, form: Form, source: Source) -> str:
    """The query that gives a table its layout."""
    table, quote = source.table, source.quote
    ids = [one.name for one in table.columns if one.is_row_key and one.role == "identifier"]
    columns = [f"CAST({quote(name)} AS {session.dialect('text')}) AS id{place}" for place, name in enumerate(ids)]
    own = [one.name for one in table.columns if one.level == table.scope and one.role == "attribute"]
    columns.append(f"CAST({quote(own[0]) if own else 1} AS BIGINT) AS pos")
    columns.append(f"{_today(session, form, source)} AS today")
    for slot in form.scopes[table.scope].slots:
        columns += _members(session, source, slot)
    return f"SELECT {', '.join(columns)} FROM {session.dialect('parquet', str(source.path))}"


def _today(session: Session, form: Form, source: Source) -> str:
    """The reference date as the table has it, or else as the questionnaire fixes it."""
    held = [one.name for one in source.table.columns if is_reference_date(one) and one.name in source.held]
    if held:
        return session.dialect("day_number", source.quote(held[0]))
    fixed = form.compiled.get("reference_date")
    return f"CAST({'NULL' if fixed is None else to_internal('date', fixed)} AS BIGINT)"


def _members(session: Session, source: Source, slot: Slot) -> Iterator[str]:
    """Value, reason, route and error of a slot that has columns."""
    columns = source.of(slot.slot)
    if not columns or slot.type is None:
        return
    named = [source.quote(one.name) for one in columns if one.part is not None and one.part.code is None]
    value = _value(session, slot, named)
    reason = next((source.quote(one.name) for one in columns if one.is_reason), None)
    yield f"{value} AS v{slot.slot}"
    before = [source.quote(one.name) for one in source.of(slot.slot, previous=True) if one.name in source.held]
    kept = _value(session, slot, before) if before else f"CAST(NULL AS {session.dialect(kind_of(slot.type))})"
    yield f"{kept} AS p{slot.slot}"
    if reason is None:
        reason = f"CASE WHEN {named[0]} IS NULL THEN 'not_reached' END"
    yield f"CASE WHEN {reason} = 'error' THEN 'unknown' ELSE {reason} END AS r{slot.slot}"
    yield f"COALESCE({reason} <> 'not_asked', TRUE) AS o{slot.slot}"
    yield f"COALESCE({reason} = 'error', FALSE) AS e{slot.slot}"


def _value(session: Session, slot: Slot, named: list[str]) -> str:
    declared, dialect = parse_type(slot.type or ""), session.dialect
    column = 0 if dialect.name == "duckdb" else 1
    template = STORED[declared.kind][column]
    if template is None:
        raise refuse("not_handed_on", f"{dialect.name} cannot read '{slot.name}', a {declared.kind}, from Parquet.")
    return template.format(*named, power=10**declared.decimals)


STORED: dict[str, tuple[str, str | None]] = {
    **dict.fromkeys(("integer",), ("CAST({0} AS BIGINT)", "CAST({0} AS BIGINT)")),
    "decimal": ("CAST({0} * CAST({power} AS DECIMAL(10, 0)) AS BIGINT)",) * 2,
    "real": ("CAST({0} AS DOUBLE)", "CAST({0} AS DOUBLE)"),
    "boolean": ("CAST({0} AS BOOLEAN)", "CAST({0} AS BOOLEAN)"),
    "text": ("CAST({0} AS VARCHAR)", "CAST({0} AS STRING)"),
    "code": ("CAST({0} AS VARCHAR)", "CAST({0} AS STRING)"),
    "codes": ("CAST({0} AS VARCHAR[])", "CAST({0} AS ARRAY<STRING>)"),
    "rank": ("CAST({0} AS VARCHAR[])", "CAST({0} AS ARRAY<STRING>)"),
    "date": ("CAST({0} - DATE '1970-01-01' AS BIGINT)", "CAST(datediff({0}, DATE '1970-01-01') AS BIGINT)"),
    "time": ("CAST(hour({0}) * 3600 + minute({0}) * 60 + second({0}) AS BIGINT)", None),
    "datetime": ("(epoch_ms({0}) // 1000)", "unix_seconds(CAST({0} AS TIMESTAMP))"),
    "year_month": ("(CAST(substring({0}, 1, 4) AS BIGINT) * 12 + CAST(substring({0}, 6, 2) AS BIGINT) - 1)",) * 2,
    "geopoint": (
        "CASE WHEN {0} IS NOT NULL THEN [{0}, {1}, {2}] END", "CASE WHEN {0} IS NOT NULL THEN array({0}, {1}, {2}) END",
    ),
    **dict.fromkeys(("geotrace", "geoshape"), (
        "list_transform({0}, lambda p: [p.latitude, p.longitude, p.accuracy])",
        "transform({0}, p -> array(p.latitude, p.longitude, p.accuracy))",
    )),
    "file": (
        "CASE WHEN {0} IS NOT NULL THEN {{'name': {0}, 'sha256': {1}, 'size': {2}, 'media_type': {3}}} END",
        "CASE WHEN {0} IS NOT NULL THEN named_struct('name', {0}, 'sha256', {1}, 'size', {2}, 'media_type', {3}) END",
    ),
}  # fmt: skip
"""How the columns of a type become its internal value: in DuckDB, in Spark (None: it cannot read them)."""


def _ranges(form: Form, source: Source) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The least and greatest whole number of each exact column, from the statistics of the file."""
    metadata = pq.read_metadata(source.path)
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    places = {metadata.schema.column(at).path: at for at in range(len(metadata.schema))}
    for slot in form.scopes[source.table.scope].slots:
        declared = parse_type(slot.type) if slot.type else None
        columns = [one.name for one in source.of(slot.slot) if one.part is not None]
        if declared is None or not declared.is_exact or columns[0] not in places:
            continue
        found = [group.column(places[columns[0]]).statistics for group in groups]
        if found and all(one is not None and (one.has_min_max or one.null_count == one.num_values) for one in found):
            low, high = _bounds([one for one in found if one.has_min_max], declared.decimals)
            if max(abs(low), abs(high)) > LIMIT:
                raise refuse("not_in_columns", f"'{slot.name}' holds a number beyond 2^53-1.")
            yield (source.table.scope, slot.slot), (low, high)


def _bounds(statistics: list[Any], decimals: int) -> tuple[int, int]:
    if not statistics:
        return 0, 0
    low, high = min(one.min for one in statistics), max(one.max for one in statistics)
    return int(Decimal(low).scaleb(decimals)), int(Decimal(high).scaleb(decimals))


def _with_routes(session: Session, form: Form, layout: Layout, lacks: Collection[str]) -> Layout:
    """The layout with the route of the containers that checks ask for, and of those around them, outermost first."""
    cores = [core for scope in form.scopes for check in scope.checks for core in cores_of(check)]
    asked = {slot for core in cores for slot in _asked(core)}
    asked |= {check.slot for scope in form.scopes for check in scope.checks if check.kind == "rows"}
    for scope in form.scopes:
        needed = {one.slot for slot in scope.slots if slot.slot in asked for one in _around(scope, slot)}
        for slot in _outermost_first(scope):
            if slot.slot in needed and slot.type is None and (scope.index, slot.slot) not in layout.always:
                _require(form, slot, lacks)
                layout = _with_route(session, form, layout, scope, slot)
    return layout


def _asked(core: Any) -> Iterator[int]:
    """The slots whose route a core asks for, in whichever scope."""
    if isinstance(core, list) and core and core[0] != "lit":
        if core[0] == "on_route":
            yield core[3]
        for part in core:
            yield from _asked(part)


def _around(scope: ScopeForm, slot: Slot) -> Iterator[Slot]:
    """The slot and the containers around it in its scope."""
    yield slot
    while slot.container >= 0:
        slot = scope.slots[slot.container]
        yield slot


def _outermost_first(scope: ScopeForm) -> list[Slot]:
    found = [scope.slots[number] for number in scope.top]
    for slot in found:
        found += [scope.slots[number] for number in slot.contents]
    return found


def _require(form: Form, slot: Slot, lacks: Collection[str]) -> None:
    """Refuse a form whose containers cannot be put on route from what the tables hold."""
    number = slot.item.number("relevant") if slot.item else None
    for what in needs(form.nodes[number].ast) if number is not None else ():
        if what in lacks:
            message = f"The route of '{slot.name}' needs {what}, which these tables, handed on earlier, do not hold."
            raise refuse("not_handed_on", message)


def _with_route(session: Session, form: Form, layout: Layout, scope: ScopeForm, slot: Slot) -> Layout:
    """The layout with a column for whether a container is on route; worked out once and kept."""
    emitter = Emitter(session.dialect, layout)
    context = emitter.scope(scope.index)
    ids = context.identity
    on_route = "TRUE"
    if slot.container >= 0 and not is_always_on_route(scope, scope.slots[slot.container]):
        on_route = route(emitter, context.frame, slot.container)
    number = slot.item.number("relevant") if slot.item else None
    if number is not None:
        cell = context.bind(emitter.emit(form.nodes[number].ast, context))
        on_route = f"({on_route} AND COALESCE({cell.value}, FALSE) AND NOT {cell.error})"
    columns = {f"id{place}": one for place, one in enumerate(ids)} | {f"o{slot.slot}": on_route}
    name = f"route_{scope.index}_{slot.slot}"
    session.table(name, query(session.dialect, context, columns))
    same = " AND ".join(f"own.id{place} = {name}.id{place}" for place in range(len(ids)))
    table = layout.table(scope.index)
    session.view(f"s_{name}", f"SELECT own.*, {name}.o{slot.slot} FROM {table} AS own JOIN {name} ON {same}")
    return replace(layout, tables={**layout.tables, scope.index: f"s_{name}"})
