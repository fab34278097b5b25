"""`phieu edit FORM.json RESPONSES.(jsonl|parquet) --engine duckdb -o DIR`: all checks over many responses, as tables.

JSON lines, or tables handed on (a Parquet file of a batch, or its folder), run in Python, or as columns in DuckDB or
Spark; in Python the tables become responses again (engine/batch/responses.py). The files are the same for every
engine; the column engines add `compact/` (engine/batch/results.py).
Writes `outcomes.parquet` (record, edit, path, outcome), `failures.parquet` (record, edit, path, severity, phase,
message, involved, values) and `counts.json` (records, and of each check how often it had each of the five outcomes).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.batch.results import FAILURE_COLUMNS, OUTCOME_COLUMNS
from engine.cli.files import read_form
from engine.cli.report import print_findings
from engine.edits.failures import Failure
from engine.edits.outcomes import OUTCOMES, Outcome
from engine.errors import Finding, ResponseError, UsageError
from engine.questionnaire.load import read_json
from engine.response import View, view_of_answers
from engine.response.form import Form
from engine.response.frames import Frame

NAME = "edit"
HELP = "Check many responses and write outcomes, failures and counts."

_Given = tuple[dict[str, Any], Any, list[Finding]]
"""A response: where it stands (`line` or `record`), its JSON value, and why it cannot be read."""

BATCH = 2000
"""Records between two writes."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("form", metavar="FORM.json", help="the questionnaire document, or a compiled form")
    parser.add_argument(
        "responses", metavar="RESPONSES", help="a .jsonl file, one response a line; or tables handed on"
    )
    parser.add_argument(
        "--engine", choices=("python", "duckdb", "spark"), default="python", help="what runs the checks"
    )
    parser.add_argument(
        "--compact", action="store_true", help="duckdb, spark: write outcomes as a column a check only, not as rows"
    )
    parser.add_argument("-o", "--output", metavar="DIR", required=True, help="folder for the tables")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")


