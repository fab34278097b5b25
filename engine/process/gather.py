"""What a claimed batch is to hold: its interviews read from the store, folded, and laid out as rows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.metadata import version as installed

from sqlalchemy.orm import Session

from engine.process import outbox
from engine.process.batch import Contents
from engine.process.collection import Collected
from engine.process.columns import codebook
from engine.process.mistakes import refusal
from engine.process.tables import Row, rows
from engine.response.form import Form
from engine.response.interview import Interview as Response
from engine.response.paradata import notes
from engine.store import interviews as store
from engine.store.models import FormVersion, Interview, utc_now


@dataclass(frozen=True, slots=True)
class Members:
    """The interviews of a batch by id, and the one form version they are of."""

    version: outbox.Version
    interviews: frozenset[str]


@dataclass(slots=True)
class Gathered:
    """The contents of a batch, and the interviews that cannot be handed on now, with the reason."""

    contents: Contents
    held_back: dict[str, str] = field(default_factory=dict)


def members(session: Session, batch: str) -> Members:
    """Who is in a batch. It is claimed for one version; an interview that has changed its version since goes back."""
    found = outbox.members(session, batch)
    return Members((found[0].form_id, found[0].version), frozenset(one.id for one in found))


def gather(session: Session, batch: str, version: outbox.Version) -> Gathered:
    """Fold each interview of the batch; one that is not approved any more, or cannot be read, is held back."""
    published = session.get(FormVersion, version)
    if published is None:
        raise refusal("handoff_no_version", f"The questionnaire {version[0]} {version[1]} is not in this database.")
    compiled = json.loads(published.compiled)
    form, book = Form.of(compiled), codebook(compiled)
    laid: dict[str, list[Row]] = {table.name: [] for table in book.tables}
    gathered = Gathered(Contents(batch, utc_now().isoformat(), software(), compiled, book, [], laid))
    found = outbox.members(session, batch)
    earlier = outbox.earlier_batches(session, batch, [one.id for one in found])
    for one in found:
        if reason := _obstacle(one, version):
            gathered.held_back[one.id] = reason
            continue
        try:
            response = _folded(session, form, one.id)
            more = rows(book, one.id, response.frame(""))
        except Exception as wrong:
            # One interview that the engine cannot read must not stop the others; it is named, and stays in the outbox.
            gathered.held_back[one.id] = f"cannot be read: {wrong or type(wrong).__name__}"
            continue
        for name, added in more.items():
            laid[name] += added
        gathered.contents.interviews.append(_collected(session, one, response, earlier.get(one.id)))
    return gathered


def software() -> str:
    """This program and its version, as descriptions name it."""
    return f"phieu {installed('phieu')}"


def _obstacle(interview: Interview, version: outbox.Version) -> str | None:
    if not outbox.is_ready(interview):
        return (
            f"is {interview.status} and not approved any more" if interview.status != "approved" else "is being folded"
        )
    return None if (interview.form_id, interview.version) == version else "has moved to another version"


def _folded(session: Session, form: Form, interview_id: str) -> Response:
    """The interview that the log comes to; raises Refusal when the log does not say approved."""
    events = [json.loads(event.payload) for event in store.events(session, interview_id)]
    response = Response.open(form, events=events)
    if response.status != "approved":
        raise refusal("handoff_not_approved", f"by its log it is {response.status or 'not opened'}, not approved.")
    return response


def _collected(session: Session, interview: Interview, response: Response, supersedes: str | None) -> Collected:
    devices = {event.device for event in response.events} - {"server"}
    mode = response.opened.get("mode") if response.opened else None
    interview.enumerator.name  # noqa: B018 - loads the account while the session is open
    failures = store.failures(session, interview.id)
    kept = tuple(notes(response.events))
    return Collected(interview, mode, response.fieldwork, kept, len(devices), supersedes, failures)
