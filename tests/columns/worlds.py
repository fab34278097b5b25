"""Worlds of tests/conformance as tables, and programs run over them by a column engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb

from engine.batch.frames import FrameTables
from engine.expression.columns import Dialect, Emitter, Layout, query
from tests.conformance.world import World

Rows = list[tuple[Any, ...]]
Run = Callable[[str], Rows]
"""Runs a query and gives its rows."""


def layout_of(world: World) -> Layout:
    """The layout of a world; every slot may be in error, and be off route."""
    scopes = world.environment.scopes
    types = {
        (scope.index, symbol.slot): str(symbol.type)
        for scope in scopes
        for symbol in scope.symbols.values()
        if symbol.type is not None
    }
    return Layout(world.scopes, types, world.code_lists, frozenset(types))


def tables_of(world: World) -> FrameTables:
    """The frames of a world as one interview."""
    tables = FrameTables(layout_of(world), [len(scope.symbols) for scope in world.environment.scopes])
    tables.add("i", world.root, world.today)
    return tables


def in_duckdb(world: World) -> duckdb.DuckDBPyConnection:
    """A database that holds a world."""
    database = duckdb.connect()
    load_into(database, world)
    return database


def load_into(database: duckdb.DuckDBPyConnection, world: World) -> None:
    """The tables of a world, in place of those of another."""
    for name, table in tables_of(world).tables():
        database.register(f"{name}_arrow", table)
        database.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {name}_arrow")
        database.unregister(f"{name}_arrow")


@dataclass(frozen=True)
class Asked:
    """A core to be run at a place; in a choice filter, `listed` is the list and `code` the code looked at."""

    ast: Any
    place: str = ""
    listed: str | None = None
    code: str = ""

    @classmethod
    def of(cls, dumped: dict[str, Any], place: str) -> Asked:
        """A vector of tests/conformance/dump.py."""
        return cls(dumped["ast"], place, dumped.get("filter"), dumped.get("code", ""))


def sql_of(world: World, dialect: Dialect, *asked: Asked) -> str:
    """The query that gives value and error of each of several cores, all asked at one place."""
    emitter = Emitter(dialect, layout_of(world))
    frame = world.frame(asked[0].place)
    listed = asked[0].listed
    context = emitter.scope(frame.scope) if listed is None else emitter.filter(frame.scope, listed, asked[0].code)
    ids: list[str] = []
    while frame.parent is not None:
        ids.insert(0, frame.id)
        frame = frame.parent
    columns = {f"k{place}": column for place, column in enumerate(context.identity)}
    for number, one in enumerate(asked):
        cell = emitter.emit(one.ast, context)
        columns |= {f"v{number}": cell.value, f"e{number}": cell.error}
    same = " AND ".join(f"k{place} = '{one}'" for place, one in enumerate(["i", *ids]))
    return f"SELECT * FROM ({query(dialect, context, columns)}) AS found WHERE {same}"


def outcomes(world: World, run: Run, dialect: Dialect, *asked: Asked) -> list[dict[str, Any]]:
    """The outcomes of several cores asked at one place, as the vectors say them."""
    ((*row,),) = run(sql_of(world, dialect, *asked))
    cells = row[-2 * len(asked) :]
    return [_outcome(cells[2 * number], cells[2 * number + 1]) for number in range(len(asked))]


def _outcome(value: Any, error: Any) -> dict[str, Any]:
    assert error is True or error is False
    return {"error": True} if error else {"unknown": True} if value is None else {"value": value}


def same(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Bit for bit: the same type, the same digits, the same sign of zero."""
    return repr(found) == repr(expected)
