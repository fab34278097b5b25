"""The tables about the collection itself: a row an interview, an edit failure, an attempt at contact; typed here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.response.fieldwork import Contact, Fieldwork
from engine.response.paradata import Note
from engine.store.models import EditFailure, Interview


@dataclass(frozen=True, slots=True)
class Fact:
    """A column about the collection: name, storage as in `parts.py`, how it is read, and what it says."""

    name: str
    storage: str
    read: Callable[[Any], Any]
    label: str


@dataclass(frozen=True, slots=True)
class Collected:
    """An interview as handed on: its row in the store and what only the log or the outbox knows."""

    interview: Interview
    opened_in: str | None
    fieldwork: Fieldwork
    notes: Sequence[Note]
    devices: int
    supersedes: str | None
    failures: Sequence[EditFailure]


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt at contact with the interview that it was for, and its number there."""

    interview_id: str
    number: int
    contact: Contact


def attempts(one: Collected) -> Iterator[Attempt]:
    """The attempts at contact of an interview, in their order."""
    for number, contact in enumerate(one.fieldwork.contacts, 1):
        yield Attempt(one.interview.id, number, contact)


@dataclass(frozen=True, slots=True)
class Moment:
    """A record of how an interview went, and its number there."""

    interview_id: str
    number: int
    note: Note


def moments(one: Collected) -> Iterator[Moment]:
    """The records of an interview, in their order."""
    for number, note in enumerate(one.notes, 1):
        yield Moment(one.interview.id, number, note)


def of_note(name: str) -> Callable[[Moment], Any]:
    return lambda one: getattr(one.note, name)


def of_contact(name: str) -> Callable[[Attempt], Any]:
    return lambda one: getattr(one.contact, name)


