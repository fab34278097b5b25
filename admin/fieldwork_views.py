"""The dashboard of fieldwork."""

from __future__ import annotations

from flask import request

from admin import charts, layout
from admin import fieldwork as counting
from engine.auth import access
from engine.store import db, forms


def fieldwork() -> str:
    """Progress, silence and failures, narrowed to an area or a questionnaire."""
    user, session = access.current_user(), db.session()
    wish = counting.Filter(request.args.get("area", "").strip("/ "), request.args.get("form", ""))
    areas, days = counting.by_area(session, user, wish), counting.by_day(session, user, wish)
    return layout.page(
        "fieldwork.html",
        wish=wish,
        forms=forms.all_forms(session),
        whole=counting.whole(areas),
        areas=areas,
        enumerators=counting.by_enumerator(session, user, wish),
        days=days,
        chart=charts.by_day(days),
        contacts=counting.contacts(session, user, wish),
        rules=counting.by_rule(session, user, wish),
    )
