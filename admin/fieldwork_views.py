"""The dashboard of fieldwork."""

from __future__ import annotations

from flask import request

from admin import charts, layout
from admin.fieldwork import Filter, dashboard
from engine.auth import access
from engine.store import db, forms


def fieldwork() -> str:
    """Progress, silence and failures, narrowed to an area or a questionnaire."""
    wish = Filter(request.args.get("area", "").strip("/ "), request.args.get("form", ""))
    seen = dashboard(db.session(), access.current_user(), wish)
    chart = charts.by_day(seen.days)
    return layout.page("fieldwork.html", wish=wish, forms=forms.all_forms(db.session()), seen=seen, chart=chart)
