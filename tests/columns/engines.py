"""The engines beside Python, each with the same few members: it takes a world, gives the outcomes of cores in it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import duckdb

from engine.expression.columns import Dialect, dialect
from tests.columns import spark
from tests.columns.worlds import Asked, Run, load_into, outcomes
from tests.conformance.world import World

SERVER = Path(__file__).with_name("engine.mjs")
REFUSED = "Spark has no NFC"
TOGETHER = 25
"""Programs that run in one query."""

Outcome = dict[str, Any]
"""`{"value": v}`, `{"unknown": True}` or `{"error": True}`; `stopped` and `refused` where there is no outcome."""


class Engine(Protocol):
    """What the campaign asks of an engine."""

    name: str

    def take(self, world: World) -> None:
        """Make a world the one that is asked."""

    def outcomes(self, world: World, asked: list[Asked]) -> list[Outcome]:
        """The outcomes of several cores at one place."""

    def same(self, found: Outcome, expected: Outcome) -> bool:
        """Whether an outcome is, bit for bit, what Python gives."""


class Columns:
    """A column engine: its dialect, how it runs a query, how it takes a world; what it refuses by name is counted."""

    def __init__(self, name: str, run: Run, take: Callable[[World], None]) -> None:
        self.name, self.run, self.take = name, run, take
        self.dialect: Dialect = dialect(name)
        self.refused = 0

    def outcomes(self, world: World, asked: list[Asked]) -> list[Outcome]:
        """A query for several; each alone when they cannot run together."""
        found = []
        for start in range(0, len(asked), TOGETHER):
            found += self._together(world, asked[start : start + TOGETHER])
        return found

    def same(self, found: Outcome, expected: Outcome) -> bool:
        """The same type, the same digits, the same sign of zero."""
        return repr(found) == repr(expected)

    def _together(self, world: World, asked: list[Asked]) -> list[Outcome]:
        try:
            return outcomes(world, self.run, self.dialect, *asked)
        except Exception as wrong:
            if len(asked) > 1:
                return [self._together(world, [one])[0] for one in asked]
            self.refused += REFUSED in str(wrong)
            return [{"refused" if REFUSED in str(wrong) else "stopped": str(wrong)[:300]}]


class JavaScript:
    """The browser's evaluator in Node."""

    name = "javascript"

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def take(self, world: World) -> None:
        self._ask({"world": {
            "lists": world.code_lists, "scopes": world.scopes, "today": world.today, "root": world.root.as_json(),
        }})  # fmt: skip

    def outcomes(self, world: World, asked: list[Asked]) -> list[Outcome]:
        cases = [
            {"ast": one.ast, "at": world.steps(one.place), "filter": one.listed, "code": one.code} for one in asked
        ]
        found: list[Outcome] = self._ask({"cases": cases})
        return found

    def same(self, found: Outcome, expected: Outcome) -> bool:
        """The same digits and sign of zero; all numbers of JavaScript are doubles, and look whole where they are."""
        return found.keys() == expected.keys() and all(_same(found[key], expected[key]) for key in expected)

    def _ask(self, message: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline(), object_hook=_negative_zero)


def _negative_zero(found: dict[str, Any]) -> Any:
    return -0.0 if found == {"negative": 0} else found


@contextmanager
def in_node() -> Iterator[JavaScript]:
    """The browser's evaluator; Node missing is a failure."""
    node = shutil.which("node")
    assert node is not None, "Node is needed: make test installs it"
    with subprocess.Popen([node, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield JavaScript(process)
        assert process.stdin is not None
        process.stdin.close()


@contextmanager
def in_duckdb() -> Iterator[Columns]:
    """DuckDB in memory."""
    with duckdb.connect() as database:
        run: Run = lambda sql: database.execute(sql).fetchall()  # noqa: E731  # one expression, three uses of it
        yield Columns("duckdb", run, lambda world: load_into(database, world))


@contextmanager
def in_spark() -> Iterator[Columns]:
    """A local Spark."""
    session = spark.session()
    session.sparkContext.setLogLevel("OFF")
    try:
        yield Columns("spark", spark.run_in(session), lambda world: spark.load(session, world))
    finally:
        session.stop()


@contextmanager
def opened(*engines: Callable[[], Any]) -> Iterator[list[Any]]:
    """Several engines at once."""
    with ExitStack() as stack:
        yield [stack.enter_context(engine()) for engine in engines]


def _same(found: Any, expected: Any) -> bool:
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(map(_same, found, expected))
    if isinstance(expected, dict) and isinstance(found, dict):
        return found.keys() == expected.keys() and all(_same(found[key], expected[key]) for key in expected)
    if type(expected) is float and type(found) in (int, float):
        return float(found).hex() == expected.hex()
    return type(found) is type(expected) and bool(found == expected)
