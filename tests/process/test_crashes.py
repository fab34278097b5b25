"""A hand-off that dies at any step is finished by the next one: nothing is lost, and nothing is handed on twice."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.errors import Refusal
from engine.process.handoff import Run, Step, hand_on
from engine.process.outbox import batches
from tests.process.forms import FORM
from tests.process.store import approve

STEPS: tuple[Step, ...] = ("claimed", "written", "settled", "marked")


class PowerCut(BaseException):
    """Not an Exception: nothing may catch it, as nothing catches the power going."""


@pytest.fixture(autouse=True)
def _two_approved(engine: Engine) -> None:
    for name in ("i1", "i2"):
        approve(engine, FORM, name, lambda interview: interview.answer("month", "2026-10"))


@pytest.mark.parametrize("last", STEPS)
def test_a_run_that_dies_after_a_step_is_finished_by_the_next(engine: Engine, tmp_path: Path, last: Step) -> None:
    die(engine, tmp_path, last)
    outcome = hand_on(Run(engine, tmp_path / "out"))
    assert [batch.resumed for batch in outcome.batches] == ([] if last == "marked" else [True])
    assert handed(tmp_path) == ["i1", "i2"]
    with Session(engine) as session:
        assert [(one.interviews, one.handed_at is not None) for one in batches(session)] == [(2, True)]


@pytest.mark.parametrize("last", STEPS)
def test_dying_again_and_again_hands_nothing_on_twice(engine: Engine, tmp_path: Path, last: Step) -> None:
    for step in (last, "written", "settled"):
        die(engine, tmp_path, step)
    hand_on(Run(engine, tmp_path / "out"))
    assert handed(tmp_path) == ["i1", "i2"]


def test_what_a_dead_run_left_half_written_is_swept_away(engine: Engine, tmp_path: Path) -> None:
    die(engine, tmp_path, "written")
    assert list((tmp_path / "out").rglob("*.partial"))
    hand_on(Run(engine, tmp_path / "out"))
    assert not list((tmp_path / "out").rglob("*.partial"))


def test_a_settled_batch_that_was_damaged_is_refused_and_not_marked(engine: Engine, tmp_path: Path) -> None:
    die(engine, tmp_path, "settled")
    path = next((tmp_path / "out").rglob("interviews.parquet"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Refusal, match="does not read back"):
        hand_on(Run(engine, tmp_path / "out"))
    with Session(engine) as session:
        assert [one.handed_at for one in batches(session)] == [None]


def test_a_damaged_batch_that_was_moved_away_is_written_anew(engine: Engine, tmp_path: Path) -> None:
    die(engine, tmp_path, "settled")
    folder = next((tmp_path / "out").rglob("interviews.parquet")).parent
    folder.rename(tmp_path / "damaged")
    assert [batch.folder for batch in hand_on(Run(engine, tmp_path / "out")).batches] == [folder]
    assert handed(tmp_path) == ["i1", "i2"]


def test_a_second_run_into_the_same_folder_is_refused_while_the_first_writes(engine: Engine, tmp_path: Path) -> None:
    codes = []

    def meanwhile(step: Step) -> None:
        if step == "claimed":
            with pytest.raises(Refusal) as refused:
                hand_on(Run(engine, tmp_path / "out"))
            codes.append(refused.value.code)

    outcome = hand_on(Run(engine, tmp_path / "out", after=meanwhile))
    assert codes == ["handoff_running"]
    assert [batch.interviews for batch in outcome.batches] == [2]


def test_of_two_runs_into_different_folders_only_one_keeps_the_batch(engine: Engine, tmp_path: Path) -> None:
    second = []

    def meanwhile(step: Step) -> None:
        if step == "written":
            second.extend(hand_on(Run(engine, tmp_path / "out" / "other")).batches)

    first = hand_on(Run(engine, tmp_path / "out" / "one", after=meanwhile)).batches
    assert (len(first), len(second)) == (0, 1)
    assert handed(tmp_path) == ["i1", "i2"]


def die(engine: Engine, folder: Path, last: Step) -> None:
    """Run until the step is done, then cut the power; a run that has nothing to do ends by itself."""

    def cut(step: Step) -> None:
        if step == last:
            raise PowerCut

    try:
        hand_on(Run(engine, folder / "out", after=cut))
    except PowerCut:
        return


def handed(folder: Path) -> list[str]:
    """The interviews in all settled batches, with repetitions."""
    files = [str(path) for path in (folder / "out").rglob("interviews.parquet") if ".partial" not in str(path)]
    with duckdb.connect() as connection:
        return [row[0] for path in files for row in connection.read_parquet(path).project("interview__id").fetchall()]
