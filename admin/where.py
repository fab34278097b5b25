"""Where a redirect may lead."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import url_for


def safe_next(target: str | None) -> str:
    """A path of the admin itself as it was asked for, else its home: never another site."""
    wish = target or ""
    parts = urlsplit(wish)
    if parts.scheme or parts.netloc or not parts.path.startswith("/admin/") or "\\" in wish:
        return url_for("admin.home")
    return wish
