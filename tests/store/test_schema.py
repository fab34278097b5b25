"""Models and migrations agree, and the database itself guards what must never change."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engine.store import schema
from engine.store.database import open_engine
from tests.database import Postgresql, Sqlite


def test_models_and_migrations_agree(databases: Sqlite | Postgresql) -> None:
    url = databases.empty()
    engine = open_engine(url)
    before, after = schema.upgrade(engine)
    with engine.connect() as connection:
        assert schema.differences(connection) == []
    engine.dispose()
    databases.drop(url)
    assert (before, after) == (None, schema.newest_revision())


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    assert schema.upgrade(engine) == (schema.newest_revision(), schema.newest_revision())
    engine.dispose()


INSERTS = {
    "activity": (
        "INSERT INTO activity (id, at, who, what, target_kind, target, details) "
        "VALUES (1, '2026-11-22 08:00:00', 'alice', 'publish', '', '', '{}')"
    ),
    "form_version": (
        "INSERT INTO form_version (form_id, version, status, source, files, compiled, hash, published_at) "
        "VALUES ('f', '1', 'published', '', '{}', '{}', 'h', '2026-11-22 08:00:00')"
    ),
}
CHANGES = [
    ("activity", "UPDATE activity SET who = 'mallory'"),
    ("activity", "DELETE FROM activity"),
    ("form_version", "UPDATE form_version SET compiled = '{}'"),
    ("form_version", "DELETE FROM form_version"),
]


@pytest.mark.parametrize(("table", "change"), CHANGES)
def test_the_database_refuses_to_change_what_is_append_only(database_url: str, table: str, change: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO form (id, title, created_at) VALUES ('f', '{}', '2026-11-22 08:00:00')"))
        connection.execute(text(INSERTS[table]))
    with pytest.raises(DatabaseError, match="never changed or removed"), engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()


def test_a_commit_is_on_disk_before_it_is_answered(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        else:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
            assert connection.execute(text("SHOW timezone")).scalar() == "UTC"
    engine.dispose()
