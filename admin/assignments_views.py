"""Assignments: the list, one by hand, a file of many, another enumerator, withdrawal."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from admin import assignment_import, layout
from admin import assignments as work
from engine.auth import access
from engine.questionnaire.model import MODES
from engine.store import assignments as store
from engine.store import db, forms, users
from engine.store.models import ASSIGNMENT_STATUSES
from engine.sync.fold import compiled_form


def assignments() -> str:
    """The list, a page at a time, and the form for a new one."""
    return _list({}, [])


def assign() -> Response | tuple[str, int]:
    """Give out one assignment; all mistakes are shown at once, with what was typed."""
    user, typed = access.current_user(), request.form.to_dict()
    typed.pop("csrf_token", None)
    new, wrong = work.read(work.Office.of(db.session(), user), typed)
    if new is None:
        return _list(typed, wrong), 422
    store.give_out(db.session(), [new], user.name)
    db.session.commit()
    layout.said("assign.done", count=1)
    return redirect(url_for("admin.assignments", form=new.form_id))


def import_page() -> str:
    """Where a file is chosen, with the columns that each questionnaire takes."""
    return _import_page(())


def import_now() -> Response | tuple[str, int]:
    """Give out the assignments of a file, all of them or none."""
    user, sent = access.current_user(), request.files.get("file")
    read = assignment_import.read_file(work.Office.of(db.session(), user), sent.read() if sent else b"")
    if read.mistakes:
        return _import_page(read.mistakes), 422
    store.give_out(db.session(), read.new, user.name)
    db.session.commit()
    layout.said("assign.done", count=len(read.new))
    return redirect(url_for("admin.assignments"))


def reassign(number: int) -> Response:
    """Give the assignment to another enumerator of one's areas."""
    user = access.current_user()
    row = work.visible(db.session(), user, number)
    people = {one.name: one for one in users.enumerators_within(db.session(), user.areas)}
    chosen = people.get(request.form.get("enumerator", ""))
    if chosen is not None:
        store.reassign(db.session(), row, chosen, user.name)
        db.session.commit()
        layout.said("assign.moved", name=chosen.full_name)
    return redirect(url_for("admin.assignments"))


def withdraw(number: int) -> Response:
    """Take the assignment off the enumerator's list."""
    user = access.current_user()
    store.withdraw(db.session(), work.visible(db.session(), user, number), user.name)
    db.session.commit()
    layout.said("assign.withdrawn")
    return redirect(url_for("admin.assignments"))


def _list(typed: dict[str, str], wrong: list[work.Mistake]) -> str:
    user, session = access.current_user(), db.session()
    rows = work.listed(session, user, request.args, request.args.get("after", 0, type=int))
    chosen = request.args.get("form") or typed.get("form") or ""
    all_forms = [form for form in forms.all_forms(session) if forms.versions(session, form.id)]
    form_id = chosen if chosen in {form.id for form in all_forms} else all_forms[0].id if all_forms else ""
    return layout.page(
        "assignments.html",
        rows=rows,
        more=len(rows) == work.PAGE,
        forms=all_forms,
        form_id=form_id,
        fields=_columns(form_id),
        people=users.enumerators_within(session, user.areas),
        statuses=ASSIGNMENT_STATUSES,
        modes=MODES,
        allowed=_allowed(form_id),
        typed=typed,
        wrong=wrong,
    )


def _import_page(mistakes: tuple[assignment_import.RowMistake, ...]) -> str:
    rows = [
        (form, _columns(form.id)) for form in forms.all_forms(db.session()) if forms.versions(db.session(), form.id)
    ]
    return layout.page("assignments_import.html", rows=rows, mistakes=mistakes, own=work.OWN_COLUMNS)


def _allowed(form_id: str) -> list[str]:
    versions = forms.versions(db.session(), form_id) if form_id else []
    return work.modes(compiled_form(db.session(), form_id, versions[0].version)) if versions else []


def _columns(form_id: str) -> tuple[list[str], list[str]]:
    versions = forms.versions(db.session(), form_id) if form_id else []
    return work.columns(compiled_form(db.session(), form_id, versions[0].version)) if versions else ([], [])
