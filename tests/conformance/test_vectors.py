"""The vectors, run by the Python engine; and that every function, operator and aggregate has some."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from engine.errors import Overflow
from engine.expression.aggregate import FOLDS
from engine.expression.check_calls import all_functions
from engine.expression.evaluate import OPERATORS, Env, compile_ast
from engine.expression.functions import CALLS
from engine.expression.parser import parse
from engine.expression.tree import Call, Node, children
from tests.conformance.dump import dump_case, dump_topic, topics
from tests.conformance.world import World, build_world

TOPICS = topics()
WORLDS = {topic: build_world(content["world"]) for topic, content in TOPICS.items()}
CASES = [(topic, case) for topic, content in TOPICS.items() for case in content["cases"]]


def outcome(world: World, case: dict[str, Any]) -> dict[str, Any]:
    dumped = dump_case(world, case)
    evaluate = compile_ast(dumped["ast"], world.code_lists, world.scopes, filter_list=case.get("filter"))
    env = Env(world.frame(case.get("in", "")), None, world.today)
    try:
        value = evaluate(Env(None, env, world.today, case["code"]) if "code" in case else env)
    except Overflow:
        return {"error": True}
    return {"unknown": True} if value is None else {"value": value}


@pytest.mark.parametrize(("topic", "case"), CASES, ids=[f"{topic}: {case['name']}" for topic, case in CASES])
def test_the_vector_holds(topic: str, case: dict[str, Any]) -> None:
    world = WORLDS[topic]
    expected, found = dump_case(world, case)["expect"], outcome(world, case)
    assert found == expected
    if "value" in found:
        assert type(found["value"]) is type(expected["value"])


def test_names_of_vectors_are_unique_within_their_topic() -> None:
    names = [(topic, case["name"]) for topic, case in CASES]
    assert len(set(names)) == len(names)


def heads(core: Any) -> Iterator[tuple[str, str]]:
    """Every operator, function and aggregate of a core."""
    if isinstance(core, list) and core and isinstance(core[0], str) and core[0] in OPERATORS:
        yield core[0], core[1] if core[0] in ("call", "agg") else ""
        if core[0] in ("lit", "in"):
            core = core[:2] if core[0] == "in" else []
    if isinstance(core, list):
        for part in core:
            yield from heads(part)


def calls(node: Node) -> Iterator[str]:
    if isinstance(node, Call):
        yield node.name
    for child in children(node):
        yield from calls(child)


COMPILED = {topic: dump_topic(topic, content) for topic, content in TOPICS.items()}
HEADS = [
    (head, next(iter(case["expect"]))) for content in COMPILED.values() for case in content["cases"]
    for head in heads(case["ast"])
]  # fmt: skip


@pytest.mark.parametrize("operator", sorted(set(OPERATORS)))
def test_the_operator_has_vectors(operator: str) -> None:
    assert any(head[0] == operator for head, _ in HEADS)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_the_function_of_the_core_has_vectors_with_and_without_a_value(name: str) -> None:
    outcomes = {kind for head, kind in HEADS if head == ("call", name)}
    never_unknown = {"same_as", "count_answered"}
    assert "value" in outcomes
    assert "unknown" in outcomes or name in never_unknown


AGGREGATE_KINDS = {*FOLDS, "count", "any", "all", "first", "mean", "rmean", "mean_known", "rmean_known"}


@pytest.mark.parametrize("kind", sorted(AGGREGATE_KINDS))
def test_the_aggregate_has_vectors(kind: str) -> None:
    assert any(head == ("agg", kind) for head, _ in HEADS)


@pytest.mark.parametrize("name", sorted(set(all_functions()) - {"label"}))
def test_the_function_that_authors_write_has_vectors(name: str) -> None:
    assert any(name in calls(parse(case["expr"]).node) for _, case in CASES)


def test_the_dump_is_plain_json() -> None:
    assert json.loads(json.dumps(COMPILED)) == COMPILED
