"""Responses: an append-only log of answer events, folded into a state that can be asked. Pure; see README.md."""

from __future__ import annotations

from engine.response.answers import view_of_answers
from engine.response.events import Event, read_event
from engine.response.interview import Completion, Interview
from engine.response.view import View

__all__ = ["Completion", "Event", "Interview", "View", "read_event", "view_of_answers"]
