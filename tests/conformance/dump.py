"""The vectors with their cores, for engines that have no parser: `python -m tests.conformance.dump FILE.json`.

    {"worlds": [{"topic", "lists", "scopes", "today", "root": frame,
                 "cases": [{"name", "expr", "ast", "type", "at": [[child, row index], …], "expect": {"value": internal}
                           | {"unknown": true} | {"error": true}}]}]}

`lists` and `scopes` have the compiled form's shape (docs/compiled_form.md); a frame has `scope, id, values, reasons,
route, errors, previous, children`. A case in a filter has `filter`, the list, and `code`, the code looked at; one of
every code of a set has none, its core being `each_code`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from engine.expression.values import to_internal
from tests.conformance.world import World, build_world

FOLDER = Path(__file__).parent


def topics() -> dict[str, dict[str, Any]]:
    """Every file of vectors by its topic, in order of name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def dump() -> dict[str, Any]:
    """All vectors, compiled."""
    return {"worlds": [dump_topic(topic, content) for topic, content in topics().items()]}


def dump_topic(topic: str, content: dict[str, Any]) -> dict[str, Any]:
    """One topic, compiled."""
    world = build_world(content["world"])
    cases = [dump_case(world, case) for case in content["cases"]]
    tables = {"lists": world.code_lists, "scopes": world.scopes, "today": world.today}
    return {"topic": topic, **tables, "root": world.root.as_json(), "cases": cases}


def dump_case(world: World, case: dict[str, Any]) -> dict[str, Any]:
    """One vector, compiled; raises AssertionError when the checker refuses it."""
    place, listed = case.get("in", ""), case.get("filter")
    compiled = world.compile(case["expr"], place, filter_list=listed)
    assert compiled.ast is not None, f"{case['expr']}: " + "; ".join(map(str, compiled.findings))
    filtered = {"filter": listed, "code": case["code"]} if "code" in case else {}
    ast = (
        ["each_code", listed, world.compile(case["each"], place).ast, compiled.ast] if "each" in case else compiled.ast
    )
    return {
        "name": case["name"], "expr": case["expr"], "ast": ast, "type": str(compiled.type),
        "at": world.steps(place), **filtered, "expect": _expected(case, str(compiled.type)),
    }  # fmt: skip


def _expected(case: dict[str, Any], value_type: str) -> dict[str, Any]:
    for outcome in ("unknown", "error"):
        if case.get(outcome):
            return {outcome: True}
    return {"value": to_internal(value_type, case["value"])}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(dump(), ensure_ascii=False), encoding="utf-8")
