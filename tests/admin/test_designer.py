"""The designer's server side: findings in place, drafts that are never lost, publishing, comparison."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from admin import designer, designer_diff
from admin.designer import Texts
from engine.questionnaire import compile_text
from tests.admin.office import FORM, SOURCE, Browser


def changed(change: Callable[[dict[str, Any]], None]) -> str:
    form = copy.deepcopy(FORM)
    change(form)
    return json.dumps(form, ensure_ascii=False, indent=2)


def findings(source: str, files: dict[str, str] | None = None) -> list[designer.PlacedFinding]:
    texts = Texts(source, files or {})
    compilation = compile_text(source, lambda name: texts.files[name])
    return designer.placed(texts, compilation.findings)


def test_a_finding_stands_at_the_very_words_that_are_wrong() -> None:
    source = SOURCE.replace('"age >= 15"', '"agee >= 15"')
    found = [one for one in findings(source) if one.severity == "error"]
    assert found
    assert source[found[0].start : found[0].end] == "agee"
    assert found[0].line == source[: source.index("agee")].count("\n") + 1


def test_offsets_are_counted_as_browsers_count_them() -> None:
    source = SOURCE.replace("Phiếu nhỏ", "Phiếu 𝄞 nhỏ").replace('"age >= 15"', '"agee >= 15"')
    found = next(one for one in findings(source) if one.severity == "error")
    as_utf16 = source.encode("utf-16-le")
    assert as_utf16[2 * found.start : 2 * found.end].decode("utf-16-le") == "agee"


def test_broken_json_gives_the_place_where_it_breaks() -> None:
    source = SOURCE.replace('"version": "1",', '"version": "1"')
    found = findings(source)
    assert [one.code for one in found] == ["json_syntax"]
    assert found[0].line in {3, 4}


def test_a_finding_about_a_line_of_a_file_stands_in_that_file() -> None:
    def from_file(form: dict[str, Any]) -> None:
        form["code_lists"]["yes_no"] = {"file": "yes_no.csv", "code": "code", "label": {"vi": "vi", "en": "en"}}

    text = "code,vi,en\n1,Có,Yes\n,Không,No\n"
    found = [one for one in findings(changed(from_file), {"yes_no.csv": text}) if one.file]
    assert [(one.file, text[one.start : one.end]) for one in found] == [("yes_no.csv", ",Không,No")]


def test_checking_gives_findings_and_the_compiled_form(browser: Callable[[str], Browser], published: str) -> None:
    alice = browser("alice")
    good = alice.post("/designer/small/check", {"source": SOURCE, "files": {}}).json
    assert good and good["compiled"]["id"] == "small"
    bad = alice.post("/designer/small/check", {"source": SOURCE.replace("age >= 15", "agee >= 15"), "files": {}}).json
    assert bad and bad["compiled"] is None
    assert {"from", "to", "message", "remedy", "pointer", "line"} <= set(bad["findings"][0])


def test_of_two_designers_the_second_to_save_is_told_and_the_first_stays(
    browser: Callable[[str], Browser], published: str
) -> None:
    alice, other = browser("alice"), browser("administrator")
    first = alice.post("/designer/small/draft", {"source": SOURCE + " ", "files": {}, "revision": 1})
    assert first.json and first.json["revision"] == 2
    second = other.post("/designer/small/draft", {"source": "{}", "files": {}, "revision": 1})
    assert second.status_code == 409
    assert alice.client.get("/admin/designer/small/draft").json["source"] == SOURCE + " "  # type: ignore[index]


def test_a_draft_with_mistakes_is_saved_but_not_published(browser: Callable[[str], Browser], published: str) -> None:
    alice = browser("alice")
    source = SOURCE.replace("age >= 15", "agee >= 15")
    assert alice.post("/designer/small/draft", {"source": source, "files": {}, "revision": 1}).status_code == 200
    assert "agee" in alice.see("/designer/small/publish")
    assert "Publish this version" not in alice.see("/designer/small/publish")
    answer = alice.send("/designer/small/publish", version="2", revision="2")
    assert answer.status_code == 422
    assert alice.client.get("/admin/designer/small/versions/2").status_code == 404


def test_publishing_freezes_the_text_under_the_version_asked_for(
    browser: Callable[[str], Browser], published: str
) -> None:
    alice = browser("alice")
    source = SOURCE.replace("age >= 15", "age >= 16")
    alice.post("/designer/small/draft", {"source": source, "files": {}, "revision": 1})
    page = alice.see("/designer/small/publish")
    assert 'value="2"' in page
    assert "age &gt;= 15" in page and "age &gt;= 16" in page
    assert (
        alice.send("/designer/small/publish", version="2", revision="2").location == "/admin/designer/small/versions/2"
    )
    assert "age &gt;= 16" in alice.see("/designer/small/versions/2")
    assert "age &gt;= 15" in alice.see("/designer/small/versions/1")
    compared = alice.see("/designer/small/compare?before=1&after=2")
    assert "people.worked" in compared and "age &gt;= 16" in compared


def test_a_version_that_is_published_is_not_published_again_with_another_text(
    browser: Callable[[str], Browser], published: str
) -> None:
    alice = browser("alice")
    alice.post(
        "/designer/small/draft", {"source": SOURCE.replace("age >= 15", "age >= 16"), "files": {}, "revision": 1}
    )
    answer = alice.send("/designer/small/publish", version="1", revision="2")
    assert answer.status_code == 409
    assert "age &gt;= 15" in alice.see("/designer/small/versions/1")


def test_a_draft_that_changed_after_its_changes_were_shown_is_not_published(
    browser: Callable[[str], Browser], published: str
) -> None:
    alice = browser("alice")
    alice.post("/designer/small/draft", {"source": SOURCE + " ", "files": {}, "revision": 1})
    assert alice.send("/designer/small/publish", version="2", revision="1").status_code == 409


def test_a_new_questionnaire_begins_with_a_text_that_compiles(
    browser: Callable[[str], Browser], published: str
) -> None:
    alice = browser("alice")
    assert alice.send("/designer/", id="household_survey", title="Hộ").location == "/admin/designer/household_survey/"
    source = alice.client.get("/admin/designer/household_survey/draft").json["source"]  # type: ignore[index]
    assert compile_text(source).compiled is not None
    assert alice.send("/designer/", id="Not An Id", title="x").status_code == 422


def test_changes_are_told_by_part_whatever_their_place() -> None:
    def change(form: dict[str, Any]) -> None:
        people = form["items"][0]["items"]
        people[3]["constraint"] = "hours <= 120"
        people.append({"name": "wage", "type": "integer", "label": {"vi": "Lương", "en": "Wage"}})
        form["items"] = [form["items"][1], form["items"][0]]
        form["edits"] = []
        form["code_lists"]["yes_no"][1]["label"]["en"] = "Nope"

    found = designer_diff.changes(Texts(SOURCE, {}), Texts(changed(change), {}))
    assert found is not None
    told = {(one.kind, one.part, one.name) for one in found}
    assert {
        ("changed", "item", "people.hours"), ("added", "item", "people.wage"),
        ("removed", "edit", "E1"), ("changed", "code", "yes_no · 2")
    } <= told  # fmt: skip
    assert any(one.kind == "moved" for one in found)
    hours = next(one for one in found if one.name == "people.hours")
    assert [(field.field, field.before, field.after) for field in hours.fields] == [
        ("constraint", "hours <= 168", "hours <= 120")
    ]


def test_equal_texts_have_no_changes() -> None:
    assert designer_diff.changes(Texts(SOURCE, {}), Texts(SOURCE, {})) == []
    assert designer_diff.text_changes(SOURCE, SOURCE) == []


def test_a_text_that_is_no_questionnaire_is_compared_by_lines_only() -> None:
    assert designer_diff.changes(Texts("{", {}), Texts(SOURCE, {})) is None
    assert [line.sign for line in designer_diff.text_changes("a\nb", "a\nc")] == ["@", " ", "-", "+"]


def test_the_next_version_is_one_that_is_free() -> None:
    assert designer.next_version('{"version": "2026.1"}', ["2026.1", "2026.2"]) == "2026.3"
    assert designer.next_version('{"version": "draft"}', ["draft"]) == "draft.1"
    assert designer.next_version('{"version": "7"}', []) == "7"


def test_setting_the_version_leaves_all_else_as_it_was_written() -> None:
    assert designer.with_version('{ "id":"a",\n  "version" : "1" }', "2") == '{ "id":"a",\n  "version" : "2" }'


def test_every_function_of_the_language_has_help() -> None:
    from admin.expression_help import function_help

    names = {one["name"] for one in function_help()}
    assert {"count", "sum_known", "is_missing", "age", "matches", "distance", "position"} <= names
