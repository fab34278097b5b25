"""Every example of the language's definition in JavaScript and in DuckDB; `make campaign` adds Spark."""

from __future__ import annotations

import re

from engine.expression.check_calls import all_functions
from tests.columns.engines import in_duckdb, in_node, opened
from tests.columns.examples import ASKED, differing


def test_every_example_gives_in_each_engine_what_it_gives_in_python() -> None:
    with opened(in_node, in_duckdb) as engines:
        assert {engine.name: differing(engine) for engine in engines} == {"javascript": [], "duckdb": []}


def test_every_function_but_label_has_an_example_that_is_run() -> None:
    """A label is text for people; it is no part of a condition."""
    assert len(ASKED) > 150
    asked = " ".join(ASKED)
    assert [name for name in all_functions() if not re.search(rf"\b{name}\(", asked)] == ["label"]