def moment(text: str | None) -> datetime | None:
    """A moment as a device wrote it; None where it is none."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def of_interview(name: str) -> Callable[[Collected], Any]:
    return lambda one: getattr(one.interview, name)


def of_failure(name: str) -> Callable[[EditFailure], Any]:
    return lambda one: getattr(one, name)


def row_of(path: str) -> str:
    """The row that a path lies in, empty for the interview: `people[k3x9qa].age` -> `people[k3x9qa]`."""
    return path[: path.rfind("]") + 1]


INTERVIEWS: tuple[Fact, ...] = (
    Fact("interview__id", "text", of_interview("id"), "Interview"),
    Fact("form", "text", of_interview("form_id"), "Questionnaire"),
    Fact("version", "text", of_interview("version"), "Version of the questionnaire"),
    Fact("label", "text", of_interview("label"), "Unit, as shown in lists"),
    Fact("area", "text", of_interview("area"), "Area of the assignment"),
    Fact("enumerator", "text", lambda one: one.interview.enumerator.name, "Account of the enumerator"),
    Fact("status", "code", of_interview("status"), "Status when handed on"),
    Fact("mode", "code", lambda one: one.fieldwork.mode, "Mode of collection at the end: capi, cati, self or keying"),
    Fact("mode_first", "code", lambda one: one.opened_in, "Mode in which it was begun"),
    Fact("batch", "text", lambda one: one.fieldwork.batch, "Batch of paper forms that it was keyed from"),
    Fact("paper_form", "text", lambda one: one.fieldwork.paper, "Number of the paper form that it was keyed from"),
    Fact("contacts", "integer", lambda one: len(one.fieldwork.contacts), "Attempts at contact that were noted"),
    Fact("first_event_at", "moment", of_interview("first_event_at"), "First entry on a device (UTC)"),
    Fact("last_event_at", "moment", of_interview("last_event_at"), "Last entry (UTC)"),
    Fact("completed_at", "moment", of_interview("completed_at"), "Completed by the enumerator (UTC)"),
    Fact("approved_at", "moment", of_interview("approved_at"), "Approved by the office (UTC)"),
    Fact("devices", "integer", lambda one: one.devices, "Devices that took part, the office not counted"),
    Fact("events", "integer", of_interview("event_count"), "Events in the log"),
    Fact("asked", "integer", of_interview("asked"), "Questions on route"),
    Fact("answered", "integer", of_interview("answered"), "Questions on route that are answered"),
    Fact("failures_hard", "integer", of_interview("hard"), "Open failures of hard edits"),
    Fact("failures_soft", "integer", of_interview("soft_open"), "Open failures of soft edits"),
    Fact("failures_confirmed", "integer", of_interview("confirmed"), "Failures confirmed with a reason"),
    Fact("active_seconds", "integer", of_interview("active_seconds"), "Time at questions, in seconds (paradata)"),
    Fact("edits_raised", "integer", of_interview("edits_raised"), "Edits raised while answering (paradata)"),
    Fact("conflicts", "integer", of_interview("conflicts"), "Answers that two devices changed"),
    Fact("unapplied", "integer", of_interview("unapplied"), "Events that could not be applied"),
    Fact("late_events", "integer", of_interview("late_events"), "Events that came after approval"),
    Fact("changed_after_completion", "boolean", of_interview("changed_after_completion"), "Changed after completion"),
    Fact("supersedes", "text", lambda one: one.supersedes, "Batch that held an earlier approval of this interview"),
)

# Names that are no words of SQL, so that nobody has to quote them.
EDIT_FAILURES: tuple[Fact, ...] = (
    Fact("interview__id", "text", of_failure("interview_id"), "Interview"),
    Fact("edit", "text", of_failure("edit"), "Identifier of the rule"),
    Fact("version", "text", of_failure("version"), "Version of the rule: of the questionnaire it stands in"),
    Fact("path", "text", of_failure("path"), "Where it failed"),
    Fact("row_path", "text", lambda one: row_of(one.path), "The row it failed in, empty for the interview"),
    Fact("severity", "code", of_failure("severity"), "hard or soft"),
    Fact("outcome", "code", of_failure("outcome"), "fail, or error where the rule could not be computed"),
    Fact("seen", "text", lambda one: json.dumps(one.values, ensure_ascii=False, sort_keys=True), "Values seen (JSON)"),
    Fact("status", "code", of_failure("status"), "open, corrected, confirmed or accepted"),
    Fact("reason", "text", of_failure("reason"), "Code of the reason given"),
    Fact("text", "text", of_failure("text"), "Words given with the reason"),
    Fact("who", "text", of_failure("by"), "Account that confirmed or accepted"),
    Fact("status_at", "moment", of_failure("at"), "When the status was reached (UTC)"),
)

CONTACTS: tuple[Fact, ...] = (
    Fact("interview__id", "text", lambda one: one.interview_id, "Interview"),
    Fact("number", "integer", lambda one: one.number, "Number of the attempt in the interview, from 1"),
    Fact("outcome", "code", of_contact("outcome"), "What came of it"),
    Fact("mode", "code", of_contact("mode"), "Mode of the attempt"),
    Fact("attempted_at", "moment", lambda one: moment(one.contact.at), "When it was made (UTC)"),
    Fact("appointment", "text", of_contact("appointment"), "When to try again, on the clock of the unit"),
    Fact("text", "text", of_contact("text"), "Words noted with it"),
    Fact("who", "text", of_contact("user"), "Account that noted it"),
)

PARADATA: tuple[Fact, ...] = (
    Fact("interview__id", "text", lambda one: one.interview_id, "Interview"),
    Fact("number", "integer", lambda one: one.number, "Number of the record in the interview, from 1"),
    Fact("kind", "code", of_note("kind"), "What it is: asked, page, raised, settled, line, app, screen, seen, …"),
    Fact("began_at", "moment", of_note("at"), "When it began (UTC)"),
    Fact("path", "text", of_note("path"), "The question, the page, or where the edit failed"),
    Fact("edit", "text", of_note("edit"), "Identifier of the rule that was raised or settled"),
    Fact("stayed_ms", "integer", of_note("stayed"), "How long the question or page was open, in milliseconds"),
    Fact("first_ms", "integer", of_note("first"), "Until the first answer, in milliseconds; null without one"),
    Fact("changes", "integer", of_note("changes"), "Answers given meanwhile"),
    Fact("again", "boolean", of_note("again"), "The question had an answer before; the page was left backwards"),
    Fact("record", "text", of_note("record"), "The record as the device wrote it (JSON)"),
    Fact("device", "text", of_note("device"), "Device"),
    Fact("who", "text", of_note("user"), "Account"),
)
