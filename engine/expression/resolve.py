"""Names to cells: where in the stack of rows a name is found. Knows scopes and slots, not types or values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from engine.expression.environment import CodeList, Environment, Scope, Symbol

PSEUDO_NAMES = ("code", "parent")
"""What the pseudo frame of a filter has besides the attributes of its list."""


@dataclass(frozen=True, slots=True)
class Level:
    """One environment of an expression: the scope of its frame and, for aggregates, where its rows come from.

    `anchor` is the scope whose frame every row below is under; `depth` how many child rosters were stepped through. The
    pseudo frame of a filter has scope None.
    """

    scope: int | None
    anchor: int | None = None
    depth: int = 0


@final
@dataclass(frozen=True, slots=True)
class Place:
    """A symbol found: `e` environments outwards, `u` parents up; `level` counts environments from the outermost, 0."""

    symbol: Symbol
    e: int
    u: int
    level: int


@dataclass(frozen=True, slots=True)
class Stack:
    """The environments of an expression, outermost first. Immutable: an aggregate makes a longer one."""

    environment: Environment
    levels: tuple[Level, ...]
    filter_list: CodeList | None = None

    @property
    def home(self) -> Level:
        """The environment in which the expression itself stands."""
        return self.levels[0]

    def find(self, name: str) -> Place | None:
        """The innermost meaning of a name."""
        for e, level in enumerate(reversed(self.levels)):
            place = self._in_level(name, e, level.scope)
            if place is not None:
                return place
        return None

    def find_home(self, name: str) -> Place | None:
        """The meaning of `this.name`: from the frame of the expression itself outwards."""
        return self._in_level(name, len(self.levels) - 1, self.home.scope)

    def _in_level(self, name: str, e: int, scope: int | None) -> Place | None:
        if scope is None:
            return None
        for u, outer in enumerate(self.environment.lineage(scope)):
            symbol = outer.symbols.get(name)
            if symbol is not None:
                return Place(symbol, e, u, len(self.levels) - 1 - e)
        return None

    def is_pseudo(self, name: str) -> bool:
        """True when the name belongs to the code that a filter looks at, and no row of an aggregate hides it."""
        listed = self.filter_list
        if listed is None or (name not in PSEUDO_NAMES and name not in listed.attributes):
            return False
        return all(self._own(level, name) is None for level in self.levels[2:])

    def _own(self, level: Level, name: str) -> Symbol | None:
        return None if level.scope is None else self.environment.scopes[level.scope].symbols.get(name)

    def names(self) -> tuple[str, ...]:
        """Every name that can be written here, for finding the nearest to a wrong one."""
        found: dict[str, None] = {}
        for level in reversed(self.levels):
            for outer in self.environment.lineage(level.scope) if level.scope is not None else ():
                found |= dict.fromkeys(outer.symbols)
        pseudo = (*PSEUDO_NAMES, *self.filter_list.attributes) if self.filter_list else ()
        return (*found, *pseudo)

    def into(self, place: Place, steps: tuple[Symbol, ...]) -> Stack:
        """The stack inside an aggregate over a roster found at `place` and the rosters nested in it."""
        base = self.environment.scopes[place.symbol.scope]
        anchor = self.anchor(place)
        deepest = (steps[-1] if steps else place.symbol).child_scope
        assert base is not None  # noqa: S101
        return Stack(self.environment, (*self.levels, Level(deepest, anchor, len(steps) + 1)), self.filter_list)

    def anchor(self, place: Place) -> int:
        """The scope whose frame holds both the cell found and every place that must look again when it changes."""
        level, scope = self.levels[place.level], place.symbol.scope
        if level.anchor is None or self._encloses(scope, level.anchor):
            return scope
        return level.anchor

    def is_own(self, place: Place) -> bool:
        """True when the cell is in the frame of the expression or one around it, not below an aggregate."""
        level = self.levels[place.level]
        return level.anchor is None or self._encloses(place.symbol.scope, level.anchor)

    def ups(self, place: Place) -> int:
        """Parents up from the frame of the expression, for a cell that `is_own`."""
        assert self.home.scope is not None  # noqa: S101
        scopes = [outer.index for outer in self.environment.lineage(self.home.scope)]
        return scopes.index(place.symbol.scope)

    def _encloses(self, outer: int, inner: int) -> bool:
        return any(scope.index == outer for scope in self.environment.lineage(inner))

    def scope_of(self, level: Level) -> Scope | None:
        """The scope of a level; None for the pseudo frame."""
        return None if level.scope is None else self.environment.scopes[level.scope]


def stack_at(environment: Environment, scope: int, filter_list: str | None) -> Stack:
    """The stack of an expression of `scope`; in a filter the pseudo frame lies on top."""
    home = Level(scope)
    if filter_list is None:
        return Stack(environment, (home,))
    listed = environment.code_lists.get(filter_list) or CodeList(filter_list, ())
    return Stack(environment, (home, Level(None)), listed)
