"""The texts of JSON values: each piece reads as the value that the whole has at its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sync import raw

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)
layouts = st.sampled_from([{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False, "indent": "\t"}])


@given(st.lists(values, max_size=6), layouts)
def test_elements_are_the_elements(array: list[Any], layout: dict[str, Any]) -> None:
    whole = raw.piece(json.dumps(array, **layout))
    pieces = raw.elements(whole)
    assert [piece.value for piece in pieces] == array
    assert [json.loads(piece.text) for piece in pieces] == array


@given(st.dictionaries(st.text(), values, min_size=1, max_size=6), layouts)
def test_members_are_the_members(document: dict[str, Any], layout: dict[str, Any]) -> None:
    whole = raw.piece(json.dumps(document, **layout))
    assert {name: raw.member(whole, name).value for name in document} == document
    assert all(json.loads(raw.member(whole, name).text) == value for name, value in document.items())


def test_of_a_name_that_stands_twice_the_last_counts() -> None:
    assert raw.member(raw.piece('{"a": 1, "a": 2}'), "a") == raw.Piece(2, "2")


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "{}x", "", '{"a": }'])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        raw.piece(text)
