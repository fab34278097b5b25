"""Interviews played at random through the three engines: the outcome of every check, of every kind, in every row.

The form has one of each thing: answers that a filter no longer offers, exclusive codes, rosters filled by hand,
counted, chosen and nested, running totals, the row before, the last round, given values. Its edits are drawn anew.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest

from engine.batch import edit_frames
from engine.questionnaire import compile_text
from engine.response.form import Form
from engine.response.interview import Interview

RUNTIME = Path(__file__).parents[1] / "runtime"
DOCUMENT = json.loads((RUNTIME / "everything.json").read_text("utf-8"))
INTERVIEWS = 25
NUMBERS = {
    None: (
        "members", "workers", "square", "after_square", "scored", "total_score", "size_last_round", "big",
        "all_minutes", "previous(members)", "count(people)", "sum(people.hours)", "min(people.tasks.minutes)", "urban",
        "sum(people.minutes_in_all where age > 20)", "first(people.age where name = this.note)",
    ),
    "people": (
        "age", "hours", "older", "place", "minutes_in_all", "position()", "members", "coalesce(row_before(hours), 1)",
        "count(people where born > this.born)", "count(tasks where minutes > this.hours)",
        "days_between(previous(born), born)",
    ),
    "people.tasks": ("minutes", "share", "running", "so_far", "hours", "row_before(minutes)", "position()", "workers"),
    "plots": ("area_of", "position()", "land"),
}  # fmt: skip
"""Exact numbers that can be named in a scope."""


def questionnaire(random: Random) -> dict[str, Any]:
    """The form with bounds and edits drawn at random."""
    drawn = json.loads(json.dumps(DOCUMENT))
    people = next(item for item in drawn["items"] if item["name"] == "people")
    people |= {"min_rows": random.randint(1, 2), "max_rows": random.randint(2, 3)}
    drawn["edits"] += [edit(random, number) for number in range(20)]
    found: dict[str, Any] = drawn
    return found


def edit(random: Random, number: int) -> dict[str, Any]:
    """An edit in a random scope."""
    scope = random.choice(list(NUMBERS))
    found = {"id": f"R{number}", "severity": "soft", "require": condition(random, scope, 2), "message": {"vi": "?"}}
    if scope is not None:
        found["for_each"] = scope
    if random.random() < 0.4:
        found["when"] = condition(random, scope, 1)
    return found


def condition(random: Random, scope: str | None, depth: int) -> str:
    """A condition on what can be named in a scope."""
    if depth and random.random() < 0.6:
        joined = random.choice(("and", "or", "implies"))
        return f"({condition(random, scope, depth - 1)} {joined} {condition(random, scope, depth - 1)})"
    a, b = random.sample(NUMBERS[scope], 2)
    return random.choice((
        f"{a} {random.choice(('<', '<=', '>', '>=', '=', '!='))} {b}", f"{a} between {random.randint(-2, 2)} and {b}",
        f"is_missing({a})", f"not {a} in {{1, 2, 30}}", f"if {a} > 1 then {b} < 40 else {b} > 2",
    ))  # fmt: skip


def play(form: dict[str, Any], scripts: list[Any]) -> list[dict[str, Any]]:
    """What the browser's runtime makes of each script: its log, and the interview that the log gives."""
    node = shutil.which("node")
    assert node is not None, "Node is needed: make test installs it"
    lines = [json.dumps({"form": form}), *(json.dumps({"script": script}) for script in scripts)]
    done = subprocess.run(
        [node, str(RUNTIME / "act.mjs")], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("seed", range(2))
def test_every_check_of_a_random_form_has_one_outcome_in_all_three_engines(seed: int, tmp_path: Path) -> None:
    random = Random(20261123 + seed)  # noqa: S311  # a fixed seed is the point
    compiled = compile_text(json.dumps(questionnaire(random)), lambda name: "").form()
    scripts = [
        [[random.randint(0, 1), *(random.randint(0, 999) for _ in range(3))] for _ in range(60)]
        for _ in range(INTERVIEWS)
    ]
    played = play(compiled, scripts)
    assert [one["wrong"] for one in played] == [[]] * INTERVIEWS
    form = Form.of(compiled)
    opened = {str(number): Interview.open(form, events=one["events"]) for number, one in enumerate(played)}
    python = [(number, *outcome) for number, interview in opened.items() for outcome in interview.outcomes()]
    browser = [(str(number), *one) for number, each in enumerate(played) for one in each["fresh"]["outcomes"]]
    assert sorted(browser) == sorted(python)
    frames = [(name, one.frame(""), one.frame("").home.today) for name, one in opened.items()]
    edit_frames("duckdb", form, frames, tmp_path)
    told = pq.read_table(tmp_path / "outcomes.parquet").to_pylist()
    duckdb = [(one["record"], one["edit"], one["path"], one["outcome"]) for one in told]
    assert sorted(duckdb) == sorted(python)
    failing = {edit.rpartition(":")[2] for _, edit, _, outcome in python if outcome == "fail"}
    assert failing > {"required", "constraint", "choice", "rows"}
    assert {outcome for *_, outcome in python} >= {"pass", "fail", "unknown", "not_applicable"}
