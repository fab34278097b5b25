"""Where values stand in a JSON text, so that an editor can underline them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.questionnaire import line_and_column, locate, place

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def at(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_the_text_at_a_pointer_is_the_value_at_that_pointer(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    for pointer, (start, end) in locate(text).items():
        assert json.loads(text[start:end]) == at(value, pointer)


@given(st.text(min_size=1), st.data())
def test_a_span_within_a_text_is_found_over_escapes(words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    text = json.dumps({"label": words}, ensure_ascii=data.draw(st.booleans()))
    found = place(text, locate(text), "/label", (start, len(words)))
    assert json.loads('"' + text[slice(*found)] + '"') == words[start:]


def test_a_pointer_into_a_plain_string_keeps_its_span() -> None:
    text = '{"label": "Age {agee}"}'
    start, end = place(text, locate(text), "/label/en", (5, 9))
    assert text[start:end] == "agee"


def test_lines_and_columns_count_from_one() -> None:
    text = '{\n "a": 1}'
    assert line_and_column(text, locate(text)["/a"][0]) == (2, 7)
