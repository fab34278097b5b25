"""Accounts: the list, a new one, and what can be changed of one."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from admin import layout
from admin import users as accounts
from engine.auth import access
from engine.store import activity, db
from engine.store import users as store
from engine.store.models import ROLES


def users() -> str:
    """All accounts, or those of one role."""
    return _list(None, [])


def add() -> Response | tuple[str, int]:
    """Create an account; all mistakes of the form are shown at once, with what was typed."""
    new = accounts.read_new(request.form)
    wrong = accounts.mistakes(db.session(), new)
    if wrong:
        return _list(new, wrong), 422
    accounts.add(db.session(), new, access.current_user())
    layout.said("users.added", name=new.full_name)
    return redirect(url_for("admin.user", name=new.name))


def user(name: str) -> str:
    """One account with its devices and what was done to it."""
    found = accounts.get(db.session(), name)
    return layout.page(
        "user.html",
        account=found,
        devices=store.devices_of(db.session(), found),
        steps=activity.of_target(db.session(), "user", name),
    )


def change(name: str) -> Response:
    """Change areas or password, or switch the account on or off, as the button pressed says."""
    session, by = db.session(), access.current_user()
    found = accounts.get(session, name)
    what = request.form.get("what")
    if what == "areas":
        accounts.change_areas(session, found, request.form.get("areas", ""), by)
    elif what == "password":
        accounts.change_password(session, found, request.form.get("password", ""), by)
    elif what in {"activate", "deactivate"}:
        accounts.switch(session, found, what == "activate", by)
    layout.said("saved")
    return redirect(url_for("admin.user", name=name))


def _list(typed: accounts.NewUser | None, wrong: list[str]) -> str:
    role = request.args.get("role", "")
    rows = store.all_users(db.session(), role if role in ROLES else None)
    return layout.page("users.html", rows=rows, roles=ROLES, role=role, typed=typed, wrong=wrong)
