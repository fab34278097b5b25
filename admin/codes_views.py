"""The page of codes for respondents: choose assignments, make or end codes, the list for letters."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from admin import codes as page
from admin import layout
from engine.auth import access, codes
from engine.questionnaire.model import MODES
from engine.store import codes as store
from engine.store import db, forms
from engine.store.models import Assignment

PAGE = 100


def codes_page() -> str:
    """Assignments that can have a code, and the code that each has."""
    session, user = db.session(), access.current_user()
    rows = page.fitting(session, user, request.args, PAGE)
    return layout.page(
        "codes.html",
        lines=page.lines(session, rows),
        more=len(rows) == PAGE,
        count=len(page.fitting(session, user, {**request.args, "after": ""}, page.MOST + 1)),
        forms=forms.all_forms(session),
        modes=MODES,
        query=request.args,
    )


def change_codes() -> Response | str:
    """Make codes for the chosen assignments, as a file or a page to print, or end theirs."""
    rows = _chosen()
    if not rows or len(rows) > page.MOST:
        layout.said("codes.too_many" if rows else "codes.nothing", most=page.MOST)
        return redirect(request.full_path.rstrip("?"))
    user, session = access.current_user(), db.session()
    if request.form.get("step") == "revoke":
        ended = store.revoke(session, [row.id for row in rows], user.name)
        session.commit()
        layout.said("codes.ended", count=ended)
        return redirect(request.full_path.rstrip("?"))
    printed = codes.make(session, rows, user.name)
    session.commit()
    address = request.host_url.rstrip("/")
    if request.form.get("step") == "print":
        return layout.page("codes_printed.html", letters=page.letters(printed, address), address=address)
    lines = list(page.as_csv(printed, address))
    return Response(lines, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=codes.csv"})


def _chosen() -> list[Assignment]:
    session, user = db.session(), access.current_user()
    if request.form.get("all"):
        return list(page.fitting(session, user, {**request.args, "after": ""}, page.MOST + 1))
    numbers = [int(text) for text in request.form.getlist("chosen") if text.isascii() and text.isdigit()]
    return page.chosen(session, user, numbers[: page.MOST + 1])
