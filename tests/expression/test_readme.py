"""Every example of the language's definition, run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.errors import Overflow
from engine.expression.check_calls import all_functions
from engine.expression.values import to_outer
from tests.conformance.world import build_world

TEXT = (Path(__file__).parents[2] / "engine" / "expression" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*) ?(\w*)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
WORLD = build_world(json.loads(next(body for kind, name, body in BLOCKS if (kind, name) == ("json", "world"))))
EXAMPLES = [line for kind, _, body in BLOCKS if kind == "" for line in body.splitlines() if " => " in line]
PLACED = re.compile(r"(?:([a-z]+\[[0-9]+\](?:\.[a-z]+\[[0-9]+\])*): )?(.*?) => (.*)")


def outcome(expression: str, place: str) -> Any:
    compiled = WORLD.compile(expression, place)
    if compiled.ast is None:
        return "mistake " + " ".join(dict.fromkeys(found.code for found in compiled.findings))
    try:
        value = WORLD.value(expression, place)
    except Overflow:
        return "error"
    return "unknown" if value is None else json.dumps(to_outer(str(compiled.type), value), ensure_ascii=False)


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_example_gives_what_the_definition_says(line: str) -> None:
    match = PLACED.fullmatch(line.strip())
    assert match is not None
    place, expression, expected = match.groups()
    found = outcome(expression, place or "")
    if not expected.startswith(("mistake", "unknown", "error")):
        found, expected = json.loads(found), json.loads(expected)
    assert found == expected


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 150


@pytest.mark.parametrize("name", sorted(all_functions()))
def test_the_definition_lists_the_function(name: str) -> None:
    assert re.search(rf"`[^`]*\b{name}\([^`]*`", TEXT), f"{name} is not in the definition"
    assert any(f"{name}(" in line for line in EXAMPLES) or name == "label", f"{name} has no example"
