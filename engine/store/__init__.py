"""Where everything is kept: tables, migrations and the queries on them. No request, no HTTP, no rule of a role."""

from engine.store.database import db

__all__ = ["db"]
