"""50 edits within a record, as columns: what the emitted SQL costs beside SQL written by hand for the same outcomes.

`python -m bench.columns.bench [--records 10000000] [--rounds 3] [--folder DIR]`

The records stand in a Parquet file as the hand-off writes it: 40 variables, each with its reason. Both queries give the
outcome of every edit for every record, five outcomes, into a table; both read the file. Measured is the processor time
of all threads, the median of the rounds, taken in turn. The counts of outcomes must be the same.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from bench.columns.edits import CODES, DECIMALS, EDITS, INTEGERS, questionnaire
from engine.batch.handed_on import open_tables
from engine.batch.results import Results
from engine.batch.sessions import DuckSession
from engine.questionnaire import compile_text
from engine.response.form import Form


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
    compiled = compile_text(json.dumps(questionnaire()), lambda name: "").compiled
    assert compiled is not None  # noqa: S101
    form = Form.of(compiled)
    ours, theirs = [], []
    for _ in range(rounds):
        first, counted = emitted(form, path)
        second, expected = by_hand(path)
        ours.append(first)
        theirs.append(second)
        if counted != expected:
            print(f"the outcomes differ: {[(a, b) for a, b in zip(counted, expected, strict=True) if a != b][:3]}")
            return 1
    a, b = statistics.median(ours), statistics.median(theirs)
    seconds = f"emitted {a:.2f} s, by hand {b:.2f} s of processor"
    print(f"{records:,} records, {len(EDITS)} edits: {seconds}, ratio {a / b:.2f}")
    return 0


def emitted(form: Form, path: Path) -> tuple[float, list[Any]]:
    """Processor seconds of the emitted SQL, and its counts."""
    session = DuckSession()
    start = time.process_time()
    results = Results(session, form, open_tables(session, form, path))
    results.check()
    taken = time.process_time() - start
    found = results.counts()
    session.close()
    return taken, [(name, *found[name].values()) for name, *_ in EDITS]


def by_hand(path: Path) -> tuple[float, list[Any]]:
    """Processor seconds of the SQL written by hand, and its counts."""
    columns = ", ".join(f"{sql} AS {name}" for name, _, sql in EDITS)
    with duckdb.connect() as database:
        database.execute("SET preserve_insertion_order = false")
        start = time.process_time()
        database.execute(f"CREATE TEMP TABLE found AS SELECT interview__id, {columns} FROM read_parquet('{path}')")
        taken = time.process_time() - start
        rows = []
        for name, *_ in EDITS:
            each = ", ".join(f"COUNT(*) FILTER (WHERE {name} = {outcome})" for outcome in range(5))
            rows.append((name, *(database.execute(f"SELECT {each} FROM found").fetchone() or ())))
        return taken, rows


if __name__ == "__main__":
    sys.exit(main())
