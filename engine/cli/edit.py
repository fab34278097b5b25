"""`phieu edit FORM.json RESPONSES.jsonl --engine python -o DIR`: all checks over many responses, as tables.

Writes `outcomes.parquet` (record, edit, path, outcome), `failures.parquet` (record, edit, path, severity, phase,
message, involved, values) and `counts.json` (records, and of each check how often it had each of the five outcomes).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.cli.files import read_form
from engine.cli.report import print_findings
from engine.edits.outcomes import OUTCOMES
from engine.errors import Finding, ResponseError, UsageError
from engine.questionnaire.load import read_json
from engine.response import View, view_of_answers
from engine.response.form import Form

NAME = "edit"
HELP = "Check many responses and write outcomes, failures and counts."

TEXT = pa.string()
OUTCOME_COLUMNS = pa.schema([("record", TEXT), ("edit", TEXT), ("path", TEXT), ("outcome", TEXT)])
FAILURE_COLUMNS = pa.schema([
    ("record", TEXT), ("edit", TEXT), ("path", TEXT), ("severity", TEXT), ("phase", TEXT), ("message", TEXT),
    ("involved", pa.list_(TEXT)), ("values", TEXT),
])  # fmt: skip
BATCH = 2000
"""Records between two writes."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("form", metavar="FORM.json", help="the questionnaire document, or a compiled form")
    parser.add_argument("responses", metavar="RESPONSES.jsonl", help="one response a line")
    parser.add_argument(
        "--engine", choices=("python", "duckdb", "spark"), default="python", help="what runs the checks"
    )
    parser.add_argument("-o", "--output", metavar="DIR", required=True, help="folder for the tables")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")


def run(args: argparse.Namespace) -> int:
    """Check all responses; 1 when some cannot be read, which are listed while the others are checked."""
    if args.engine != "python":
        raise UsageError(f"The engine '{args.engine}' is not in this installation. Use --engine python.")
    if not args.responses.endswith(".jsonl"):
        raise UsageError(f"{args.responses} is not JSON lines. Give a file that ends in .jsonl.")
    source = read_form(args.form)
    if source.compilation.compiled is None:
        print_findings(source.compilation.errors, as_json=args.json, name=source.name, text=source.text)
        return 1
    folder = Path(args.output)
    folder.mkdir(parents=True, exist_ok=True)
    tables = _Tables(folder)
    try:
        _check_all(Form.of(source.compilation.compiled), args.responses, tables)
    finally:
        tables.close()
    told = tables.told()
    (folder / "counts.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(json.dumps(told, ensure_ascii=False) if args.json else _readable(told))
    return 1 if tables.unread else 0


def _check_all(form: Form, path: str, tables: _Tables) -> None:
    today = datetime.now(UTC).date().isoformat()
    for number, line in _lines(path):
        response, findings = read_json(line)
        if not findings:
            try:
                view = view_of_answers(form, response, today=today)
            except ResponseError as wrong:
                findings = list(wrong.findings)
            else:
                tables.add(str(response.get("id", number)), view)
        if findings:
            tables.refuse(number, findings)


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

    def add(self, record: str, view: View) -> None:
        for edit, path, outcome in view.outcomes():
            self._rows["outcomes"].append({"record": record, "edit": edit, "path": path, "outcome": outcome})
            self._counts.setdefault(edit, Counter())[outcome] += 1
        for one in view.failures():
            values = json.dumps(dict(one.values), ensure_ascii=False)
            row = one.as_json() | {"record": record, "values": values}
            self._rows["failures"].append({name: row[name] for name in FAILURE_COLUMNS.names})
        self._records += 1
        if self._records % BATCH == 0:
            self._write()

    def refuse(self, line: int, findings: list[Finding]) -> None:
        self.unread.append({"line": line, "findings": [one.as_json() for one in findings]})

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
    for one in told["unread"]:
        lines += [f"line {one['line']}: {found['message']} {found['remedy']}" for found in one["findings"]]
    return "\n".join(lines)
