"""How long Python takes for one interview: `python bench/python/responses.py [--profile]`.

Two forms: a household of 5 members with 200 answers, 40 conditions, 20 calculations and 50 edits, made here; and the
largest case of forms/labour_force. Measured in processor time, the least of several runs:
`answers`  RESPONSE.json to values and outcomes (`view_of_answers`, what `phieu edit` does a record);
`log`      the events of the interview to the same (`Interview.open`, what the server does after each upload);
`failures` the records of failures, with their messages; `answer` one more answer to an open interview.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from engine.questionnaire import compile_text
from engine.response import Interview, view_of_answers
from engine.response.form import Form

FORMS = Path(__file__).parents[2] / "forms"
TODAY = "2026-11-22"
MEMBERS, QUESTIONS = 5, 40


def main() -> None:
    """Print a line for each form; with `--profile`, where the time of `answers` goes."""
    for name, compiled, response in (("household", *household()), ("labour_force", *labour_force())):
        if "--profile" in sys.argv:
            profile(compiled, response)
        figures = measure(compiled, response)
        print(f"{name:14}" + "  ".join(f"{what} {1000 * seconds:7.3f} ms" for what, seconds in figures.items()))


def household() -> tuple[dict[str, Any], dict[str, Any]]:
    """The form made here, and a household that answers everything."""
    labels = {"label": {"vi": "Câu hỏi"}}
    items: list[dict[str, Any]] = [{"name": f"n{i}", "type": "integer", **labels} for i in range(QUESTIONS // 2)]
    items += [
        {"name": f"s{i}", "type": "select_one", "codes": "yes_no", "relevant": f"n{i} >= 0", "required": True, **labels}
        for i in range(QUESTIONS // 2)
    ]
    items += [{"name": f"c{i}", "type": "calculation", "calculation": f"n{i} * 2 + n{i + 1}"} for i in range(4)]
    edits = [
        {"id": f"P{i}", "for_each": "people", "when": f"s{i % 20} = '1'",
         "require": f"n{i % 20} <= n{(i + 1) % 20} + 50 or s{i % 20} = '2'", "message": {"vi": "{n0}?"}}
        for i in range(40)
    ]  # fmt: skip
    edits += [
        {"id": f"H{i}", "require": f"sum(people.n{i} where s{i} = '1') <= 1000", "message": {"vi": "?"}}
        for i in range(10)
    ]
    document = {
        "id": "household", "version": "1", "languages": ["vi"], "title": {"vi": "Hộ"},
        "code_lists": {"yes_no": [{"code": code, "label": {"vi": code}} for code in "12"]},
        "items": [{"name": "people", "type": "roster", "label": {"vi": "Người"}, "items": items}], "edits": edits,
    }  # fmt: skip
    people = [
        {"_id": f"r{row}"} | {f"n{i}": i + row for i in range(20)} | {f"s{i}": "12"[(i + row) % 2] for i in range(20)}
        for row in range(MEMBERS)
    ]
    return compile_text(json.dumps(document)).form(), {"answers": {"people": people}}


def labour_force() -> tuple[dict[str, Any], dict[str, Any]]:
    """The labour force survey, and the largest response among its cases."""
    folder = FORMS / "labour_force"
    compiled = compile_text(
        (folder / "form.json").read_text("utf-8"), lambda name: (folder / name).read_text("utf-8")
    ).form()
    cases = json.loads((folder / "cases.json").read_text("utf-8"))
    return compiled, max((case["response"] for case in cases), key=lambda one: len(json.dumps(one)))


def measure(compiled: dict[str, Any], response: dict[str, Any]) -> dict[str, float]:
    """Seconds of processor time by what is done."""
    form = Form.of(compiled)
    view = view_of_answers(form, response, today=TODAY)
    interview = log_of(compiled, response)
    events = interview.events
    cell = next(path for path, frame, slot in interview.walk() if slot.type == "integer" and frame.route[slot.slot])
    value = iter(range(1, 1_000_000))
    return {
        "answers": least(lambda: view_of_answers(form, response, today=TODAY)),
        "log": least(lambda: Interview.open(form, events=events)),
        "failures": least(view.failures),
        "answer": least(lambda: interview.answer(cell, next(value) % 50), runs=30),
    }


def log_of(compiled: dict[str, Any], response: dict[str, Any]) -> Interview:
    """The interview in which the answers were given one after the other."""
    ticks = iter(range(10_000_000))
    opening = {name: response[name] for name in ("unit", "preload", "previous") if response.get(name)}
    interview = Interview.open(
        compiled, clock=lambda: f"2026-11-22T08:{next(ticks) // 60 % 60:02}:00Z", open=opening, user="enumerator"
    )
    view = view_of_answers(compiled, response, today=TODAY)
    rows: dict[str, str] = {"": ""}
    for path, frame, slot in view.walk():
        if frame.path and frame.path not in rows and frame.parent is not None:
            roster = frame.roster_path.replace(frame.parent.path, rows[frame.parent.path], 1)
            known = interview.rows(roster)
            by_hand = frame.parent.layout.slots[frame.layout.roster].rows_kind == "added"
            if by_hand and len(known) < frame.position:
                interview.add_row(roster)
            rows[frame.path] = interview.rows(roster)[frame.position - 1]
        answer = view.cell(path).answer
        if slot.is_answered and answer is not None:
            here = rows[frame.path]
            interview.answer(f"{here}.{slot.name}" if here else slot.name, answer)
    return interview


def least(work: Callable[[], object], runs: int = 15) -> float:
    """Processor time of one run, the least of several, each long enough to be measured."""
    work()
    start = process_time()
    work()
    often = max(1, int(0.02 / max(process_time() - start, 1e-6)))
    found = []
    for _ in range(runs):
        start = process_time()
        for _ in range(often):
            work()
        found.append((process_time() - start) / often)
    return min(found)


def profile(compiled: dict[str, Any], response: dict[str, Any]) -> None:
    """Where the time of reading answers goes."""
    form = Form.of(compiled)
    view_of_answers(form, response, today=TODAY)
    with cProfile.Profile() as profiler:
        for _ in range(100):
            view_of_answers(form, response, today=TODAY)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(28)


if __name__ == "__main__":
    main()
