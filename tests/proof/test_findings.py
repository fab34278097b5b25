"""Each finding of the linter: one tiny form that has it, and one that differs in the point and does not."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from engine.cli import main
from engine.errors import Finding
from engine.proof.mistakes import MISTAKES
from engine.proof.prove import prove
from engine.questionnaire import compile_text
from engine.response import view_of_answers
from tests.forms.read import NAMES, compiled
from tests.proof.forms import calculation, choice, codes, edit, form, found, integer, roster

BETWEEN = {"constraint": "age between 0 and 120"}
SIZE = {"name": "size", "type": "integer"}
HAS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "item_unreachable": (
        form(integer("age", **BETWEEN), choice("job", relevant="age > 200")),
        form(integer("age", **BETWEEN), choice("job", relevant="age > 100")),
    ),
    "condition_always_true": (
        form(integer("age", required=True, **BETWEEN), choice("job", relevant="age >= 0")),
        form(integer("age", required=True, **BETWEEN), choice("job", relevant="age >= 1")),
    ),
    "constraint_impossible": (
        form(integer("age", constraint="age > 10 and age < 5")),
        form(integer("age", constraint="age > 10 or age < 5")),
    ),
    "constraint_never_fails": (
        form(integer("age", constraint="age > 10 or age < 15")),
        form(integer("age", constraint="age > 10 or age < 5")),
    ),
    "edit_never_applies": (
        form(integer("age", **BETWEEN), integer("hours"), edits=(edit("E1", "hours < 90", when="age > 130"),)),
        form(integer("age", **BETWEEN), integer("hours"), edits=(edit("E1", "hours < 90", when="age > 15"),)),
    ),
    "edit_never_fails": (
        form(integer("age", **BETWEEN), edits=(edit("E1", "age <= 130"),)),
        form(integer("age", **BETWEEN), edits=(edit("E1", "age <= 99"),)),
    ),
    "edit_never_passes": (
        form(integer("age", **BETWEEN), edits=(edit("E1", "age > 130"),)),
        form(integer("age", **BETWEEN), edits=(edit("E1", "age > 90"),)),
    ),
    "edit_traps": (
        form(integer("age"), preload=[SIZE], edits=(edit("E1", "size > 0", severity="hard"),)),
        form(integer("age"), preload=[SIZE], edits=(edit("E1", "size > age", severity="hard"),)),
    ),
    "edits_contradict": (
        form(integer("age"), edits=(edit("E1", "age > 60"), edit("E2", "age < 50"))),
        form(integer("age"), edits=(edit("E1", "age > 60"), edit("E2", "age < 70"))),
    ),
    "edit_implied": (
        form(integer("age"), edits=(edit("E1", "age < 60"), edit("E2", "age < 70"))),
        form(integer("age"), edits=(edit("E1", "age < 60"), edit("E2", "age > 10"))),
    ),
    "code_never_offered": (
        form(choice("grows"), choice("crop", "crop", choice_filter="code = 'rice' or (grows = '1' and code = 'tea')")),
        form(choice("grows"), choice("crop", "crop", choice_filter="code = 'rice' or grows = '1'")),
    ),
    "answer_traps": (
        form(choice("agrees"), edits=(edit("E1", "agrees = '1'", severity="hard"),)),
        form(choice("agrees"), edits=(edit("E1", "agrees = '1'", severity="soft"),)),
    ),
    "branch_never_taken": (
        form(integer("age", **BETWEEN), calculation("old", "if age > 130 then 1 else 2")),
        form(integer("age", **BETWEEN), calculation("old", "if age > 60 then 1 else 2")),
    ),
    "division_by_zero": (
        form(integer("a"), integer("b"), calculation("ratio", "a / b")),
        form(integer("a"), integer("b", constraint="b >= 1"), calculation("ratio", "a / b")),
    ),
    "may_overflow": (
        form(integer("a"), integer("b"), calculation("product", "a * 100000000")),
        form(integer("a"), integer("b"), calculation("total", "a + b")),
    ),
    "text_may_lack": (
        form(integer("a"), integer("b", label="More than {a}?")),
        form(integer("a", required=True), integer("b", label="More than {a}?", relevant="a > 0")),
    ),
    "default_fails": (
        form(integer("age", default="150", **BETWEEN)),
        form(integer("age", default="15", **BETWEEN)),
    ),
    "names_later": (
        form(choice("job", relevant="age > 15"), integer("age")),
        form(integer("age"), choice("job", relevant="age > 15")),
    ),
    "preload_unused": (
        form(integer("age"), preload=[SIZE]),
        form(integer("age", constraint="age < size"), preload=[SIZE]),
    ),
    "calculation_unused": (
        form(integer("age"), calculation("twice", "age + age")),
        form(integer("age"), calculation("twice", "age + age"), edits=(edit("E1", "twice < 200"),)),
    ),
    "interview_impossible": (
        form(
            integer("age", required=True),
            edits=(edit("E1", "age > 60", severity="hard"), edit("E2", "age < 50", severity="hard")),
        ),
        form(integer("age"), edits=(edit("E1", "age > 60", severity="hard"), edit("E2", "age < 50", severity="hard"))),
    ),
    "not_decided": (
        form(roster("people", integer("age")), choice("crowd", relevant="count(people) = 9")),
        form(roster("people", integer("age")), choice("crowd", relevant="count(people) = 2")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", HAS)
def test_a_form_has_the_finding_and_its_neighbour_does_not(code: str) -> None:
    having, lacking = HAS[code]
    assert code in codes(having)
    assert code not in codes(lacking)


def test_every_finding_has_its_two_forms() -> None:
    assert set(HAS) | {"proof_disagrees"} == set(MISTAKES)


@pytest.mark.parametrize("name", NAMES)
def test_the_proof_and_the_engine_agree_on_every_tiny_form(name: str) -> None:
    assert [one for one in found(compiled(name)) if one.code == "proof_disagrees"] == []


@pytest.mark.parametrize(
    "code", ["edits_contradict", "may_overflow", "division_by_zero", "text_may_lack", "default_fails"]
)
def test_an_example_shows_what_it_is_an_example_of(code: str) -> None:
    having = HAS[code][0]
    (one, *_) = [finding for finding in found(having) if finding.code == code]
    assert one.example is not None
    view = view_of_answers(having, json.loads(one.example), today="2026-04-01")
    shows: dict[str, object] = {
        "edits_contradict": view.failures(),
        "may_overflow": [one for one in view.not_evaluated() if one.outcome == "error"],
        "division_by_zero": code == "division_by_zero" and view.value("b") == 0,
        "text_may_lack": code == "text_may_lack" and "…" in view.text("b", "label"),
        "default_fails": code == "default_fails" and view.value("age") == 150,
    }
    assert shows[code]


def test_what_needs_many_rows_is_not_said_to_be_impossible() -> None:
    crowd = form(roster("people", integer("age")), choice("crowd", relevant="count(people where age > 3) > 30"))
    assert "item_unreachable" not in codes(crowd)


def test_what_no_row_of_any_roster_can_be_is_proven() -> None:
    person = integer("age", constraint="age < 100")
    assert "item_unreachable" in codes(form(roster("people", person, choice("job", relevant="age > 100"))))
    assert "item_unreachable" not in codes(form(roster("people", person, choice("job", relevant="age > 98"))))


def test_unknown_is_not_taken_for_false() -> None:
    optional = form(
        integer("age"),
        calculation("adult", "if age >= 18 then 1 else 2"),
        choice("q", relevant="adult = 1 or adult = 2"),
    )
    assert "condition_always_true" not in codes(optional)


def test_the_reason_why_is_named() -> None:
    (one,) = [finding for finding in found(HAS["item_unreachable"][0]) if finding.code == "item_unreachable"]
    assert "age:constraint" in one.message
    assert one.pointer == "/items/1/relevant"


def test_ages_and_dates_are_reasoned_about() -> None:
    born = {"name": "born", "type": "date", "label": "Born", "constraint": "born between '2000-01-01' and today()"}
    assert "item_unreachable" in codes(form(born, choice("old", relevant="age(born, today()) > 26")))
    assert "item_unreachable" not in codes(form(born, choice("old", relevant="age(born, today()) > 25")))
    leap = {"name": "born", "type": "date", "label": "Born", "constraint": "month(born) = 2 and day(born) >= 29"}
    assert "item_unreachable" in codes(form(leap, choice("odd", relevant="mod(year(born), 4) != 0")))


def test_selections_are_reasoned_about() -> None:
    crops = {
        "name": "crops",
        "type": "select_many",
        "codes": "crop",
        "label": "Crops",
        "constraint": "count_selected(crops) <= 1",
    }
    assert "item_unreachable" in codes(form(crops, choice("both", relevant="selected_all(crops, 'rice', 'tea')")))
    assert "item_unreachable" not in codes(form(crops, choice("one", relevant="selected(crops, 'rice')")))


def test_without_time_nothing_is_claimed() -> None:
    claims = {one.code for one in found(HAS["item_unreachable"][0], seconds=0.0)}
    assert "item_unreachable" not in claims
    assert "not_decided" in claims


def test_a_second_look_at_the_same_form_is_immediate() -> None:
    found(HAS["edit_implied"][0])
    begun = time.perf_counter()
    found(HAS["edit_implied"][0])
    assert time.perf_counter() - begun < 0.05


def test_findings_come_out_the_same_every_time() -> None:
    def fresh() -> list[Finding]:
        again = json.loads(json.dumps(compiled("nested"))) | {"hash": str(time.perf_counter_ns())}
        return [one for one in prove(again, 20, clock=time.monotonic) if one.code != "not_decided"]

    assert [(one.code, one.pointer) for one in fresh()] == [(one.code, one.pointer) for one in fresh()]


def test_the_command_proves_unless_told_not_to(tmp_path: Path, capsys: Any) -> None:
    document = {
        "id": "tiny", "version": "1", "languages": ["en"], "title": "Tiny",
        "items": [{"name": "age", "type": "integer", "label": "Age", "constraint": "age > 10 and age < 5"}],
    }  # fmt: skip
    path = tmp_path / "form.json"
    path.write_text(json.dumps(document), "utf-8")
    assert compile_text(json.dumps(document)).errors == ()
    assert main(["check", str(path)]) == 0
    assert "constraint_impossible" in capsys.readouterr().out
    assert main(["check", str(path), "--no-prove"]) == 0
    assert "constraint_impossible" not in capsys.readouterr().out
