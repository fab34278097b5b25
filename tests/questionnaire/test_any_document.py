"""Whatever stands in a document, compiling it gives findings and never an exception."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.questionnaire import compile_text
from tests.forms.read import NAMES, read_file, source

FRAGMENTS: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, "", "x", "age", "people.age", "people", "count(people)", "sum(people.jobs.hours)",
    "this.age", "row_before(hours)", "name", "{", "{age}", "{name", "'1'", "1 +", "(" * 400, "roster", "select_one",
    "calculation", "note", "section", "yes_no", "sex", [], {}, ["1"], {"vi": "x"}, {"vi": "{hours}"},
    {"count": "size"}, {"codes": "sex"}, {"selected": "crops"}, "a.b.c", "hours", "previous(income)", "commune",
    "parent = province", "label(province)",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


def changed(document: Any, place: tuple[Any, ...], fragment: Any) -> Any:
    """The document with a fragment at the place; without what was there where the fragment is None."""
    if not place:
        return fragment
    parent = document
    for step in place[:-1]:
        parent = parent[step]
    if fragment is None:
        del parent[place[-1]]
    else:
        parent[place[-1]] = fragment
    return document


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_a_document_changed_at_random_is_never_an_exception(name: str, data: st.DataObject) -> None:
    document = json.loads(source(name))
    for _ in range(data.draw(st.integers(1, 3))):
        if isinstance(document, dict | list):
            place = data.draw(st.sampled_from(places(document)))
            document = changed(document, place, deepcopy(data.draw(st.sampled_from(FRAGMENTS))))
    compilation = compile_text(json.dumps(document), read_file)
    assert (compilation.compiled is None) == bool(compilation.errors)
    assert all(one.message and one.remedy for one in compilation.findings)


@given(st.text())
def test_any_text_is_never_an_exception(text: str) -> None:
    assert compile_text(text).compiled is None


def test_a_number_too_long_to_be_read_is_a_finding() -> None:
    found = compile_text('{"id": ' + "1" * 5000 + "}").findings
    assert [(one.code, one.message) for one in found] == [("json_syntax", "A number has too many digits to be read.")]
