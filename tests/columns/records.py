"""Forms and records drawn at random for programs: variables of every type, rosters in rosters, and answers to them.

They are declared as tests/conformance/world.py reads them; answers are missing, off route, in error, near the limits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.conformance.world import World, build_world
from tests.expression.test_readme import BLOCKS

DEFINITION = json.loads(next(body for kind, name, body in BLOCKS if (kind, name) == ("json", "world")))
LIMIT = 2**53 - 1
PLACES = ([21.0278, 105.8342, 5], [21.0378, 105.8342, None], [-90, 180, 0], [0, 0, 1])
PATHS = ([[21, 105, None], [21, 105.01, None], [21.01, 105.01, None]], [[0, 0, 1], [0, 1, 1]])
SHAPES = ([[21, 105, None], [21, 105.01, None], [21.01, 105.01, None], [21.01, 105, None]],
          [[0, 0, 1], [0, 1, 1], [1, 0, 1]])  # fmt: skip
VALUES: dict[str, tuple[Any, ...]] = {
    "integer": (0, 1, 6, 34, 36, 40, LIMIT, -LIMIT, 2**31),
    "decimal:1": (0, 0.3, -2.5, 900719925474099.1),
    "decimal:2": (0, 12.5, -0.01, 90071992547409.91),
    "real": (0.0, 0.25, 2.5, -1e-7, 1e300),
    "text": ("a", "Lan", "Nguyễn", "00004", " x ", "12.5", "-7", "🌾 lúa"),
    "boolean": (True, False),
    "date": ("1992-02-29", "2026-11-22", "0001-01-01"),
    "time": ("00:00:00", "08:30:00", "23:59:59"),
    "datetime": ("2026-11-22T08:30:00", "1969-12-31T23:59:59"),
    "year_month": ("2026-11", "0001-01"),
    "code:sex": ("1", "2"),
    "code:occupation": ("522", "9", "5"),
    "codes:crop": (["1", "3"], ["2"], ["97"]),
    "rank:crop": (["3", "1"], ["1", "3"], ["2"]),
    "geopoint": PLACES,
    "geotrace": PATHS,
    "geoshape": SHAPES,
    "file": ({"name": "a.jpg", "sha256": "00", "size": 2048, "media_type": "image/jpeg"},),
}
"""Answers to questions of each type, in outer form."""
KINDS = {
    "integer": "exact", "decimal:1": "exact", "decimal:2": "exact", "real": "real", "boolean": "boolean",
    "text": "text", "code:sex": "text", "code:occupation": "text", "date": "date", "codes:crop": "set",
    "rank:crop": "set", "geopoint": "point", "geotrace": "trace", "geoshape": "shape", "file": "file",
}  # fmt: skip
"""The kind of program in which a variable of a type can stand."""
ROSTERS: tuple[dict[str, Any], ...] = (
    {},
    {"people": {}},
    {"people": {"tasks": {}}},
    {"people": {"tasks": {}}, "plots": {}},
    {"people": {}, "plots": {"trees": {}}},
)
"""Shapes of forms: none, one, two and nested rosters."""


def declared(random: Random) -> dict[str, Any]:
    """A form and a record of it."""
    variables = _variables(random, random.choice(ROSTERS), "v")
    return {
        "lists": DEFINITION["lists"], "today": random.choice(("2026-11-22", "2024-02-29")), "variables": variables,
        "answers": _answers(random, variables), "previous": _last_round(random, variables),
    }  # fmt: skip


def world_of(random: Random) -> tuple[World, dict[str, Any]]:
    """A world, and how it is declared."""
    found = declared(random)
    return build_world(found), found


def _variables(random: Random, rosters: dict[str, Any], prefix: str) -> dict[str, Any]:
    """Variables of types drawn at random, the rosters among them, in any order."""
    names: list[tuple[str, Any]] = [
        (f"{prefix}{number}", random.choice(list(VALUES))) for number in range(random.choice((1, 3, 8, 16)))
    ]
    names += [(name, _variables(random, inner, name[:2])) for name, inner in rosters.items()]
    random.shuffle(names)
    return dict(names)


def _answers(random: Random, variables: dict[str, Any]) -> dict[str, Any]:
    return {name: _answer(random, kind) for name, kind in variables.items()}


def _answer(random: Random, kind: Any) -> Any:
    if isinstance(kind, dict):
        rows = [_answers(random, kind) for _ in range(random.choice((0, 1, 2, 3, 5)))]
        return {"missing": "not_asked", "rows": rows} if random.random() > 0.9 else rows
    if random.random() > 0.65:
        reason = random.choice(("refused", "dont_know", "not_asked", "not_asked", "error"))
        return {"error": True} if reason == "error" else {"missing": reason}
    return random.choice((None, *VALUES[kind]))


def _last_round(random: Random, variables: dict[str, Any]) -> dict[str, Any]:
    """Values of the last round, of some variables and some rows."""
    found: dict[str, Any] = {}
    for name, kind in variables.items():
        if isinstance(kind, dict):
            found[name] = [_last_round(random, kind) for _ in range(random.choice((0, 1, 2)))]
        elif random.random() > 0.6:
            found[name] = random.choice(VALUES[kind])
    return found


def fewer_answers(declared: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The record with one answer, one row or one value of the last round left out, in every way."""
    for part in ("previous", "answers"):
        yield from ({**declared, part: fewer} for fewer in _fewer(declared[part]))


def _fewer(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield {key: other for key, other in value.items() if key != name}
            yield from ({**value, name: fewer} for fewer in _fewer(one) if isinstance(one, dict) or _is_rows(one))
    elif _is_rows(value):
        for place, row in enumerate(value):
            yield value[:place] + value[place + 1 :]
            yield from ([*value[:place], fewer, *value[place + 1 :]] for fewer in _fewer(row))


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
