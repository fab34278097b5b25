"""The field: people, a published form, assignments."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.sync.field import Field, prepare


@pytest.fixture
def field(app: Flask, people: dict[str, int]) -> Field:
    """The field before the first interview."""
    return prepare(app, people)
