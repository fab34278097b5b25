"""What is wrong with a push is said in a sentence: what, where, what to do. No library's words reach a person."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError
from sqlalchemy import select

from engine.store import db
from engine.store.models import Quarantine
from engine.sync import faults, wire
from engine.sync.mistakes import QUARANTINE
from tests.sync.field import Field, Tablet

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "form", "events", "x"]), inner),
    max_leaves=8,
)


def told(tablet: Tablet, change: Any) -> tuple[str, str]:
    """The code and the sentence for an opened interview whose segment was changed."""
    segment = tablet.segment("house-1", [tablet.opened("house-1"), tablet.answer("house-1", "size", 2)])
    change(segment)
    answer = tablet.push(segment).json["segments"][0]  # type: ignore[index]
    return answer["code"], answer["reason"]


CASES: dict[str, tuple[Any, str, str]] = {
    "a member is missing": (lambda s: s.pop("form"), "unreadable_segment", "“form” is missing."),
    "a member below": (lambda s: s["form"].pop("version"), "unreadable_segment", "“form.version” is missing."),
    "a wrong value": (
        lambda s: s.update(assignment="x"),
        "unreadable_segment",
        "“assignment” is “x”, which it may not",
    ),
    "no list": (lambda s: s.update(events=3), "unreadable_segment", "it has no list of events."),
    "a number twice": (lambda s: s["events"][1].update(seq=1), "unreadable_segment", "have the number 1."),
    "a clock": (lambda s: s["events"][1].update(hlc="noon"), "unreadable_event", "Event 2: “hlc” is “noon”"),
    "a date": (
        lambda s: s["events"][1].update(hlc="2026-13-22T08:00:00.000Z-0000"),
        "unreadable_event",
        "Event 2: “hlc” is",
    ),
    "an event that is none": (lambda s: s["events"].append(7), "unreadable_event", "Event ?: it is not a JSON object."),
    "a version": (lambda s: s["form"].update(version="9"), "unknown_form", "household 9 is not published"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_segment_is_refused_in_a_sentence_with_what_to_do(field: Field, name: str) -> None:
    change, code, words = CASES[name]
    found, reason = told(field.tablet(), change)
    assert found == code
    assert words in reason
    assert reason.endswith(QUARANTINE[code][1])
    assert not {"{", "}", "['"} & set(reason), reason


def test_the_office_reads_the_reason_in_its_language(field: Field) -> None:
    told(field.tablet(), lambda segment: segment["form"].pop("version"))
    with field.app.app_context():
        entry = db.session.scalars(select(Quarantine)).one()
        assert entry.told["faults"] == [{"kind": "missing", "at": "form.version", "seen": ""}]
    client = field.app.test_client()
    for language, words in (("vi", "thiếu “form.version”"), ("en", "“form.version” is missing")):
        text = sign_in(client, language).get(f"/admin/quarantine/{entry.id}").text
        assert words in text
        assert words in client.get("/admin/quarantine/").text


def sign_in(client: Any, language: str) -> Any:
    """The supervisor's browser in a language."""
    from tests.admin.office import PASSWORD, Browser

    browser = Browser(client)
    browser.send("/sign-in", name="supervisor", password=PASSWORD)
    browser.send("/language", language=language)
    return client


def test_a_request_with_errors_names_them_one_by_one(field: Field) -> None:
    response = field.app.test_client().post("/api/v1/session", json={"name": "enumerator", "device": "!"})
    problem: dict[str, Any] = response.json  # type: ignore[assignment]
    assert (response.status_code, problem["code"]) == (422, "invalid")
    assert sorted(one["at"] for one in problem["errors"]) == ["device", "password"]
    assert "“password” is missing" in problem["detail"]


@given(JSON)
def test_any_document_gets_a_short_sentence(document: Any) -> None:
    try:
        wire.PushRequest().load(document)
    except ValidationError as error:
        words = faults.sentence(faults.of_messages(error.messages, document))
        assert 0 < len(words) < 1000
        assert words.isprintable()
        assert "Not a valid" not in words
