"""Where frames stand in tables: one table a scope, with the columns that docs/compiled_form.md gives a frame.

| column | what it holds |
|---|---|
| `id0`, `id1`, … | the interview, then the row of each roster around, down to its own |
| `pos` | position of the row; `today` (root only) the reference date |
| `v5`, `r5`, `o5`, `e5`, `p5` | value, reason, route, error and previous value of slot 5, in internal form |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Layout:
    """The tables of a form: names by scope, types by (scope, slot), slots that may end in an error."""

    scopes: Sequence[Mapping[str, Any]]
    types: Mapping[tuple[int, int], str]
    code_lists: Mapping[str, Any]
    erring: frozenset[tuple[int, int]] = frozenset()
    tables: Mapping[int, str] = field(default_factory=dict)
    ranges: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """What is known of the data beyond the type: the least and greatest whole number of a slot."""
    always: frozenset[tuple[int, int]] = frozenset()
    """Slots that are on route in every row."""
    rows_on_route: bool = False
    """Rows of a roster off route are not in the tables."""
    _count: list[int] = field(default_factory=lambda: [0])

    def fresh(self) -> int:
        """A number that no other alias has."""
        self._count[0] += 1
        return self._count[0]

    def table(self, scope: int) -> str:
        """The relation that holds the frames of a scope."""
        return self.tables.get(scope, f"s{scope}")

    def parent(self, scope: int) -> int:
        """The scope around a scope."""
        found: int = self.scopes[scope]["parent"]
        return found

    def depth(self, scope: int) -> int:
        """How many rosters are around the rows of a scope, its own among them."""
        around = self.scopes[scope]["parent"]
        return 0 if around is None or around < 0 else self.depth(around) + 1

    def child(self, scope: int, child: int) -> int:
        """The scope of the rows of a child roster."""
        return next(
            index for index, one in enumerate(self.scopes) if one["parent"] == scope and one["child"] == child and index
        )

    def roster(self, scope: int) -> int:
        """The slot of the roster in the scope around."""
        found: int = self.scopes[scope]["roster"]
        return found
