"""How often each edit rule fails, and what became of the failures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, distinct, func, select
from sqlalchemy.orm import Session

from engine.store import areas
from engine.store.models import EditFailure, Interview


@dataclass(frozen=True, slots=True)
class Rule:
    """Failures of one rule by what became of them, and the interviews in which it failed at some time."""

    form_id: str
    edit: str
    severity: str
    open: int
    corrected: int
    confirmed: int
    accepted: int
    interviews: int

    @property
    def total(self) -> int:
        """All failures that there were."""
        return self.open + self.corrected + self.confirmed + self.accepted


def rules(session: Session, prefixes: Iterable[str], form_id: str | None = None) -> list[Rule]:
    """The rules that have failed in the areas, those with most open failures first."""
    statuses = ("open", "corrected", "confirmed", "accepted")
    query = (
        select(
            Interview.form_id,
            EditFailure.edit,
            func.max(EditFailure.severity).label("severity"),
            *(_sum(EditFailure.status == name).label(name) for name in statuses),
            func.count(distinct(EditFailure.interview_id)).label("interviews"),
        )
        .join(Interview, Interview.id == EditFailure.interview_id)
        .where(areas.within(Interview.area, prefixes), ~Interview.training)
        .group_by(Interview.form_id, EditFailure.edit)
    )
    if form_id is not None:
        query = query.where(Interview.form_id == form_id)
    found = [Rule(**row) for row in session.execute(query).mappings()]
    return sorted(found, key=lambda rule: (-rule.open, -rule.total, rule.form_id, rule.edit))


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
