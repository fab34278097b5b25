"""Random programs over random rosters and records: DuckDB gives what Python gives, bit for bit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.columns.campaign import Engine, disagreements

SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_random_programs_agree(share: int) -> None:
    with Engine.duckdb() as engine:
        assert [str(one) for one in disagreements(engine, seed=20261123 + share, programs=100)] == []


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_programs_of_any_seed_agree(seed: int) -> None:
    with Engine.duckdb() as engine:
        assert [str(one) for one in disagreements(engine, seed=seed, programs=10)] == []


def test_a_disagreement_is_seen_and_made_small() -> None:
    """The engine under test is a DuckDB that is asked for the truth and told a lie about negation."""
    with Engine.duckdb() as engine:
        run = engine.run
        engine.run = lambda sql: run(sql.replace("(-", "("))
        found = disagreements(engine, seed=7, programs=300)
    assert any(one.ast[0] == "neg" for one in found)
