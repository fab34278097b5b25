"""Random programs over random rosters and records, for all engines: the world of the definition with other answers.

Programs are cores, well typed by construction, in the frame of the interview, of a person or of a task; aggregates
nest, look at the rows outside (`this.x`), and run over tasks of all people. Numbers stand near the limits often.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from engine.errors import Overflow
from engine.expression.evaluate import Env, compile_ast
from tests.conformance.world import World, build_world
from tests.expression.test_readme import BLOCKS, WORLD
from tests.runtime.vectors import Program

DECLARED = json.loads(next(body for kind, name, body in BLOCKS if (kind, name) == ("json", "world")))
LIMIT = 2**53 - 1
KINDS = {
    "integer": "exact", "decimal:2": "exact", "decimal:1": "exact", "real": "real", "text": "text", "date": "date",
    "code:yes_no": "text", "code:sex": "text", "code:occupation": "text", "codes:crop": "set", "rank:crop": "set",
}  # fmt: skip
NAMES = [
    (scope.index, symbol.slot, KINDS.get(str(symbol.type), ""))
    for scope in WORLD.environment.scopes
    for symbol in scope.symbols.values()
]
PEOPLE, TASKS = 1, 2


@dataclass(frozen=True)
class Case:
    """A program: its core, the place where it runs, and what Python makes of it."""

    ast: Any
    place: str
    expect: dict[str, Any]


def cases(seed: int, count: int) -> Iterator[tuple[World, list[Case]]]:
    """Worlds, each with a share of the programs."""
    random = Random(seed)  # noqa: S311  # a fixed seed is the point
    for _ in range(max(1, count // 100)):
        world = build_world({**DECLARED, "answers": answers(random)})
        draw = Nested(random)
        yield world, [draw.case(world) for _ in range(min(100, count))]


def answers(random: Random) -> dict[str, Any]:
    """Answers drawn anew: missing, off route, in error, or near the limits."""

    def cell(*values: Any) -> Any:
        if random.random() < 0.35:
            reason = random.choice(["refused", "dont_know", "not_asked", "not_asked", "error"])
            return {"error": True} if reason == "error" else {"missing": reason}
        return random.choice(values)

    def row() -> dict[str, Any]:
        tasks: Any = [{"minutes": cell(0, 1, 30, 45, LIMIT, -LIMIT)} for _ in range(random.choice([0, 0, 1, 2, 3]))]
        return {
            "name": cell("Lan", "Nam", "Bé", "a", "🌾 lúa"), "age": cell(0, 1, 6, 34, 36, 36, LIMIT, -LIMIT),
            "sex": cell("1", "2"), "worked": cell("1", "2"), "hours": cell(0, 40, 40, 84, LIMIT),
            "job": cell("522", "9", "5"),
            "tasks": {"missing": "not_asked", "rows": tasks} if random.random() < 0.1 else tasks,
        }  # fmt: skip

    people: Any = [row() for _ in range(random.choice([0, 1, 2, 3, 5]))]
    return {
        **DECLARED["answers"],
        "area": cell("00004", " x ", "12.5", "-7", "Hà Nội"), "size": cell(0, 1, 3, 7, LIMIT, -LIMIT, 2**31),
        "wage": cell(12.5, 0, -0.01, 90071992547409.91), "rent": cell(0.3, -2.5), "share": cell(0.25, 0.0, 2.5, 1e300),
        "crops": cell(["1", "3"], ["2"]), "best": cell(["3", "1"], ["1", "3"], ["2"]),
        "born": cell("1992-02-29", "0001-01-01"),
        "income": cell(5, LIMIT // 100), "loan": cell(-1, 2), "guest": cell("a", "Nguyễn"),
        "people": {"missing": "not_asked", "rows": people} if random.random() < 0.1 else people,
    }  # fmt: skip


class Nested(Program):
    """Programs in any frame, with aggregates in aggregates. `stack` holds the scopes by environment."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.stack = [0]

    def case(self, world: World) -> Case:
        """A program at a random place."""
        place = self.place(world)
        self.stack = [world.frame(place).scope]
        ast = self.of(self.random.choice(list(self.kinds)), 4)
        return Case(ast, place, expected(world, ast, place))

    def place(self, world: World) -> str:
        people = world.root.children[0]
        if not people or self.random.random() < 0.5:
            return ""
        at = self.random.randint(1, len(people))
        tasks = people[at - 1].children[0]
        if not tasks or self.random.random() < 0.5:
            return f"people[{at}]"
        return f"people[{at}].tasks[{self.random.randint(1, len(tasks))}]"

    def name(self, kind: str) -> Any:
        e, u, slot = self.random.choice(list(self.named(kind)))
        in_row = self.stack[e] > u
        head = self.random.choice(["ref"] * 8 + ["previous", "before" if in_row else "ref"])
        return [head, e, u, slot]

    def named(self, kind: str) -> Iterator[tuple[int, int, int]]:
        """The cells of a kind in reach: environment, parents up, slot; near ones in every environment."""
        for e, scope in enumerate(self.stack):
            for u in range(scope + 1):
                yield from ((e, u, slot) for at, slot, each in NAMES if at == scope - u and each == kind)

    def text(self, depth: int) -> Any:
        if depth and self.random.random() < 0.1:
            e, u, slot = self.random.choice([*self.named("exact"), *self.named("text")])
            return ["reason", e, u, slot]
        found = super().text(depth)
        return self.name("text") if found[0] == "reason" else found

    def exact(self, depth: int) -> Any:
        pick = self.random.random()
        if pick < 0.05:
            e = self.random.randrange(len(self.stack))
            return ["position", e, self.random.randint(0, self.stack[e])]
        if depth and pick < 0.1:
            return ["attr", "occupation", "skill_level", self.text(0)]
        if depth and pick < 0.13:
            return ["call", "file_size", ["ref", 0, self.stack[0], slot_of("photo")]]
        return super().exact(depth)

    def boolean(self, depth: int) -> Any:
        pick = self.random.random()
        if pick < 0.05:
            e, u, slot = self.random.choice([*self.named("exact"), *self.named("text")])
            return ["on_route", e, u, slot]
        if depth and pick < 0.08:
            return ["call", "inside", self.point(), ["ref", 0, self.stack[0], slot_of("plot")]]
        if depth and pick < 0.12:
            pattern = self.random.choice(["[0-9]+", "[^a]*", "(?:a|b){1,3}", "Nguyễn", "[^\\n]{5}"])
            return ["call", "matches", self.text(depth - 1), ["lit", pattern]]
        if depth and pick < 0.15:
            return ["between", self.date(depth - 1), self.date(depth - 1), self.date(0)]
        return super().boolean(depth)

    def real(self, depth: int) -> Any:
        pick = self.random.random()
        if depth and pick < 0.04:
            return ["call", "area", ["ref", 0, self.stack[0], slot_of("plot")]]
        if depth and pick < 0.08:
            return ["call", "path_length", ["ref", 0, self.stack[0], slot_of("walk")]]
        return super().real(depth)

    def mean(self, depth: int) -> Any:
        found = self.aggregate(("mean", "mean_known"), "exact", depth)
        return [*found, self.random.randint(0, 4)] if found[0] == "agg" else self.real(0)

    def aggregate(self, kinds: tuple[str, ...], body: str, depth: int) -> Any:
        if len(self.stack) > 2:
            return self.boolean(0) if kinds == ("unique",) else self.of(body, 0)
        e = self.random.randrange(len(self.stack))
        scope = self.stack[e]
        u = self.random.randint(1 if scope == TASKS else 0, scope)
        below = TASKS if scope - u == PEOPLE or self.random.random() < 0.4 else PEOPLE
        children = [0] * (below - (scope - u))
        kind = self.random.choice(kinds)
        self.stack.insert(0, below)
        quantified = kind in ("any", "all")
        inside = None if quantified or kind == "count" else self.of(body, min(depth, 2))
        where = self.boolean(min(depth, 2)) if quantified or self.random.random() < 0.5 else None
        self.stack.pop(0)
        slots = [(u, slot) for u in range(len(children)) for at, slot, kind_ in NAMES if at == below - u and kind_]
        named = [list(self.random.choice(slots))] if self.random.random() < 0.7 else []
        return ["agg", kind, e, u, children, inside, where, named]


def slot_of(name: str) -> int:
    """The slot of a variable of the interview."""
    return WORLD.environment.scopes[0].symbols[name].slot


def expected(world: World, ast: Any, place: str) -> dict[str, Any]:
    """The outcome in Python."""
    try:
        value = compile_ast(ast, world.code_lists, world.scopes)(Env(world.frame(place), None, world.today))
    except Overflow:
        return {"error": True}
    return {"unknown": True} if value is None else {"value": value}


def smallest(ast: Any, disagrees: Any) -> Any:
    """A part of a program that still disagrees and has no part that does; `disagrees` runs both engines on a core."""
    parts = [part for part in ast if isinstance(part, list) and part and isinstance(part[0], str) and len(part) > 1]
    for part in parts if ast[0] not in ("lit", "in") else ():
        if disagrees(part):
            return smallest(part, disagrees)
    return ast


def written(ast: Any) -> str:
    """A core as text."""
    return json.dumps(ast, ensure_ascii=False)
