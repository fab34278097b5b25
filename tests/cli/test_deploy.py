"""The files of deploy/ agree with the program; a server with real answers has no password that everyone can read."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from waitress.adjustments import Adjustments

from engine.app import MAX_BODY
from engine.cli import _parser
from engine.cli.run import PROXY, prepare
from engine.errors import UsageError

DEPLOY = Path(__file__).parents[2] / "deploy"


def test_the_unit_starts_the_program_with_options_that_it_has() -> None:
    line = re.search(r"^ExecStart=\S+/phieu (.*)$", (DEPLOY / "phieu@.service").read_text(), re.M)
    assert line is not None
    args = _parser(["run"]).parse_args(shlex.split(line[1].replace("%i", "8001")))
    assert (args.production, args.port, args.host) == (True, 8001, "127.0.0.1")


def test_the_proxy_takes_what_the_program_takes() -> None:
    site = (DEPLOY / "nginx.conf").read_text()
    assert Adjustments(**PROXY).trusted_proxy == "127.0.0.1"
    assert f"client_max_body_size {MAX_BODY // 2**20}m;" in site
    assert "X-Forwarded-For $remote_addr" in site and "X-Forwarded-Proto $scheme" in site


def test_the_database_flushes_what_is_answered_as_stored() -> None:
    settings = (DEPLOY / "postgresql.conf").read_text()
    assert re.findall(r"^(?:fsync|synchronous_commit|full_page_writes) = (\w+)", settings, re.M) == ["on"] * 3


def test_commands_of_the_readme_are_commands_of_the_program() -> None:
    from engine.cli import COMMANDS

    named = set(re.findall(r"phieu (run|db|user|handoff) ", (DEPLOY / "README.md").read_text()))
    assert named and named <= set(COMMANDS)


def test_production_begins_empty_and_refuses_the_passwords_of_the_demonstration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quick_hashes: None
) -> None:
    app = prepare(tmp_path / "real", production=True)
    assert app.config["SESSION_COOKIE_SECURE"]
    assert "-demo" not in capsys.readouterr().out
    prepare(tmp_path / "first look")
    with pytest.raises(UsageError, match="admin, designer"):
        prepare(tmp_path / "first look", production=True)
