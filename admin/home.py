"""What needs doing, for the person who has just signed in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.auth import access
from engine.auth.access import CurrentUser
from engine.store import interviews, quarantine
from engine.store.models import Assignment, Interview, Quarantine


@dataclass(frozen=True, slots=True)
class Task:
    """A number of things that wait, and the page where they are. `weight` is `alert` or `watch`."""

    key: str
    count: int
    href: str
    weight: str = "watch"


def tasks(session: Session, user: CurrentUser) -> list[Task]:
    """What waits for this person, by what the role may do."""
    found: list[Task] = []
    mine = (access.areas_filter(user, Interview.area), ~Interview.training)
    if user.may("review"):
        found += [
            Task(
                "home.to_review",
                interviews.count(session, *mine, Interview.status == "completed"),
                url_for("admin.interviews", status="completed"),
            ),
            Task(
                "home.with_conflicts",
                interviews.count(session, *mine, Interview.conflicts > 0, Interview.status != "approved"),
                url_for("admin.interviews", problem="conflicts"),
            ),
            Task(
                "home.unreadable",
                interviews.count(session, *mine, Interview.fold_error.is_not(None)),
                url_for("admin.interviews", problem="fold_error"),
                "alert",
            ),
            Task(
                "home.late",
                interviews.count(session, *mine, Interview.late_events > Interview.late_left),
                url_for("admin.interviews", problem="late_events"),
                "alert",
            ),
        ]
    if user.may("quarantine"):
        waiting = quarantine.count_open(session, access.areas_filter(user, Quarantine.area))
        found.append(Task("home.quarantine", waiting, url_for("admin.quarantine"), "alert"))
    if user.may("assign"):
        unstarted = (access.areas_filter(user, Assignment.area), Assignment.status == "assigned")
        found.append(
            Task("home.unstarted", _count(session, unstarted), url_for("admin.assignments", status="assigned"), "")
        )
    return found


def waiting(session: Session, user: CurrentUser) -> list[Interview]:
    """Completed interviews that wait for a review, ten at most."""
    if not user.may("review"):
        return []
    mine = access.areas_filter(user, Interview.area)
    return list(interviews.listed(session, mine, Interview.status == "completed", limit=10))


def _count(session: Session, conditions: tuple[ColumnElement[bool], ...]) -> int:
    return session.scalar(select(func.count()).select_from(Assignment).where(*conditions)) or 0
