"""The first page after signing in."""

from __future__ import annotations

from admin import designer, home, layout
from engine.auth import access
from engine.store import db


def home_page() -> str:
    """What needs doing."""
    user, session = access.current_user(), db.session()
    drafts = [row for row in designer.all_questionnaires(session) if row.draft_at] if user.may("design") else []
    return layout.page("home.html", tasks=home.tasks(session, user), recent=home.waiting(session, user), drafts=drafts)
