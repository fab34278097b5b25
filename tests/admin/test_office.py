"""Assignments, accounts, quarantine and the activity record as the office handles them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from flask import Flask
from werkzeug.test import TestResponse

from admin.quarantine import readable
from tests.admin.office import PASSWORD, Browser

HEADER = "form,enumerator,area,due,household,size_last_round"


def send_file(person: Browser, text: str | bytes) -> TestResponse:
    raw = text if isinstance(text, bytes) else text.encode()
    return person.send("/assignments/import", file=(io.BytesIO(raw), "assignments.csv"))


def test_all_mistakes_of_a_file_are_shown_with_their_rows_and_nothing_is_stored(
    browser: Callable[[str], Browser], published: str
) -> None:
    lines = [
        HEADER.replace("area,", "area,"),
        "small,enumerator,01/00004/003,2026-12-05,001,4",
        "nothing,enumerator,01/00004/003,,002,",
        "small,nobody,79/1,5.12.2026,,four",
    ]
    supervisor = browser("supervisor")
    answer = send_file(supervisor, "\n".join(lines).replace("area,due", "area,due"))
    assert answer.status_code == 422
    for words in (
        "“nothing”",
        "“nobody”",
        "Area 79/1",
        "5.12.2026",
        "“household”",
        "“four”",
        '<td class="end">3</td>',
        '<td class="end">4</td>',
    ):
        assert words in answer.text, words
    assert "nothing was stored" in answer.text
    assert "No assignment fits" in supervisor.see("/assignments/")


def test_a_good_file_is_given_out_whole(browser: Callable[[str], Browser], app: Flask, published: str) -> None:
    from sqlalchemy import select

    from engine.store import db
    from engine.store.models import Assignment

    supervisor = browser("supervisor")
    text = "form;enumerator;area;household;size_last_round;label\n" + "".join(
        f"small;enumerator;01/00004/003;{number:03d};{number};Hộ {number}\n" for number in (1, 2)
    )
    # `area` is both the place of the assignment and a key of this questionnaire's unit.
    assert send_file(supervisor, "\ufeff" + text).status_code == 302
    with app.app_context():
        rows = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
        assert [(row.unit["household"], row.preload, row.label) for row in rows] == [
            ("001", {"size_last_round": 1}, "Hộ 1"), ("002", {"size_last_round": 2}, "Hộ 2")
        ]  # fmt: skip
    again = send_file(supervisor, text)
    assert again.status_code == 422
    assert "given out already" in again.text


def test_a_file_that_is_not_utf8_is_refused_with_the_row(browser: Callable[[str], Browser], published: str) -> None:
    answer = send_file(browser("supervisor"), HEADER.encode() + b"\nsmall,enumerator,01/00004/003,,H\xe9,\n")
    assert answer.status_code == 422
    assert "not UTF-8" in answer.text and '<td class="end">2</td>' in answer.text


def test_an_assignment_is_made_moved_and_withdrawn(browser: Callable[[str], Browser], published: str) -> None:
    supervisor = browser("supervisor")
    made = supervisor.send(
        "/assignments/", form="small", enumerator="enumerator", area="01/00004/003", household="009", label="Hộ 009"
    )
    assert made.status_code == 302
    assert "Hộ 009" in supervisor.see("/assignments/")
    supervisor.send("/assignments/1/reassign", enumerator="colleague")
    assert '<option value="colleague" selected>' in supervisor.see("/assignments/")
    assert browser("far_supervisor").send("/assignments/1/withdraw").status_code == 404
    supervisor.send("/assignments/1/withdraw")
    assert "Withdrawn" in supervisor.see("/assignments/?status=cancelled")


def test_an_assignment_with_mistakes_keeps_what_was_typed(browser: Callable[[str], Browser], published: str) -> None:
    answer = browser("supervisor").send(
        "/assignments/", form="small", enumerator="enumerator", area="79/1", household="", label="Hộ kept"
    )
    assert answer.status_code == 422
    assert "Area 79/1" in answer.text and "“household”" in answer.text and 'value="Hộ kept"' in answer.text


def test_an_account_is_created_changed_and_switched_off(browser: Callable[[str], Browser], app: Flask) -> None:
    admin = browser("administrator")
    bad = admin.send("/users/", name="x", full_name="", role="king", password="short", areas="a b")
    assert bad.status_code == 422
    for words in ("2 to 64", "full name is missing", "no such role", "8 characters", "area cannot be read"):
        assert words in bad.text, words
    admin.send(
        "/users/",
        name="new.supervisor",
        full_name="Lê Thị Mới",
        role="supervisor",
        password="a long one",
        areas="01\n79/26734",
    )
    assert "01, 79/26734" in admin.see("/users/")
    admin.send("/users/new.supervisor", what="areas", areas="40")
    assert "<td>40</td>" in admin.see("/users/")
    person = Browser(app.test_client())
    assert person.send("/sign-in", name="new.supervisor", password="a long one").status_code == 302
    admin.send("/users/new.supervisor", what="deactivate")
    assert person.client.get("/admin/").status_code == 302
    assert admin.send("/users/administrator", what="deactivate").status_code == 409


def test_the_activity_record_is_shown_and_exported(browser: Callable[[str], Browser], published: str) -> None:
    admin = browser("administrator")
    assert "published a version" in admin.see("/activity/")
    rows = list(csv.DictReader(io.StringIO(admin.see("/activity/export.csv").removeprefix("\ufeff"))))
    assert {"publish", "draft", "account", "sign_in"} <= {row["what"] for row in rows}
    only = list(csv.DictReader(io.StringIO(admin.see("/activity/export.csv?what=publish").removeprefix("\ufeff"))))
    assert {row["what"] for row in only} == {"publish"}


def test_what_could_not_be_taken_in_is_shown_and_marked_as_handled(
    app: Flask, browser: Callable[[str], Browser], published: str
) -> None:
    client = app.test_client()
    account = {"name": "enumerator", "password": PASSWORD, "device": "d7f2k3q9", "app_version": "0.1.0"}
    token = client.post("/api/v1/session", json=account).json["token"]  # type: ignore[index]
    client.post("/api/v1/sync/push", data=b'{"broken": "Lan', headers={"Authorization": f"Bearer {token}"})
    supervisor = browser("supervisor")
    assert "unreadable" in supervisor.see("/quarantine/")
    assert "&#34;broken&#34;: &#34;Lan" in supervisor.see("/quarantine/1")
    assert supervisor.client.get("/admin/quarantine/1/raw").data == b'{"broken": "Lan'
    assert browser("far_supervisor").client.get("/admin/quarantine/1").status_code == 404
    assert supervisor.send("/quarantine/1/retry").status_code == 409
    assert supervisor.send("/quarantine/1/dismiss", why="").status_code == 422
    assert supervisor.send("/quarantine/1/dismiss", why="Sent again").status_code == 302
    assert "Sent again" in supervisor.see("/quarantine/?status=dismissed")


def test_packed_bytes_are_shown_unpacked_and_broken_ones_as_they_are() -> None:
    import gzip

    assert readable(gzip.compress(b'{"a":1}')) == '{\n  "a": 1\n}'
    assert readable(b"\x1f\x8bbroken").startswith("\x1f\\x8b")
    assert readable("Hộ".encode()[:2]) == "H\\xe1"
