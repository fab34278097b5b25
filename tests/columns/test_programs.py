"""Random programs over random forms and records: JavaScript and DuckDB give what Python gives, bit for bit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from tests.columns.agreement import disagreements
from tests.columns.engines import Columns, JavaScript, in_duckdb, in_node, opened
from tests.columns.programs import written

SHARES = 4
EACH = 150


@pytest.fixture(scope="module")
def engines() -> Iterator[list[JavaScript | Columns]]:
    with opened(in_node, in_duckdb) as found:
        yield found


@pytest.mark.parametrize("share", range(SHARES))
def test_random_programs_agree_in_all_three_engines(share: int, engines: list[JavaScript | Columns]) -> None:
    found = disagreements(engines, 20261123 + share, programs=EACH)
    assert [str(one) for one in islice(found, 1)] == []


def test_a_disagreement_is_made_small_and_told_with_the_value_of_each_engine() -> None:
    """The engine under test is a DuckDB that is told a lie about negation."""
    with opened(in_node, in_duckdb) as (javascript, duckdb):
        told_truly = duckdb.outcomes
        duckdb.outcomes = lambda world, asked: told_truly(world, [replace(one, ast=lie(one.ast)) for one in asked])
        (found,) = islice(disagreements([javascript, duckdb], seed=7, programs=1000), 1)
    program, told = written(found.trial.case.ast), found.told
    assert program.count('"neg"') == 1
    assert len(program) < 150
    assert len([one for one in found.trial.declared["answers"].values() if one is not None]) <= 2
    assert told["python"] == told["javascript"] != told["duckdb"]
    assert all(f"{name:<10} {outcome}" in str(found) for name, outcome in told.items())


def lie(ast: Any) -> Any:
    """The core without its negations."""
    if not isinstance(ast, list):
        return ast
    return lie(ast[1]) if ast and ast[0] == "neg" else [lie(part) for part in ast]
