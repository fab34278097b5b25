"""Mistakes in a questionnaire: each is found, at its place, with a remedy, all at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.errors import Finding
from engine.questionnaire import compile_text, schema
from engine.questionnaire.mistakes import MISTAKES

AGE = {"name": "age", "type": "integer", "label": "Age"}
SEX = [{"code": "1", "label": "Male"}, {"code": "2", "label": "Female"}]
CSV = {"file": "jobs.csv", "code": "code", "label": {"en": "name"}}


def document(items: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"id": "t", "version": "1", "languages": ["en"], "title": "T", "items": items or [AGE], **more}


def calculated(name: str, expression: str) -> dict[str, Any]:
    return {"name": name, "type": "calculation", "calculation": expression}


def roster(**more: Any) -> dict[str, Any]:
    return {"name": "people", "type": "roster", "label": "People", "items": [AGE], **more}


def found(source: Any, files: dict[str, str] | None = None) -> list[Finding]:
    text = source if isinstance(source, str) else json.dumps(source)
    return list(compile_text(text, (files or {}).__getitem__).findings)


CASES: list[tuple[str, str, Any]] = [
    ("json_syntax", "", '{"id": "t",\n "version" 1}'),
    ("json_duplicate_key", "/version", '{"id": "t", "version": "1", "version": "2", "languages": ["en"]}'),
    ("json_too_deep", "", "[" * 300 + "]" * 300),
    ("schema", "/id", document() | {"id": "Not a name"}),
    ("schema_unknown_property", "/items/0/relevent", document([AGE | {"relevent": "true"}])),
    ("schema_missing_property", "/items/0", document([{"name": "age"}])),
    ("file_missing", "/code_lists/jobs/file", document(code_lists={"jobs": CSV})),
    ("language_unknown", "/title/fr", document() | {"title": {"en": "T", "fr": "T"}}),
    ("translation_missing", "/title", document(languages=["en", "vi"])),
    ("name_duplicate", "/items/1/name", document([AGE, AGE])),
    ("name_hides", "/items/1/items/0/name", document([AGE, roster()])),
    ("name_reserved", "/items/0/name", document([AGE | {"name": "where"}])),
    ("code_list_unknown", "/items/0/codes",
     document([AGE | {"type": "select_one", "codes": "sexes"}], code_lists={"sex": SEX})),
    ("code_list_unused", "/code_lists/sex", document(code_lists={"sex": SEX})),
    ("code_duplicate", "/code_lists/sex/1/code", document(code_lists={"sex": [SEX[0], SEX[0]]})),
    ("code_unknown", "/items/0/exclusive/0",
     document([AGE | {"type": "select_many", "codes": "sex", "exclusive": ["9"]}], code_lists={"sex": SEX})),
    ("attribute_type", "/code_lists/sex/1/attributes/rank",
     document(code_lists={"sex": [SEX[0] | {"attributes": {"rank": 1}}, SEX[1] | {"attributes": {"rank": "x"}}]})),
    ("property_needed", "/items/0", document([{"name": "x", "type": "calculation"}])),
    ("property_misplaced", "/items/0/codes", document([AGE | {"codes": "sex"}], code_lists={"sex": SEX})),
    ("phone_unknown", "/phones/0", document(phones=["age"])),
    ("respondents_untold", "/modes", document(modes=["capi", "self"])),
    ("label_missing", "/items/0", document([{"name": "age", "type": "integer"}])),
    ("reason_unknown", "/items/0/missing/0", document([AGE | {"missing": ["asleep"]}])),
    ("reason_reserved", "/reasons/not_asked", document(reasons={"not_asked": "x"})),
    ("rows_unknown", "/items/0/rows/selected", document([roster(rows={"selected": "crops"})])),
    ("others_outside", "/items/0/rows/others", document([roster(rows={"others": "people"})])),
    ("rows_limits", "/items/0/min_rows", document([roster(min_rows=3, max_rows=2)])),
    ("roster_unknown", "/edits/0/for_each",
     document(edits=[{"id": "E", "for_each": "x", "require": "true", "message": "m"}])),
    ("edit_duplicate", "/edits/1/id", document(edits=[{"id": "E", "require": "age > 1", "message": "m"}] * 2)),
    ("confirm_reason_duplicate", "/confirm_reasons/1/code",
     document(confirm_reasons=[{"code": "a", "label": "A"}] * 2)),
    ("reference_date", "/reference_date", document(reference_date="2026-02-30")),
    ("cycle", "/items/0/calculation", document([calculated("a", "b + 1"), calculated("b", "a + 1")])),
]  # fmt: skip


@pytest.mark.parametrize(("code", "pointer", "source"), CASES, ids=[case[0] for case in CASES])
def test_a_mistake_is_found_at_its_place(code: str, pointer: str, source: Any) -> None:
    one = next((one for one in found(source) if one.code == code), None)
    assert one is not None, [str(other) for other in found(source)]
    assert one.pointer == pointer
    assert one.message.endswith(".")
    assert one.remedy


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("file_column_missing", "kode,name\n1,Farmer\n"),
        ("file_attribute_type", "code,name,level\n1,Farmer,high\n"),
        ("file_bad_row", "code,name,level\n,Farmer,1\n"),
        ("code_duplicate", "code,name,level\n1,Farmer,1\n1,Fisher,1\n"),
    ],
)
def test_a_mistake_in_a_code_file_is_found(code: str, text: str) -> None:
    jobs = CSV | {"attributes": {"level": "integer"}}
    assert code in [one.code for one in found(document(code_lists={"jobs": jobs}), {"jobs.csv": text})]


def test_a_file_that_is_not_utf8_is_a_finding() -> None:
    def read(_: str) -> str:
        return b"\xff".decode("utf-8")

    compilation = compile_text(json.dumps(document(code_lists={"jobs": CSV})), read)
    assert "file_not_utf8" in [one.code for one in compilation.findings]


def test_every_code_of_the_table_has_a_test() -> None:
    files = {"file_column_missing", "file_attribute_type", "file_bad_row", "file_not_utf8"}
    assert {case[0] for case in CASES} | files == set(MISTAKES)


def test_mistakes_of_all_kinds_come_at_once() -> None:
    items = [
        AGE | {"constraint": "aeg > 1", "codes": "x"},
        AGE | {"name": "b", "relevant": "age = 'x'"},
        calculated("c", "d"),
        calculated("d", "c"),
    ]
    assert {one.code for one in found(document(items))} >= {
        "unknown_name",
        "code_list_unknown",
        "property_misplaced",
        "cycle",
    }


def test_all_mistakes_against_the_schema_come_at_once() -> None:
    pointers = [one.pointer for one in found(document([{"name": 1, "type": "x"}]) | {"languages": []})]
    assert pointers == ["/items/0/name", "/items/0/type", "/languages"]


def test_what_the_schema_refuses_hides_no_other_mistake() -> None:
    items = [AGE | {"relevant": "b > 3", "hnit": "?"}, AGE | {"decimals": "two"}]
    codes = [one.code for one in found(document(items, colour="red"))]
    assert sorted(codes) == ["name_duplicate", "schema", *["schema_unknown_property"] * 2, "unknown_name"]


def test_a_document_that_cannot_do_without_what_is_wrong_is_not_read_further() -> None:
    assert [one.code for one in found(document([AGE | {"type": 7}, AGE]))] == ["schema"]


def test_a_mistake_in_an_expression_has_the_place_in_the_text() -> None:
    [one] = found(document([AGE | {"label": "Age {agee}"}]))
    assert (one.pointer, one.span) == ("/items/0/label/en", (5, 9))


def test_a_circle_is_shown_as_a_circle() -> None:
    items = [calculated("a", "b"), calculated("b", "c"), calculated("c", "a")]
    [one] = [one for one in found(document(items)) if one.code == "cycle"]
    assert "a → b → c → a" in one.message


def test_a_question_cannot_decide_whether_it_is_asked_itself() -> None:
    assert "cycle" in [one.code for one in found(document([AGE | {"relevant": "age > 3"}]))]


def test_a_running_total_over_the_row_before_is_no_circle() -> None:
    total = calculated("total", "coalesce(row_before(total), 0) + age") | {"type": "integer"}
    assert found(document([roster(items=[AGE, total])])) == []


def test_what_reads_a_wrong_calculation_is_not_blamed_for_it() -> None:
    items = [AGE, calculated("a", "age + missing_name"), calculated("b", "a + 1"), calculated("c", "b * 2")]
    assert [one.pointer for one in found(document(items))] == ["/items/1/calculation"]


def test_a_long_chain_of_calculations_compiles() -> None:
    items = [AGE, calculated("c0", "age"), *(calculated(f"c{n}", f"c{n - 1} + 1") for n in range(1, 1500))]
    assert found(document(items)) == []


def test_every_property_of_the_schema_is_described() -> None:
    def undescribed(part: Any, path: str) -> list[str]:
        if not isinstance(part, dict):
            return []
        own = [
            f"{path}/{name}"
            for name, value in part.get("properties", {}).items()
            if "$ref" not in value and not (value.get("title") and value.get("description"))
        ]
        return own + [found for name, value in part.items() for found in undescribed(value, f"{path}/{name}")]

    assert undescribed(schema(), "") == []
