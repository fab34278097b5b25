"""Keying from paper in a real browser: by keyboard alone, and what comes out is what the paper says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect

from engine.app.demo import beside
from engine.store import assignments, db, forms, users
from engine.store.assignments import NewAssignment
from engine.store.models import Interview
from tests.client.axe import violations
from tests.modes.field import Field, question, saved, sign_in, unlock
from tests.modes.hands import Clerk, flat

Device = Callable[..., Page]
LABOUR = Path(__file__).parents[2] / "forms" / "labour_force"


def open_keying(page: Page, label: str = "Household keying") -> None:
    """Sign in and open the paper form of a household."""
    sign_in(page)
    page.locator(".job", has_text=label).locator(".button").first.click()
    page.locator(".keying").wait_for()
    expect(page.locator("#key-batch")).to_be_focused()


def test_a_paper_form_is_keyed_by_keyboard_alone(field: Field, device: Device) -> None:
    page = device(1280, 800)
    open_keying(page)
    answers = {
        "owns": "2", "rent": {"missing": "refused"}, "water": "21", "moved": "2019-12-31",
        "people[1].name": "Lan", "people[1].age": 34, "people[1].worked": "1", "people[1].hours": 90.5,
        "people[2].name": "Bi", "people[2].age": 4, "goods": ["1", "3"], "happy": True, "comment": "mưa",
    }  # fmt: skip
    clerk = Clerk(page, answers, {"rent": ["dont_know", "refused"]})
    for text in ("B07", "0412"):
        clerk.type(text)
        clerk.press("Enter")
    clerk.key_all()
    expect(page.locator('.key-messages [data-edit="E1"]')).to_contain_text("Lan works 90.5 hours a week?")
    clerk.press("F9")
    expect(page.locator(".keying")).to_be_visible()
    clerk.press("Alt+c")
    page.locator("dialog input[type=radio]").first.press("Space")
    page.keyboard.press("Enter")
    page.locator("dialog").wait_for(state="detached")
    clerk.press("F9")
    page.wait_for_selector(".job")
    page.locator('[data-unsent="0"]').wait_for()
    number = field.given["keying"]
    row = field.interview(number)
    assert (row.status, row.mode, row.hard, row.confirmed) == ("completed", "keying", 0, 1)
    assert field.answers(number) == answers
    assert field.paper(number) == ("B07", "0412")


def test_what_is_no_answer_stays_in_its_field_and_is_not_taken(field: Field, device: Device) -> None:
    page = device(1280, 800)
    open_keying(page)
    page.keyboard.type("B07")
    page.keyboard.press("Enter")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    for path, typed, said in (
        ("owns", "7", "There is no code 7."),
        ("moved", "31022020", "“31022020” is no answer here."),
        ("water", "*1", "There is no such reason here."),
    ):
        box = question(page, path).get_by_role("textbox")
        box.fill(typed)
        box.press("Enter")
        expect(question(page, path).get_by_role("alert")).to_have_text(said)
        expect(box).to_be_focused()
        box.fill("")
    question(page, "owns").get_by_role("textbox").fill("1")
    expect(question(page, "water").get_by_role("textbox")).to_be_focused()
    expect(question(page, "rent")).to_have_count(0)
    page.keyboard.press("Shift+Enter")
    expect(question(page, "owns").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("2")
    expect(question(page, "rent").get_by_role("textbox")).to_be_focused()


def test_a_paper_form_without_its_number_or_with_gaps_is_not_completed(field: Field, device: Device) -> None:
    page = device(1280, 800)
    open_keying(page)
    page.keyboard.press("F9")
    expect(page.locator("#key-paper")).to_be_focused()
    page.keyboard.type("0412")
    page.keyboard.press("Enter")
    page.keyboard.press("F9")
    expect(page.locator(".key-messages")).to_contain_text("an answer is needed.")
    expect(question(page, "owns").get_by_role("textbox")).to_be_focused()


def test_keyed_answers_are_kept_when_the_page_goes_and_the_usual_view_shows_them(field: Field, device: Device) -> None:
    page = device(1280, 800)
    open_keying(page)
    question(page, "owns").get_by_role("textbox").fill("2")
    page.keyboard.type("300")
    page.reload()
    unlock(page)
    page.locator(".keying").wait_for()
    expect(question(page, "rent").get_by_role("textbox")).to_have_value("300")
    page.locator("[data-usual]").click()
    expect(page.locator(".interview")).to_be_visible()
    expect(question(page, "rent").get_by_role("textbox")).to_have_value("300")


def test_what_is_typed_in_fast_entry_is_saved_after_a_pause_and_before_the_field_is_left(
    field: Field, device: Device
) -> None:
    page = device(1280, 800)
    open_keying(page)
    question(page, "owns").get_by_role("textbox").fill("2")
    rent = question(page, "rent").get_by_role("textbox")
    rent.press_sequentially("3.")
    page.wait_for_timeout(800)
    expect(question(page, "rent").locator(".problem")).to_have_text("")  # nothing is said while it is typed
    rent.press("Backspace")
    rent.press_sequentially("5")
    page.wait_for_timeout(800)
    saved(page)
    expect(rent).to_have_value("35")
    expect(rent).to_be_focused()
    page.evaluate("addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
    page.evaluate("addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true)")
    page.reload()
    unlock(page)
    expect(question(page, "rent").get_by_role("textbox")).to_have_value("35")


def test_a_row_that_was_begun_is_kept_when_the_field_or_the_page_is_left(field: Field, device: Device) -> None:
    page = device(1280, 800)
    open_keying(page)
    page.locator("[data-new-row=people]").fill("Lan")
    page.locator("#key-paper").click()
    names = page.locator('[data-path$=".name"]').get_by_role("textbox")
    expect(names).to_have_count(1)
    expect(names.first).to_have_value("Lan")
    page.locator("[data-new-row=people]").fill("Bi")
    page.reload()
    unlock(page)
    expect(names).to_have_count(2)
    expect(names.nth(1)).to_have_value("Bi")


def test_the_screen_of_keying_is_accessible_in_both_languages_and_fits_a_tablet(field: Field, device: Device) -> None:
    page = device(800, 1280)
    open_keying(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_text("Phiếu giấy số")).to_be_visible()
    assert violations(page) == []


SHORT = {"owns": "1", "water": "3", "people[1].name": "lan", "people[1].age": 34, "people[1].worked": "2"}


def give(field: Field, labels: list[str], mode: str = "keying", training: bool = False) -> list[int]:
    """More paper forms for the enumerator, due in this order; the numbers of their assignments."""
    with field.app.app_context():
        session = db.session()
        person = users.by_name(session, "enumerator")
        assert person is not None
        rows = assignments.give_out(
            session,
            [
                NewAssignment("modes", "1", person.id, "01/00004/003", {"household": label}, label, mode=mode,
                              due=date(2030, 1, 1 + at), training=training)
                for at, label in enumerate(labels)
            ],
            "supervisor",
        )  # fmt: skip
        session.commit()
        return [row.id for row in rows]


def arrived(page: Page, field: Field, number: int) -> None:
    """Wait until the office has the completed interview of an assignment."""
    for _ in range(150):
        page.wait_for_timeout(100)
        with field.app.app_context():
            row = db.session.query(Interview).filter_by(assignment_id=number).one_or_none()
            if row is not None and row.status == "completed":
                return
    raise AssertionError(f"assignment {number} did not arrive")


def numbered(clerk: Clerk, paper: str) -> None:
    """Type the number of the paper form, where the focus is, and go on to the first question."""
    expect(clerk.page.locator("#key-paper")).to_be_focused()
    clerk.type(paper)
    clerk.press("Enter")


def test_paper_forms_are_keyed_one_after_the_other_by_keyboard_alone(
    field: Field, device: Device, record_property: Callable[[str, object], None]
) -> None:
    first, second = give(field, ["Paper A", "Paper B"])
    page = device(1280, 800)
    open_keying(page, "Paper A")
    clerk = Clerk(page, SHORT)
    clerk.type("b7")
    clerk.press("Enter")
    numbered(clerk, "0412")
    clerk.key_all()
    clerk.press("F9")
    expect(page.locator(".toast")).to_have_text("Paper form 0412 is completed.")
    expect(page.locator("#key-batch")).to_have_value("b7")
    before = clerk.strokes
    numbered(clerk, "0413")
    clerk.key_all()
    clerk.press("F9")
    expect(page.locator(".toast")).to_have_text("Paper form 0413 is completed.")
    for number, paper in ((first, "0412"), (second, "0413")):
        arrived(page, field, number)
        assert field.answers(number) == SHORT
        assert field.paper(number) == ("b7", paper)
    strokes = clerk.strokes - before
    record_property("strokes", strokes)
    print(f"{strokes} strokes for the second form of {len(SHORT)} answers, its number and completing it included")
    assert strokes == len("0413") + 1 + len("1") + len("3") + 1 + len("lan") + 1 + len("34") + 1 + len("2") + 4 + 1


def test_after_the_last_paper_form_comes_the_list_with_a_word_about_it(field: Field, device: Device) -> None:
    give(field, ["By telephone"], mode="cati")
    give(field, ["Practice"], training=True)
    page = device(1280, 800)
    open_keying(page)
    clerk = Clerk(page, SHORT)
    clerk.type("b7")
    clerk.press("Enter")
    numbered(clerk, "0412")
    clerk.key_all()
    clerk.press("F9")
    page.wait_for_selector(".job")
    expect(page.locator(".toast")).to_have_text("Paper form 0412 is completed. There is no other to key.")
    assert page.locator('.job[data-status="open"]').count() == 0


def test_what_was_put_aside_comes_after_the_rest_of_the_batch_and_what_is_done_not_again(
    field: Field, device: Device
) -> None:
    give(field, ["Paper A", "Paper B", "Paper C"])
    page = device(1280, 800)
    open_keying(page, "Paper A")
    clerk = Clerk(page, SHORT)
    clerk.type("b7")
    clerk.press("Enter")
    numbered(clerk, "1")
    clerk.press("Escape")
    page.locator(".job", has_text="Paper B").locator(".button").first.click()
    for number, unit in (("2", "Paper B"), ("3", "Paper C"), ("4", "03")):
        expect(page.locator(".keying h1")).to_have_text(f"{unit} · Living standards survey")
        numbered(clerk, number)
        clerk.key_all()
        clerk.press("F9")
        expect(page.locator(".toast")).to_have_text(f"Paper form {number} is completed.")
    expect(page.locator(".keying h1")).to_contain_text("Paper A")
    expect(page.locator("#key-paper")).to_have_value("1")
    expect(question(page, "owns").get_by_role("textbox")).to_be_focused()


def test_escape_and_the_back_button_lead_from_the_next_paper_form_to_the_list(field: Field, device: Device) -> None:
    give(field, ["Paper A", "Paper B", "Paper C"])
    page = device(1280, 800)
    open_keying(page, "Paper A")
    clerk = Clerk(page, SHORT)
    clerk.type("b7")
    clerk.press("Enter")
    for paper in ("1", "2"):
        numbered(clerk, paper)
        clerk.key_all()
        clerk.press("F9")
        expect(page.locator(".toast")).to_contain_text(f"Paper form {paper} is completed.")
    expect(page.locator("#key-paper")).to_be_focused()
    page.go_back()
    page.wait_for_selector(".job")
    page.locator(".job", has_text="Paper C").locator(".button").first.click()
    numbered(clerk, "3")
    clerk.type("1")
    clerk.press("Escape")
    page.wait_for_selector(".job")
    page.locator(".job", has_text="Paper C").locator(".button").first.click()
    expect(question(page, "owns").get_by_role("textbox")).to_have_value("1")
    expect(page.locator("#key-paper")).to_have_value("3")


def labour_force(app: Flask) -> tuple[dict[str, Any], int]:
    """The labour force survey published, with an assignment to key; the case on paper, and the assignment's number."""
    cases = json.loads((LABOUR / "cases.json").read_text("utf-8"))
    case: dict[str, Any] = next(one for one in cases if one["name"].startswith("A couple with a shop"))["response"]
    with app.app_context():
        session = db.session()
        forms.publish(
            session, (LABOUR / "form.json").read_text("utf-8"), beside(LABOUR), users.by_name(session, "alice")
        )
        person = users.by_name(session, "enumerator")
        assert person is not None
        version = forms.versions(session, "labour_force")[0].version
        new = NewAssignment("labour_force", version, person.id, "01/00004/003", case["unit"], "Paper 12", mode="keying",
                            preload=case["preload"])  # fmt: skip
        row = assignments.give_out(session, [new], "supervisor")[0]
        session.commit()
        return case, row.id


