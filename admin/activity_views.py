"""The activity record and its export."""

from __future__ import annotations

from flask import Response, request

from admin import activity as record
from admin import layout
from engine.store import db
from engine.store.activity import STEPS


def activity() -> str:
    """The newest steps, a page at a time."""
    who, what = _filter()
    rows = record.steps(db.session(), who, what, request.args.get("before", type=int))
    return layout.page("activity.html", rows=rows, who=who, what=what, kinds=STEPS, more=len(rows) == record.PAGE)


def export() -> Response:
    """The record as a CSV file."""
    lines = record.as_csv(db.engine, *_filter())
    headers = {"Content-Disposition": "attachment; filename=activity.csv"}
    return Response(lines, mimetype="text/csv", headers=headers)


def _filter() -> tuple[str, str]:
    return request.args.get("who", "").strip(), request.args.get("what", "").strip()
