"""Signing in and out, and the choice of language."""

from __future__ import annotations

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from admin import layout
from admin.texts import LANGUAGES
from admin.where import safe_next
from engine.auth import browser
from engine.auth import sign_in as checking
from engine.errors import Refusal
from engine.store import db


def sign_in() -> str | Response:
    """The sign-in page; someone signed in already goes on."""
    user = layout.signed_in()
    if user is not None and user.role != "enumerator":
        return redirect(safe_next(request.args.get("next")))
    return layout.page("sign_in.html", refused=None, name="", next=request.args.get("next", ""))


def sign_in_now() -> tuple[str, int] | Response:
    """Check name and password; a refusal is shown on the same page, with the name kept."""
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    try:
        account = checking.check(db.session(), name, password, request.remote_addr or "")
    except Refusal as refused:
        return _again(f"refusal.{refused.code}", name, refused.status)
    if account.role == "enumerator":
        return _again("refusal.enumerator", name, 403)
    chosen = session.get("language")
    browser.begin(account)
    if chosen:
        session["language"] = chosen
    return redirect(safe_next(request.form.get("next")))


def sign_out() -> Response:
    """End the session."""
    if browser.token_text():
        browser.end()
    return redirect(url_for("admin.sign_in"))


def set_language() -> Response:
    """Change the language of the pages in this browser."""
    wish = request.form.get("language", "")
    if wish in LANGUAGES:
        session["language"] = wish
    return redirect(safe_next(request.form.get("next")))


def _again(key: str, name: str, status: int) -> tuple[str, int]:
    return layout.page("sign_in.html", refused=key, name=name, next=request.form.get("next", "")), status