def run(args: argparse.Namespace) -> int:
    """Check all responses; 1 when some cannot be read, which are listed while the others are checked."""
    lines = args.responses.endswith(".jsonl")
    if not lines and not Path(args.responses).exists():
        raise UsageError(
            f"{args.responses} is not there. Name a .jsonl file, a Parquet table of a batch, or its folder."
        )
    source = read_form(args.form)
    if source.compilation.compiled is None:
        print_findings(source.compilation.errors, as_json=args.json, name=source.name, text=source.text)
        return 1
    folder = Path(args.output)
    folder.mkdir(parents=True, exist_ok=True)
    form = Form.of(source.compilation.compiled)
    told = ENGINES[args.engine != "python", lines](form, args, folder)
    (folder / "counts.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(json.dumps(told, ensure_ascii=False) if args.json else _readable(told))
    return 1 if told["unread"] or told.get("refused") else 0


def _in_python(form: Form, args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Responses, one after another."""
    with closing(_Tables(folder)) as tables:
        for record, view in _views(form, _read(args.responses), tables.unread, _today()):
            tables.add(record, view.outcomes(), view.failures())
    return tables.told()


def _tables_in_python(form: Form, args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Tables handed on, read as responses; rows off route are not in them, and so not counted."""
    from engine.batch.responses import open_responses  # DuckDB is loaded when it is asked for

    given = open_responses(form, Path(args.responses))
    read: Iterator[_Given] = (({"record": one["id"]}, one, []) for one in given)
    with closing(_Tables(folder)) as tables:
        for record, view in _views(form, read, tables.unread, None):
            outcomes = [one for one in view.outcomes(rows_on_route=True) if one[0] not in given.refused]
            tables.add(record, outcomes, [one for one in view.failures() if one.edit not in given.refused])
    return {**tables.told(), **({"refused": given.refused} if given.refused else {})}


def _in_lines(form: Form, args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Responses through the column engine: their frames become tables."""
    from engine.batch import edit_frames  # DuckDB and Spark are loaded when they are asked for

    unread: list[dict[str, Any]] = []
    frames = ((record, *_frame(view)) for record, view in _views(form, _read(args.responses), unread, _today()))
    told = edit_frames(args.engine, form, frames, folder, compact=args.compact)
    return {**told.as_json(), "unread": unread}


def _frame(view: View) -> tuple[Frame, int | None]:
    root = view.frame("")
    return root, root.home.today


def _in_tables(form: Form, args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    from engine.batch import edit_tables

    told = edit_tables(args.engine, form, Path(args.responses), folder, compact=args.compact)
    return {**told.as_json(), "unread": []}


ENGINES = {
    (False, True): _in_python, (False, False): _tables_in_python, (True, True): _in_lines, (True, False): _in_tables,
}  # fmt: skip
"""What runs the checks: whether as columns, and whether the responses are JSON lines."""


def _read(path: str) -> Iterator[_Given]:
    """The responses of JSON lines."""
    return (({"line": number}, *read_json(line)) for number, line in _lines(path))


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _views(
    form: Form, given: Iterable[_Given], unread: list[dict[str, Any]], today: str | None
) -> Iterator[tuple[str, View]]:
    """The responses that can be read, with their id or number of line; the others are told in `unread`."""
    for place, response, findings in given:
        if not findings:
            try:
                view = view_of_answers(form, response, today=today)
            except ResponseError as wrong:
                findings = list(wrong.findings)
            else:
                yield str(response.get("id", place.get("line"))), view
        if findings:
            unread.append({**place, "findings": [one.as_json() for one in findings]})


def _lines(path: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their number from 1; a count on a terminal where work is long."""
    shows = sys.stderr.isatty()
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if shows and number % 500 == 0:
                    print(f"\r{number:,} records", end="", file=sys.stderr, flush=True)
                if line.strip():
                    yield number, line
    except OSError as wrong:
        raise UsageError(f"{path} cannot be read: {wrong.strerror}. Name a file that is there.") from None
    if shows:
        print("\r", end="", file=sys.stderr)


class _Tables:
    """The tables as they are written, and the counts."""

    def __init__(self, folder: Path) -> None:
        self._writers = {
            "outcomes": pq.ParquetWriter(folder / "outcomes.parquet", OUTCOME_COLUMNS),
            "failures": pq.ParquetWriter(folder / "failures.parquet", FAILURE_COLUMNS),
        }
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in self._writers}
        self._counts: dict[str, Counter[str]] = {}
        self._records = 0
        self.unread: list[dict[str, Any]] = []

    def add(self, record: str, outcomes: Iterable[tuple[str, str, Outcome]], failures: Iterable[Failure]) -> None:
        for edit, path, outcome in outcomes:
            self._rows["outcomes"].append({"record": record, "edit": edit, "path": path, "outcome": outcome})
            self._counts.setdefault(edit, Counter())[outcome] += 1
        for one in failures:
            values = json.dumps(dict(one.values), ensure_ascii=False)
            row = one.as_json() | {"record": record, "values": values}
            self._rows["failures"].append({name: row[name] for name in FAILURE_COLUMNS.names})
        self._records += 1
        if self._records % BATCH == 0:
            self._write()

    def close(self) -> None:
        self._write()
        for writer in self._writers.values():
            writer.close()

    def told(self) -> dict[str, Any]:
        edits = {name: {one: found[one] for one in OUTCOMES} for name, found in sorted(self._counts.items())}
        return {"records": self._records, "edits": edits, "unread": self.unread}

    def _write(self) -> None:
        for name, writer in self._writers.items():
            if self._rows[name]:
                writer.write_table(pa.Table.from_pylist(self._rows[name], writer.schema))
                self._rows[name] = []


def _readable(told: dict[str, Any]) -> str:
    width = max((len(name) for name in told["edits"]), default=4)
    lines = [f"{told['records']:,} records", f"{'edit':<{width}}" + "".join(f"  {one:>14}" for one in OUTCOMES)]
    for name, found in told["edits"].items():
        lines.append(f"{name:<{width}}" + "".join(f"  {found[one]:>14,}" for one in OUTCOMES))
    lines += [f"{name} is left out. {why} Run it on responses." for name, why in told.get("refused", {}).items()]
    for one in told["unread"]:
        place = f"line {one['line']}" if "line" in one else one["record"]
        lines += [f"{place}: {found['message']} {found['remedy']}" for found in one["findings"]]
    return "\n".join(lines)
