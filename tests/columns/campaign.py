"""The campaign: many random programs through Python, JavaScript and DuckDB in one run, a share through Spark as well.

`python -m tests.columns.campaign [--programs 12000] [--seed 20261123] [--spark-programs 400]`; exit 1 on any
disagreement, each told as the smallest program and record that show it, with the value of each engine. Vectors and
examples run in every engine, and at the end a whole form with `phieu edit`. Spark runs where pyspark and Java are
installed (`--spark-programs 0` leaves it out); what it refuses by name is counted apart.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.columns import examples, spark, whole
from tests.columns.agreement import disagreements
from tests.columns.engines import Columns, Engine, in_duckdb, in_node, in_spark, opened
from tests.columns.worlds import Asked
from tests.conformance.dump import dump_case, topics
from tests.conformance.world import build_world

Wrong = list[tuple[str, Any]]


def vectors(engine: Engine) -> tuple[int, Wrong]:
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
            found = engine.outcomes(world, [asked for _, asked, _ in group])
            ran += len(found)
            wrong += [
                (name, one) for (name, _, expect), one in zip(group, found, strict=True)
                if "refused" not in one and not engine.same(one, expect)
            ]  # fmt: skip
    return ran, wrong


def main() -> int:
    """Run the campaign; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=12000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--spark-programs", type=int, default=400)
    args = parser.parse_args()
    has_spark = spark.is_installed() and args.spark_programs > 0
    if not has_spark and args.spark_programs:
        print("spark: pyspark is not installed; install the extra 'spark' to run it")
    with opened(in_node, in_duckdb) as engines:
        wrong = [_known(engine) for engine in engines]
        wrong.append(_random(engines, args.seed, args.programs))
        if has_spark:
            with in_spark() as cluster:
                wrong.append(_known(cluster))
                wrong.append(_random([*engines, cluster], args.seed + 1, args.spark_programs))
    wrong.append(_whole_form(["duckdb", "spark"] if has_spark else ["duckdb"]))
    return max(wrong)


def _known(engine: Engine) -> int:
    """The vectors and the examples of the definition through an engine."""
    start = time.monotonic()
    ran, wrong = vectors(engine)
    different = examples.differing(engine)
    told = f"{ran} vectors, {len(wrong)} wrong; {len(examples.ASKED)} examples, {len(different)} wrong"
    print(f"{engine.name}: {told}{_refused([engine])}; {time.monotonic() - start:.0f} s", flush=True)
    for one in (*wrong, *different):
        print(f"  {one}")
    return 1 if wrong or different else 0


def _random(engines: list[Any], seed: int, programs: int) -> int:
    """Random programs through Python and the engines."""
    start = time.monotonic()
    found = 0
    for one in disagreements(engines, seed, programs):
        found += 1
        print(f"disagreement: {one}", flush=True)
    names = ", ".join(["python", *(engine.name for engine in engines)])
    seconds = time.monotonic() - start
    print(f"{names}: {programs} programs, {found} disagree{_refused(engines)}; {seconds:.0f} s", flush=True)
    return 1 if found else 0


def _refused(engines: list[Any]) -> str:
    """How often what ran was refused by name, where it was; counted anew afterwards."""
    told = ""
    for engine in engines:
        if isinstance(engine, Columns) and engine.refused:
            told += f", {engine.refused} refused by name in {engine.name}"
            engine.refused = 0
    return told


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
