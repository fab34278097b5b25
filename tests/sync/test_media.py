"""Files of interviews: named by an answer first, taken in by pieces, whole or not there at all, on both databases."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine.errors import Refusal
from engine.store import db, media
from engine.store.media_files import MediaFiles
from engine.store.models import Interview, Media
from engine.sync import office
from engine.sync.media_views import FILES
from tests.sync.field import Field, Tablet, add_form

HOUSE = {
    "id": "house",
    "version": "1",
    "languages": ["en"],
    "title": {"en": "House"},
    "items": [
        {"name": "storeys", "type": "integer", "label": {"en": "Storeys"}},
        {"name": "front", "type": "photo", "relevant": "storeys >= 1", "label": {"en": "Front"}},
        {"name": "back", "type": "photo", "label": {"en": "Back"}},
    ],
}
PHOTO = bytes(range(256)) * 20
DIGEST = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def tablet(field: Field) -> Tablet:
    """A tablet with an interview of the form with photos, opened and sent."""
    add_form(field, HOUSE)
    return field.tablet()


def named(data: bytes = PHOTO, **changes: Any) -> dict[str, Any]:
    """A file as an answer names it."""
    digest = hashlib.sha256(data).hexdigest()
    return {"name": "front.jpg", "sha256": digest, "size": len(data), "media_type": "image/jpeg"} | changes


def send(tablet: Tablet, *events: dict[str, Any], interview: str = "house-1") -> None:
    """Push events of an interview of the form with photos; the first push opens it."""
    opening = [opened(tablet, interview)] if min(one["seq"] for one in events) == 2 else []
    assert tablet.results(tablet.segment(interview, [*opening, *events], form=named_form())) == ["stored"]


def opened(tablet: Tablet, interview: str) -> dict[str, Any]:
    """The first event, whose number the answers have left free."""
    after = tablet.seqs.pop(interview)
    event = tablet.opened(interview, form="house") | {"hlc": "2026-11-22T07:00:00.000Z-0000"}
    tablet.seqs[interview] = after
    return event


def named_form() -> dict[str, str]:
    return {"id": "house", "version": "1"}


def answer(tablet: Tablet, path: str, value: Any, interview: str = "house-1") -> dict[str, Any]:
    """An answer, numbered after the opening."""
    tablet.seqs.setdefault(interview, 1)
    return tablet.answer(interview, path, value)


def put(tablet: Tablet, piece: bytes, offset: int = 0, digest: str = DIGEST) -> TestResponse:
    return tablet.client.put(f"/api/v1/media/{digest}?offset={offset}", data=piece, headers=tablet.headers)


def ask(tablet: Tablet, digest: str = DIGEST) -> TestResponse:
    return tablet.client.get(f"/api/v1/media/{digest}", headers=tablet.headers)


def code(response: TestResponse) -> str:
    return str(response.json["code"])  # type: ignore[index]


def awaited(field: Field, interview: str = "house-1") -> int:
    with field.app.app_context():
        return db.session.get_one(Interview, interview).files_awaited


def test_a_file_comes_in_pieces_and_is_the_same_bytes(field: Field, tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()))
    assert awaited(field) == 1
    assert ask(tablet).json == {"size": 5120, "received": 0, "complete": False}
    assert put(tablet, PHOTO[:2000]).json == {"size": 5120, "received": 2000, "complete": False}
    assert ask(tablet).json == {"size": 5120, "received": 2000, "complete": False}
    assert put(tablet, PHOTO[2000:], 2000).json == {"size": 5120, "received": 5120, "complete": True}
    assert ask(tablet).json == {"size": 5120, "received": 5120, "complete": True}
    assert awaited(field) == 0
    files: MediaFiles = field.app.extensions[FILES]
    assert files.path(DIGEST).read_bytes() == PHOTO
    assert files.path(DIGEST).relative_to(files.root).parts == (DIGEST[:2], DIGEST[2:])


def test_pieces_may_come_twice_and_overlap(field: Field, tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()))
    for start, end in ((0, 3000), (0, 3000), (1000, 4000), (0, 100), (2500, 5120), (0, 5120), (0, 10)):
        assert put(tablet, PHOTO[start:end], start).status_code == 200
    assert ask(tablet).json["complete"] is True  # type: ignore[index]
    assert field.app.extensions[FILES].path(DIGEST).read_bytes() == PHOTO


def test_a_piece_that_leaves_a_gap_is_refused_with_what_is_there(tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()))
    put(tablet, PHOTO[:1000])
    refused = put(tablet, PHOTO[1001:2000], 1001)
    assert (refused.status_code, code(refused)) == (409, "piece_out_of_order")
    assert ask(tablet).json["received"] == 1000  # type: ignore[index]


def test_bytes_that_are_not_those_of_the_file_are_thrown_away_and_sent_anew(field: Field, tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()))
    put(tablet, b"x" + PHOTO[1:3000])
    refused = put(tablet, PHOTO[3000:], 3000)
    assert (refused.status_code, code(refused)) == (409, "file_damaged")
    assert not field.app.extensions[FILES].has(DIGEST)
    assert awaited(field) == 1
    assert ask(tablet).json["received"] == 0  # type: ignore[index]
    assert put(tablet, PHOTO).json["complete"] is True  # type: ignore[index]


def test_a_file_that_no_answer_names_is_not_taken(field: Field, tablet: Tablet) -> None:
    for digest in (DIGEST, "0" * 64, "x", "..%2f..%2fphieu"):
        assert (put(tablet, PHOTO, digest=digest).status_code, ask(tablet, digest).status_code) == (404, 404)
    assert code(put(tablet, PHOTO)) == "not_named"
    assert not field.app.extensions[FILES].root.exists()
    send(tablet, answer(tablet, "back", named()))
    assert put(tablet, PHOTO).json["complete"] is True  # type: ignore[index]


def test_nobody_sends_or_asks_for_the_files_of_another_enumerator(field: Field, tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()))
    other = field.tablet("colleague", "tablet-2")
    assert [code(put(other, PHOTO)), code(ask(other))] == ["not_named", "not_named"]
    assert tablet.client.get(f"/api/v1/media/{DIGEST}").status_code == 401
    assert tablet.client.put(f"/api/v1/media/{DIGEST}", data=PHOTO).status_code == 401
    assert awaited(field) == 1


def test_who_took_a_photo_sends_it_also_after_the_interview_has_gone_to_a_colleague(
    field: Field, tablet: Tablet
) -> None:
    send(tablet, answer(tablet, "back", named()))
    assert put(tablet, PHOTO[:2000]).status_code == 200
    with field.app.app_context():
        db.session.get_one(Interview, "house-1").enumerator_id = field.people["colleague"]
        db.session.commit()
    assert ask(tablet).json["received"] == 2000  # type: ignore[index]
    assert ask(field.tablet("colleague", "tablet-2")).json["complete"] is False  # type: ignore[index]
    assert put(tablet, PHOTO[2000:], 2000).json["complete"] is True  # type: ignore[index]
    assert awaited(field) == 0


def test_what_another_has_begun_to_send_wrongly_does_not_spoil_mine(field: Field, tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()))
    other = field.tablet("colleague", "tablet-2")
    send(other, answer(other, "back", named(size=9), "house-2"), interview="house-2")
    assert code(put(other, b"123456789")) == "file_damaged"
    put(other, b"1234")
    assert put(tablet, PHOTO).json["complete"] is True  # type: ignore[index]


def test_the_same_photo_named_twice_is_sent_once(field: Field, tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()), answer(tablet, "storeys", 2), answer(tablet, "front", named()))
    assert awaited(field) == 1
    put(tablet, PHOTO)
    assert awaited(field) == 0
    send(tablet, answer(tablet, "back", named(name="again.jpg"), "house-2"), interview="house-2")
    assert awaited(field, "house-2") == 0
    assert ask(tablet).json["complete"] is True  # type: ignore[index]


def test_replaced_removed_and_off_route_files_are_taken_but_not_awaited(field: Field, tablet: Tablet) -> None:
    other = named(PHOTO[1:])
    send(tablet, answer(tablet, "back", named()), answer(tablet, "back", other), answer(tablet, "storeys", 1))
    assert awaited(field) == 1
    send(tablet, answer(tablet, "front", named(PHOTO[2:])))
    assert awaited(field) == 2
    send(tablet, answer(tablet, "storeys", 0))
    assert awaited(field) == 1
    send(tablet, tablet.event("house-1", "clear", path="back", prev=None))
    assert awaited(field) == 0
    assert put(tablet, PHOTO).json["complete"] is True  # type: ignore[index]
    with field.app.app_context():
        rows = media.of_interview(db.session(), "house-1")
        assert sorted((row.path, row.stands, row.complete) for row in rows) == [
            ("back", False, False),
            ("back", False, True),
            ("front", False, False),
        ]


def test_an_answer_that_only_looks_like_a_file_names_none(field: Field, tablet: Tablet) -> None:
    odd = [named(sha256="../../etc/passwd"), named(sha256=7), named(size=-1), named(size=True), named(name=None)]
    send(tablet, *[answer(tablet, "back", value) for value in odd], answer(tablet, "back", named(name="a\0b\ud800")))
    with field.app.app_context():
        assert [row.sha256 for row in db.session.query(Media)] == [DIGEST]
    assert awaited(field) == 1


def test_limits_are_kept(tablet: Tablet) -> None:
    large = named(size=64 * 1024 * 1024 + 1, sha256="a" * 64)
    send(tablet, answer(tablet, "back", named()), answer(tablet, "back", large))
    assert code(put(tablet, b"x", digest="a" * 64)) == "file_too_large"
    refused = put(tablet, b"x" * (1024 * 1024 + 1))
    assert (refused.status_code, code(refused)) == (413, "piece_too_large")
    assert code(tablet.client.put(f"/api/v1/media/{DIGEST}?offset=-1", data=b"", headers=tablet.headers)) == "invalid"


def test_approval_waits_for_the_files_unless_told_not_to(field: Field, tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()), tablet.event("house-1", "complete"))
    with field.app.app_context():
        with pytest.raises(Refusal) as caught:
            office.approve(db.session(), "house-1", field.user("supervisor"))
        assert caught.value.code == "files_awaited"
        db.session.rollback()
        office.approve(db.session(), "house-1", field.user("supervisor"), without_files=True)
        assert db.session.get_one(Interview, "house-1").status == "approved"
    assert put(tablet, PHOTO).json["complete"] is True  # type: ignore[index]


def test_what_has_come_outlives_the_server(field: Field, tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()))
    put(tablet, PHOTO[:1500])
    field.app.extensions[FILES] = MediaFiles(field.app.extensions[FILES].root)  # as after a new start
    assert ask(tablet).json["received"] == 1500  # type: ignore[index]
    assert put(tablet, PHOTO[1500:], 1500).json["complete"] is True  # type: ignore[index]


def test_a_file_that_came_in_the_very_moment_is_settled_by_asking(field: Field, tablet: Tablet) -> None:
    send(tablet, answer(tablet, "back", named()))
    field.app.extensions[FILES].take(DIGEST, 999, len(PHOTO), 0, PHOTO)
    assert ask(tablet).json["complete"] is True  # type: ignore[index]
    assert awaited(field) == 0
