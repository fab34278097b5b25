"""What goes wrong on the way: crashes, races, a database that fails, damaged and hostile bodies."""

from __future__ import annotations

import gzip
import json
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event as on
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from engine.store import db
from engine.store.models import Event, Interview, Quarantine, Token, utc_now
from engine.sync import fold, transport
from tests.sync.field import Field, Tablet


@contextmanager
def failing_commits(field: Field, number: int = 1) -> Iterator[None]:
    """The database refuses the n-th commit that follows an insert into `event`, as a full disk would."""
    left = [number]
    wrote: list[bool] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("INSERT INTO event "):
            wrote.append(True)

    def refuse(_connection: Any) -> None:
        if wrote:
            wrote.clear()
            left[0] -= 1
            if left[0] == 0:
                raise OperationalError("COMMIT", {}, Exception("disk full"))

    with field.app.app_context():
        engine = db.engine
    on.listen(engine, "before_cursor_execute", see)
    on.listen(engine, "commit", refuse)
    try:
        yield
    finally:
        on.remove(engine, "before_cursor_execute", see)
        on.remove(engine, "commit", refuse)


def count(field: Field, table: type[Any]) -> int:
    """How many rows a table has."""
    with field.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_commit_that_fails_answers_an_error_and_stores_nothing(field: Field) -> None:
    tablet = field.tablet()
    segment = tablet.segment("house-1", tablet.complete_interview("house-1", None))
    with failing_commits(field):
        response = tablet.push(segment)
    assert (response.status_code, response.json["code"]) == (503, "not_stored")  # type: ignore[index]
    assert (count(field, Event), count(field, Quarantine)) == (0, 0)
    assert tablet.results(segment) == ["stored"]
    assert count(field, Event) == 5


def test_what_was_committed_before_the_failure_is_known_next_time(field: Field) -> None:
    tablet = field.tablet()
    segments = [tablet.segment(name, [tablet.opened(name)]) for name in ("house-1", "house-2")]
    with failing_commits(field, number=2):
        assert tablet.push(*segments).status_code == 503
    assert tablet.results(*segments) == ["known", "stored"]


def test_an_answer_lost_on_the_way_is_given_again(field: Field) -> None:
    tablet = field.tablet()
    segment = tablet.segment("house-1", [tablet.opened("house-1")])
    tablet.push(segment)  # the answer never arrives
    assert tablet.results(segment) == ["known"]


