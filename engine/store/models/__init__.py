"""The tables, one file a topic: people, questionnaires, fieldwork, log, media, records. Queries: `engine.store`."""

from engine.store.models.base import Base, utc_now
from engine.store.models.fieldwork import (
    ASSIGNMENT_STATUSES,
    FAILURE_STATUSES,
    INTERVIEW_STATUSES,
    Assignment,
    EditFailure,
    Interview,
)
from engine.store.models.log import Event, Quarantine, Segment
from engine.store.models.media import Media
from engine.store.models.people import ROLES, Device, SignInFailure, Token, User, UserArea
from engine.store.models.questionnaires import Form, FormDraft, FormVersion
from engine.store.models.records import Activity, Feed, HandoffOutbox
from engine.store.models.respondents import AccessCode, RespondentSession

__all__ = [
    "ASSIGNMENT_STATUSES",
    "FAILURE_STATUSES",
    "INTERVIEW_STATUSES",
    "ROLES",
    "AccessCode",
    "Activity",
    "Assignment",
    "Base",
    "Device",
    "EditFailure",
    "Event",
    "Feed",
    "Form",
    "FormDraft",
    "FormVersion",
    "HandoffOutbox",
    "Interview",
    "Media",
    "Quarantine",
    "RespondentSession",
    "Segment",
    "SignInFailure",
    "Token",
    "User",
    "UserArea",
    "utc_now",
]
