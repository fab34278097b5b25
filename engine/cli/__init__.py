"""The command `phieu`: a table of commands, each a module with NAME, HELP, configure(parser), run(args) -> exit code.

Exit codes: 0 done; 1 the input has errors, all of them listed; 2 wrong usage. A command's module is imported when the
command is called, so that `phieu check` loads neither Flask nor a database.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from engine.errors import InputError, PhieuError, UsageError

COMMANDS: dict[str, str] = {
    "run": "engine.cli.run",
    "check": "engine.cli.check",
    "compile": "engine.cli.compile",
    "evaluate": "engine.cli.evaluate",
    "edit": "engine.cli.edit",
    "simulate": "engine.cli.simulate",
    "import": "engine.cli.import_",
    "export": "engine.cli.export",
    "handoff": "engine.cli.handoff",
    "user": "engine.cli.user",
    "db": "engine.cli.db",
}
"""Each command, and the module that does it."""


class Command(Protocol):
    """What the module of a command has."""

    NAME: str
    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; gives the exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `phieu` with the arguments, those of the process where none are given; gives the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        args = _parser(words).parse_args(words)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2
    try:
        return int(args.command.run(args))
    except UsageError as wrong:
        print(f"phieu {words[0]}: {wrong}", file=sys.stderr)
        return 2
    except InputError as wrong:
        from engine.cli.report import print_findings

        print_findings(wrong.findings, as_json=getattr(args, "json", False))
        return 1
    except PhieuError as wrong:
        print(f"phieu {words[0]}: {wrong}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read the output has seen enough; nothing more is written at the end either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser with the command that is called, or with all commands to show what there is."""
    parser = argparse.ArgumentParser(prog="phieu", description="Electronic survey forms for official statistics.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    called = [words[0]] if words and words[0] in COMMANDS else list(COMMANDS)
    for name in called:
        command = _load(COMMANDS[name])
        if command is not None:
            sub = commands.add_parser(name, help=command.HELP, description=command.HELP)
            command.configure(sub)
            sub.set_defaults(command=command)
    return parser


def _load(module: str) -> Command | None:
    """The command's module; None where this installation does not have it."""
    try:
        return cast("Command", importlib.import_module(module))
    except ModuleNotFoundError as absent:
        if absent.name != module:
            raise
        return None
