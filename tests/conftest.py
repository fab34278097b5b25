"""Fixtures for every test: databases of both kinds, an application on them, and the standing people.

The server is imported by the fixtures that need it, so that tests of the pure core start at once.

The people: `designer` (alice), `enumerator`, `supervisor` of the same commune, `administrator`, and `outsider`, an
enumerator of another province. All have the password `PASSWORD`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

    from tests.database import Postgresql, Sqlite

settings.register_profile("steady", derandomize=True)
settings.load_profile(
    "steady"
)  # the same examples at every run: a failure speaks of the change; --hypothesis-profile default draws anew

PASSWORD = "correct horse"

PEOPLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "alice": ("designer", ()),
    "enumerator": ("enumerator", ("01/00004/003",)),
    "colleague": ("enumerator", ("01/00004/004",)),
    "supervisor": ("supervisor", ("01/00004",)),
    "administrator": ("administrator", ()),
    "outsider": ("enumerator", ("79/26734/001",)),
    "far_supervisor": ("supervisor", ("79",)),
}


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers: one for the run, as a second one beside it cannot start."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def quick_hashes() -> None:
    """Passwords of tests are worth nothing, and hashing them well takes most of a test's time."""
    from argon2 import PasswordHasher

    from engine.auth import passwords

    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """One PostgreSQL cluster for the test run."""
    from tests.database import cluster

    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    """SQLite files of this test run."""
    from tests.database import Sqlite

    return Sqlite(Path(tmp_path_factory.mktemp("sqlite")))


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Sqlite | Postgresql:
    """The two kinds of database, one after the other."""
    found: Sqlite | Postgresql = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def database_url(databases: Sqlite | Postgresql) -> Iterator[str]:
    """A database of its own with all tables and no rows."""
    url = databases.new()
    yield url
    databases.drop(url)


@pytest.fixture
def app(database_url: str, quick_hashes: None, tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty database; its connections are closed at the end, so that none is left open."""
    from engine.app import create_app
    from engine.store import db

    settings = {
        "SECRET_KEY": "for tests",
        "MEDIA_FOLDER": tmp_path / "media",
        "OFFICE_KEY_FILE": tmp_path / "office_key.pem",
    }
    app = create_app(database_url, TESTING=True, PROPAGATE_EXCEPTIONS=False, **settings)
    yield app
    with app.app_context():
        db.session.remove()
        checked_out: Any = db.engine.pool
        assert checked_out.checkedout() == 0, "a test or a view has left a connection open"
        db.engine.dispose()


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    """The standing people; their numbers by name."""
    from engine.auth import passwords
    from engine.store import db, users

    with app.app_context():
        session = db.session()
        numbers = {
            name: users.add(
                session,
                name=name,
                full_name=name.title(),
                password_hash=passwords.hashed(PASSWORD),
                role=role,
                user_areas=areas,
            ).id
            for name, (role, areas) in PEOPLE.items()
        }
        session.commit()
        return numbers
