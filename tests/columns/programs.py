"""Random programs in any frame of a random form: aggregates nest, look at the rows outside (`this.x`), at the row
before, at the last round, at rows of another roster by key, and at the codes of a selection one by one.

What a form and a record are is in `records.py`, the grammars of cores in `cores.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from engine.errors import Overflow
from engine.expression.evaluate import Env, compile_ast
from tests.columns.cores import Program
from tests.columns.records import KINDS
from tests.conformance.world import World, all_frames

CONSTANTS: dict[str, Any] = {"exact": 1, "real": 0.5, "boolean": True, "text": "a", "date": 20779, "set": ["1"]}
DEEPEST = 4
"""How deep a program is at most; aggregates in aggregates go two levels further."""


@dataclass(frozen=True)
class Case:
    """A program: its core and the place where it runs."""

    ast: Any
    place: str


def draw_case(random: Random, world: World) -> Case:
    """A program at a random place of a world."""
    place = random.choice(places(world))
    draw = Nested(random, world, world.frame(place).scope)
    return Case(draw.of(random.choice(list(draw.kinds)), DEEPEST), place)


def places(world: World) -> list[str]:
    """The places of all frames."""
    return [place_of(world, frame) for frame in all_frames(world.root)]


def place_of(world: World, frame: Any) -> str:
    """A frame as the vectors write its place."""
    if frame.parent is None:
        return ""
    around = place_of(world, frame.parent)
    return f"{around}{'.' if around else ''}{world.environment.scopes[frame.scope].name}[{frame.position}]"


def expected(world: World, ast: Any, place: str) -> dict[str, Any]:
    """The outcome in Python."""
    try:
        value = compile_ast(ast, world.code_lists, world.scopes)(Env(world.frame(place), None, world.today))
    except Overflow:
        return {"error": True}
    return {"unknown": True} if value is None else {"value": value}


class Nested(Program):
    """Programs in a frame of a world. `stack` holds the scopes by environment; None stands for a code of a set."""

    def __init__(self, random: Random, world: World, scope: int) -> None:
        super().__init__(random)
        self.world = world
        self.stack: list[int | None] = [scope]

    def name(self, kind: str) -> Any:
        found = list(self.cells(kind))
        if not found:
            return ["lit", CONSTANTS[kind]]
        e, u, slot = self.random.choice(found)
        head = self.random.choice(["ref"] * 7 + ["previous", "previous", "before" if self.scope(e, u) else "ref"])
        return [head, e, u, slot]

    def cells(self, *kinds: str) -> Iterator[tuple[int, int, int]]:
        """The cells of some kinds in reach: environment, parents up, slot."""
        for e, inner in enumerate(self.stack):
            for u, scope in enumerate(self.around(inner)):
                symbols = self.world.environment.scopes[scope].symbols.values()
                yield from ((e, u, one.slot) for one in symbols if KINDS.get(str(one.type)) in kinds)

    def around(self, scope: int | None) -> Iterator[int]:
        """The scope and those around it."""
        while scope is not None:
            yield scope
            scope = self.world.environment.scopes[scope].parent

    def scope(self, e: int, u: int) -> int:
        """The scope of the frame u parents up in an environment."""
        return list(self.around(self.stack[e]))[u]

    def reason(self) -> Any:
        found = list(self.cells("exact", "text", "set"))
        return ["reason", *self.random.choice(found)] if found else ["lit", "a"]

    def of_cell(self, kind: str, call: str) -> Any:
        """A call on a cell of a kind that no program computes, None where there is none."""
        found = list(self.cells(kind))
        return ["call", call, ["ref", *self.random.choice(found)]] if found else None

    def text(self, depth: int) -> Any:
        pick, depth = self.sometimes_shallow(depth)
        if depth and None in self.stack and pick > 0.6:
            return self.random.choice((["code"], ["code_parent"]))
        return super().text(depth)

    def exact(self, depth: int) -> Any:
        pick, depth = self.sometimes_shallow(depth)
        if pick > 0.95:
            e, scope = self.random.choice([(e, scope) for e, scope in enumerate(self.stack) if scope is not None])
            return ["position", e, self.random.randrange(len(list(self.around(scope))))]
        if depth and pick > 0.9:
            return ["attr", "occupation", "skill_level", self.text(0)]
        if depth and pick > 0.87:
            return self.of_cell("file", "file_size") or self.of_cell("trace", "count_points") or super().exact(depth)
        return super().exact(depth)

    def boolean(self, depth: int) -> Any:
        pick, depth = self.sometimes_shallow(depth)
        if pick > 0.95 and (found := list(self.cells("exact", "text", "point"))):
            return ["on_route", *self.random.choice(found)]
        if pick > 0.87:
            return self.name("boolean")
        if depth and pick > 0.84 and (found := list(self.cells("shape"))):
            return ["call", "inside", self.point(), ["ref", *self.random.choice(found)]]
        if depth and pick > 0.8:
            pattern = self.random.choice(["[0-9]+", "[^a]*", "(?:a|b){1,3}", "Nguyễn", "[^\\n]{5}"])
            return ["call", "matches", self.text(depth - 1), ["lit", pattern]]
        if depth and pick > 0.77:
            return ["between", self.date(depth - 1), self.date(depth - 1), self.date(0)]
        if depth and pick > 0.74 and None not in self.stack:
            return self.each_code(depth)
        return super().boolean(depth)

    def date(self, depth: int) -> Any:
        return super().date(self.sometimes_shallow(depth)[1])

    def sometimes_shallow(self, depth: int) -> tuple[float, int]:
        """A draw, and the depth, none for the least draws: so that the smallest choices give the smallest program."""
        pick = self.random.random()
        return pick, 0 if pick < 0.03 else depth

    def each_code(self, depth: int) -> Any:
        """A condition on each code of an answer; what is drawn within may ask for the code."""
        answered = self.name("set")
        self.stack.insert(0, None)
        condition = self.boolean(min(depth, 2))
        self.stack.pop(0)
        return ["each_code", "crop", answered, condition]

    def real(self, depth: int) -> Any:
        pick, depth = self.sometimes_shallow(depth)
        found = None
        if depth and pick > 0.92:
            found = self.of_cell("shape", "area") if pick > 0.96 else self.of_cell("trace", "path_length")
        return found or super().real(depth)

    def point(self) -> Any:
        found = list(self.cells("point"))
        return ["ref", *self.random.choice(found)] if found and self.random.random() > 0.5 else super().point()

    def mean(self, depth: int) -> Any:
        found = self.aggregate(("mean", "mean_known"), "exact", depth)
        return [*found, self.random.randint(0, 4)] if found[0] == "agg" else self.real(0)

    def aggregate(self, kinds: tuple[str, ...], body: str, depth: int) -> Any:
        ways = list(self.ways()) if len(self.stack) < 3 else []
        if not ways:
            return self.boolean(0) if kinds == ("unique",) else self.of(body, 0)
        e, u, children, below = self.random.choice(ways)
        kind = self.random.choice(kinds)
        self.stack.insert(0, below)
        quantified = kind in ("any", "all")
        inside = None if quantified or kind == "count" else self.of(body, min(depth, 2))
        where = self.condition(min(depth, 2)) if quantified or self.random.random() > 0.5 else None
        self.stack.pop(0)
        named = self.named(below, len(children)) if self.random.random() > 0.3 else []
        return ["agg", kind, e, u, children, inside, where, named]

    def condition(self, depth: int) -> Any:
        """A condition on a row; often its key is that of the row outside."""
        own = [cell for cell in self.cells("text") if cell[0] == 0]
        outside = [cell for cell in self.cells("text") if cell[0] > 0]
        if own and outside and self.random.random() > 0.7:
            return ["eq", ["ref", *self.random.choice(own)], ["ref", *self.random.choice(outside)]]
        return self.boolean(depth)

    def ways(self) -> Iterator[tuple[int, int, list[int], int]]:
        """The rows in reach: environment, parents up, the child rosters on the way down, and the scope of the rows."""
        for e, inner in enumerate(self.stack):
            for u, scope in enumerate(self.around(inner)):
                yield from ((e, u, children, below) for children, below in self.below(scope))

    def below(self, scope: int) -> Iterator[tuple[list[int], int]]:
        for one in self.world.environment.scopes:
            if one.parent == scope and one.child is not None:
                yield [one.child], one.index
                yield from (([one.child, *children], below) for children, below in self.below(one.index))

    def named(self, scope: int, depth: int) -> list[list[int]]:
        """A cell of the rows looked at, as the body or the condition would name it."""
        above = enumerate(list(self.around(scope))[:depth])
        symbols = [
            [u, one.slot]
            for u, each in above
            for one in self.world.environment.scopes[each].symbols.values()
            if one.type
        ]
        return [self.random.choice(symbols)] if symbols else []


def written(ast: Any) -> str:
    """A core as text."""
    return json.dumps(ast, ensure_ascii=False)
