"""What an expression reads: the cells and rows after whose change it must run again, and where."""

from __future__ import annotations

import pytest

from engine.expression import Environment, Read, Scope, Symbol, mentions, parse_type
from engine.expression.check_aggregates import AGGREGATE_FORMS
from engine.expression.reads import AGGREGATES
from tests.conformance.world import build_world

DECLARED = {
    "lists": {
        "yes_no": ["1", "2"],
        "commune": {"codes": ["01"], "attributes": {"urban": {"type": "boolean", "values": [True]}}},
    },
    "variables": {
        "limit": "integer",
        "section": "section",
        "people": {"age": "integer", "sex": "code:yes_no", "tasks": {"minutes": "integer"}},
        "homes": {"rooms": "integer"},
    },
}
WORLD = build_world(DECLARED)
ROOT, PEOPLE, TASKS, HOMES = 0, 1, 2, 3
LIMIT, PEOPLE_SLOT, HOMES_SLOT, AGE, SEX, TASKS_SLOT, MINUTES = 0, 2, 3, 0, 1, 2, 0


def test_every_aggregate_of_the_checker_reads_its_rows() -> None:
    assert AGGREGATE_FORMS.keys() == AGGREGATES


def cell(scope: int, slot: int, anchor: int, up: int | None = None, inspected: bool = False) -> Read:
    return Read(scope, slot, anchor, up, inspected)


def rows(scope: int, anchor: int) -> Read:
    return Read(scope, -1, anchor, None, True, rows=True)


CASES = [
    ("a cell of the own frame", ROOT, "limit > 1", {cell(ROOT, LIMIT, ROOT, 0)}),
    ("a cell of the own row", PEOPLE, "age > 1", {cell(PEOPLE, AGE, PEOPLE, 0)}),
    ("a cell around the row", PEOPLE, "age > limit", {cell(PEOPLE, AGE, PEOPLE, 0), cell(ROOT, LIMIT, ROOT, 1)}),
    ("a cell two rows out", TASKS, "limit = age", {cell(ROOT, LIMIT, ROOT, 2), cell(PEOPLE, AGE, PEOPLE, 1)}),
    ("a cell looked inside", ROOT, "is_missing(limit)", {cell(ROOT, LIMIT, ROOT, 0, inspected=True)}),
    ("used and looked inside is used", ROOT, "is_missing(limit) or limit > 1", {cell(ROOT, LIMIT, ROOT, 0)}),
    ("the route of a section", ROOT, "on_route(section)", {cell(ROOT, 1, ROOT, 0, inspected=True)}),
    ("nothing of the last round", ROOT, "previous(limit) > 1", set()),
    (
        "rows and cells of an aggregate",
        ROOT,
        "sum(people.age where sex = '1') > 1",
        {
            cell(ROOT, PEOPLE_SLOT, ROOT, None, True),
            rows(PEOPLE, ROOT),
            cell(PEOPLE, AGE, ROOT),
            cell(PEOPLE, SEX, ROOT),
        },
    ),
    (
        "an aggregate over the own siblings",
        PEOPLE,
        "count(people where age > this.age) > 1",
        {
            cell(ROOT, PEOPLE_SLOT, ROOT, None, True),
            rows(PEOPLE, ROOT),
            cell(PEOPLE, AGE, ROOT),
            cell(PEOPLE, AGE, PEOPLE, 0),
        },
    ),
    (
        "an aggregate within the own row",
        PEOPLE,
        "sum(tasks.minutes) > age",
        {
            cell(PEOPLE, TASKS_SLOT, PEOPLE, None, True),
            rows(TASKS, PEOPLE),
            cell(TASKS, MINUTES, PEOPLE),
            cell(PEOPLE, AGE, PEOPLE, 0),
        },
    ),
    (
        "an aggregate in an aggregate is anchored at the outer one",
        ROOT,
        "count(people where sum(tasks.minutes) > limit) > 1",
        {
            cell(ROOT, PEOPLE_SLOT, ROOT, None, True),
            rows(PEOPLE, ROOT),
            cell(PEOPLE, TASKS_SLOT, ROOT, None, True),
            rows(TASKS, ROOT),
            cell(TASKS, MINUTES, ROOT),
            cell(ROOT, LIMIT, ROOT, 0),
        },
    ),
    (
        "nested rosters in one path",
        ROOT,
        "sum(people.tasks.minutes) > 1",
        {
            cell(ROOT, PEOPLE_SLOT, ROOT, None, True),
            rows(PEOPLE, ROOT),
            cell(PEOPLE, TASKS_SLOT, ROOT, None, True),
            rows(TASKS, ROOT),
            cell(TASKS, MINUTES, ROOT),
        },
    ),
    (
        "another roster from within a row",
        PEOPLE,
        "count(homes) > 1",
        {cell(ROOT, HOMES_SLOT, ROOT, None, True), rows(HOMES, ROOT)},
    ),
    (
        "a cell around the base of an aggregate is anchored where it is",
        PEOPLE,
        "count(tasks where minutes > limit) > 1",
        {
            cell(PEOPLE, TASKS_SLOT, PEOPLE, None, True),
            rows(TASKS, PEOPLE),
            cell(TASKS, MINUTES, PEOPLE),
            cell(ROOT, LIMIT, ROOT, 1),
        },
    ),
    ("the position depends on the rows", PEOPLE, "position() > 1", {rows(PEOPLE, ROOT)}),
    ("the position of the row around", TASKS, "position(people) > 1", {rows(PEOPLE, ROOT)}),
    ("the row before is another frame", PEOPLE, "row_before(age) > 1", {cell(PEOPLE, AGE, ROOT), rows(PEOPLE, ROOT)}),
]


@pytest.mark.parametrize(("scope", "text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_reads_are_those_cells_and_rows(scope: int, text: str, expected: set[Read]) -> None:
    found = mentions(text, WORLD.environment, scope)
    assert set(found) == expected
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(("scope", "text"), [case[1:3] for case in CASES])
def test_mentions_need_no_types(scope: int, text: str) -> None:
    untyped = Environment(
        tuple(
            Scope(s.index, s.name, s.parent, s.child, {n: without_type(y) for n, y in s.symbols.items()})
            for s in WORLD.environment.scopes
        )
    )
    assert mentions(text, untyped, scope) == mentions(text, WORLD.environment, scope)


def without_type(symbol: Symbol) -> Symbol:
    return Symbol(
        symbol.name, None, symbol.scope, symbol.slot, is_roster=symbol.is_roster, child_scope=symbol.child_scope
    )


@pytest.mark.parametrize(
    "text", ["", "((", "row_before(limit)", "position(x)", "people.", "sum(", "row_before()", "this.x"]
)
def test_mentions_of_what_is_wrong_do_not_raise(text: str) -> None:
    assert isinstance(mentions(text, WORLD.environment, 0), tuple)


def test_a_filter_reads_the_question_s_frame_and_not_the_code() -> None:
    found = mentions("urban and limit > 1 and code = '1'", WORLD.environment, PEOPLE, filter_list="commune")
    assert found == (cell(ROOT, LIMIT, ROOT, 1),)


def test_types_have_one_text_form() -> None:
    for text in ["integer", "decimal:2", "real", "code:sex", "codes:sex", "rank:sex", "year_month", "geopoint"]:
        assert str(parse_type(text)) == text
    for text in ["int", "decimal", "decimal:x", "decimal:12", "code", "integer:2", ""]:
        with pytest.raises(ValueError, match="is not a type"):
            parse_type(text)
