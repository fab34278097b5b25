"""Properties of the whole language: spelling and reading agree, nothing raises, results are a naive reading's."""

from __future__ import annotations

import dataclasses
import re
import warnings
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Overflow
from engine.expression import check_template, compile_expression, mentions, parse_template
from engine.expression.parser import parse
from engine.expression.regex import common_pattern
from engine.expression.tree import Node
from engine.expression.unparse import unparse
from tests.conformance.world import build_world
from tests.expression.programs import NOWHERE, TREES, WORLD, Beyond, Naive, numbers, truths
from tests.expression.test_readme import EXAMPLES
from tests.expression.test_readme import WORLD as README_WORLD

NAIVE_WORLD = build_world(WORLD)
WORDS = [
    "age", "people", "sum(", "where", "if", "then", "else", "(", ")", "{", "}", "in", "and", "not", "=", "==", "<",
    "'1'", "'", ".", ",", "1.5", "${x}", "between", "this.", "-", "*", "label(", "é", "\x00", "matches(", "position()",
    "row_before(", "crops", "job.skill_level", "implies", "selected(",
    "row_before(size)", "position(people)", "tasks", "count(", "any(", "reason(income)", "occupation", "urban",
]  # fmt: skip


def placeless(value: Any) -> Any:
    """A tree without its spans."""
    if isinstance(value, Node):
        parts = {f.name: placeless(getattr(value, f.name)) for f in dataclasses.fields(value)}
        spans: dict[str, Any] = {name: NOWHERE for name in ("span", "name_span") if name in parts}
        if "parts" in parts:
            spans["spans"] = (NOWHERE,) * len(parts["parts"])
        return type(value)(**{**parts, **spans})
    return tuple(placeless(each) for each in value) if isinstance(value, tuple) else value


@given(TREES)
@settings(max_examples=300, deadline=None)
def test_a_tree_is_read_back_from_its_own_text(node: Node) -> None:
    read = parse(unparse(node))
    assert not read.findings, unparse(node)
    assert placeless(read.node) == placeless(node), unparse(node)


GROUPED = [
    ("a implies b implies c", "a implies (b implies c)"),
    ("a - b - c", "(a - b) - c"),
    ("a / b * c", "(a / b) * c"),
    ("a or b and not c = d", "a or (b and (not (c = d)))"),
    ("-a * b + c", "((-a) * b) + c"),
    ("not a between b and c and d", "(not (a between b and c)) and d"),
    ("if a then b else c + d", "if a then b else (c + d)"),
]


@pytest.mark.parametrize(("text", "grouped"), GROUPED)
def test_operators_group_as_the_grammar_says(text: str, grouped: str) -> None:
    assert placeless(parse(text).node) == placeless(parse(grouped).node)


def outcome(text: str) -> Any:
    compiled = NAIVE_WORLD.compile(text)
    assert compiled.ast is not None, compiled.findings
    try:
        value = NAIVE_WORLD.value(text)
    except Overflow:
        return Beyond
    exact = value is not None and compiled.type is not None and compiled.type.is_exact
    return Fraction(value, 10**compiled.type.decimals) if exact and compiled.type else value


@given(st.one_of(numbers(), truths()))
@settings(max_examples=400, deadline=None)
def test_a_typed_program_gives_what_fractions_and_possible_worlds_give(program: Naive) -> None:
    assert outcome(program.text) == program.value


ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join),
    st.sampled_from(EXAMPLES).flatmap(
        lambda line: st.tuples(st.integers(0, len(line)), st.sampled_from(WORDS)).map(
            lambda cut: line[: cut[0]] + cut[1] + line[cut[0] + 1 :]
        )
    ),
)


@given(ANY_TEXT, st.sampled_from([0, 1, 2]), st.booleans())
@settings(max_examples=500, deadline=None)
def test_no_text_whatever_raises(text: str, scope: int, in_text: bool) -> None:
    environment = README_WORLD.environment
    for filter_list in (None, "occupation"):
        compiled = compile_expression(text, environment, scope, filter_list=filter_list, in_text=in_text)
        assert (compiled.ast is None) == any(found.severity == "error" for found in compiled.findings)
        for found in compiled.findings:
            assert found.span is not None and 0 <= found.span[0] <= found.span[1] <= len(text)
            assert found.message and found.remedy
        assert set(mentions(text, environment, scope, filter_list=filter_list)) == set(compiled.reads)


@given(st.text(st.sampled_from("ab()[]{}*+?|^$.\\-0,1:&~é/")))
@settings(max_examples=500, deadline=None)
def test_no_pattern_raises_and_what_is_accepted_compiles(pattern: str) -> None:
    common, mistake = common_pattern(pattern)
    assert (common is None) == (mistake is not None)
    if common is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(common)


@given(st.text(st.sampled_from("ab{}'\" ")))
@settings(max_examples=300, deadline=None)
def test_a_template_keeps_every_word(words: str) -> None:
    parts = parse_template(words)
    plain = sum(len(part) if isinstance(part, str) else len(part.text) + 2 for part in parts)
    doubled = len(words) - plain
    assert 0 <= doubled <= len(words) // 2
    for part in parts:
        if not isinstance(part, str):
            assert words[part.start : part.start + len(part.text)] == part.text
    assert all(words[found.span[0]] in "{}" for found in check_template(words) if found.span)
