"""`phieu check FORM.json`: all mistakes and warnings of a questionnaire, each with its place and what to do."""

from __future__ import annotations

import argparse

from engine.cli.files import read_form
from engine.cli.report import print_findings

NAME = "check"
HELP = "Find all mistakes in a questionnaire."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("form", metavar="FORM.json", help="the questionnaire document")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Print all findings; 1 when one of them is an error."""
    source = read_form(args.form)
    compilation = source.compilation
    print_findings(compilation.findings, as_json=args.json, name=source.name, text=source.text)
    if not args.json:
        warnings = len(compilation.findings) - len(compilation.errors)
        print(f"{source.name}: {_counted(len(compilation.errors), 'error')}, {_counted(warnings, 'warning')}.")
    return 1 if compilation.errors else 0


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
