"""What a dialect writes: a parser reads Spark's SQL of every vector; the host's calendar is that of the language."""

from __future__ import annotations

import datetime as dt
import string

import duckdb
import pytest
import sqlglot

from engine.expression.columns import dialect
from engine.expression.columns.dialects import TEMPLATES
from tests.columns.worlds import Asked, sql_of
from tests.conformance.dump import dump_case, topics
from tests.conformance.world import build_world

TOPICS = topics()


@pytest.mark.parametrize("topic", sorted(TOPICS))
@pytest.mark.parametrize("name", ["spark", "duckdb"])
def test_the_sql_of_every_vector_is_emitted_and_spark_s_is_read(topic: str, name: str) -> None:
    world = build_world(TOPICS[topic]["world"])
    for case in TOPICS[topic]["cases"]:
        sql = sql_of(world, dialect(name), Asked.of(dump_case(world, case), case.get("in", "")))
        if name == "spark":
            (statement,) = sqlglot.parse(sql, dialect="spark")
            assert statement is not None


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_both_dialects_take_the_same_arguments(template: str) -> None:
    taken = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in TEMPLATES[template]]
    extra = {"nfc": {"1"}}.get(template, set())  # Spark asks for the signs that it cannot compose
    assert taken[0] | extra == taken[1]


def test_text_is_quoted_so_that_it_cannot_end_early() -> None:
    hostile = "a'; DROP TABLE s0; --\\'\n"
    with duckdb.connect() as database:
        assert database.execute(f"SELECT {dialect('duckdb').quote(hostile)}").fetchall() == [(hostile,)]
    (statement,) = sqlglot.parse(f"SELECT {dialect('spark').quote(hostile)}", dialect="spark")
    assert statement is not None
    assert [literal.this for literal in statement.find_all(sqlglot.exp.Literal)] == [hostile]


def test_the_host_s_calendar_is_ours_on_every_day() -> None:
    names = ("year", "month", "day", "quarter", "dayofyear", "week")
    written = ", ".join(f"{name}(d)" for name in names)
    first = dt.date(1970, 1, 1).toordinal()
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT n, {written} FROM (SELECT n, {dialect('duckdb')('date', 'n')} AS d "
            "FROM range(-719162, 2932897) AS days(n))"
        )
        while rows := found.fetchmany(100_000):
            for n, *parts in rows:
                day = dt.date.fromordinal(n + first)
                quarter, of_year = (day.month + 2) // 3, day.toordinal() - dt.date(day.year, 1, 1).toordinal() + 1
                if parts != [day.year, day.month, day.day, quarter, of_year, day.isocalendar().week]:
                    pytest.fail(f"{day}: {parts}")
