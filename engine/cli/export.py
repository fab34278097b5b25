"""`phieu export xlsform FORM.json -o FILE.xlsx`: the questionnaire for other programs, and what differs there."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from engine.cli.files import read_text, reader
from engine.cli.report import summary
from engine.interchange.export import export_xlsform

NAME = "export"
HELP = "Write a questionnaire as an XLSForm."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("format", choices=["xlsform"], help="what to write")
    parser.add_argument("form", metavar="FORM.json", help="the questionnaire document")
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="where to write")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Write the form; 1 when the questionnaire has errors."""
    exported = export_xlsform(read_text(args.form), reader(Path(args.form).parent))
    Path(args.output).write_bytes(exported.as_bytes())
    if args.json:
        print(json.dumps({"output": args.output, **summary(exported.findings, "")}, ensure_ascii=False, indent=1))
        return 0
    for one in exported.findings:
        print(f"{one.pointer}  {one.severity}  {one.code}\n    {one.message}\n    → {one.remedy}")
    print(f"{args.output}: {len(exported.survey):,} rows, {len(exported.findings):,} findings.")
    return 0
