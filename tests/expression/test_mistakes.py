"""What the checker refuses: the code of the finding, where it points, and the remedy it gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.expression import Environment, Scope, Symbol, Unit, check_template, compile_expression, parse_type
from engine.expression.mistakes import MISTAKES
from tests.expression.test_readme import EXAMPLES, WORLD

CASES = [
    ("size == 3", "foreign_operator", "==", "Write =."),
    ("size = 3 && area = 'x'", "foreign_operator", "&&", "Write and."),
    ("size = 3 || area = 'x'", "foreign_operator", "||", "Write or."),
    ("size <> 3", "foreign_operator", "<>", "Write !=."),
    ("!on_route(size)", "foreign_operator", "!", "Write not."),
    ("${size} > 3", "foreign_operator", "${size}", "Write the name alone: size."),
    ("count-selected(crops) > 1", "foreign_operator", "count-selected", "Write count_selected(…)."),
    ("string-length(area) > 1", "foreign_operator", "string-length", "Write length(…)."),
    (". > 3", "syntax", ".", "the name of the question itself"),
    ("size mod 2 = 0", "syntax", "mod", "mod(x, y)"),
    ("size = 3 AND size = 4", "syntax", "AND", "Write and."),
    ("if(size > 2, 1, 2)", "syntax", ",", "if c then a else b"),
    ("size in ('1', '2')", "syntax", "(", "x in {'1', '2'}"),
    ("size >", "syntax", "", "Grammar"),
    ("1 < size < 3", "syntax", "<", "between"),
    ("count(people) where size > 1", "syntax", "where", "inside"),
    ("size # 3", "bad_character", "#", "Remove"),
    ("area = 'abc", "unclosed_text", "'abc", "End the text"),
    ("  ", "empty_expression", "  ", "Write an expression"),
    ("(" * 50 + "1" + ")" * 50, "too_deep", "(", "calculations"),
    ("+".join(["size"] * 200), "too_deep", None, "calculations"),
    ("sise > 3", "unknown_name", "sise", "size"),
    ("this.sise > 3", "unknown_name", "sise", "size"),
    ("sum(people.agee)", "unknown_name", "agee", "age"),
    ("sum(people.area)", "unknown_name", "area", "Write"),
    ("housing = 3", "not_a_value", "housing", "section"),
    ("people[1]: other(age) > 3", "no_others_here", "other(age)", "rows of others"),
    ("inverse(owner) = '1'", "unknown_attribute", "inverse(owner)", "attribute"),
    ("people[1]: job.skil = 2", "unknown_attribute", "skil", "skill_level"),
    ("size.skill = 2", "unknown_attribute", "skill", "attribute"),
    ("parent_code(owner)", "unknown_attribute", "parent_code(owner)", "parent column"),
    ("people.age > 3", "list_outside_aggregate", "people.age", "aggregate"),
    ("people[1]: people.age > 3", "list_outside_aggregate", "people.age", "Write age"),
    ("sum(size)", "not_a_list", "size", "people.age"),
    ("count(3)", "not_a_list", "3", "roster"),
    ("isnull(size)", "unknown_function", "isnull", "is_missing"),
    ("agee(born, today())", "unknown_function", "agee", "age"),
    ("age(born)", "wrong_arguments", "age(born)", "age(birth: date, reference: date)"),
    ("count(people.age)", "wrong_arguments", "count(people.age)", "count_answered"),
    ("any(people)", "wrong_arguments", "any(people)", "any(r where c)"),
    ("sum(people)", "wrong_arguments", "sum(people)", "r.x"),
    ("length(area where size = 1)", "where_misplaced", "size = 1", "aggregate"),
    ("reason(size + 1)", "needs_cell", "size + 1", "name"),
    ("round(wage, size)", "needs_constant", "size", "Write the value out"),
    ("size in {size}", "needs_constant", "size", "out"),
    ("matches(area, area)", "needs_constant", "area", "out"),
    ("size and owner = '1'", "not_boolean", "size", "condition"),
    ("born - today() > 3", "not_number", "born", "days_between"),
    ("born + 3 > today()", "not_number", "born", "add_days"),
    ("area * 2 > 1", "not_number", "area", "to_number"),
    ("'5' * 2 > 1", "not_number", "'5'", "without quotes"),
    ("area + size = 'x'", "not_number", "area", "concat"),
    ("length(size)", "wrong_type", "size", "type"),
    ("mod(share, 2)", "wrong_type", "share", "round"),
    ("to_text(share)", "wrong_type", "share", "round"),
    ("days_between(visit, today())", "wrong_type", "visit", "date_of"),
    ("owner = 1", "unlike_types", "1", "quotes"),
    ("size = '3'", "unlike_types", "'3'", "without quotes"),
    ("visit > born", "unlike_types", "born", "date_of"),
    ("owner = crops", "unlike_types", "crops", "selected"),
    ("if size > 1 then size else area", "unlike_types", "area", "same type"),
    ("area < 'x'", "no_order", "area < 'x'", "to_number"),
    ("owner between '1' and '2'", "no_order", "owner between '1' and '2'", "to_number"),
    ("share = 0.25", "equal_reals", "share = 0.25", "within"),
    ("crops = '1'", "set_compared", "'1'", "selected"),
    ("best = best", "set_compared", "best = best", "selected"),
    ("crops in {'1'}", "set_compared", "crops in {'1'}", "selected_any"),
    ("owner = '3'", "unknown_code", "'3'", "Codes: '1', '2'."),
    ("owner in {'1', '7'}", "unknown_code", "'7'", "Codes: '1', '2'."),
    ("selected(crops, '4')", "unknown_code", "'4'", "'97'"),
    ("born > '2000-02-30'", "bad_constant", "'2000-02-30'", "form of its type"),
    ("born > 'soon'", "bad_constant", "'soon'", "form of its type"),
    ("size = 9007199254740993", "bad_number", "9007199254740993", "2^53-1"),
    ("area = ''", "empty_text", "''", "is_missing"),
    ("wage * wage * wage * wage * wage > 1", "too_many_decimals", "wage * wage * wage * wage * wage", "round"),
    ("matches(area, '\\w+')", "bad_regex", "'\\w+'", "RE2"),
    ("label(owner) = '1'", "only_in_text", "label(owner)", "labels"),
    ("position() = 1", "no_rows_here", "position()", "roster"),
    ("row_before(size) = 1", "no_rows_here", "row_before(size)", "roster"),
    ("reason(size) = 'refusd'", "unknown_reason", "'refusd'", "refused"),
]


@pytest.mark.parametrize(("text", "code", "where", "remedy"), CASES, ids=[case[0][:40] for case in CASES])
def test_a_mistake_is_named_placed_and_remedied(text: str, code: str, where: str | None, remedy: str) -> None:
    place, _, expression = text.rpartition("]: ")
    compiled = WORLD.compile(expression, f"{place}]" if place else "")
    first = compiled.findings[0]
    assert (first.code, compiled.ast) == (code, None)
    assert first.span is not None
    assert where is None or expression[slice(*first.span)] == where
    assert remedy in first.remedy


OTHERS = {"unit_clash", "reason_not_offered", "template_brace"}


def test_every_code_of_the_table_has_a_case() -> None:
    assert {case[1] for case in CASES} | OTHERS == set(MISTAKES)


def test_all_mistakes_are_reported_at_once() -> None:
    compiled = WORLD.compile("sise > 3 and owner = '9' or agee(born) > 1 and area < 'x'")
    assert [found.code for found in compiled.findings] == [
        "unknown_name",
        "unknown_code",
        "unknown_function",
        "no_order",
    ]


def environment(**units: str) -> Environment:
    symbols = {
        name: Symbol(name, parse_type("integer"), 0, slot, Unit(unit) if unit else None, ("refused",))
        for slot, (name, unit) in enumerate(units.items())
    }
    return Environment((Scope(0, "", None, None, symbols),))


@pytest.mark.parametrize(
    "text",
    [
        "hours + days > 1",
        "hours < days",
        "max(hours, days) > 1",
        "coalesce(hours, days) > 1",
        "days between 1 and hours",
    ],
)
def test_unlike_units_clash(text: str) -> None:
    compiled = compile_expression(text, environment(hours="hours", days="days", plain=""), 0)
    assert [found.code for found in compiled.findings] == ["unit_clash"]


@pytest.mark.parametrize("text", ["hours + plain > 1", "hours + 1 < 3", "hours * days > 1", "hours / days < 3"])
def test_units_that_are_not_declared_or_multiplied_do_not_clash(text: str) -> None:
    assert compile_expression(text, environment(hours="hours", days="days", plain=""), 0).findings == ()


def test_a_reason_that_is_not_offered_is_a_warning_and_still_compiles() -> None:
    compiled = compile_expression("is_dont_know(x)", environment(x=""), 0)
    assert [(found.code, found.severity) for found in compiled.findings] == [("reason_not_offered", "warning")]
    assert compiled.ast is not None


def test_a_brace_that_closes_nothing_is_reported_where_it_stands() -> None:
    assert [(found.code, found.span) for found in check_template("a } {name} {{b}} {open")] == [
        ("template_brace", (2, 3)),
        ("template_brace", (17, 18)),
    ]


EXPECTED = [
    ("size", "decimal:2", None), ("wage", "integer", "wrong_type"), ("share", "decimal:2", "wrong_type"),
    ("'2026-01-01'", "date", None), ("'1'", "code:sex", None), ("'7'", "code:sex", "unknown_code"),
    ("owner", "text", None), ("size", "boolean", "not_boolean"), ("size > 1", "boolean", None), ("size", "real", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expect", "code"), EXPECTED)
def test_the_place_decides_what_the_expression_must_give(text: str, expect: str, code: str | None) -> None:
    compiled = WORLD.compile(text, expect=expect)
    assert [found.code for found in compiled.findings] == ([code] if code else [])
    assert code or str(compiled.type) == expect


def test_a_label_is_allowed_in_texts() -> None:
    assert WORLD.compile("label(owner)", in_text=True).ast == WORLD.compile("owner").ast


def test_a_long_code_list_is_not_written_out_in_full() -> None:
    codes = tuple(f"{number:03}" for number in range(200))
    listed = replace(WORLD.environment.code_lists["yes_no"], codes=codes)
    environment = replace(WORLD.environment, code_lists={**WORLD.environment.code_lists, "yes_no": listed})
    found = compile_expression("owner = '1000'", environment, 0).findings[0]
    assert found.code == "unknown_code" and len(found.remedy) < 120


def test_examples_of_mistakes_are_in_the_definition() -> None:
    assert sum("=> mistake" in line for line in EXAMPLES) >= 10


UNITS = {"hours": "giờ", "days": "ngày", "weeks": "weeks", "wage": "nghìn đồng", "jobs": "việc", "plain": ""}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("hours + 1", "giờ"), ("-hours", "giờ"), ("round(hours / 1)", "giờ"),
        ("weeks * 7", "days"), ("7 * weeks", "days"),
        ("hours / 24", "days"), ("days * 24", "hours"), ("hours * 2", None),
        ("wage * 1000", None), ("plain * hours", None),
        ("hours * wage", None), ("wage / hours", None), ("days / weeks", None), ("hours * (days / days)", "giờ"),
        ("if plain > 1 then hours else 0", "giờ"), ("days_between('2026-01-01', '2026-02-01')", "days"),
        ("power(hours, 2)", None),
        ("mod(hours, 2)", "giờ"), ("div(hours, 24)", "days"), ("mean(hours, plain)", "giờ"), ("plain + 1", None),
    ],
)  # fmt: skip
def test_an_expression_has_the_unit_of_what_it_is_made_of(text: str, unit: str | None) -> None:
    compiled = compile_expression(text, environment(**UNITS), 0)
    assert (compiled.findings, compiled.unit and compiled.unit.word) == ((), unit)


@pytest.mark.parametrize(
    "text",
    [
        "weeks * 7 > hours", "hours * (days / days) > days", "mod(hours, days) > 1", "wage > jobs",
        "age('2000-01-01', today()) > days", "add_days('2026-01-01', weeks) > today()",
        "add_months('2026-01-01', days) > today()",
    ],
)  # fmt: skip
def test_units_that_were_made_clash_too(text: str) -> None:
    assert [one.code for one in compile_expression(text, environment(**UNITS), 0).findings] == ["unit_clash"]


@pytest.mark.parametrize(
    "text", ["weeks * 7 > days", "wage >= 32 * hours", "age('2000-01-01', today()) > jobs", "wage * 1000 > jobs"]
)
def test_what_may_be_right_is_no_clash(text: str) -> None:
    assert compile_expression(text, environment(**UNITS), 0).findings == ()


def test_a_value_in_another_unit_than_is_declared_is_a_mistake() -> None:
    compiled = compile_expression("hours + 1", environment(**UNITS), 0, unit=Unit("days"))
    assert [one.message for one in compiled.findings] == ["This is in giờ; what is declared is days."]
    assert compile_expression("hours / 24", environment(**UNITS), 0, unit=Unit("ngày")).findings == ()
