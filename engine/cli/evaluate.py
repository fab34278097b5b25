"""`phieu evaluate FORM.json RESPONSE.json`: values, route and failures of one set of answers."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from typing import Any

from engine.cli.files import Source, read_form, read_text
from engine.cli.report import print_findings
from engine.errors import ResponseError
from engine.questionnaire.load import read_json
from engine.response import View, view_of_answers
from engine.response.values import outer_value

NAME = "evaluate"
HELP = "Evaluate one response: values, route and failures."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("form", metavar="FORM.json", help="the questionnaire document, or a compiled form")
    parser.add_argument("response", metavar="RESPONSE.json", help="the answers")
    parser.add_argument("--language", help="language of messages; the first of the questionnaire if left out")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Print what the answers come to; 1 when the questionnaire or an answer has errors."""
    source = read_form(args.form)
    text = read_text(args.response)
    if source.compilation.compiled is None:
        print_findings(source.compilation.errors, as_json=args.json, name=source.name, text=source.text)
        return 1
    view = _view(args, source, text)
    if view is None:
        return 1
    print(json.dumps(result(view), ensure_ascii=False, indent=1) if args.json else _readable(view))
    return 0


def result(view: View) -> dict[str, Any]:
    """The result of an evaluation; unknown and off-route values are not among `values`."""
    cells = [(path, frame, slot) for path, frame, slot in view.walk() if not slot.is_preload]
    return {
        "values": {
            path: outer_value(slot.type, frame.values[slot.slot])
            for path, frame, slot in cells
            if slot.type is not None and frame.values[slot.slot] is not None
        },
        "on_route": {path: frame.route[slot.slot] for path, frame, slot in cells},
        "failures": [
            {
                "edit": one.edit, "path": one.path, "severity": one.severity, "message": one.message,
                "involved": list(one.involved), "values": dict(one.values), "phase": one.phase,
            }
            for one in view.failures()
        ],
        "not_evaluated": [one.as_json() for one in view.not_evaluated()],
    }  # fmt: skip


def _view(args: argparse.Namespace, source: Source, text: str) -> View | None:
    response, findings = read_json(text)
    if not findings:
        try:
            today = datetime.now(UTC).date().isoformat()
            return view_of_answers(source.compilation.form(), response, today=today, language=args.language)
        except ResponseError as wrong:
            findings = list(wrong.findings)
    print_findings(findings, as_json=args.json, name=args.response, text=text)
    return None


def _readable(view: View) -> str:
    told = result(view)
    width = max((len(path) for path in told["on_route"]), default=0)
    lines = ["Values"]
    for path, on_route in told["on_route"].items():
        if path in told["values"]:
            shown = json.dumps(told["values"][path], ensure_ascii=False)
            lines.append(f"  {path:<{width}}  {shown}")
        elif not on_route:
            lines.append(f"  {path:<{width}}  not asked")
    lines += ["", f"Failures ({len(told['failures'])})"]
    for one in told["failures"]:
        where = one["path"] or "the interview"
        lines += [f"  {one['severity']:<4}  {one['edit']}  {where}", f"        {one['message']}".rstrip()]
    lines += ["", f"Not evaluated ({len(told['not_evaluated'])})"]
    lines += [
        f"  {one['outcome']:<7}  {one['edit']}  {one['path'] or 'the interview'}" for one in told["not_evaluated"]
    ]
    return "\n".join(line for line in lines if line.strip() or not line)
