"""What every page has: language, navigation, the nonce of scripts, the CSRF field, dates and numbers as shown."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from flask import Blueprint, flash, g, render_template, request, session, url_for

from admin import assets
from admin.texts import LANGUAGES, text
from engine.auth import access, browser
from engine.errors import Refusal

# Viet Nam has one time zone and no summer time; moments are stored in UTC and shown here.
LOCAL = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A line of the navigation: where it leads and which permission shows it."""

    key: str
    endpoint: str
    permission: str
    icon: str
    pages: tuple[str, ...]


NAVIGATION = (
    NavigationEntry(
        "nav.designer",
        "admin.questionnaires",
        "design",
        "form",
        ("questionnaires", "editor", "publish", "publish_now", "version", "compare"),
    ),
    NavigationEntry("nav.fieldwork", "admin.fieldwork", "monitor", "chart", ("fieldwork",)),
    NavigationEntry("nav.interviews", "admin.interviews", "monitor", "list", ("interviews", "interview", "history")),
    NavigationEntry("nav.quarantine", "admin.quarantine", "quarantine", "box", ("quarantine", "quarantined")),
    NavigationEntry(
        "nav.assignments",
        "admin.assignments",
        "assign",
        "map",
        ("assignments", "import_assignments", "import_assignments_now"),
    ),
    NavigationEntry("nav.users", "admin.users", "accounts", "people", ("users", "user", "change_user")),
    NavigationEntry("nav.activity", "admin.activity", "activity", "clock", ("activity",)),
)


def register(blueprint: Blueprint) -> None:
    """Give the templates of the blueprint their functions."""
    blueprint.context_processor(_context)


def page(template: str, **values: Any) -> str:
    """A rendered page of `templates/admin/`."""
    return render_template(f"admin/{template}", **values)


def said(key: str, **values: Any) -> None:
    """Show a notice on the next page."""
    flash(translated(key, **values))


def translated(key: str, **values: Any) -> str:
    """The text in the language of this request."""
    return text(key, language(), **values)


def language() -> str:
    """The chosen language, else that of the account, else the browser's."""
    chosen = session.get("language")
    user = signed_in()
    wish = chosen or (user.language if user else request.accept_languages.best_match(LANGUAGES))
    return wish if wish in LANGUAGES else LANGUAGES[0]


def signed_in() -> access.CurrentUser | None:
    """The signed-in person, or None."""
    try:
        return access.current_user()
    except Refusal:
        return None


def nonce() -> str:
    """The nonce of this response's inline scripts and styles."""
    if "admin_nonce" not in g:
        g.admin_nonce = secrets.token_urlsafe(16)
    return str(g.admin_nonce)


def moment(value: datetime | None) -> str:
    """A moment in local time, to the minute; a dash for none."""
    return value.astimezone(LOCAL).strftime("%d/%m/%Y %H:%M") if value else "–"


def moment_text(text: str) -> str:
    """A moment as a device wrote it, like `moment`; the text itself where it is none."""
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def day(value: date | None) -> str:
    """A date; a dash for none."""
    return value.strftime("%d/%m/%Y") if value else "–"


def number(value: float | None) -> str:
    """A number with separators of the language; a dash for none."""
    if value is None:
        return "–"
    plain = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return plain if language() == "en" else plain.translate(str.maketrans(",.", ".,"))


def label(texts: Any) -> str:
    """A text of a questionnaire in the language of the page, else in its first language."""
    if isinstance(texts, dict):
        return str(texts.get(language()) or next(iter(texts.values()), ""))
    return str(texts or "")


def _context() -> dict[str, Any]:
    user = signed_in()
    entries = [entry for entry in NAVIGATION if user is not None and user.may(entry.permission)]
    return {
        "t": translated,
        "language": language(),
        "languages": LANGUAGES,
        "user": user,
        "navigation": entries if user and user.role != "enumerator" else [],
        "nonce": nonce(),
        "csrf": browser.csrf_token,
        "asset": assets.asset_url,
        "client": assets.client_url,
        "import_map": assets.import_map,
        "moment": moment,
        "moment_text": moment_text,
        "day": day,
        "number": number,
        "label": label,
        "here": request.endpoint or "",
        "with_query": with_query,
    }


def with_query(**changes: Any) -> str:
    """The address of this page with some of its query changed; None removes one."""
    query = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return url_for(request.endpoint or "admin.home", **{**(request.view_args or {}), **kept})
