"""The thorough check of the designer: what can be proven about a form, found beside the requests that ask for it.

A proof may take half a minute, so it runs in a process of its own (`proof_process.py`), one at a time. A request starts
it or asks after it, waits half a second at most and says that it is still running; the page asks again. A newer text of
a questionnaire ends the proof of the older one. What was found is kept by the hash of the form.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Mapping
from threading import Event, Lock, Semaphore, Thread
from typing import Any

from flask import Blueprint, current_app

from engine.errors import Finding

SECONDS = 30.0
"""Time for the proofs; what is not settled then is not decided, and said so."""
GRACE = 30.0
"""How much longer the process may take to begin and to end, before it is ended."""
WAIT = 0.5
"""How long a request waits."""
KEPT = 16
EXTENSION = "admin.proofs"


class Run:
    """One proof: `done` is set at its end, `findings` stays None when it came to none."""

    def __init__(self, form_id: str, compiled: Mapping[str, Any]) -> None:
        self.form_id, self.done = form_id, Event()
        self.findings: tuple[Finding, ...] | None = None
        self._compiled, self._lock = json.dumps(compiled), Lock()
        self._process: subprocess.Popen[str] | None = None
        self._ended = False

    def work(self, turn: Semaphore, seconds: float) -> None:
        """Prove when it is this one's turn; in a thread of its own."""
        try:
            with turn:
                if self._begin(seconds):
                    self._finish(seconds)
        finally:
            self.done.set()

    def end(self) -> None:
        """Leave off; nobody needs it any more."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def _begin(self, seconds: float) -> bool:
        with self._lock:
            if not self._ended:
                self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                    [sys.executable, "-m", "admin.proof_process", str(seconds)],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                )  # fmt: skip
            return not self._ended

    def _finish(self, seconds: float) -> None:
        assert self._process is not None  # noqa: S101
        with self._process as process:
            try:
                told, _ = process.communicate(self._compiled, timeout=seconds + GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                return
        if process.returncode == 0:
            self.findings = tuple(_finding(one) for one in json.loads(told))


class Proofs:
    """The proofs of one server, by the hash of the form, the last ones used."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds, self._lock, self._turn = seconds, Lock(), Semaphore(1)
        self._runs: OrderedDict[str, Run] = OrderedDict()

    def of(self, form_id: str, compiled: Mapping[str, Any], wait: float = WAIT) -> Run:
        """The proof of a form, begun if it was not, after waiting a moment for its end."""
        run = self._run(form_id, compiled)
        run.done.wait(wait)
        return run

    def end(self) -> None:
        """End all that run."""
        with self._lock:
            for run in self._runs.values():
                run.end()

    def _run(self, form_id: str, compiled: Mapping[str, Any]) -> Run:
        key = str(compiled["hash"])
        with self._lock:
            run = self._runs.pop(key, None)
            if run is None or (run.done.is_set() and run.findings is None):
                self._end_older(form_id)
                run = Run(form_id, compiled)
                Thread(target=run.work, args=(self._turn, self._seconds), daemon=True, name="proof").start()
            self._runs[key] = run
            return run

    def _end_older(self, form_id: str) -> None:
        if not self._runs:
            atexit.register(self.end)
        for key, run in list(self._runs.items()):
            if run.form_id == form_id and not run.done.is_set():
                run.end()
                del self._runs[key]
        while len(self._runs) >= KEPT:
            self._runs.popitem(last=False)[1].end()


def register(blueprint: Blueprint) -> None:
    """Give each application its own proofs."""
    blueprint.record_once(lambda state: state.app.extensions.setdefault(EXTENSION, Proofs()))


def current_proofs() -> Proofs:
    """The proofs of this application."""
    proofs: Proofs = current_app.extensions[EXTENSION]
    return proofs


def _finding(told: dict[str, Any]) -> Finding:
    span = told.get("span")
    return Finding(**{**told, "span": None if span is None else (span[0], span[1])})
