"""The database of these tests: of both kinds, with the form published."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.process.forms import FORM
from tests.process.store import database


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database of its own with an enumerator and the form, and no interviews."""
    opened = database(database_url, FORM)
    yield opened
    opened.dispose()
