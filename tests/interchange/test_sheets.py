"""Small forms: what an author can write in many spellings, and what happens to what is wrong or unknown."""

from __future__ import annotations

import pytest

from engine.interchange.kinds import read_kind
from engine.interchange.names import valid_name
from engine.response import Interview
from tests.forms.read import Clock
from tests.interchange.sheets import codes, compiled, form, item

HEAD = ["type", "name", "label", "relevant", "calculation", "repeat_count", "constraint"]
CHOICES = [
    ["list_name", "name", "label"],
    ["yn", "yes", "Yes"],
    ["yn", "no", "No"],
    ["n", "1", "One"],
    ["n", "2", "Two"],
]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("select_one yn", "select_one"), ("select one yn", "select_one"), ("Select1 yn", "select_one"),
        ("select one from yn", "select_one"), ("select_multiple yn", "select_many"),
        ("select all that apply from yn", "select_many"),
        ("selct_one yn", "select_one"), ("rank yn", "rank"), ("int", "integer"), ("Integer", "integer"),
        ("intger", "integer"),
        ("string", "text"), ("dateTime", "datetime"), ("gps", "geopoint"), ("image", "photo"), ("video", "file"),
        ("begin group", "begin"), ("begin_repeat", "begin"), ("end repeat", "end"), ("end", "log"), ("today", "today"),
        ("deviceid", "given"), ("hidden string", "hidden"), ("calculate_here", "calculation"),
        ("acknowledge", "acknowledge"),
        ("something else entirely", "unknown"),
    ],
)  # fmt: skip
def test_a_type_is_read_however_it_is_spelled(written: str, kind: str) -> None:
    assert read_kind(written).kind == kind


@pytest.mark.parametrize(
    ("heading", "wanted"), [("relevance", True), ("bind::relevant", True), ("Relevant", True), ("bind:relevant", True)]
)
def test_a_column_is_known_by_all_its_names(heading: str, wanted: bool) -> None:
    made = form([["type", "name", "Label", heading], ["integer", "a", "A", ""], ["integer", "b", "B", "${a} = 1"]])
    assert ("relevant" in item(made, "b")) == wanted
    compiled(made)


def test_an_unbalanced_form_is_mended_and_said() -> None:
    made = form([["type", "name", "label"], ["begin group", "g", "G"], ["begin repeat", "r", "R"], ["text", "t", "T"],
                 ["end group", "", ""], ["text", "u", "U"], ["end repeat", "", ""]])  # fmt: skip
    assert {"end_missing", "begin_missing"} <= codes(made)
    compiled(made)
    assert item(made, "u")["type"] == "text"


def test_names_are_repaired_and_each_stands_once() -> None:
    made = form(
        [
            ["type", "name", "label"],
            ["text", "số nhà", "A"],
            ["text", "a-b", "B"],
            ["text", "a-b", "C"],
            ["text", "and", "D"],
        ]
    )
    assert [one["name"] for one in made.document["items"]] == ["so_nha", "a_b", "a_b_2", "and_"]
    assert {"name_repaired", "name_renamed"} <= codes(made)
    compiled(made)
    assert valid_name("1st") == "x_1st"


def test_a_missing_list_leaves_a_text_and_a_finding() -> None:
    made = form([["type", "name", "label"], ["select_one nowhere", "a", "A"]])
    assert item(made, "a")["type"] == "text" and "choices_missing" in codes(made)
    compiled(made)


def test_texts_have_their_languages_and_references() -> None:
    survey = [["type", "name", "label::English (en)", "label::Tiếng Việt (vi)", "hint::Tiếng Việt (vi)",
              "media::image::English (en)"],
              ["integer", "age", "Age", "Tuổi", "Tròn năm", ""],
              ["note", "n", "You are ${age} {sic}", "Bạn ${age} ${no}", "", "a.png"]]  # fmt: skip
    made = form(survey, settings=[["form_title", "form_id", "default_language"], ["F", "f", "Tiếng Việt (vi)"]])
    assert made.document["languages"] == ["vi", "en"]
    assert item(made, "age")["hint"] == {"vi": "Tròn năm"}
    assert item(made, "n")["label"] == {"en": "You are {age} {{sic}}", "vi": "Bạn {age} ${{no}}"}
    assert {"media_not_carried", "reference_unknown"} <= codes(made)
    compiled(made)


def test_or_other_asks_for_the_other_answer() -> None:
    made = form([["type", "name", "label"], ["select_one yn or_other", "a", "A"]], CHOICES)
    assert item(made, "a_other")["relevant"] == "a = 'other'"
    assert made.document["code_lists"]["yn"][-1]["code"] == "other"
    compiled(made)


def test_cascades_read_the_columns_of_the_choices() -> None:
    survey = [["type", "name", "label", "choice_filter"], ["select_one reg", "region", "R", ""],
              ["select_one town", "town", "T", "region = ${region}"],
              ["select_one town", "big", "B", "size > 2 and name != ${town}"]]  # fmt: skip
    choices = [["list_name", "name", "label", "region", "size"], ["reg", "n", "North", "", ""],
               ["town", "01", "A", "n", "3"],
               ["town", "02", "B", "s", "1"]]  # fmt: skip
    made = form(survey, choices)
    assert item(made, "town")["choice_filter"] == "region = this.region"
    assert item(made, "big")["choice_filter"] == "to_number(size) > 2 and coalesce(code != town, true)"
    compiled(made)


