"""The vectors through DuckDB; and that the tables of the column engines have a row for all that Python has."""

from __future__ import annotations

from typing import Any

import pytest

from engine.expression import aggregate, evaluate, functions
from engine.expression.columns import dialect
from engine.expression.columns.calls import CALLS
from engine.expression.columns.emit import OPERATORS
from engine.expression.columns.folds import FOLDS
from tests.columns.worlds import Asked, in_duckdb, outcomes, same
from tests.conformance.dump import dump_case, topics
from tests.conformance.world import build_world

TOPICS = topics()
DUCKDB = dialect("duckdb")


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_the_vectors_of_a_topic_hold_in_duckdb(topic: str) -> None:
    world = build_world(TOPICS[topic]["world"])
    wrong: list[Any] = []
    with in_duckdb(world) as database:
        for case in TOPICS[topic]["cases"]:
            dumped = dump_case(world, case)
            asked = Asked.of(dumped, case.get("in", ""))
            (found,) = outcomes(world, lambda sql: database.execute(sql).fetchall(), DUCKDB, asked)
            if not same(found, dumped["expect"]):
                wrong.append((case["name"], found, dumped["expect"]))
    assert wrong == []


def test_every_operator_of_the_core_is_emitted() -> None:
    assert OPERATORS.keys() == evaluate.OPERATORS.keys()


def test_every_function_of_the_core_is_emitted() -> None:
    assert CALLS.keys() == functions.CALLS.keys()


def test_every_aggregate_is_emitted() -> None:
    others = {"count", "any", "all", "first", "join", "mean", "mean_known", "rmean", "rmean_known"}
    assert FOLDS.keys() == aggregate.FOLDS.keys() | others
