"""Records of edits: failures with their life, checks that could not be judged, counts of the five outcomes.

A failure lives from `open` until it is corrected (then it is no longer there), confirmed with a reason, or accepted by
a supervisor. A confirmation holds as long as the involved values are those that were seen. What finds failures in an
interview is `engine/response/failures.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from engine.edits.outcomes import OUTCOMES, Outcome

FailureStatus = Literal["open", "confirmed", "accepted"]
Severities = Mapping[str, str]
"""Severities that headquarters has changed during fieldwork, by edit: `hard`, `soft`, or `off`."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that fails: `path` is the row of an edit (`""` for the interview), the question of any other check.

    `values` holds the involved values in outer form, those that are missing left out.
    """

    edit: str
    path: str
    severity: str
    phase: str
    message: str
    involved: tuple[str, ...]
    values: Mapping[str, Any]
    status: FailureStatus = "open"
    reason: str | None = None
    text: str | None = None
    who: str | None = None
    when: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The record as a JSON object."""
        return {**asdict(self), "involved": list(self.involved), "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A check, or a calculation (`NAME:calculation`), that could not be judged."""

    edit: str
    path: str
    outcome: Literal["unknown", "error"]
    involved: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The record as a JSON object."""
        return {**asdict(self), "involved": list(self.involved)}


def counts(results: Iterable[tuple[str, str, Outcome]]) -> dict[str, dict[Outcome, int]]:
    """How often each check had each of the five outcomes, from (id, path, outcome) of every check in every row."""
    counted: dict[str, Counter[Outcome]] = {}
    for check, _, result in results:
        counted.setdefault(check, Counter())[result] += 1
    return {check: {one: found[one] for one in OUTCOMES} for check, found in counted.items()}
