"""Simulated interviews follow their form, hold or fail what is asked of them, and come out the same every time."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cli import main
from engine.questionnaire import compile_text
from engine.response import View, view_of_answers
from engine.simulate import Coverage, Plan, Simulated, simulate
from engine.simulate.draws import Draws
from engine.simulate.patterns import drawn_match
from tests.forms.read import FOLDER, NAMES, TODAY, compiled, interview

PATTERNS = ["0[0-9]{9,10}", "[A-Z]{2}-?[0-9]+", "(a|bc)*d", r"\(x\)|[^0-9]{3}", "a.c", "[a-c-]{2,}"]
FORMS = Path(__file__).parents[2] / "forms"


@cache
def labour_force() -> dict[str, Any]:
    folder = FORMS / "labour_force"
    text = (folder / "form.json").read_text("utf-8")
    return compile_text(text, lambda name: (folder / name).read_text("utf-8")).form()


@cache
def drawn(name: str, number: int = 12, **plan: Any) -> list[Simulated]:
    form = labour_force() if name == "labour_force" else compiled(name)
    return list(simulate(form, number, 3, Plan(TODAY, **plan)))


def read(name: str, response: dict[str, Any]) -> View:
    """The response as another program would read it."""
    form = labour_force() if name == "labour_force" else compiled(name)
    return view_of_answers(form, json.loads(json.dumps(response)), today=TODAY)


@pytest.mark.parametrize("name", [*NAMES, "labour_force"])
def test_every_interview_is_read_and_nothing_fails(name: str) -> None:
    for one in drawn(name):
        assert [failure.edit for failure in read(name, one.response).failures()] == []
        assert one.problems == ()


@pytest.mark.parametrize("name", [*NAMES, "labour_force"])
def test_only_what_is_on_route_is_answered(name: str) -> None:
    for one in drawn(name):
        view = read(name, one.response)
        kept = [path for path, frame, slot in view.walk() if slot.slot in frame.raw and not frame.route[slot.slot]]
        assert kept == []


@pytest.mark.parametrize("name", [*NAMES, "labour_force"])
def test_every_code_given_is_one_that_is_offered(name: str) -> None:
    for one in drawn(name, 4):
        view = read(name, one.response)
        for path, frame, slot in view.walk():
            value = frame.values[slot.slot]
            if slot.item is not None and slot.item.codes and value is not None:
                offered = {offer.code for offer in view.offered(path)}
                assert set([value] if isinstance(value, str) else value) <= offered, path


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(name: str) -> None:
    def written(seed: int, number: int = 5) -> list[str]:
        return [json.dumps(one.response) for one in simulate(compiled(name), number, seed, Plan(TODAY))]

    assert written(3) == written(3)
    assert written(3, 3) == written(3)[:3]
    assert written(3) != written(4)


@pytest.mark.parametrize("edit", ["S1", "S2", "S3", "O1"])
def test_an_edit_that_is_to_fail_fails_and_the_others_hold(edit: str) -> None:
    for one in drawn("edits", 8, violate=frozenset({edit})):
        assert [failure.edit for failure in read("edits", one.response).failures()] == [edit]


def test_an_edit_of_a_labour_force_interview_fails_alone_or_what_fails_beside_it_is_named() -> None:
    alone = 0
    for one in drawn("labour_force", 8, violate=frozenset({"E07"})):
        failing = {failure.edit for failure in read("labour_force", one.response).failures()}
        assert failing ^ {"E07"} == set(one.problems)
        alone += failing == {"E07"}
    assert alone >= 5  # for the others the command asks the solver


def test_with_hard_edits_only_soft_ones_may_fail() -> None:
    found = [failure for one in drawn("labour_force", 6, satisfy="hard") for failure in one.view.failures()]
    assert {failure.severity for failure in found} == {"soft"}


def test_an_edit_that_cannot_fail_is_told_and_not_claimed() -> None:
    form = json.loads((FOLDER / "edits.json").read_text("utf-8"))
    form["edits"].append({"id": "N1", "require": "income = income", "message": {"vi": "Không bao giờ", "en": "Never"}})
    ready = compile_text(json.dumps(form)).form()
    (one,) = simulate(ready, 1, 1, Plan(TODAY, violate=frozenset({"N1"})))
    assert one.problems == ("N1",)


def test_missing_reasons_come_at_the_rate_asked_for() -> None:
    def missing(rate: float) -> int:
        found = simulate(compiled("missing"), 20, 5, Plan(TODAY, missing=rate))
        return sum(json.dumps(one.response["answers"]).count('"missing"') for one in found)

    assert missing(0.0) <= missing(0.2) < missing(0.9)


def test_coverage_counts_cells_codes_conditions_and_outcomes() -> None:
    coverage = Coverage(interview("edits")._form)
    for one in drawn("edits", 30, satisfy="none"):
        coverage.add(one.view)
    report = coverage.report()
    assert report["interviews"] == 30
    assert report["questions"]["has_loan"]["codes"]["1"] == report["questions"]["loan"]["asked"] > 0
    (relevant,) = (one for one in report["conditions"] if one["kind"] == "relevant")
    assert relevant["true"] + relevant["false"] + relevant["unknown"] == 30
    assert all(sum(found.values()) == 30 for name, found in report["checks"].items() if ":" not in name)


def test_what_no_interview_reached_is_told() -> None:
    coverage = Coverage(interview("edits")._form)
    never = coverage.report()["never"]
    assert never["questions"] == ["income", "spent", "has_loan", "loan"]
    assert never["edits"]["S1"] == ["pass", "fail"]
    assert {one["is"] for one in never["conditions"]} == {"true", "false"}


def test_the_command_writes_lines_that_the_other_commands_read(tmp_path: Path, capsys: Any) -> None:
    out, report = tmp_path / "responses.jsonl", tmp_path / "report.json"
    form = str(FOLDER / "roster.json")
    assert main(["simulate", form, "--interviews", "6", "--date", TODAY, "-o", str(out), "--report", str(report)]) == 0
    assert "6 interviews" in capsys.readouterr().out
    assert json.loads(report.read_text("utf-8"))["interviews"] == 6
    assert main(["edit", form, str(out), "-o", str(tmp_path / "tables")]) == 0
    line = tmp_path / "one.json"
    line.write_text(out.read_text("utf-8").splitlines()[0], "utf-8")
    assert main(["evaluate", form, str(line), "--json"]) == 0


@pytest.mark.parametrize("wrong", [["--violate", "E99"], ["--date", "tomorrow"], ["--interviews", "-1"]])
def test_a_wrong_call_is_refused(tmp_path: Path, wrong: list[str]) -> None:
    call = ["simulate", str(FOLDER / "edits.json"), "--interviews", "1", "-o", str(tmp_path / "x.jsonl"), *wrong]
    assert main(call) == 2


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PATTERNS), st.integers(0, 10**6))
def test_a_drawn_text_matches_its_pattern(pattern: str, seed: int) -> None:
    assert re.fullmatch(pattern, drawn_match(pattern, Draws(seed)))
