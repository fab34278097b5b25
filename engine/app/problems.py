"""Problem documents (RFC 9457): the one place where an exception becomes an HTTP answer.

Under `/api/` every error is `application/problem+json`; elsewhere a short page. An unexpected error gets an incident
id, which is logged with the traceback, so that a person who reports the id leads to the cause.
"""

from __future__ import annotations

import json
import logging
import secrets
from dataclasses import dataclass, field
from html import escape
from typing import Any

from flask import Flask, Response, request
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from engine.errors import InputError, Overflow, PhieuError, Refusal, UsageError
from engine.store import db

log = logging.getLogger(__name__)

API = "/api/"

# Codes and remedies of the statuses that Flask itself answers.
STANDARD: dict[int, tuple[str, str]] = {
    400: ("bad_request", "Mend the request."),
    404: ("not_found", "Check the address."),
    405: ("method_not_allowed", "Use one of the methods in the Allow header."),
    413: ("too_large", "Send less at a time."),
    415: ("media_type", "Send JSON."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as it is told: `members` are further members of the document."""

    status: int
    code: str
    title: str
    detail: str
    remedy: str
    members: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The problem document."""
        base = {"type": f"about:blank#{self.code}", "title": self.title, "status": self.status, "detail": self.detail}
        return base | {"code": self.code, "remedy": self.remedy} | self.members


def register(app: Flask) -> None:
    """Turn every exception of the application into its problem."""
    app.register_error_handler(Exception, _answer)


def problem_of(error: Exception) -> Problem:
    """The problem that an exception stands for."""
    if isinstance(error, HTTPException):
        return _standard(error)
    if isinstance(error, PhieuError):
        return _expected(error)
    incident = secrets.token_hex(6)
    log.error("incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    members = {"incident": incident}
    if isinstance(error, (OperationalError, InterfaceError, TimeoutError)):
        text = "The database does not answer at present."
        return Problem(503, "unavailable", "Unavailable", text, "Try again later.", members, {"Retry-After": "10"})
    return Problem(500, "server_error", "Server error", "The server failed.", f"Report incident {incident}.", members)


def _answer(error: Exception) -> Response:
    db.session.rollback()
    problem = problem_of(error)
    response = _document(problem) if request.path.startswith(API) else _page(problem)
    response.status_code = problem.status
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def _document(problem: Problem) -> Response:
    return Response(json.dumps(problem.as_json(), ensure_ascii=False), mimetype="application/problem+json")


def _page(problem: Problem) -> Response:
    lines = (problem.detail, problem.remedy, str(problem.members.get("incident", "")))
    text = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    title = escape(problem.title)
    return Response(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>{text}'
    )


def _expected(error: PhieuError) -> Problem:
    if isinstance(error, Refusal):
        return _refused(error)
    if isinstance(error, InputError):
        findings = {"findings": [finding.as_json() for finding in error.findings]}
        return Problem(422, "input_errors", "Errors in the input", str(error), "Mend what the findings name.", findings)
    if isinstance(error, UsageError):
        return Problem(400, "usage", "Wrong usage", str(error), "See the description of the API.")
    if isinstance(error, Overflow):
        return Problem(422, "overflow", "Overflow", str(error), "Use smaller numbers.")
    return Problem(400, "refused", "Refused", str(error), "")


def _refused(error: Refusal) -> Problem:
    members: dict[str, Any] = getattr(error, "members", {})
    wait = getattr(error, "retry_after", None)
    headers = {} if wait is None else {"Retry-After": str(wait)}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    title = error.code.replace("_", " ").capitalize()
    return Problem(error.status, error.code, title, error.detail, error.remedy, members, headers)


def _standard(error: HTTPException) -> Problem:
    status = error.code or 500
    code, remedy = STANDARD.get(status, (f"http_{status}", "Check the request."))
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Location", "Retry-After"}}
    return Problem(status, code, error.name, error.description or error.name, remedy, {}, headers)
