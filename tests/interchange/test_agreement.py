"""Translated expressions mean what they meant: on every answer, empty ones first, as ODK's engine computes XPath."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.interchange.xpath.parser import parse
from engine.interchange.xpath.value import NotCarried
from tests.interchange.agreement import DRAWN, TODAY, TYPES, as_ours, constraint_of, disagreements, translations
from tests.interchange.xpath_reference import Reference, truth

EXPRESSIONS = """
${i} = ''
${i} != ''
${i} > 5
not(${i} > 5)
not(${i} > 5 and ${j} < 3)
${w} = 'yes'
${w} != 'yes'
${w} != 'yes' and ${w} != 'no'
${w} = 'yes' or ${w} = 'no'
not(${w} = 'yes' or ${i} = 1)
${w} = 'elsewhere'
${w} != 'elsewhere'
${s} = 1
${s} != 1
${s} > 1
${s} = '1' or ${s} = 96
${i} = ${j}
${i} != ${j}
${t} = ${u}
${t} = ${w}
${s} = ${i}
${t} = 5
${t} > 2
${i}
${i} and ${t}
${m} = 'a'
${m} = 'a b'
selected(${m}, 'a')
not(selected(${m}, 'a'))
selected(${m}, 'a') or selected(${m}, 'b')
selected(${m}, 'none') and count-selected(${m}) > 1
not(selected(${m}, 'none') and count-selected(${m}) > 1)
selected(${m}, 'zzz')
selected(${w}, 'yes')
selected(${t}, 'a')
count-selected(${m}) < 2
count-selected(${m}) = 0
count-selected(${m}) + 1
string-length(${t}) = 0
string-length(${t}) > 0
string-length(${t}) < 3
string-length(${t}) >= 0
string-length(${m}) > 0
regex(${t}, '^[0-9]+$')
regex(${t}, '\\d*')
not(regex(${t}, '\\w+'))
regex(${i}, '[0-9]{1,2}')
if(${i} > 1, ${j}, '')
if(${w} = 'yes', '', ${t})
if(${i} > 1, 'big', if(${i} = '', 'none', 'small'))
if(${w} = 'yes', 1, 0)
if(${w} != 'yes', 1, 0) = 1
if(${w} = 'yes', '1', '') = 1
coalesce(${i}, 3)
coalesce(${i}, ${j}) > 1
coalesce(${t}, ${w})
concat(${t}, '-', ${w})
concat(${t}, ${u})
concat(${i}, ${x})
join('/', ${t}, ${u}, ${w})
selected-at(${m}, 0)
selected-at(${m}, 1) = 'b'
selected-at(${m}, 1) != 'b'
selected-at(${w}, 0)
item-at('.', ${t}, 1)
item-at('.', ${t}, 0) = '2'
${i} + ${j}
${i} + ${j} > 2
${i} - ${d} * 2
${i} div ${j} > 1
int(${d})
int(${i} div 2)
${i} mod 2
${i} mod ${j}
round(${d} * 3, 1)
round(${d})
floor(${d})
ceiling(${d})
abs(${i}) < 4
max(${i}, ${j}, 1)
min(${i}, ${d})
${x} > ${y}
${x} >= today()
${x} <= today() - 365
${x} = '2000-02-29'
${x} = ${y}
${x} != ${y}
${x} - ${y}
${x} - ${y} > 30
today() - ${x}
int((today() - ${x}) div 365.25)
date(${x} + 30)
${x} > date('2001-01-01')
decimal-date-time(${x}) - decimal-date-time(${y}) > 10
format-date(${x}, '%Y-%m-%d')
format-date(${x}, '%Y')
number(format-date(${x}, '%Y')) > 2001
format-date(${x}, '%d/%m/%Y')
number(${t}) + 1
number(${s}) * 2
contains(${t}, 'b')
not(contains(${t}, 'b'))
starts-with(${t}, 'a')
substr(${t}, 1, 2)
substr(${t}, 1)
substring-before(${t}, ' ')
substring-after(${t}, ' ')
true() and ${w} = 'yes'
${i} = 1 and (${w} = 'yes' or ${w} = '')
${i} >= 0 and ${i} <= 5
boolean(${t})
${i} > ${j} or ${i} = '' or ${j} = ''
-${i} > 2
(${w} = 'yes') = (${s} = 1)
if(${i} > 2, ${w}, ${s})
if(${i} > 2, ${w}, ${s}) = 'yes'
${t} != '' and ${t} != 'abc'
""".strip().splitlines()


def answers_for(text: str, most: int = 60) -> list[dict[str, Any]]:
    """All answers to the questions named, or so many drawn from them; the same each time."""
    names = [name for name in TYPES if f"${{{name}}}" in text]
    every = [dict(zip(names, one, strict=True)) for one in itertools.product(*(DRAWN[TYPES[name]] for name in names))]
    return every if len(every) <= most else random.Random(text).sample(every, most)  # noqa: S311


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_a_translation_means_what_the_expression_meant(text: str) -> None:
    found = translations(text)
    assert found is not None, "it is not carried exactly"
    wrong = [each for answers in answers_for(text) for each in disagreements(text, found, answers)]
    assert not wrong, "\n".join(wrong[:4])


CONSTRAINTS = [
    ("i", ". > 0"), ("i", ". > ${j}"), ("i", ". <= ${j} or ${j} = ''"), ("i", "${j} > 1"), ("i", ". > 0 and ${j} > 1"),
    ("i", "(. >= 0 and . <= 10) or . = 96"), ("m", "not(selected(., 'none') and count-selected(.) > 1)"),
    ("t", "regex(., '[0-9]+')"), ("t", "string-length(.) < 3"), ("x", ". <= today()"),
    ("w", "not(. = 'yes' and ${i} = '')"),
    ("d", ". < 5"), ("i", "not(. = 5)"), ("i", "false()"),
]  # fmt: skip


@pytest.mark.parametrize(("own", "text"), CONSTRAINTS)
def test_a_constraint_fails_where_it_failed_and_only_when_there_is_an_answer(own: str, text: str) -> None:
    ours, differences = constraint_of(text, own)
    assert not differences
    for answers in answers_for(f"{text} ${{{own}}}"):
        failed = answers[own] is not None and not truth(Reference(answers.get, TODAY, own).value(parse(text)))
        assert (as_ours(ours, answers) is False) == failed, f"{ours} with {answers}"


def test_a_statistician_can_read_what_comes_out() -> None:
    def positive(text: str) -> str:
        found = translations(text)
        assert found is not None
        return found["positive"]

    assert positive("${w} = 'yes' or ${w} = 'no'") == "w in {'yes', 'no'}"
    assert positive("selected(${m}, 'a') or selected(${m}, 'b')") == "selected_any(m, 'a', 'b')"
    assert positive("${i} = ''") == "is_missing(i)"
    assert positive("${w} != 'yes'") == "coalesce(w != 'yes', true)"
    assert positive("not(${i} > 5)") == "not coalesce(i > 5, false)"
    assert positive("${i} >= 0 and ${i} <= 5") == "i between 0 and 5"
    assert positive("count-selected(${m}) > 1") == "count_selected(m) > 1"
    assert positive("${s} = 1") == "s = '1'"
    assert positive("string-length(${t}) != 0") == "is_answered(t)"


NUMBERS = st.sampled_from(
    ["0", "1", "5", "2.5", "${i}", "${j}", "${d}", "${s}", "count-selected(${m})", "string-length(${t})"]
)
TEXTS = st.sampled_from(["''", "'a'", "'yes'", "'5'", "${t}", "${u}", "${w}", "${s}"])
TRUTHS = st.sampled_from(
    ["selected(${m}, 'a')", "selected(${w}, 'no')", "${x} > ${y}", "${x} = ''", "${w} = 'yes'", "${i}", "true()"]
)


def numbers(inner: st.SearchStrategy[str], truths: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "mod"]), inner),
        st.builds("if({}, {}, {})".format, truths, inner, inner),
        st.builds("{}({})".format, st.sampled_from(["int", "round", "abs", "number"]), inner),
        st.builds("coalesce({}, {})".format, inner, inner),
    )


def truths_of(
    inner: st.SearchStrategy[str], number: st.SearchStrategy[str], text: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    order = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("not({})".format, inner),
        st.builds("{} {} {}".format, number, order, number),
        st.builds("{} {} {}".format, text, st.sampled_from(["=", "!="]), text),
        st.builds("{} {} {}".format, text, order, number),
        st.builds("regex({}, '[0-9]+')".format, text),
    )


TEXT = st.one_of(
    TEXTS, st.builds("concat({}, {})".format, TEXTS, TEXTS), st.builds("if({}, {}, {})".format, TRUTHS, TEXTS, TEXTS)
)
NUMBER = st.one_of(NUMBERS, numbers(NUMBERS, TRUTHS))
SIMPLE = st.one_of(TRUTHS, truths_of(TRUTHS, NUMBER, TEXT))
EXPRESSION = st.one_of(SIMPLE, NUMBER, TEXT, truths_of(SIMPLE, numbers(NUMBER, SIMPLE), TEXT))
ANSWERS = st.fixed_dictionaries({name: st.sampled_from(DRAWN[kind]) for name, kind in TYPES.items()})


@settings(max_examples=150, deadline=None)
@given(EXPRESSION, st.lists(ANSWERS, min_size=3, max_size=6))
def test_any_expression_that_is_carried_means_the_same(text: str, records: list[dict[str, Any]]) -> None:
    try:
        found = translations(text)
    except NotCarried:
        return
    if found is not None:
        wrong = [each for answers in records for each in disagreements(text, found, answers)]
        assert not wrong, "\n".join(wrong)
