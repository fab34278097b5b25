"""The office's pages: designer, fieldwork, interviews, assignments, users. `create_blueprint` is the one way in."""

from __future__ import annotations

from admin.blueprint import create_blueprint

__all__ = ["create_blueprint"]