def test_repeats_have_counts_positions_and_sums() -> None:
    made = form([HEAD, ["integer", "n", "N", "", "", "", ""], ["begin repeat", "people", "P", "", "", "${n}", ""],
                 ["integer", "age", "Age", "", "", "", ". < 120"], ["calculate", "pos", "", "", "position(..)", "", ""],
                 ["calculate", "before", "", "", "indexed-repeat(${age}, ${people}, position(..) - 1)", "", ""],
                 ["end repeat", "", "", "", "", "", ""], ["calculate", "total", "", "", "sum(${age})", "", ""],
                 ["calculate", "rows", "", "", "count(${people})", "", ""],
                 ["calculate", "grown", "", "", "count(${people}[age > 17])", "", ""],
                 ["calculate", "second", "", "", "indexed-repeat(${age}, ${people}, 2)", "", ""]])  # fmt: skip
    assert item(made, "people")["rows"] == {"count": "n"}
    assert item(made, "before")["calculation"] == "first(people.age where position() = this.position() - 1)"
    interview = Interview.open(compiled(made).form(), device="tablet", user="lan", clock=Clock())
    interview.answer("n", 2)
    first, second = interview.rows("people")
    interview.answer(f"{first}.age", 30)
    interview.answer(f"{second}.age", 12)
    assert [interview.value(name) for name in ("total", "rows", "grown", "second")] == [42, 2, 1, 12]
    assert interview.value(f"{second}.before") == 30 and interview.value(f"{second}.pos") == 2


def test_what_the_device_records_is_said_and_what_can_be_read_stays_readable() -> None:
    made = form([HEAD, ["start", "start", "", "", "", "", ""], ["today", "today", "", "", "", "", ""],
                 ["username", "who", "", "", "", "", ""],
                 ["text", "a", "A", "${who} = 'lan' and ${today} > date('2026-01-01')", "", "", ""]])  # fmt: skip
    assert made.document["preload"] == [{"name": "who", "type": "text"}]
    assert {"type_metadata", "type_preloaded"} <= codes(made)
    compiled(made)


def test_defaults_are_values_of_the_type_or_calculations() -> None:
    survey = [["type", "name", "label", "default", "required", "read_only"], ["integer", "i", "I", "8.0", "yes", ""],
              ["date", "d", "D", "today()", "true()", ""], ["date", "e", "E", "2026-01-02", "", ""],
              ["select_one yn", "s", "S", "yes", "", ""],
              ["select_one yn", "z", "Z", "maybe", "", ""], ["text", "t", "T", "it's", "${i} > 1", ""],
              ["text", "n", "Only shown", "", "", "yes"]]  # fmt: skip
    made = form(survey, CHOICES)
    found = {one["name"]: one.get("default") for one in made.document["items"]}
    assert found == {"i": "8", "d": "today()", "e": "'2026-01-02'", "s": "'yes'", "z": None, "t": "'it''s'", "n": None}
    assert item(made, "t")["required"] == "i > 1" and item(made, "i")["required"] is True
    assert item(made, "n")["type"] == "note" and "default" in item(made, "z")["notes"]
    compiled(made)


def test_a_range_bounds_its_answer() -> None:
    made = form(
        [
            ["type", "name", "label", "parameters"],
            ["range", "a", "A", "start=1 end=5 step=1"],
            ["range", "b", "B", "start=0 end=1.5 step=0.5"],
        ]
    )
    assert item(made, "a") == {"name": "a", "type": "integer", "label": {"en": "A"}, "constraint": "a between 1 and 5"}
    assert item(made, "b")["type"] == "decimal"
    compiled(made)


def test_what_cannot_be_carried_leaves_the_question_and_its_words() -> None:
    made = form([HEAD, ["calculate", "r", "", "", "rank-index(1)", "", ""],
                 ["text", "a", "A", "${r} > 0.5", "", "", ""],
                 ["text", "b", "B", "if(", "", "", ""], ["calculate", "c", "", "", "${d} + 1", "", ""],
                 ["calculate", "d", "", "", "${c} + 1", "", ""]])  # fmt: skip
    assert item(made, "r") == {
        "name": "r",
        "type": "note",
        "relevant": "false",
        "notes": "XLSForm calculation: rank-index(1)",
    }
    assert item(made, "a")["notes"] == "XLSForm relevant: ${r} > 0.5" and "relevant" not in item(made, "a")
    assert {"expression_not_carried", "expression_syntax"} <= codes(made)
    compiled(made)


def test_unknown_columns_and_sheets_are_named() -> None:
    made = form(
        [["type", "name", "label", "my column", "disabled"], ["text", "a", "A", "x", ""], ["text", "b", "B", "", "yes"]]
    )
    assert {"column_unknown", "row_disabled"} <= codes(made)
    assert [one["name"] for one in made.document["items"]] == ["a"]


def test_a_pulled_value_comes_with_the_assignment() -> None:
    made = form(
        [
            HEAD,
            ["calculate", "head", "", "", "pulldata('hh', 'head', 'id', ${id})", "", ""],
            ["text", "id", "Id of ${head}", "", "", "", ""],
        ]
    )
    assert made.document["preload"] == [{"name": "head", "type": "text"}]
    assert item(made, "id")["label"] == {"en": "Id of {head}"}
    compiled(made)


def test_an_expression_without_end_is_refused_instead_of_breaking_the_import() -> None:
    chain = " or ".join(f"${{a}} > {number}" for number in range(700))
    nested = "(" * 300 + "1" + ")" * 300
    head = ["type", "name", "label", "relevant"]
    made = form([head, ["integer", "a", "A", ""], ["text", "b", "B", chain], ["text", "c", "C", nested]])
    assert [one.code for one in made.findings if one.severity == "error"] == ["expression_syntax"] * 2
    compiled(made)
