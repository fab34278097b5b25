"""The examples of the language's definition for engines to run; Python is held to the definition by its own test."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.columns.engines import Engine, Outcome
from tests.columns.programs import expected
from tests.columns.worlds import Asked
from tests.expression.test_readme import EXAMPLES, PLACED, WORLD


def asked_of(line: str) -> Asked | None:
    """The core and place of an example; none where it is a mistake."""
    match = PLACED.fullmatch(line.strip())
    assert match is not None
    place, expression, result = match.groups()
    return None if result.startswith("mistake") else Asked(WORLD.compile(expression, place or "").ast, place or "")


ASKED = {line: asked for line in EXAMPLES if (asked := asked_of(line)) is not None}


def differing(engine: Engine) -> list[tuple[str, Outcome]]:
    """The examples on which an engine differs from Python, with what it gives."""
    engine.take(WORLD)
    by_place: dict[str, list[str]] = defaultdict(list)
    for line, asked in ASKED.items():
        by_place[asked.place].append(line)
    wrong: list[tuple[str, Any]] = []
    for place, lines in by_place.items():
        found = engine.outcomes(WORLD, [ASKED[line] for line in lines])
        wanted = [expected(WORLD, ASKED[line].ast, place) for line in lines]
        wrong += [
            (line, one) for line, one, right in zip(lines, found, wanted, strict=True)
            if "refused" not in one and not engine.same(one, right)
        ]  # fmt: skip
    return wrong