def test_a_crash_between_commit_and_folding_is_made_good(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    tablet = field.tablet()
    segment = tablet.segment("house-1", tablet.complete_interview("house-1", None))
    with monkeypatch.context() as patch:
        patch.setattr(fold, "refresh_safely", lambda *_: None)
        assert tablet.results(segment) == ["stored"]
    with field.app.app_context():
        assert db.session.get_one(Interview, "house-1").stale
    assert tablet.results(segment) == ["known"]
    with field.app.app_context():
        row = db.session.get_one(Interview, "house-1")
        assert (row.stale, row.status) == (False, "completed")


def test_the_start_of_the_server_folds_what_a_crash_left(field: Field) -> None:
    tablet = field.tablet()
    tablet.results(tablet.segment("house-1", tablet.complete_interview("house-1", None)))
    with field.app.app_context():
        db.session.execute(update(Interview).values(stale=True, status="open"))
        db.session.commit()
        assert fold.refresh_stale(db.session()) == 1
        assert db.session.get_one(Interview, "house-1", populate_existing=True).status == "completed"


def test_the_same_segment_twice_at_once_is_stored_once(field: Field) -> None:
    first, second = field.tablet(), field.tablet()
    segment = first.segment("house-1", first.complete_interview("house-1", field.given["enumerator"]))
    start, results = threading.Barrier(2), []

    def push(tablet: Tablet) -> None:
        start.wait(timeout=20)
        results.extend(tablet.results(segment))

    threads = [threading.Thread(target=push, args=[tablet]) for tablet in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["known", "stored"]
    assert count(field, Event) == 5


def test_many_devices_push_different_parts_of_one_interview_at_once(field: Field) -> None:
    tablets = [field.tablet(device=f"tablet-{number}") for number in range(4)]
    segments = [tablet.segment("house-1", [tablet.opened("house-1")]) for tablet in tablets]
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda t=tablet, s=segment: results.extend(t.results(s)))
        for tablet, segment in zip(tablets, segments, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["stored"] * 4
    with field.app.app_context():
        assert db.session.get_one(Interview, "house-1").event_count == 4


BODIES = {
    "garbage": b"\x00\xff garbage",
    "no JSON": gzip.compress(b'{"device": '),
    "not UTF-8": gzip.compress(b'{"device": "\xff"}'),
    "not an object": gzip.compress(b"[]"),
    "no segments": gzip.compress(b'{"device": "tablet-1"}'),
    "segments without id": gzip.compress(b'{"device": "tablet-1", "segments": [{"events": []}]}'),
    "nested without end": gzip.compress(b"[" * 200_000),
    "a number without end": gzip.compress(b'{"device": "tablet-1", "x": ' + b"9" * 100_000 + b"}"),
    "NaN": gzip.compress(b'{"device": "tablet-1", "segments": [], "x": NaN}'),
    "cut off": gzip.compress(b'{"device": "tablet-1", "segments": []}')[:-9],
    "more behind": gzip.compress(b"{}") + b"more",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_read_is_kept_byte_for_byte(field: Field, name: str) -> None:
    tablet = field.tablet()
    response = tablet.push_bytes(BODIES[name])
    problem: dict[str, Any] = response.json  # type: ignore[assignment]
    assert (response.status_code, problem["code"]) == (422, "unreadable")
    with field.app.app_context():
        entry = db.session.scalars(select(Quarantine)).one()
        kept = {BODIES[name]}
        if name not in {"garbage", "cut off", "more behind"}:
            kept = {zlib.decompress(BODIES[name], zlib.MAX_WBITS | 16)}
        assert entry.id == problem["quarantine"]
        assert {entry.raw} == kept


def test_a_gzip_bomb_is_refused_without_unpacking_it_and_kept(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_UNPACKED", 100_000)
    bomb = gzip.compress(b" " * 10_000_000)
    response = field.tablet().push_bytes(bomb)
    assert (response.status_code, response.json["code"]) == (422, "too_large")  # type: ignore[index]
    with field.app.app_context():
        assert db.session.scalars(select(Quarantine)).one().raw == bomb


def test_the_same_garbage_again_has_the_same_number(field: Field) -> None:
    tablet = field.tablet()
    numbers = [tablet.push_bytes(b"garbage").json["quarantine"] for _ in range(3)]  # type: ignore[index]
    assert numbers == [numbers[0]] * 3


def test_a_body_beyond_the_limit_is_refused_with_a_remedy(field: Field) -> None:
    field.app.config["MAX_CONTENT_LENGTH"] = 1000
    response = field.tablet().push_bytes(b"x" * 2000)
    assert (response.status_code, response.json["code"]) == (413, "too_large")  # type: ignore[index]


def test_an_unknown_encoding_is_refused(field: Field) -> None:
    assert field.tablet().push_bytes(b"x", "br").status_code == 415


def test_an_expired_token_stores_nothing_and_asks_to_sign_in(field: Field) -> None:
    tablet = field.tablet()
    with field.app.app_context():
        db.session.execute(update(Token).values(expires=utc_now() - timedelta(seconds=1)))
        db.session.commit()
    segment = tablet.segment("house-1", [tablet.opened("house-1")])
    response = tablet.push(segment)
    assert (response.status_code, response.json["code"]) == (401, "session_expired")  # type: ignore[index]
    assert count(field, Event) == 0
    tablet.sign_in()
    assert tablet.results(segment) == ["stored"]


def test_an_event_that_cannot_be_applied_does_not_stop_the_fold(field: Field) -> None:
    tablet = field.tablet()
    events = [tablet.opened("house-1"), tablet.answer("house-1", "no_such_question", 1)]
    events += [tablet.event("house-1", "a_type_of_next_year"), tablet.answer("house-1", "size", {"missing": {}})]
    events += [tablet.event("house-1", "complete")]
    assert tablet.results(tablet.segment("house-1", events)) == ["stored"]
    with field.app.app_context():
        row = db.session.get_one(Interview, "house-1")
        assert (row.status, row.unapplied, row.fold_error) == ("completed", 3, None)


def test_a_fold_that_throws_is_flagged_and_never_lost(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    tablet = field.tablet()
    events = tablet.complete_interview("house-1", None)
    with monkeypatch.context() as patch:
        patch.setattr(fold, "compiled_form", lambda *_: {"format": "nonsense"})
        assert tablet.results(tablet.segment("house-1", events)) == ["stored"]
    with field.app.app_context():
        row = db.session.get_one(Interview, "house-1")
        assert row.fold_error is not None
        assert (row.status, row.event_count) == ("completed", 5)
    page = tablet.event("house-1", "page", path="head")
    assert tablet.results(tablet.segment("house-1", [page])) == ["stored"]
    with field.app.app_context():
        assert db.session.get_one(Interview, "house-1").fold_error is None


def test_quarantine_keeps_what_a_failing_server_could_not_store(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.sync import push

    def fail(*_: Any) -> int:
        raise RuntimeError("a defect")

    tablet = field.tablet()
    segment = tablet.segment("house-1", [tablet.opened("house-1")])
    with monkeypatch.context() as patch:
        patch.setattr(push, "store", fail)
        assert tablet.results(segment) == ["quarantined server_error"]
    with field.app.app_context():
        assert json.loads(db.session.scalars(select(Quarantine)).one().raw) == segment
