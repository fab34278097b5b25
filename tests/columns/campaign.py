"""The campaign: many random programs through Python and DuckDB, the vectors and a share of programs through Spark.

`python -m tests.columns.campaign [--programs 12000] [--seed 1] [--spark-programs 400]`; exit 1 on any disagreement,
with the smallest part of the smallest program that disagrees. Spark runs where pyspark and Java are installed. What
Spark refuses by name (`raise_error`) is counted apart. At the end, a whole form with `phieu edit` in every engine.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from engine.expression.columns import Dialect, dialect
from tests.columns import spark, whole
from tests.columns.programs import cases, expected, smallest
from tests.columns.worlds import Asked, Run, load_into, outcomes, same
from tests.conformance.dump import dump_case, topics
from tests.conformance.world import World, build_world

REFUSED = "Spark has no NFC"
TOGETHER = 25
"""Programs that run in one query."""


@dataclass
class Engine:
    """A column engine: its dialect, how it runs a query, how it takes a world."""

    dialect: Dialect
    run: Run
    take: Any
    refused: int = 0

    @classmethod
    @contextmanager
    def duckdb(cls) -> Iterator[Engine]:
        """DuckDB in memory."""
        with duckdb.connect() as database:
            yield cls(dialect("duckdb"), lambda sql: database.execute(sql).fetchall(), lambda w: load_into(database, w))

    @classmethod
    @contextmanager
    def spark(cls) -> Iterator[Engine]:
        """A local Spark."""
        session = spark.session()
        session.sparkContext.setLogLevel("OFF")
        try:
            yield cls(dialect("spark"), spark.run_in(session), lambda world: spark.load(session, world))
        finally:
            session.stop()

    def outcomes(self, world: World, asked: list[Asked]) -> list[dict[str, Any]]:
        """The outcomes of several cores at one place; each alone when they cannot run together."""
        try:
            return outcomes(world, self.run, self.dialect, *asked)
        except Exception as wrong:
            if len(asked) > 1:
                return [self.outcomes(world, [one])[0] for one in asked]
            self.refused += REFUSED in str(wrong)
            return [{"refused" if REFUSED in str(wrong) else "stopped": str(wrong)[:300]}]


@dataclass(frozen=True)
class Disagreement:
    """A core on which an engine and Python differ."""

    ast: Any
    place: str
    python: dict[str, Any]
    found: dict[str, Any]

    def __str__(self) -> str:
        core = json.dumps(self.ast, ensure_ascii=False)
        return f"{core} at '{self.place}': Python {self.python}, columns {self.found}"


def disagreements(engine: Engine, seed: int, programs: int) -> list[Disagreement]:
    """Random programs through Python and an engine; of each that differs, its smallest part that does."""
    wrong = []
    for world, drawn in cases(seed, programs):
        engine.take(world)
        by_place = defaultdict(list)
        for case in drawn:
            by_place[case.place].append(case)
        for place, those in by_place.items():
            for start in range(0, len(those), TOGETHER):
                part = those[start : start + TOGETHER]
                found = engine.outcomes(world, [Asked(one.ast, place) for one in part])
                wrong += [
                    _smallest(engine, world, case.ast, place)
                    for case, one in zip(part, found, strict=True)
                    if "refused" not in one and not same(one, case.expect)
                ]
    return wrong


def _smallest(engine: Engine, world: World, ast: Any, place: str) -> Disagreement:
    def found(core: Any) -> dict[str, Any]:
        return engine.outcomes(world, [Asked(core, place)])[0]

    def disagrees(core: Any) -> bool:
        try:
            return not same(found(core), expected(world, core, place))
        except (AttributeError, AssertionError, IndexError, TypeError, KeyError):
            return False  # a part of an aggregate has no meaning outside it

    core = smallest(ast, disagrees)
    return Disagreement(core, place, expected(world, core, place), found(core))


def vectors(engine: Engine) -> tuple[int, list[Any]]:
    """All vectors of tests/conformance through an engine: how many ran, and which are wrong."""
    ran, wrong = 0, []
    for content in topics().values():
        world = build_world(content["world"])
        engine.take(world)
        groups = defaultdict(list)
        for case in content["cases"]:
            dumped = dump_case(world, case)
            asked = Asked.of(dumped, case.get("in", ""))
            groups[asked.place, asked.listed, asked.code].append((case["name"], asked, dumped["expect"]))
        for group in groups.values():
            for start in range(0, len(group), TOGETHER):
                part = group[start : start + TOGETHER]
                ran += len(part)
                found = engine.outcomes(world, [asked for _, asked, _ in part])
                wrong += [
                    (name, one, expect)
                    for (name, _, expect), one in zip(part, found, strict=True)
                    if "refused" not in one and not same(one, expect)
                ]
    return ran, wrong


def main() -> int:
    """Run the campaign; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=12000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--spark-programs", type=int, default=400)
    args = parser.parse_args()
    engines = [("duckdb", Engine.duckdb, args.programs)]
    if spark.is_installed():
        engines.append(("spark", Engine.spark, args.spark_programs))
    else:
        print("spark: pyspark is not installed; install the extra 'spark' to run it")
    code = max(_campaign(name, opened, args.seed, programs) for name, opened, programs in engines)
    return max(code, _whole_form([name for name, *_ in engines]))


def _campaign(name: str, opened: Any, seed: int, programs: int) -> int:
    start = time.monotonic()
    with opened() as engine:
        ran, wrong = vectors(engine)
        differing = sorted(disagreements(engine, seed, programs), key=lambda one: len(str(one)))
        seconds = time.monotonic() - start
        print(
            f"{name}: {ran} vectors, {len(wrong)} wrong; {programs} programs, {len(differing)} disagree; "
            f"{engine.refused} refused by name; {seconds:.0f} s"
        )
    for one in wrong:
        print(f"  {one}")
    if differing:
        print(f"  smallest: {differing[0]}")
    return 1 if wrong or differing else 0


def _whole_form(engines: list[str]) -> int:
    start = time.monotonic()
    try:
        with TemporaryDirectory() as folder:
            found = whole.compare(engines, Path(folder))
    except AssertionError as wrong:
        print(f"phieu edit: {wrong}")
        return 1
    told = ", ".join(f"{number} {name}" for name, number in found.items())
    print(f"phieu edit, python and {' and '.join(engines)}: {told}, the same; {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
