"""Answers made by reasoning, where drawing them does not lead to what was asked for."""

from __future__ import annotations

import json
from typing import Any

from engine.proof.made import Maker
from engine.simulate import Plan, simulate
from tests.proof.forms import edit, form, integer

TODAY = "2026-04-01"
NEEDLE = form(
    integer("a", required=True, constraint="a between 0 and 1000000000"),
    integer("b", required=True, constraint="b between 0 and 1000"),
    edits=(edit("E1", "a * 1009 + b = 123456789", severity="hard"), edit("E2", "a != 122355", severity="soft")),
)


def drawn(plan: Plan, made: Any = None) -> list[dict[str, Any]]:
    found = list(simulate(NEEDLE, 2, 1, plan, made))
    return [one.response for one in found if not one.problems]


def test_what_drawing_does_not_find_is_reasoned_out() -> None:
    plan = Plan(TODAY, "hard")
    assert drawn(plan) == []
    responses = drawn(plan, Maker(NEEDLE, plan))
    assert len(responses) == 2
    assert all(one["answers"]["a"] * 1009 + one["answers"]["b"] == 123456789 for one in responses)


def test_an_edit_that_is_to_fail_is_reasoned_out_too() -> None:
    plan = Plan(TODAY, "all", frozenset({"E2"}))
    assert [one["answers"] for one in drawn(plan, Maker(NEEDLE, plan))] == [{"a": 122355, "b": 594}] * 2


def test_reasoning_gives_the_same_bytes_for_the_same_seed() -> None:
    plan = Plan(TODAY, "hard")
    first, second = (json.dumps(drawn(plan, Maker(NEEDLE, plan))) for _ in range(2))
    assert first == second


def test_what_cannot_be_is_not_made() -> None:
    never = form(integer("a", constraint="a < 5"), edits=(edit("E1", "a < 9"),))
    plan = Plan(TODAY, "all", frozenset({"E1"}))
    (one,) = simulate(never, 1, 1, plan, Maker(never, plan))
    assert one.problems == ("E1",)
