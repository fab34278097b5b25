"""The dashboard of fieldwork."""

from __future__ import annotations

from flask import request

from admin import charts, layout, rule_titles
from admin.fieldwork import Filter, dashboard
from engine.auth import access
from engine.store import db, forms


def fieldwork() -> str:
    """Progress, silence and failures, narrowed to an area or a questionnaire."""
    wish = Filter(request.args.get("area", "").strip("/ "), request.args.get("form", ""))
    seen = dashboard(db.session(), access.current_user(), wish)
    chart = charts.by_day(seen.days)
    words = {one.form_id: rule_titles.titles(db.session(), one.form_id) for one in seen.rules}
    told = {
        (one.form_id, one.edit): rule_titles.plain(layout.label(words[one.form_id].get(one.edit))) for one in seen.rules
    }
    published = forms.all_forms(db.session())
    return layout.page("fieldwork.html", wish=wish, forms=published, seen=seen, chart=chart, titles=told)
