"""`phieu check FORM.json`: all mistakes and warnings of a questionnaire, each with its place and what to do.

What the compiler finds comes first; what the linter proves about the form after it, within `--seconds`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from time import monotonic

from engine.cli.files import Source, read_form
from engine.cli.report import print_findings
from engine.errors import Finding, UsageError

NAME = "check"
HELP = "Find all mistakes in a questionnaire."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("form", metavar="FORM.json", help="the questionnaire document")
    parser.add_argument(
        "--prove", action=argparse.BooleanOptionalAction, default=True,
        help="also prove what no interview can do: questions never asked, edits that never fail, and the like (on)",
    )  # fmt: skip
    parser.add_argument("--seconds", metavar="S", type=float, default=20.0, help="time for the proofs (20)")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Print all findings; 1 when one of them is an error."""
    if args.seconds < 0:
        raise UsageError("Give --seconds 0 or more.")
    source = read_form(args.form)
    findings = [*source.compilation.findings, *(_proven(source, args.seconds) if args.prove else ())]
    print_findings(findings, as_json=args.json, name=source.name, text=source.text)
    if not args.json:
        counts = (_counted(findings, severity) for severity in ("error", "warning"))
        print(f"{source.name}: {', '.join(counts)}.")
    return 1 if source.compilation.errors else 0


def _proven(source: Source, seconds: float) -> list[Finding]:
    """What the linter finds; nothing where the questionnaire does not compile."""
    if source.compilation.compiled is None:
        return []
    from engine.proof.prove import prove  # the solver is large, and loaded only to prove

    return prove(source.compilation.compiled, seconds, clock=monotonic)


def _counted(findings: Sequence[Finding], severity: str) -> str:
    number = sum(one.severity == severity for one in findings)
    return f"{number or 'no'} {severity}{'' if number == 1 else 's'}"
