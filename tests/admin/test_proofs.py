"""The thorough check: beside the requests, never longer than said, with its findings in place and their examples."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import pytest
from flask import Flask

from admin import proofs
from admin.proofs import EXTENSION, Proofs
from engine.questionnaire import compile_text
from tests.admin.office import SOURCE, Browser

NEVER = SOURCE.replace('"age >= 15"', '"age >= 15 and age < 10"')
TRAPS = SOURCE.replace('"severity": "soft"', '"severity": "hard"').replace('"hours <= 84"', '"hours <= 84 or age > 40"')


@pytest.fixture
def databases(sqlite: object) -> object:
    """One kind of database is enough: nothing is stored."""
    return sqlite


def proven(browser: Browser, source: str, seconds: float = 120) -> dict[str, Any]:
    """The answer when the proof has ended, asked as the page asks."""
    until = monotonic() + seconds
    while monotonic() < until:
        answer = browser.post("/designer/small/prove", {"source": source, "files": {}}).json
        assert answer is not None
        if answer["state"] != "running":
            return dict(answer)
        sleep(1)
    raise AssertionError("the proof does not end")


def test_the_designer_is_told_what_is_proven_and_where(browser: Callable[[str], Browser], published: str) -> None:
    answer = proven(browser("alice"), NEVER)
    assert answer["state"] == "done"
    never = next(one for one in answer["findings"] if one["code"] == "item_unreachable")
    assert (never["pointer"], never["severity"]) == ("/items/0/items/2/relevant", "warning")
    assert NEVER[never["from"] : never["to"]] == '"age >= 15 and age < 10"'
    assert never["remedy"]


def test_what_an_answer_shows_comes_with_the_answers(browser: Callable[[str], Browser], published: str) -> None:
    found = [one for one in proven(browser("alice"), TRAPS)["findings"] if one["example"]]
    assert found
    assert all("answers" in json.loads(one["example"]) for one in found)


def test_a_request_waits_half_a_second_at_most_and_the_page_asks_again(
    browser: Callable[[str], Browser], published: str
) -> None:
    alice = browser("alice")
    alice.post("/designer/small/check", {"source": NEVER, "files": {}})
    begun = monotonic()
    answer = alice.post("/designer/small/prove", {"source": NEVER.replace("10", "11"), "files": {}}).json
    assert answer == {"state": "running", "findings": []}
    assert monotonic() - begun < 5  # far from the time that a proof takes, on a machine however busy


def test_a_text_with_errors_is_not_proven(browser: Callable[[str], Browser], published: str) -> None:
    source = SOURCE.replace("age >= 15", "agee >= 15")
    answer = browser("alice").post("/designer/small/prove", {"source": source, "files": {}}).json
    assert answer == {"state": "errors", "findings": []}


def test_a_newer_text_ends_the_proof_of_the_older_one() -> None:
    found = Proofs(seconds=60)
    older = found.of("small", compile_text(NEVER).form(), wait=0)
    newer = found.of("small", compile_text(SOURCE).form(), wait=0)
    assert older.done.wait(20) and older.findings is None
    assert newer.done.wait(120) and newer.findings is not None
    assert found.of("small", compile_text(SOURCE).form(), wait=0) is newer


def test_a_proof_that_does_not_end_is_ended_and_nothing_is_claimed(
    monkeypatch: pytest.MonkeyPatch, browser: Callable[[str], Browser], app: Flask, published: str
) -> None:
    monkeypatch.setattr(proofs, "GRACE", -0.9)
    app.extensions[EXTENSION] = Proofs(seconds=1)
    assert proven(browser("alice"), NEVER) == {"state": "failed", "findings": []}
    monkeypatch.setattr(proofs, "GRACE", 100)
    assert proven(browser("alice"), NEVER)["state"] == "done"


def test_the_page_before_publishing_checks_the_draft_and_holds_nothing_up(
    browser: Callable[[str], Browser], published: str
) -> None:
    alice = browser("alice")
    alice.post("/designer/small/draft", {"source": NEVER, "files": {}, "revision": 1})
    page = alice.see("/designer/small/publish")
    assert 'data-url="/admin/designer/small/prove"' in page and "Publish this version" in page
    assert alice.client.get("/admin/designer/small/prove").json["state"] in {"running", "done"}  # type: ignore[index]
    assert alice.send("/designer/small/publish", version="2", revision="2").status_code == 302
