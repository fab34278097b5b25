"""`phieu import xlsform FILE [-o FORM.json]`: a questionnaire from an XLSForm, and what could not be carried over;
`phieu import backup FILE`: what a device saved, taken in as if it had been sent (`backup.py`)."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from engine.errors import UsageError
from engine.interchange.xlsform import Imported, import_xlsform

NAME = "import"
HELP = "Make a questionnaire from an XLSForm, or take in the backup file of a device."
SHOWN = 200
"""How many findings are shown to people; --json has all."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("format", choices=["xlsform", "backup"], help="what the file is")
    parser.add_argument(
        "file", metavar="FILE", help="the spreadsheet, .xlsx or .xls, its list files beside it; or the backup"
    )
    parser.add_argument("-o", "--output", metavar="FORM.json", help="where to write; standard output if left out")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument(
        "--directory", default="var", metavar="DIR", help="of a backup: where the server keeps its data"
    )
    parser.add_argument("--database", metavar="URL", help="of a backup: the database, where it is not in DIR")


def run(args: argparse.Namespace) -> int:
    """Write the questionnaire; 1 when something needs the author's hand, and is said."""
    path = Path(args.file)
    if args.format == "backup":
        from engine.cli.backup import take_backup

        return take_backup(path, args)
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise UsageError(f"{path} cannot be read: {wrong.strerror}. Name a file that is there.") from None
    imported = import_xlsform(data, path.stem, lambda name: _beside(path, name))
    if args.output:
        Path(args.output).write_text(imported.text, "utf-8")
    _tell(imported, args)
    return 1 if any(one.severity == "error" for one in imported.findings) else 0


def _beside(form: Path, name: str) -> str | None:
    """The text of a list file beside the form or in its media folder."""
    for folder in (form.parent, form.parent / f"{form.stem}-media", form.parent / "media"):
        found = (folder / Path(name).name).resolve()
        if found.is_file() and found.parent == folder.resolve():
            return found.read_text("utf-8", errors="replace")
    return None


def _tell(imported: Imported, args: argparse.Namespace) -> None:
    if args.json:
        counts = Counter(one.severity for one in imported.findings)
        told = {
            "output": args.output, "expressions": imported.expressions, "exact": imported.exact,
            "differing": imported.differing, "errors": counts["error"], "warnings": counts["warning"],
            "findings": [one.as_json() for one in imported.findings],
            **({} if args.output else {"form": imported.document}),
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    if args.output is None:
        sys.stdout.write(imported.text)
    out = sys.stderr if args.output is None else sys.stdout
    important = [one for one in imported.findings if one.severity != "info"]
    for one in important[:SHOWN]:
        print(f"{one.place}  {one.severity}  {one.code}\n    {one.message}\n    → {one.remedy}", file=out)
    rest = len(imported.findings) - len(important[:SHOWN])
    if rest:
        print(f"{rest:,} more findings; --json lists all.", file=out)
    print(_summary(imported), file=out)


def _summary(imported: Imported) -> str:
    lost = imported.expressions - imported.exact - imported.differing
    return (
        f"{imported.document['id']}: {imported.expressions:,} expressions, {imported.exact:,} carried exactly, "
        f"{imported.differing:,} with a stated difference, {lost:,} kept in notes."
    )
