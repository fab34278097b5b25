"""`phieu handoff run|status`, as headquarters calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.cli import main
from engine.store.interviews import put_in_outbox
from engine.store.models import Interview
from tests.process.forms import FORM
from tests.process.store import approve


@pytest.fixture
def url(engine: Engine, database_url: str) -> str:
    """The address of a database with one approved interview."""
    approve(engine, FORM, "i1", lambda interview: interview.answer("month", "2026-10"))
    return database_url


def phieu(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main(["handoff", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_status_says_what_waits_and_then_what_has_gone(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, before = phieu(capsys, "status", "--database", url)
    assert [(one["form"], one["interviews"]) for one in before["waiting"]] == [("household", 1)]
    code, done = phieu(capsys, "run", "--database", url, "-o", str(tmp_path / "out"))
    assert (code, [one["interviews"] for one in done["batches"]]) == (0, [1])
    _, after = phieu(capsys, "status", "--database", url)
    assert after["waiting"] == []
    assert [one["batch"] for one in after["batches"]] == [done["batches"][0]["batch"]]


def test_one_questionnaire_alone_can_be_handed_on(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert phieu(capsys, "run", "--database", url, "-o", str(tmp_path), "--form", "other")[1]["batches"] == []
    assert len(phieu(capsys, "run", "--database", url, "-o", str(tmp_path), "--form", "household")[1]["batches"]) == 1


def test_an_interview_held_back_is_named_and_makes_the_exit_code_1(
    engine: Engine, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Session(engine) as session:
        session.add(
            Interview(id="empty", form_id="household", version="1", enumerator_id=1, area="", status="approved")
        )
        session.flush()
        put_in_outbox(session, "empty")
        session.commit()
    code, done = phieu(capsys, "run", "--database", url, "-o", str(tmp_path / "out"))
    assert (code, list(done["held_back"])) == (1, ["empty"])


def test_people_read_sentences(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handoff", "run", "--database", url, "-o", str(tmp_path / "out")]) == 0
    assert "1 interviews of household 1 ->" in capsys.readouterr().out
    assert main(["handoff", "run", "--database", url, "-o", str(tmp_path / "out")]) == 0
    assert "Nothing waits" in capsys.readouterr().out
    assert main(["handoff", "status", "--database", url]) == 0
    assert "handed on" in capsys.readouterr().out


def test_a_database_without_tables_is_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["handoff", "status", "--database", f"sqlite:///{tmp_path / 'empty.sqlite'}"]) == 2
    assert "phieu db upgrade" in capsys.readouterr().err
