"""A world for examples and vectors: variables, rosters, code lists and answers declared compactly, and frames of them.

    {"lists": {"sex": ["1", "2"], "job": {"codes": [...], "parents": [...], "labels": {...}, "attributes": {...}}},
     "today": "2026-11-22",
     "variables": {"age": "integer", "hours": "decimal:1 hours", "housing": "section", "people": {"name": "text", …}},
     "answers": {"age": 34, "hours": {"missing": "refused"}, "people": [{"name": "Lan"}, …]},
     "others": ["ties"], "previous": {"age": 33, "people": [{…}, …]}}

A variable that has no answer is `not_reached`; `{"missing": "not_asked"}` takes it off route, for a roster with rows
in `"rows"`; a row has the id `r` and its place, or `"_id"`; rosters in `others` are about other rows.
`{"error": true}` is a calculation that ended in an error. A word after a type is its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.expression import CodeList, Environment, Scope, Symbol, Unit, compile_expression, parse_type
from engine.expression.compiled import Compiled
from engine.expression.evaluate import Env, compile_ast
from engine.expression.values import to_internal

CONTAINERS = ("section", "group", "note")
REASONS = ("dont_know", "refused", "not_applicable")


@dataclass(eq=False)
class WorldFrame:
    """A frame as docs/compiled_form.md describes it, filled once."""

    scope: int
    id: str
    parent: WorldFrame | None
    position: int
    values: list[Any] = field(default_factory=list)
    reasons: list[str | None] = field(default_factory=list)
    route: list[bool] = field(default_factory=list)
    errors: list[bool] = field(default_factory=list)
    previous: list[Any] = field(default_factory=list)
    children: list[list[WorldFrame]] = field(default_factory=list)

    def row(self, child: int, row_id: str) -> WorldFrame | None:
        """The row of a child roster that has the id."""
        return next((row for row in self.children[child] if row.id == row_id), None)

    def as_json(self) -> dict[str, Any]:
        """The frame for other engines: everything but the way back to the parent."""
        plain = {
            name: getattr(self, name) for name in ("scope", "id", "values", "reasons", "route", "errors", "previous")
        }
        return {**plain, "children": [[row.as_json() for row in rows] for rows in self.children]}


@dataclass(frozen=True)
class World:
    """An environment, its compiled code lists and scopes, and the root frame."""

    environment: Environment
    code_lists: dict[str, Any]
    scopes: list[dict[str, Any]]
    today: int | None
    root: WorldFrame

    def frame(self, place: str) -> WorldFrame:
        """The frame at a place such as `people[2].tasks[1]`; positions from 1, "" for the root."""
        frame = self.root
        for child, row in self.steps(place):
            frame = frame.children[child][row]
        return frame

    def steps(self, place: str) -> list[list[int]]:
        """A place as [child roster, row index from 0] steps."""
        scope, steps = 0, []
        for name, position in re.findall(r"(\w+)\[(\d+)\]", place):
            symbol = self.environment.scopes[scope].symbols[name]
            assert symbol.child_scope is not None, place
            child = self.environment.scopes[symbol.child_scope].child
            assert child is not None
            steps.append([child, int(position) - 1])
            scope = symbol.child_scope
        return steps

    def compile(self, text: str, place: str = "", **options: Any) -> Compiled:
        """The expression compiled in the scope of a place."""
        return compile_expression(text, self.environment, self.frame(place).scope, **options)

    def value(self, text: str, place: str = "") -> Any:
        """The internal value of an expression at a place; findings and overflow are raised."""
        compiled = self.compile(text, place)
        assert compiled.ast is not None, "\n".join(map(str, compiled.findings))
        evaluate = compile_ast(compiled.ast, self.code_lists, self.scopes)
        return evaluate(Env(self.frame(place), None, self.today))


def build_world(declared: Mapping[str, Any]) -> World:
    """The world that a declaration describes."""
    lists = {name: _code_list(name, entry) for name, entry in declared.get("lists", {}).items()}
    compiled = {name: _compiled_list(entry) for name, entry in declared.get("lists", {}).items()}
    scopes = tuple(_scopes(declared.get("variables", {}), declared.get("others", ())))
    environment = Environment(scopes, lists)
    today = to_internal("date", declared["today"]) if "today" in declared else None
    root = WorldFrame(0, "", None, 1)
    _fill(environment, root, declared.get("answers", {}), declared.get("previous", {}), True)
    rosters = [_compiled_scope(environment, scope) for scope in scopes]
    return World(environment, compiled, rosters, today, root)


def _code_list(name: str, entry: Any) -> CodeList:
    if isinstance(entry, list):
        return CodeList(name, tuple(entry))
    attributes = {key: parse_type(each["type"]) for key, each in entry.get("attributes", {}).items()}
    return CodeList(name, tuple(entry["codes"]), entry.get("labels", {}), attributes, "parents" in entry)


def _compiled_list(entry: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"codes": entry} if isinstance(entry, list) else entry
    attributes = {
        key: {"type": each["type"], "values": [_attribute_value(each["type"], value) for value in each["values"]]}
        for key, each in plain.get("attributes", {}).items()
    }
    return {"codes": plain["codes"], "parents": plain.get("parents"), "attributes": attributes}


def _attribute_value(value_type: str, outer: Any) -> Any:
    return None if outer is None else to_internal(value_type, outer)


def _scopes(variables: Mapping[str, Any], others: Sequence[str]) -> list[Scope]:
    found: list[Scope] = []

    def visit(name: str, declared: Mapping[str, Any], parent: int | None, child: int | None) -> int:
        index = len(found)
        found.append(Scope(index, name, parent, child, {}))
        symbols: dict[str, Symbol] = {}
        rosters = 0
        for slot, (key, entry) in enumerate(declared.items()):
            if isinstance(entry, str):
                symbols[key] = _symbol(key, entry, index, slot)
            else:
                inner = visit(key, entry, index, rosters)
                symbols[key] = Symbol(key, None, index, slot, is_roster=True, child_scope=inner)
                rosters += 1
        found[index] = Scope(index, name, parent, child, symbols, name in others)
        return index

    visit("", variables, None, None)
    return found


def _symbol(name: str, entry: str, scope: int, slot: int) -> Symbol:
    kind, _, unit = entry.partition(" ")
    declared = None if kind in CONTAINERS else parse_type(kind)
    return Symbol(name, declared, scope, slot, Unit(unit) if unit else None, REASONS)


def _compiled_scope(environment: Environment, scope: Scope) -> dict[str, Any]:
    roster = None
    if scope.parent is not None:
        roster = environment.scopes[scope.parent].symbols[scope.name].slot
    return {"name": scope.name, "parent": scope.parent, "child": scope.child, "roster": roster}


def _fill(
    environment: Environment, frame: WorldFrame, answers: Mapping[str, Any], previous: Mapping[str, Any], on_route: bool
) -> None:
    for symbol in environment.scopes[frame.scope].symbols.values():
        answer, before = answers.get(symbol.name), previous.get(symbol.name)
        if symbol.is_roster:
            _fill_roster(environment, frame, symbol, answer, before or [], on_route)
        else:
            _fill_cell(environment, frame, symbol, answer, before, on_route)


def _fill_roster(
    environment: Environment, frame: WorldFrame, symbol: Symbol, answer: Any, before: list[Any], on_route: bool
) -> None:
    rows = answer.get("rows", []) if isinstance(answer, dict) else answer or []
    on_route = on_route and not isinstance(answer, dict)
    _put(frame, None, None if on_route else "not_asked", on_route, False, None)
    assert symbol.child_scope is not None
    ids = [row.get("_id", f"r{place}") for place, row in enumerate(rows, 1)]
    frames = [WorldFrame(symbol.child_scope, row, frame, place) for place, row in enumerate(ids, 1)]
    frame.children.append(frames)
    for place, (row, declared) in enumerate(zip(frames, rows, strict=True)):
        _fill(environment, row, declared, before[place] if place < len(before) else {}, on_route)


def _fill_cell(
    environment: Environment, frame: WorldFrame, symbol: Symbol, answer: Any, before: Any, on_route: bool
) -> None:
    marked = isinstance(answer, dict) and bool({"missing", "error"} & answer.keys())
    reason = answer.get("missing", "unknown") if marked else None
    error = bool(marked and answer.get("error"))
    on_route = on_route and reason != "not_asked"
    value = None
    if reason is None and answer is not None and symbol.type is not None:
        value = _internal(environment, symbol, answer)
    if not on_route:
        value, reason = None, "not_asked"
    elif reason is None and value is None:
        reason = "not_reached"
    _put(frame, value, reason, on_route, error, None if before is None else _internal(environment, symbol, before))


def _internal(environment: Environment, symbol: Symbol, outer: Any) -> Any:
    assert symbol.type is not None
    listed = environment.code_lists.get(symbol.type.code_list or "")
    return to_internal(str(symbol.type), outer, listed.codes if listed else None)


def _put(frame: WorldFrame, value: Any, reason: str | None, on_route: bool, error: bool, before: Any) -> None:
    frame.values.append(value)
    frame.reasons.append(reason)
    frame.route.append(on_route)
    frame.errors.append(error)
    frame.previous.append(before)


def all_frames(frame: WorldFrame) -> Iterator[WorldFrame]:
    """The frame and all rows below it."""
    yield frame
    for rows in frame.children:
        for row in rows:
            yield from all_frames(row)
