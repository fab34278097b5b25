"""The backup file: saved on a locked device without a network, readable by the office alone, read like a push."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from engine.cli import main
from engine.store import assignments, db, forms, users
from engine.store.assignments import NewAssignment
from engine.store.models import Event, Interview
from tests.client.conftest import ROOT, begin, compiled, question, saved, sign_in, start
from tests.client.office import Office, Server
from tests.client.pictures import give, picture
from tests.client.test_encryption import lock

FORM = ROOT / "tests/client/forms/files.json"


def save_backup(page: Page, folder: Path) -> Path:
    """Save the file from the screen that is shown."""
    with page.expect_download() as download:
        page.click("[data-backup]")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.fixture
def backup(page: Page, office: Office, server: Server, tmp_path: Path) -> Path:
    """A file with an interview of which nothing was sent, saved on a locked device without a network."""
    office.hand_out(compiled(FORM), {"household": "001"}, label="Hộ 001")
    page.clock.install()
    sign_in(page)
    server.stop()
    start(page)
    give(page, "front", picture(page, 1200, 900))
    saved(page)
    give(page, "back", picture(page, 60, 90))
    saved(page)
    lock(page)
    return save_backup(page, tmp_path)


@pytest.fixture
def directory(app: Flask, people: dict[str, int], office: Office, tmp_path: Path) -> Path:
    """The folder of a server that has the form, the assignment and the key that the device knew."""
    private = office.key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    folder = tmp_path / "server"
    folder.mkdir()
    (folder / "office_key.pem").write_bytes(private)
    with app.app_context():
        session = db.session()
        forms.publish(session, FORM.read_text("utf-8"), {}, users.by_name(session, "alice"))
        version = json.loads(FORM.read_text("utf-8"))["version"]
        work = NewAssignment("files", version, people["enumerator"], "01/00004/003", {"household": "001"}, "Hộ 001")
        assignments.give_out(session, [work], "supervisor")
        session.commit()
    return folder


class Desk:
    """Who reads backup files in the office, on the command line."""

    def __init__(self, directory: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.options = ["--directory", str(directory), "--database", url]
        self.directory, self.capsys = directory, capsys

    def take(self, path: Path) -> tuple[int, dict[str, Any]]:
        """The exit code, and what is told."""
        self.capsys.readouterr()
        code = main(["import", "backup", str(path), "--json", *self.options])
        return code, json.loads(self.capsys.readouterr().out)


@pytest.fixture
def desk(directory: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(directory, database_url, capsys)


def test_it_is_read_as_a_push_would_be_once_and_with_its_files(backup: Path, desk: Desk, app: Flask) -> None:
    code, told = desk.take(backup)
    assert (code, told["findings"]) == (0, [])
    assert told["segments"] == {"stored": 1, "known": 0, "quarantined": 0}
    assert (told["interviews"], told["files"]) == (1, 2)
    assert told["unsent"] == told["events"] >= 4
    with app.app_context():
        rows = db.session.scalars(select(Event).order_by(Event.seq)).all()
        assert [row.seq for row in rows] == list(range(1, told["events"] + 1))
        named = [json.loads(row.payload)["value"]["sha256"] for row in rows if row.type == "answer"]
        interview = db.session.scalars(select(Interview)).one()
        assert (interview.form_id, interview.files_awaited) == ("files", 0)
    for sha256 in named:
        data = (desk.directory / "media" / sha256[:2] / sha256[2:]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == sha256
    code, again = desk.take(backup)
    assert (code, again["segments"]) == (0, {"stored": 0, "known": 1, "quarantined": 0})


def test_nobody_but_the_office_can_read_it(backup: Path, desk: Desk) -> None:
    text = backup.read_text("utf-8")
    assert not re.search(r'"front"|front\.jpg|Hộ|image/jpeg|household|phieu-2026', text.split("\n", 1)[1])
    (desk.directory / "office_key.pem").unlink()
    main(["import", "backup", str(backup), *desk.options])
    assert "office_key.pem" in desk.capsys.readouterr().err
    from engine.sync.office_key import load_or_make

    load_or_make(desk.directory / "office_key.pem")  # another office
    code, told = desk.take(backup)
    assert code == 1
    assert told["findings"][0]["code"] == "backup_key_closed"
    assert told["events"] == 0


def test_of_a_damaged_file_everything_that_can_be_read_is_taken_in_and_the_rest_is_named(
    backup: Path, desk: Desk, app: Flask
) -> None:
    lines = backup.read_text("utf-8").splitlines()
    events = [at for at, line in enumerate(lines) if '"store":"events"' in line]
    pieces = [at for at, line in enumerate(lines) if '"store":"pieces"' in line]
    about = next(at for at, line in enumerate(lines) if '"store":"interviews"' in line)
    lines[about] = lines[about][:40]  # cut: the questionnaire is known from the log
    lines[events[1]] = lines[events[1]].replace('"seq":', '"seq":9')  # of another place
    lines[pieces[0]] = lines[pieces[0]].replace("A", "B", 3)
    backup.write_text("\n".join(lines[:-1]), "utf-8")
    code, told = desk.take(backup)
    assert code == 1
    found = [(one["code"], one["pointer"]) for one in told["findings"]]
    assert ("backup_line_damaged", f"/{about}") in found
    assert ("backup_record_damaged", f"/{events[1]}") in found
    assert ("backup_record_damaged", f"/{pieces[0]}") in found
    assert {"backup_cut_off", "backup_file_incomplete"} <= {name for name, _ in found}
    assert all(one["remedy"] and one["message"].startswith("Line ") for one in told["findings"])
    assert told["segments"]["stored"] == 1
    assert told["files"] == 1
    with app.app_context():
        assert len(db.session.scalars(select(Event)).all()) == len(events) - 1


def test_what_is_no_backup_is_said(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("dear diary")
    code, told = desk.take(path)
    assert (code, told["findings"][0]["code"]) == (1, "not_a_backup")
    assert main(["import", "backup", str(tmp_path / "nothing"), *desk.options]) == 2


def test_of_a_page_that_is_unlocked_the_file_is_in_the_sheet_of_protection(
    page: Page, office: Office, household: dict[str, Any], tmp_path: Path
) -> None:
    begin(page, office, household)
    question(page, "owns").locator("input").first.check()
    saved(page)
    page.locator(".bar .button").first.click()
    page.click("[data-act=protect]")
    head = json.loads(save_backup(page, tmp_path).read_text("utf-8").split("\n")[0])
    assert [one["user"] for one in head["keys"]] == ["enumerator", ""]
