"""From the text of a questionnaire to the compiled form."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from engine.questionnaire import as_bytes, compile_text
from engine.questionnaire.compile import canonical
from tests.forms.read import NAMES, compiled, read_file, source

PRODUCERS = {"relevant", "calculation", "count"}


@pytest.mark.parametrize("name", NAMES)
def test_a_tiny_form_compiles_without_a_finding(name: str) -> None:
    assert compile_text(source(name), read_file).findings == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_questionnaire_gives_the_same_bytes(name: str) -> None:
    first, second = (compile_text(source(name), read_file).form() for _ in range(2))
    assert as_bytes(first) == as_bytes(second)


@pytest.mark.parametrize("name", NAMES)
def test_the_hash_is_that_of_all_the_rest(name: str) -> None:
    rest = {key: value for key, value in compiled(name).items() if key != "hash"}
    assert compiled(name)["hash"] == hashlib.sha256(canonical(rest)).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_a_node_comes_after_all_nodes_that_produce_what_it_reads(name: str) -> None:
    form = compiled(name)
    producers = {
        (node["scope"], node["slot"]): number for number, node in enumerate(form["nodes"]) if node["kind"] in PRODUCERS
    }
    for scope, source_scope in enumerate(form["scopes"]):
        for slot, dependents in source_scope["dependents"].items():
            for node, _ in dependents:
                producer = producers.get((scope, int(slot)), -1)
                assert producer < node or (producer == node and "row_before" in form["nodes"][node]["text"])


@pytest.mark.parametrize("name", NAMES)
def test_every_slot_has_one_owner(name: str) -> None:
    form = compiled(name)
    owners = [(item["scope"], item["slot"]) for item in walk(form["items"])]
    owners += [(0, one["slot"]) for one in form["preload"]]
    expected = [(number, slot) for number, scope in enumerate(form["scopes"]) for slot in range(scope["size"])]
    assert sorted(owners) == expected


def test_texts_stand_at_one_number_in_every_language() -> None:
    form = compiled("roster")
    age = next(item for item in walk(form["items"]) if item["name"] == "age")
    node = next(number for number, one in enumerate(form["nodes"]) if one["kind"] == "text" and one["text"] == "name")
    assert [form["texts"][language][age["label"]] for language in ("vi", "en")] == [
        ["Tuổi của ", node],
        ["Age of ", node],
    ]


def test_a_missing_translation_is_null_and_a_warning() -> None:
    compilation = compile_text(with_label({"vi": "Tuổi"}))
    assert [(one.code, one.pointer) for one in compilation.findings] == [("translation_missing", "/items/0/label")]
    form = compilation.form()
    assert form["texts"]["en"][form["items"][0]["label"]] is None


def test_a_plain_string_is_a_text_in_the_first_language() -> None:
    form = compile_text(with_label("Tuổi")).form()
    assert form["texts"]["vi"][form["items"][0]["label"]] == "Tuổi"


def test_a_plain_bound_is_a_hint_for_the_keyboard() -> None:
    age = next(item for item in walk(compiled("roster")["items"]) if item["name"] == "age")
    assert (age["min"], age["max"]) == (0, 120)


def test_an_edit_knows_the_cells_it_names_and_those_behind_aggregates() -> None:
    edits = {edit["id"]: edit for edit in compiled("nested")["edits"]}
    assert len(edits["J1"]["involved"]) == 2
    assert edits["J1"]["involved"][1][0] == 1  # hours_all is one scope up
    assert edits["J2"]["named"] == edits["J2"]["involved"]


def test_text_is_brought_to_nfc() -> None:
    decomposed = "Tuo\u0302\u0309i"
    form = compile_text(with_label({"vi": decomposed, "en": "Age"})).form()
    assert form["texts"]["vi"][form["items"][0]["label"]] == "Tuổi"


def with_label(label: Any) -> str:
    items = [{"name": "age", "type": "integer", "label": label}]
    title = {"vi": "Thử", "en": "Test"}
    return json.dumps({"id": "t", "version": "1", "languages": ["vi", "en"], "title": title, "items": items})


def walk(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for item in items for one in (item, *walk(item.get("items", [])))]


def test_the_unit_of_a_calculation_is_inferred_and_goes_on_into_what_uses_it() -> None:
    def form(calculation: dict[str, Any]) -> list[tuple[str, str]]:
        label = {"label": "?"}
        document = {
            "id": "units", "version": "1", "languages": ["en"], "title": "Units",
            "items": [
                {"name": "hours", "type": "integer", "unit": "hours", **label},
                {"name": "days", "type": "integer", "unit": "days", "constraint": "days > later", **label},
                {"name": "later", "type": "calculation", "calculation": "total + 1"},
                {"name": "total", **calculation},
            ],
        }  # fmt: skip
        return [(one.code, one.pointer) for one in compile_text(json.dumps(document)).findings]

    clash = ("unit_clash", "/items/1/constraint")
    assert form({"type": "calculation", "calculation": "hours + 1"}) == [clash]
    assert form({"type": "decimal", "calculation": "hours + 1", "label": "?"}) == [clash]
    assert form({"type": "calculation", "calculation": "hours / 24"}) == []
    assert form({"type": "calculation", "calculation": "hours * 5", "unit": "days"}) == []
    assert form({"type": "calculation", "calculation": "hours + 1", "unit": "days"}) == [
        ("unit_clash", "/items/3/calculation")
    ]


def test_the_kinds_of_paradata_are_in_the_form_only_where_the_questionnaire_names_them() -> None:
    plain = {"id": "t", "version": "1", "languages": ["en"], "title": "T", "items": [{"name": "a", "type": "text"}]}
    assert "paradata" not in compile_text(json.dumps(plain)).form()
    for kinds in ([], ["edits", "location"]):
        assert compile_text(json.dumps(plain | {"paradata": kinds})).form()["paradata"] == kinds
    wrong = compile_text(json.dumps(plain | {"paradata": ["thoughts"]}))
    assert [one.pointer for one in wrong.errors] == ["/paradata/0"]
