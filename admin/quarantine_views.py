"""What could not be taken in: the list, one entry with its bytes, retry and dismissal."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from admin import layout
from admin.quarantine import STATUSES, entry, readable, reason, remedy
from engine.auth import access
from engine.store import db
from engine.store import quarantine as store
from engine.store.models import User
from engine.sync import retry as settling


def quarantine() -> str:
    """Entries of a status, newest first."""
    wish = request.args.get("status", "open")
    status = wish if wish in STATUSES else "open"
    rows = store.listed(db.session(), settling.visible(access.current_user()), status=status)
    senders = {row.user_id: db.session.get(User, row.user_id) for row in rows}
    told = {row.id: reason(row) for row in rows}
    return layout.page("quarantine.html", rows=rows, told=told, status=status, statuses=STATUSES, senders=senders)


def quarantined(number: int) -> str:
    """One entry: why, from whom, and what it holds."""
    row = entry(db.session(), number, access.current_user())
    return layout.page(
        "quarantine_entry.html",
        row=row,
        reason=reason(row),
        remedy=remedy(row),
        sender=db.session.get(User, row.user_id),
        text=readable(row.raw),
    )


def raw(number: int) -> FlaskResponse:
    """The bytes as they came, to be saved as a file."""
    row = entry(db.session(), number, access.current_user())
    headers = {"Content-Disposition": f"attachment; filename=quarantine-{number}.bin"}
    return FlaskResponse(row.raw, mimetype="application/octet-stream", headers=headers)


def retry(number: int) -> Response:
    """Take the entry in, now that its cause is settled."""
    stored = settling.retry(db.session(), number, access.current_user())
    layout.said("quarantine.retried", count=stored)
    return redirect(url_for("admin.quarantine"))


def dismiss(number: int) -> Response:
    """Mark the entry as handled, with the reason; its bytes stay."""
    settling.dismiss(db.session(), number, access.current_user(), request.form.get("why", ""))
    layout.said("quarantine.dismissed_said")
    return redirect(url_for("admin.quarantine"))
