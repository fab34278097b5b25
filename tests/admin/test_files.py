"""Photos and files of an interview, as the office sees them: shown or downloaded, to those who may."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.admin.office import Browser
from tests.sync.field import Field, Tablet, add_form, prepare

FORM: dict[str, Any] = {
    "id": "house",
    "version": "1",
    "languages": ["en"],
    "title": {"en": "House"},
    "items": [
        {"name": "front", "type": "photo", "label": {"en": "Front"}},
        {"name": "talk", "type": "audio", "label": {"en": "Talk"}},
        {"name": "paper", "type": "file", "label": {"en": "Paper"}},
    ],
}
KINDS = {
    "front": ("front.jpg", "image/jpeg", b"\xff\xd8 photo"),
    "talk": ("talk.webm", "audio/webm", b"talk" * 100),
    "paper": ('a"\r\n/b.svg', "image/svg+xml", b"<svg onload=alert(1)>"),
}


@pytest.fixture
def tablet(app: Flask, people: dict[str, int]) -> Tablet:
    """A tablet that has sent an interview with three files in it, and none of the files."""
    field: Field = prepare(app, people)
    add_form(field, FORM)
    tablet = field.tablet()
    given = [tablet.opened("house-1", form="house")]
    for path, (name, media_type, data) in KINDS.items():
        value = {"name": name, "sha256": digest(path), "size": len(data), "media_type": media_type}
        given.append(tablet.answer("house-1", path, value))
    given.append(tablet.event("house-1", "complete"))
    assert tablet.results(tablet.segment("house-1", given, form={"id": "house", "version": "1"})) == ["stored"]
    return tablet


def digest(path: str) -> str:
    return hashlib.sha256(KINDS[path][2]).hexdigest()


def arrive(tablet: Tablet) -> None:
    for path, (_, _, data) in KINDS.items():
        answer = tablet.client.put(f"/api/v1/media/{digest(path)}", data=data, headers=tablet.headers)
        assert answer.json["complete"] is True  # type: ignore[index]


def fetch(person: Browser, path: str, interview: str = "house-1", **headers: str) -> TestResponse:
    """The file of a question; the answer is read and closed."""
    url = f"/admin/interviews/{interview}/files/{digest(path)}"
    answer = person.client.get(url, headers=headers, buffered=True)
    answer.close()
    return answer


def test_a_page_says_which_files_have_not_arrived(browser: Callable[[str], Browser], tablet: Tablet) -> None:
    supervisor = browser("supervisor")
    page = supervisor.see("/interviews/house-1")
    assert page.count("not arrived yet</p>") == 3
    assert "not arrived from the device yet: 3." in page
    assert "files awaited 3" in supervisor.see("/interviews/")
    assert "house-1"[:8] in supervisor.see("/interviews/?problem=files_awaited")
    assert fetch(supervisor, "front").status_code == 404


def test_a_photo_is_shown_a_recording_played_and_a_file_downloaded(
    browser: Callable[[str], Browser], tablet: Tablet
) -> None:
    arrive(tablet)
    page = browser("supervisor").see("/interviews/house-1")
    assert f'<img src="/admin/interviews/house-1/files/{digest("front")}"' in page
    assert f'src="/admin/interviews/house-1/files/{digest("talk")}"' in page and "<audio" in page
    assert f'<a href="/admin/interviews/house-1/files/{digest("paper")}" download' in page
    assert "not arrived" not in page


def test_what_could_run_is_never_shown_by_the_browser(browser: Callable[[str], Browser], tablet: Tablet) -> None:
    arrive(tablet)
    supervisor = browser("supervisor")
    photo = fetch(supervisor, "front")
    assert (photo.data, photo.mimetype) == (KINDS["front"][2], "image/jpeg")
    assert photo.headers["X-Content-Type-Options"] == "nosniff"
    paper = fetch(supervisor, "paper")
    assert (paper.data, paper.mimetype) == (KINDS["paper"][2], "application/octet-stream")
    assert paper.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in paper.headers["Content-Disposition"]


def test_a_recording_is_given_in_parts(browser: Callable[[str], Browser], tablet: Tablet) -> None:
    arrive(tablet)
    part = fetch(browser("supervisor"), "talk", Range="bytes=4-7")
    assert (part.status_code, part.data) == (206, b"talk")


def test_files_are_for_those_who_see_the_interview(
    browser: Callable[[str], Browser], tablet: Tablet, app: Flask
) -> None:
    arrive(tablet)
    assert fetch(browser("supervisor"), "front").status_code == 200
    assert fetch(browser("far_supervisor"), "front").status_code == 404
    assert fetch(Browser(app.test_client()), "front").status_code == 302
    assert fetch(browser("supervisor"), "front", "house-2").status_code == 404


def test_a_supervisor_approves_without_files_only_on_purpose(browser: Callable[[str], Browser], tablet: Tablet) -> None:
    supervisor = browser("supervisor")
    assert supervisor.send("/interviews/house-1/approve").status_code == 409
    assert "have not arrived" in supervisor.send("/interviews/house-1/approve").text
    assert supervisor.send("/interviews/house-1/approve", without_files="yes").status_code == 302
    assert "approved" in supervisor.see("/interviews/house-1").lower()
