"""50 edits within a record, as columns: what the emitted SQL costs beside SQL written by hand for the same outcomes.

`python -m bench.columns.bench [--records 10000000] [--rounds 3] [--folder DIR]`

The records stand in a Parquet file as the hand-off writes it: 40 variables, each with its reason. Both queries give the
outcome of every edit for every record, five outcomes, into a table; both read the file. Measured, each time in a
process of its own, are the processor time of all threads and the most memory that the process held: the medians of the
rounds, taken in turn. The counts of outcomes must be the same.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from bench.columns.edits import CODES, DECIMALS, EDITS, INTEGERS, questionnaire
from engine.batch.handed_on import open_tables
from engine.batch.results import Results
from engine.batch.sessions import DuckSession
from engine.questionnaire import compile_text
from engine.response.form import Form

GIGABYTE = 1024**3


@dataclass(frozen=True)
class Measured:
    """One run: processor seconds, most memory held in bytes, and the counts of outcomes."""

    seconds: float
    memory: int
    counts: list[Any]


def main() -> int:
    """Generate, measure, print; 1 when the outcomes differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", help="where the data are kept between runs; a temporary folder otherwise")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(args.folder or temporary)
        return measure(data(folder, args.records), args.records, args.rounds)


def data(folder: Path, records: int) -> Path:
    """The Parquet file of so many records, made when it is not there."""
    path = folder / f"bench_{records}" / "tables" / "bench.parquet"
    if path.exists():
        return path
    path.parent.mkdir(parents=True)
    columns = ["printf('%08d', n) AS interview__id"]
    for place, name in enumerate(INTEGERS):
        columns.append(drawn(name, place, f"CAST(hash(n, {place}) % 1000 AS BIGINT)"))
    for place, name in enumerate(DECIMALS, 100):
        columns.append(drawn(name, place, f"CAST(CAST(hash(n, {place}) % 1000000 AS BIGINT) / 100 AS DECIMAL(16, 2))"))
    for place, name in enumerate(CODES, 200):
        columns.append(drawn(name, place, f"CAST(1 + hash(n, {place}) % 3 AS VARCHAR)"))
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        rows = f"SELECT {', '.join(columns)} FROM range({records}) AS t(n)"
        database.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    return path


def drawn(name: str, seed: int, value: str) -> str:
    """A variable and its reason: a value in 93 of 100 records."""
    chance = f"hash(n, {seed}, 'reason') % 100"
    reason = f"CASE {chance} WHEN 0 THEN 'refused' WHEN 1 THEN 'dont_know' WHEN 2 THEN 'not_reached' END"
    if name in INTEGERS[10:]:
        reason = f"CASE WHEN {chance} IN (3, 4, 5, 6) THEN 'not_asked' ELSE {reason} END"
    return f"CASE WHEN {reason} IS NULL THEN {value} END AS {name}, {reason} AS {name}__reason"


def measure(path: Path, records: int, rounds: int) -> int:
    """Both queries in turn; prints the ratio of their processor times."""
    runs: dict[Callable[[Path], Measured], list[Measured]] = {emitted: [], by_hand: []}
    for _ in range(rounds):
        for query, found in runs.items():
            found.append(alone(query, path))
        ours, theirs = (found[-1].counts for found in runs.values())
        if ours != theirs:
            print(f"the outcomes differ: {[(a, b) for a, b in zip(ours, theirs, strict=True) if a != b][:3]}")
            return 1
    print(f"{records:,} records, {len(EDITS)} edits, median of {rounds}")
    seconds = []
    for query, found in runs.items():
        seconds.append(statistics.median(one.seconds for one in found))
        memory = statistics.median(one.memory for one in found) / GIGABYTE
        print(f"{query.__name__}: {seconds[-1]:.2f} s of processor, {memory:.2f} GB")
    print(f"ratio {seconds[0] / seconds[1]:.2f}")
    return 0


def alone(query: Callable[[Path], Measured], path: Path) -> Measured:
    """A run in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as processes:
        return processes.submit(query, path).result()


def emitted(path: Path) -> Measured:
    """The emitted SQL."""
    compiled = compile_text(json.dumps(questionnaire()), lambda name: "").compiled
    assert compiled is not None  # noqa: S101
    form, session = Form.of(compiled), DuckSession()
    start = time.process_time()
    results = Results(session, form, open_tables(session, form, path).layout)
    results.check()
    seconds, memory = time.process_time() - start, most_memory()
    found = results.counts()
    session.close()
    return Measured(seconds, memory, [(name, *found[name].values()) for name, *_ in EDITS])


def by_hand(path: Path) -> Measured:
    """The SQL written by hand."""
    columns = ", ".join(f"{sql} AS {name}" for name, _, sql in EDITS)
    with duckdb.connect() as database:
        database.execute("SET preserve_insertion_order = false")
        database.execute("SET enable_progress_bar = false")
        start = time.process_time()
        database.execute(f"CREATE TEMP TABLE found AS SELECT interview__id, {columns} FROM read_parquet('{path}')")
        seconds, memory = time.process_time() - start, most_memory()
        rows = []
        for name, *_ in EDITS:
            each = ", ".join(f"COUNT(*) FILTER (WHERE {name} = {outcome})" for outcome in range(5))
            rows.append((name, *(database.execute(f"SELECT {each} FROM found").fetchone() or ())))
        return Measured(seconds, memory, rows)


def most_memory() -> int:
    """The most memory that this process has held, in bytes; what it was started by does not count."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    sys.exit(main())
