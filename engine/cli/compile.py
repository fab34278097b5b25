"""`phieu compile FORM.json [-o COMPILED.json]`: the compiled form (docs/compiled_form.md), the same bytes each time."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from engine.cli.files import read_form
from engine.cli.report import print_findings, summary
from engine.questionnaire import as_bytes

NAME = "compile"
HELP = "Compile a questionnaire for the browser, the server and the batch."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("form", metavar="FORM.json", help="the questionnaire document")
    parser.add_argument("-o", "--output", metavar="COMPILED.json", help="where to write; standard output if left out")
    parser.add_argument("--json", action="store_true", help="print what happened as JSON")


def run(args: argparse.Namespace) -> int:
    """Write the compiled form; 1, and nothing written, when the questionnaire has errors."""
    source = read_form(args.form)
    compilation = source.compilation
    if compilation.compiled is None:
        print_findings(compilation.errors, as_json=args.json, name=source.name, text=source.text)
        return 1
    data = as_bytes(compilation.compiled)
    if args.output is None:
        sys.stdout.buffer.write(data + b"\n")
        return 0
    Path(args.output).write_bytes(data)
    if args.json:
        told = {"output": args.output, "hash": compilation.compiled["hash"], "bytes": len(data)}
        print(json.dumps(told | summary(compilation.findings, source.text), ensure_ascii=False))
    else:
        print(f"{args.output}: {len(data):,} bytes, sha256 {compilation.compiled['hash'][:12]}…")
    return 0
