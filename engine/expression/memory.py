"""Compiling an expression again only when something that it looked at has changed.

An expression is compiled in a watched environment, which notes every name and code list that was asked for and the
answer. The result is kept by text, place and these answers: it holds as long as the environment answers the same. So
nothing is said here about what the checker looks at, and a new rule of the checker needs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from engine.expression.compile import compile_expression, mentions
from engine.expression.compiled import Compiled, Read
from engine.expression.environment import CodeList, Environment, Scope, Symbol
from engine.expression.memo import Memo
from engine.expression.units import Unit

Found = TypeVar("Found")
Result = TypeVar("Result")
Key = tuple[object, ...]
Question = tuple[int, str]
"""A name and the scope it was looked for in; for code lists the scope is -1, for all names of a scope the name ''."""
LISTS, ALL = -1, ""


@dataclass(frozen=True, slots=True)
class Kept(Generic[Result]):
    """A result, what was asked on the way to it, and the answers."""

    result: Result
    questions: tuple[Question, ...]
    answers: tuple[object, ...]


class Memory:
    """What is remembered of the expressions of one questionnaire from one compiling to the next."""

    __slots__ = ("compiled", "lists", "reads", "symbols")

    def __init__(self) -> None:
        self.compiled: Memo[Key, Kept[Compiled]] = Memo()
        self.reads: Memo[Key, Kept[tuple[Read, ...]]] = Memo()
        self.symbols: Memo[tuple[int, str, bool], Symbol] = Memo()
        self.lists: Memo[str, CodeList] = Memo()

    def turn(self) -> None:
        """Begin another compiling."""
        for memo in (self.compiled, self.reads, self.symbols, self.lists):
            memo.turn()


class Expressions:
    """Compiles the expressions of one environment with the help of a memory. Symbols may get their types meanwhile."""

    def __init__(self, environment: Environment, memory: Memory) -> None:
        self._memory = memory
        self._watch = _Watch(environment)
        self._shape = repr([(scope.name, scope.parent, scope.child, scope.others) for scope in environment.scopes])

    def mentions(self, text: str, scope: int, filter_list: str | None = None) -> tuple[Read, ...]:
        """What the expression reads, as `mentions` finds it."""
        key = (text, scope, filter_list, self._shape)
        kept = self._known(self._memory.reads, key)
        if kept is None:
            reads = mentions(text, self._watched(), scope, filter_list=filter_list)
            kept = self._memory.reads.put(key, self._kept(reads))
        return kept.result

    def compile(
        self, text: str, scope: int, reads: tuple[Read, ...], *,
        expect: str | None, filter_list: str | None, in_text: bool, unit: Unit | None,
    ) -> Compiled:  # fmt: skip
        """The expression compiled, as `compile_expression` does it; `reads` are its mentions."""
        key = (text, scope, expect, filter_list, in_text, unit, self._shape)
        kept = self._known(self._memory.compiled, key)
        if kept is None or kept.result.reads != reads:
            compiled = compile_expression(
                text, self._watched(), scope,
                expect=expect, filter_list=filter_list, in_text=in_text, unit=unit, reads=reads,
            )  # fmt: skip
            kept = self._memory.compiled.put(key, self._kept(compiled))
        return kept.result

    def _known(self, memo: Memo[Key, Kept[Result]], key: Key) -> Kept[Result] | None:
        kept = memo.get(key)
        return kept if kept is not None and self._watch.answers(kept.questions) == kept.answers else None

    def _watched(self) -> Environment:
        self._watch.asked.clear()
        return self._watch.environment

    def _kept(self, result: Result) -> Kept[Result]:
        return Kept(result, tuple(self._watch.asked), tuple(self._watch.asked.values()))


class _Watch:
    """An environment that notes what it is asked and what it answers."""

    def __init__(self, environment: Environment) -> None:
        self.asked: dict[Question, object] = {}
        self._tables: dict[int, _Watched[Symbol] | _Watched[CodeList]] = {}
        scopes = []
        for scope in environment.scopes:
            symbols = _Watched(scope.symbols, scope.index, self.asked)
            self._tables[scope.index] = symbols
            scopes.append(Scope(scope.index, scope.name, scope.parent, scope.child, symbols, scope.others))
        lists = _Watched(environment.code_lists, LISTS, self.asked)
        self._tables[LISTS] = lists
        self.environment = Environment(tuple(scopes), lists)

    def answers(self, questions: tuple[Question, ...]) -> tuple[object, ...]:
        """What the questions are answered with now."""
        return tuple([self._tables[place].answer(name) for place, name in questions])


class _Watched(Mapping[str, Found], Generic[Found]):
    """A table of names that notes what is looked up in it."""

    __slots__ = ("_asked", "_found", "_place")

    def __init__(self, found: Mapping[str, Found], place: int, asked: dict[Question, object]) -> None:
        self._found, self._place, self._asked = found, place, asked

    def answer(self, name: str) -> object:
        """What a look-up of the name gives, or all names."""
        return tuple(self._found) if name == ALL else self._found.get(name)

    def get(self, name: str, default: Any = None) -> Any:
        found = self._asked[self._place, name] = self._found.get(name)
        return default if found is None else found

    def __getitem__(self, name: str) -> Found:
        self._asked[self._place, name] = self._found.get(name)
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        self._asked[self._place, str(name)] = self._found.get(str(name))
        return name in self._found

    def __iter__(self) -> Iterator[str]:
        self._asked[self._place, ALL] = tuple(self._found)
        return iter(self._found)

    def __len__(self) -> int:
        return len(tuple(iter(self)))
