"""`phieu simulate FORM.json --interviews N -o RESPONSES.jsonl`: interviews drawn from a form, and what they
exercised.

The same form, seed and date give the same bytes. `--violate` names edits that fail in every interview, for trying
out what comes after the edits; `--report` writes the coverage as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from engine.cli.files import read_form
from engine.cli.report import print_findings
from engine.errors import UsageError
from engine.response.form import Form
from engine.simulate import Coverage, Plan, Simulated, simulate
from engine.simulate.draws import Draws
from engine.simulate.interviews import Made

NAME = "simulate"
HELP = "Draw interviews that follow the form, for trials, training and load."
SHOWN = 12
"""How many names of a kind the summary shows; `--report` has all."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("form", metavar="FORM.json", help="the questionnaire document, or a compiled form")
    parser.add_argument("--interviews", metavar="N", type=int, required=True, help="how many")
    parser.add_argument("--seed", metavar="S", type=int, default=1, help="the same seed, the same interviews (1)")
    parser.add_argument("-o", "--output", metavar="RESPONSES.jsonl", required=True, help="one response a line")
    parser.add_argument("--violate", metavar="EDIT,…", default="", help="edits that fail in every interview")
    parser.add_argument(
        "--satisfy", choices=("all", "hard", "none"), default="all", help="which of the other edits hold (all)"
    )
    parser.add_argument("--missing", metavar="RATE", type=float, default=0.03, help="rate of missing reasons (0.03)")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="reference date; the form's or today if left out")
    parser.add_argument("--report", metavar="REPORT.json", help="write what was exercised, with all counts")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def run(args: argparse.Namespace) -> int:
    """Write the interviews; 1 when the questionnaire has errors, or an interview could not be made as asked."""
    if args.interviews < 0 or not 0 <= args.missing <= 1:
        raise UsageError("Give --interviews 0 or more, and --missing between 0 and 1.")
    source = read_form(args.form)
    if source.compilation.compiled is None:
        print_findings(source.compilation.errors, as_json=args.json, name=source.name, text=source.text)
        return 1
    form = Form.of(source.compilation.compiled)
    coverage, problems = Coverage(form), Counter[str]()
    with Path(args.output).open("w", encoding="utf-8", newline="\n") as out:
        plan = _plan(args, form)
        for one in _told(simulate(form, args.interviews, args.seed, plan, _maker(form, plan)), args.interviews):
            out.write(json.dumps(one.response, ensure_ascii=False, separators=(",", ":")) + "\n")
            coverage.add(one.view)
            problems.update(one.problems)
    report = coverage.report()
    if args.report:
        Path(args.report).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    told = {
        "interviews": report["interviews"],
        "not_as_asked": dict(sorted(problems.items())),
        "never": report["never"],
    }
    print(json.dumps(told, ensure_ascii=False, indent=1) if args.json else _readable(told, report))
    return 1 if problems else 0


def _maker(form: Form, plan: Plan) -> Made:
    """What reasons where drawing fails; the solver is loaded when it is needed first."""
    made: list[Made] = []

    def make(draws: Draws) -> Mapping[str, Any] | None:
        if not made:
            from engine.proof.made import Maker

            made.append(Maker(form, plan))
        return made[0](draws)

    return make


def _plan(args: argparse.Namespace, form: Form) -> Plan:
    violate = frozenset(name for name in args.violate.split(",") if name)
    known = {check.id for scope in form.scopes for check in scope.checks}
    if unknown := sorted(violate - known):
        raise UsageError(f"The questionnaire has no edit {', '.join(unknown)}. Name edits by their id.")
    day = args.date or form.compiled.get("reference_date") or datetime.now(UTC).date().isoformat()
    try:
        date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{day} is no date. Write it as YYYY-MM-DD.") from None
    return Plan(day, args.satisfy, violate, args.missing)


def _told(interviews: Iterator[Simulated], wanted: int) -> Iterator[Simulated]:
    """The interviews, with a count on a terminal."""
    shows, last = sys.stderr.isatty(), 0.0
    for one in interviews:
        if shows and monotonic() - last > 0.2:
            last = monotonic()
            print(f"\r{one.number:,} of {wanted:,} interviews", end="", file=sys.stderr, flush=True)
        yield one
    if shows:
        print("\r\033[K", end="", file=sys.stderr)


def _readable(told: dict[str, Any], report: dict[str, Any]) -> str:
    never, questions = told["never"], report["questions"]
    codes = [f"{name}: {', '.join(found)}" for name, found in never["codes"].items() if name not in never["questions"]]
    conditions = [f"{one['of']}: never {one['is']}: {one['text']}" for one in never["conditions"]]
    edits = [f"{name}: never {' nor '.join(found)}" for name, found in never["edits"].items()]
    lines = [
        f"{told['interviews']:,} interviews, {sum(report['rows'].values()):,} rows, "
        f"{sum(one['answered'] for one in questions.values()):,} answers.",
        *_some(f"Questions never asked, of {len(questions)}", never["questions"]),
        *_some("Codes never given", codes),
        *_some(f"Conditions that never came out so, of {len(report['conditions'])}", conditions),
        *_some("Edits that never came out so", edits),
    ]
    if told["not_as_asked"]:
        wrong = [f"{name}: {count:,}" for name, count in told["not_as_asked"].items()]
        lines += _some("Interviews that could not be made as asked, by check", wrong)
    return "\n".join(lines)


def _some(title: str, names: list[str]) -> list[str]:
    if not names:
        return [f"{title}: none."]
    more = [f"  and {len(names) - SHOWN} more (--report has all)"] if len(names) > SHOWN else []
    return [f"{title}: {len(names)}", *(f"  {name}" for name in names[:SHOWN]), *more]
