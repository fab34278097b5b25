"""Every expression of the real forms, run over random answers: the compiled questionnaire against XPath itself."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

import pytest

from engine.expression.evaluate import Env, compile_ast
from engine.expression.types import parse_type
from engine.expression.values import to_internal, to_outer
from engine.interchange.expressions import Origin
from engine.interchange.xlsform import Imported
from engine.interchange.xpath.parser import parse
from engine.questionnaire import compile_text
from tests.conformance.world import WorldFrame
from tests.interchange.agreement import TODAY, same
from tests.interchange.test_forms import FORMS, imported
from tests.interchange.xpath_reference import Reference, Unsupported, stored, truth

RECORDS = 5


class Record:
    """One interview of random answers in the root of a form, everything on route, as both sides see it."""

    def __init__(self, form: Imported, compiled: Mapping[str, Any], seed: int) -> None:
        self.compiled, self._draw = compiled, random.Random(seed)  # noqa: S311
        self._items = {one["name"]: one for one in _root(compiled["items"])}
        self.formulas = {one.item: one.text for one in form.origins if one.property == "calculation" and one.exact}
        size = compiled["scopes"][0]["size"]
        self.frame = WorldFrame(0, "", None, 1, [None] * size, [None] * size, [True] * size, [False] * size)
        self.frame.children = [[] for scope in compiled["scopes"] if scope.get("parent") == 0]
        self.answers: dict[str, Any] = {}
        self._running: set[str] = set()
        for one in self._items.values():
            if one.get("value_type") and one.get("calculation") is None:
                self._answer(one)
        for node in compiled["nodes"]:
            if node["kind"] == "calculation" and node["scope"] == 0:
                self.frame.values[node["slot"]] = self.ours(node)

    def ours(self, node: Mapping[str, Any]) -> Any:
        """What our language makes of a node, in internal form."""
        evaluate = compile_ast(node["ast"], self.compiled["code_lists"], self.compiled["scopes"])
        return evaluate(Env(self.frame, None, (TODAY - dt.date(1970, 1, 1)).days))

    def read(self, name: str) -> Any:
        """The answer of a question by its name, calculations computed by XPath."""
        if name in self.answers:
            return self.answers[name]
        if name not in self.formulas or name in self._running:
            raise Unsupported(name)
        self._running.add(name)
        try:
            return stored(Reference(self.read, TODAY).value(parse(self.formulas[name])))
        finally:
            self._running.discard(name)

    def node(self, origin: Origin) -> Mapping[str, Any] | None:
        """The node of an expression in the root of the form."""
        found = self._items.get(origin.item)
        number = found.get(origin.property) if found else None
        return None if number is None else self.compiled["nodes"][number]

    def _answer(self, one: Mapping[str, Any]) -> None:
        kind = parse_type(one["value_type"])
        codes = self.compiled["code_lists"][kind.code_list]["codes"] if kind.code_list else []
        outer = self._draw.choice(_drawn(kind.kind, codes, self._draw)) if self._draw.random() > 0.25 else None
        shown = outer.isoformat() if isinstance(outer, dt.date) else outer
        self.frame.values[one["slot"]] = None if outer is None else to_internal(one["value_type"], shown, codes or None)
        if kind.kind in ("codes",) and outer:
            outer = sorted(outer, key=codes.index)
        self.answers[one["name"]] = outer


def _drawn(kind: str, codes: list[str], draw: random.Random) -> list[Any]:
    listed = {"code": codes, "codes": [draw.sample(codes, min(len(codes), draw.randint(1, 3)))] if codes else [None]}
    plain: dict[str, list[Any]] = {
        "integer": [0, 1, 2, 5, 14, 15, 40, 99, -88, 1990], "decimal": [0, 1, 2.5, 39, -99], "text": ["a", "5", "Lan"],
        "date": [TODAY, dt.date(2020, 1, 1), dt.date(1990, 2, 28), dt.date(2027, 1, 1)],
    }  # fmt: skip
    return listed.get(kind) or plain.get(kind) or [None]


def _root(items: list[Any]) -> list[Any]:
    return [one for top in items for one in (top, *(_root(top.get("items", [])) if top["type"] != "roster" else []))]


@pytest.mark.parametrize("name", FORMS)
def test_the_expressions_of_a_form_mean_what_they_meant(name: str) -> None:
    form = imported(name)
    compiled = compile_text(form.text).form()
    wrong, compared = [], 0
    for seed in range(RECORDS):
        record = Record(form, compiled, seed)
        for origin in form.origins:
            node = record.node(origin)
            if node is None or not origin.exact or node["kind"] not in ("relevant", "constraint", "calculation"):
                continue
            try:
                theirs = Reference(record.read, TODAY, origin.item).value(parse(origin.text))
            except Unsupported:
                continue
            compared += 1
            if not _agree(node, record.ours(node), theirs, record.answers.get(origin.item), compiled, origin):
                wrong.append(f"{origin.place}: {origin.text} is {theirs!r}; {node['text']} is {record.ours(node)!r}")
    assert not wrong, "\n".join(wrong[:5])
    assert compared or not form.exact or name in WITHOUT_ROOT


WITHOUT_ROOT = {"example-microcensus.xls", "all-question-types-v2024091201-3.xlsx"}
"""Forms whose expressions all stand in repeats, or that have none."""


def _agree(node: Any, ours: Any, theirs: Any, own: Any, compiled: Any, origin: Origin) -> bool:
    if node["kind"] == "relevant":
        return (ours is True) == truth(theirs)
    if node["kind"] == "constraint":
        return (ours is False) == (own is not None and not truth(theirs))
    item = next(one for one in _root(compiled["items"]) if one["name"] == origin.item)
    if str(item["value_type"]).startswith("integer") and isinstance(theirs, float):
        theirs = theirs if theirs != theirs else float(int(theirs))
    return same(to_outer(item["value_type"], ours), theirs)