def reasons(items: list[dict[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """The missing reasons of every question, in the order in which they are numbered."""
    for item in items:
        yield item["name"], item.get("missing", [])
        yield from reasons(item.get("items", []))


def test_a_household_of_five_of_the_labour_force_survey_is_keyed_by_keyboard_alone(
    field: Field, device: Device, record_property: Callable[[str, object], None]
) -> None:
    """Every answer comes out as on paper, with fewer than four strokes for each, names and words included (a
    letter with its accents counts as one)."""
    case, number = labour_force(field.app)
    page = device(1280, 800)
    open_keying(page, "Paper 12")
    form = json.loads((LABOUR / "form.json").read_text("utf-8"))
    clerk = Clerk(page, flat(case["answers"]), dict(reasons(form["items"])))
    for text in ("B07", "12"):
        clerk.type(text)
        clerk.press("Enter")
    clerk.key_all()
    page.wait_for_selector(".saving.saved")
    page.locator(".bar .button").first.click()
    page.locator('[data-unsent="0"]').wait_for()
    got = field.answers(number)
    assert got == flat(case["answers"])
    per_answer = clerk.strokes / clerk.keyed
    record_property("strokes", clerk.strokes)
    print(f"{clerk.strokes} strokes for {clerk.keyed} answers: {per_answer:.1f} each")
    assert clerk.keyed == len(got)
    assert per_answer < 4
