"""The hand-off: approved interviews go to processing as batches of files, each interview once for each approval.

The steps of a batch, in this order: claimed (in the database, with its name), written (under a temporary name,
flushed, read back), settled (renamed), marked (in the database). A run that dies after any of them is finished by the
next run: the batch keeps its name and its interviews, and a folder that is settled is never written again.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.process import batch as files
from engine.process import outbox, readback
from engine.process.gather import Members, gather
from engine.process.gather import members as members_of
from engine.process.mistakes import refusal
from engine.store.database import reading

Answer = TypeVar("Answer")

MOST_IN_A_BATCH = 2_000
"""Bounds the memory of a run; what is left goes into the next batch of the same run."""

Step = Literal["claimed", "written", "settled", "marked"]


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that this run handed on; `resumed` when an earlier run had begun it."""

    name: str
    form: str
    version: str
    interviews: int
    folder: Path
    resumed: bool


@dataclass(slots=True)
class Outcome:
    """What a run did: the batches, and the interviews held back with the reason."""

    batches: list[Batch] = field(default_factory=list)
    held_back: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs: the database, where to write, who asks. `after` is called after each step of each batch."""

    engine: Engine
    root: Path
    who: str = "handoff"
    most: int = MOST_IN_A_BATCH
    after: Callable[[Step], None] = lambda _step: None


def hand_on(run: Run, form: str | None = None) -> Outcome:
    """Finish the batches that earlier runs left, then hand on all that waits (of one form, if given).

    Raises Refusal when another run writes to the same folder, or when what was written does not read back.
    """
    outcome = Outcome()
    run.root.mkdir(parents=True, exist_ok=True)
    with _alone_in(run.root):
        for name in _ask(run, outbox.unfinished):
            _finish(run, name, outcome, resumed=True)
        for one in _ask(run, outbox.waiting, form):
            while claimed := _claim(run, (one.form, one.version), outcome):
                run.after("claimed")
                _finish(run, claimed, outcome, resumed=False)
    return outcome


def _claim(run: Run, version: outbox.Version, outcome: Outcome) -> str | None:
    with Session(run.engine) as session:
        return outbox.claim(session, version, run.most, outcome.held_back)


def _finish(run: Run, name: str, outcome: Outcome, *, resumed: bool) -> None:
    """Take a claimed batch through the steps that are still to be done."""
    members = _ask(run, members_of, name)
    folder = files.settled(run.root, name)
    if folder is not None:
        _refuse_damage(folder, members.interviews)
    else:
        folder = files.folder_of(run.root, members.version, name)
        members = _write(run, name, members, folder, outcome)
        if not members.interviews:
            return
        run.after("settled")
    _mark(run, name, members, Batch(name, *members.version, len(members.interviews), folder, resumed), outcome)


def _write(run: Run, name: str, members: Members, folder: Path, outcome: Outcome) -> Members:
    """Write the batch and give it its name; the members it holds. Those that cannot be handed on go back first."""
    files.discard_partials(folder)
    gathered = _ask(run, gather, name, members.version)
    if gathered.held_back:
        outcome.held_back |= gathered.held_back
        with Session(run.engine) as session:
            outbox.release(session, name, gathered.held_back)
    kept = Members(members.version, frozenset(one.interview.id for one in gathered.contents.interviews))
    if kept.interviews:
        partial = files.write(folder, gathered.contents)
        run.after("written")
        _refuse_damage(partial, kept.interviews)
        files.settle(partial, folder)
    return kept


def _mark(run: Run, name: str, members: Members, done: Batch, outcome: Outcome) -> None:
    with Session(run.engine) as session:
        details = {"form": done.form, "version": done.version, "interviews": len(members.interviews)}
        if outbox.mark(session, name, run.who, **details):
            outcome.batches.append(done)
        else:
            files.discard(done.folder)  # another run has handed the same batch on from another folder
    run.after("marked")


def _refuse_damage(folder: Path, interviews: frozenset[str]) -> None:
    if wrong := readback.faults(folder, interviews):
        raise refusal("handoff_damaged", f"{folder} does not read back: {'; '.join(wrong)}.")


def _ask(run: Run, question: Callable[..., Answer], *details: Any) -> Answer:
    with reading(), Session(run.engine) as session:
        return question(session, *details)


@contextmanager
def _alone_in(root: Path) -> Iterator[None]:
    """Holds the folder's lock; the system lets go of it when the process ends, however it ends."""
    with (root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise refusal("handoff_running", f"Another hand-off is writing to {root}.") from None
        yield
