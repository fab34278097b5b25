"""`phieu handoff run|status`: hand approved interviews on to processing, and say what waits and what has gone."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.cli.db import add_database, shown
from engine.errors import UsageError
from engine.process import outbox
from engine.process.handoff import Outcome, Run, Step, hand_on
from engine.store import schema
from engine.store.database import open_engine, reading

NAME = "handoff"
HELP = "Hand approved interviews on to processing as Parquet tables, each once."
DEFAULT_FOLDER = "var/handoff"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    running = actions.add_parser("run", help="hand on all that waits")
    running.add_argument(
        "-o", "--output", default=DEFAULT_FOLDER, metavar="DIR", help=f"where batches go (default: {DEFAULT_FOLDER})"
    )
    status = actions.add_parser("status", help="what waits, what is begun, what has been handed on")
    for action in (running, status):
        add_database(action)
        action.add_argument("--form", metavar="ID", help="one questionnaire only")
        action.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 1 when interviews had to be held back."""
    engine = _open(args.database)
    try:
        return _run(engine, args) if args.action == "run" else _status(engine, args)
    finally:
        engine.dispose()


def _open(url: str) -> Engine:
    engine = open_engine(url)
    with engine.connect() as connection:
        revision = schema.revision(connection)
    if revision != schema.newest_revision():
        raise UsageError(f"The tables of {shown(url)} are not those of this program. Run phieu db upgrade on it.")
    return engine


def _run(engine: Engine, args: argparse.Namespace) -> int:
    outcome = hand_on(Run(engine, Path(args.output), who=getpass.getuser(), after=_progress(args)), args.form)
    print(json.dumps(_told(outcome), ensure_ascii=False, indent=1) if args.json else _lines(outcome))
    return 1 if outcome.held_back else 0


def _progress(args: argparse.Namespace) -> Any:
    """Shows each step on a terminal."""
    if args.json or not sys.stderr.isatty():
        return lambda step: None

    def show(step: Step) -> None:
        print(f"\r\033[K{step} …", end="\n" if step == "marked" else "", file=sys.stderr, flush=True)

    return show


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "batches": [
            {
                "batch": one.name,
                "form": one.form,
                "version": one.version,
                "interviews": one.interviews,
                "folder": str(one.folder),
                "resumed": one.resumed,
            }
            for one in outcome.batches
        ],
        "held_back": outcome.held_back,
    }


def _lines(outcome: Outcome) -> str:
    lines = [f"{one.interviews} interviews of {one.form} {one.version} -> {one.folder}" for one in outcome.batches]
    lines += [f"held back: {interview} {reason}" for interview, reason in sorted(outcome.held_back.items())]
    return "\n".join(lines or ["Nothing waits to be handed on."])


def _status(engine: Engine, args: argparse.Namespace) -> int:
    with reading(), Session(engine) as session:
        told: dict[str, list[dict[str, Any]]] = {
            "waiting": [
                {
                    "form": one.form,
                    "version": one.version,
                    "interviews": one.interviews,
                    "oldest": one.oldest.isoformat(),
                }
                for one in outbox.waiting(session, args.form)
            ],
            "batches": [
                {"batch": one.name, "form": one.form, "interviews": one.interviews, "handed_at": _moment(one.handed_at)}
                for one in outbox.batches(session, args.form)
            ],
        }
    print(json.dumps(told, ensure_ascii=False, indent=1) if args.json else _status_lines(told))
    return 0


def _status_lines(told: dict[str, list[dict[str, Any]]]) -> str:
    lines = [
        f"waiting: {one['interviews']} of {one['form']} {one['version']}, since {one['oldest']}"
        for one in told["waiting"]
    ]
    for one in told["batches"]:
        when = (
            f"handed on {one['handed_at']}"
            if one["handed_at"]
            else "begun, not finished: phieu handoff run finishes it"
        )
        lines.append(f"{one['batch']}: {one['interviews']} of {one['form']}, {when}")
    return "\n".join(lines or ["Nothing has been approved yet."])


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
