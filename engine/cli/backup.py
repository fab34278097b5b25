"""The half of `phieu import` that reads the backup file of a device into the server's database."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from engine.cli.db import opened
from engine.cli.report import print_findings
from engine.errors import UsageError
from engine.store.media_files import MediaFiles
from engine.sync import backup, backup_import, office_key
from engine.sync.backup import BackedUp
from engine.sync.backup_import import Outcome


def take_backup(path: Path, args: argparse.Namespace) -> int:
    """Take in what the file holds; 1 when something is missing, and is said."""
    directory = Path(args.directory)
    key = directory / "office_key.pem"
    if not path.is_file():
        raise UsageError(f"{path} cannot be read. Name a file that is there.")
    if not key.is_file():
        raise UsageError(f"{key} is not there. Name the server's folder with --directory.")
    found = backup.read(path, office_key.load_or_make(key))
    outcome = Outcome()
    if found.events or found.files:
        with opened(_database(args, directory)) as session:
            outcome = backup_import.take_in(session, MediaFiles(directory / "media"), path, found)
    _tell(found, outcome, args.json)
    return 1 if found.findings or outcome.findings else 0


def _database(args: argparse.Namespace, directory: Path) -> str:
    """The database named, that of the environment, or the one in the folder."""
    return str(
        args.database or os.environ.get("PHIEU_DATABASE") or f"sqlite:///{(directory / 'phieu.sqlite').resolve()}"
    )


def _tell(found: BackedUp, outcome: Outcome, as_json: bool) -> None:
    findings = [*found.findings, *outcome.findings]
    counts = {name: outcome.segments[name] for name in ("stored", "known", "quarantined")}
    events = sum(len(log) for log in found.events.values())
    told = {
        "device": found.device,
        "interviews": len({interview for interview, _ in found.events}),
        "events": events,
        "unsent": found.unsent,
        "segments": counts,
        "files": outcome.files,
    }
    if as_json:
        print(json.dumps({**told, "findings": [one.as_json() for one in findings]}, ensure_ascii=False, indent=1))
        return
    print_findings(findings, as_json=False, out=sys.stderr)
    print(f"Device {found.device or '?'}: {told['interviews']:,} interviews, {events:,} events, of which")
    print(f"{found.unsent:,} had not been sent when the file was saved.")
    segments = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    print(f"Segments: {segments}. Files: {outcome.files:,} whole.")
