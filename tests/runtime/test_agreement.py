"""Two devices play at random in the browser's runtime; Python, opening their log, must see the very same interview.

Also within the browser: the state that grew change by change is that of a log opened at once, and every change told of
all that changed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.questionnaire import compile_text
from engine.response.interview import Interview

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FORMS = (
    HERE / "everything.json",
    ROOT / "tests/forms/kinship.json",
    ROOT / "tests/response/reach.json",
    ROOT / "forms/labour_force/form.json",
)
CHOICE = st.integers(0, 999)
SCRIPTS = st.lists(st.tuples(st.integers(0, 1), CHOICE, CHOICE, CHOICE), max_size=60)

Play = Callable[[list[tuple[int, ...]]], dict[str, Any]]


@pytest.fixture(scope="module", params=FORMS, ids=lambda path: path.parent.name if path.stem == "form" else path.stem)
def form(request: pytest.FixtureRequest) -> dict[str, Any]:
    path: Path = request.param
    return compile_text(path.read_text("utf-8"), lambda name: (path.parent / name).read_text("utf-8")).form()


@pytest.fixture(scope="module")
def play(form: dict[str, Any]) -> Iterator[Play]:
    """Plays a script in the browser's runtime."""
    node = shutil.which("node")
    assert node is not None, "Node is needed: make test installs it"
    with subprocess.Popen(
        [node, str(HERE / "act.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        sink, source = process.stdin, process.stdout
        sink.write(json.dumps({"form": form}) + "\n")

        def run(script: list[tuple[int, ...]]) -> dict[str, Any]:
            sink.write(json.dumps({"script": script}) + "\n")
            sink.flush()
            found: dict[str, Any] = json.loads(source.readline())
            return found

        yield run
        sink.close()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=SCRIPTS)
def test_browser_and_server_see_the_same_interview(
    script: list[tuple[int, ...]], form: dict[str, Any], play: Play
) -> None:
    played = play(script)
    assert played["wrong"] == []
    assert played["here"] == played["fresh"]
    assert played["there"] == played["fresh"]
    assert state(Interview.open(form, events=played["events"])) == played["fresh"]


def state(interview: Interview) -> dict[str, Any]:
    """What act.mjs writes of an interview."""
    values: dict[str, Any] = {}
    labels: dict[str, Any] = {}
    rows: dict[str, Any] = {}
    for path, frame, slot in interview.walk():
        cell = interview.cell(path)
        values[path] = [cell.value, cell.reason, cell.on_route, cell.error, cell.source, cell.answer]
        if slot.item is not None:
            offers = [offer.label for offer in interview.offered(path)]
            labels[path] = [interview.text(path, "label"), interview.format(path), offers, interview.required(path)]
        if slot.roster >= 0:
            rows[path] = interview.rows(path)
        if frame.path:
            labels[frame.path] = interview.row_label(frame.path)
    interview.language = "en"
    english = [one.message for one in interview.failures()]
    interview.language = "vi"
    seen: dict[str, Any] = plain({
        "english": english, "outcomes": interview.outcomes(),
        "status": interview.status, "changedAfterCompletion": interview.changed_after_completion, "values": values,
        "labels": labels, "rows": rows, "failures": [one.as_json() for one in interview.failures()],
        "not_evaluated": [one.as_json() for one in interview.not_evaluated()], "progress": asdict(interview.progress()),
        "conflicts": [[one.kind, one.path, one.kept.name, one.other.name] for one in interview.conflicts],
        "unapplied": [[one.event.name, one.code] for one in interview.unapplied],
        "fieldwork": asdict(interview.fieldwork), "appointment": interview.fieldwork.appointment,
        "remarks": [asdict(one) for one in interview.remarks()],
        "removed": [asdict(one) for one in interview.removed_rows()], "unit": interview.text("", "unit_label"),
    })  # fmt: skip
    return seen


def plain(value: Any) -> Any:
    """As JSON says it: tuples are arrays."""
    return json.loads(json.dumps(value))
