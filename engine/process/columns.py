"""The columns of the tables handed on, derived from a compiled form alone: never from what happened to be answered.

One table for the interview and one for each roster, at any depth. Order is the codebook's. Names that the engine adds
hold two underscores (`people__id`, `age__reason`); where one would meet a variable of the same name it gets another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from engine.process.last_round import asked_of_last_round
from engine.process.parts import Part, parts

Role = Literal["identifier", "measure", "attribute"]
Texts = dict[str, str]

INTERVIEW_ID = "interview__id"
REFERENCE_DATE = "interview__reference_date"
"""The day that `today()` gives in the interview, in the table of the interview."""
REASONS_OF_ENGINE = ("not_asked", "not_reached", "unknown", "error")


@dataclass(frozen=True, slots=True)
class Variable:
    """A question, calculation or given value as the codebook has it; `source`: `collected`, `calculated` or `given`."""

    name: str
    scope: int
    slot: int
    value_type: str
    source: str
    label: Texts
    hint: Texts
    unit: Texts
    code_list: str | None
    reasons: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A roster on the way from the interview to a table: its scope, its slot and its number in the scope around."""

    name: str
    scope: int
    slot: int
    child: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `part` is None in keys of rows and in reasons; `level` is the scope whose row a key names.

    `is_previous`: it holds the value of the last round.
    """

    name: str
    role: Role
    storage: str
    variable: Variable | None = None
    part: Part | None = None
    level: int | None = None
    is_previous: bool = False

    @property
    def is_row_key(self) -> bool:
        """Whether the column names the interview or a row, and so is never empty."""
        return self.role == "identifier" and self.variable is None

    @property
    def is_reason(self) -> bool:
        """Whether the column says why the variable has no value."""
        return self.role == "attribute" and self.part is None and self.variable is not None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one scope. `levels` are the rosters from the outermost to its own; `label` is the roster's."""

    name: str
    scope: int
    levels: tuple[Level, ...]
    label: Texts
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of a list with their labels, in order."""

    name: str
    codes: tuple[str, ...]
    labels: tuple[Texts, ...]
    parents: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """All that describes the tables of one version of a form."""

    form: str
    version: str
    hash: str
    languages: tuple[str, ...]
    title: Texts
    tables: tuple[Table, ...]
    code_lists: dict[str, CodeList]
    reasons: dict[str, Texts]


def codebook(compiled: dict[str, Any]) -> Codebook:
    """The codebook of a compiled form; the same form gives the same tables, columns and order."""
    reader = _Reader(compiled)
    return Codebook(
        form=compiled["id"],
        version=compiled["version"],
        hash=compiled.get("hash", ""),
        languages=tuple(compiled["languages"]),
        title=reader.text(compiled.get("title")),
        tables=tuple(reader.tables()),
        code_lists={name: reader.code_list(name) for name in compiled.get("code_lists", {})},
        reasons={name: reader.text(number) for name, number in compiled.get("reasons", {}).items()},
    )


class _Reader:
    """Reads the compiled form; holds the variables and rosters by scope."""

    def __init__(self, compiled: dict[str, Any]) -> None:
        self._compiled = compiled
        self._asked_of_last_round = asked_of_last_round(compiled)
        self._variables: dict[int, list[Variable]] = {number: [] for number in range(len(compiled["scopes"]))}
        self._rosters: dict[int, dict[str, Any]] = {}
        self._variables[0] += [self._given(given) for given in compiled.get("preload") or ()]
        for item in _walk(compiled["items"]):
            if item["type"] == "roster":
                self._rosters[item["of"]] = item
            elif "value_type" in item:
                self._variables[item["scope"]].append(self._asked(item))

    def tables(self) -> Iterator[Table]:
        taken: set[str] = set()
        for scope in [0, *self._rosters]:
            levels = self._levels(scope)
            names = [level.name for level in levels] or [self._compiled["id"]]
            label = self.text(self._rosters[scope].get("label") if scope else self._compiled.get("title"))
            yield Table(_free("__".join(names), taken), scope, levels, label, tuple(self._columns(scope, levels)))

    def text(self, number: int | None) -> Texts:
        """The text in each language that has it; a `{reference}` stays written as one."""
        if number is None:
            return {}
        spoken = {language: column[number] for language, column in self._compiled["texts"].items()}
        return {language: self._written(text) for language, text in spoken.items() if text is not None}

    def code_list(self, name: str) -> CodeList:
        source = self._compiled["code_lists"][name]
        parents = source.get("parents") or [None] * len(source["codes"])
        return CodeList(name, tuple(source["codes"]), tuple(map(self.text, source["labels"])), tuple(parents))

    def _written(self, text: str | list[str | int]) -> str:
        if isinstance(text, str):
            return text
        nodes = self._compiled["nodes"]
        return "".join(part if isinstance(part, str) else f"{{{nodes[part].get('text', '…')}}}" for part in text)

    def _levels(self, scope: int) -> tuple[Level, ...]:
        levels: list[Level] = []
        while scope:
            shape = self._compiled["scopes"][scope]
            levels.insert(0, Level(self._rosters[scope]["name"], scope, shape["roster"], shape["child"]))
            scope = shape["parent"]
        return tuple(levels)

    def _columns(self, scope: int, levels: tuple[Level, ...]) -> Iterator[Column]:
        key_names = (self._compiled.get("unit") or {}).get("key", [])
        keys = [variable for variable in self._variables[0] if variable.name in key_names]
        own = self._variables[scope]
        taken = {variable.name.casefold() for variable in [*own, *keys]}
        yield Column(_free(INTERVIEW_ID, taken), "identifier", "text")
        for variable in sorted(keys, key=lambda one: key_names.index(one.name)):
            for part in variable.parts:
                yield Column(variable.name + part.suffix, "identifier", part.storage, variable, part)
        if not levels:
            yield Column(_free(REFERENCE_DATE, taken), "attribute", "date")
        for level in levels:
            yield Column(_free(f"{level.name}__id", taken), "identifier", "text", level=level.scope)
            yield Column(_free(f"{level.name}__position", taken), "attribute", "integer", level=level.scope)
        for variable in own:
            if variable.name not in key_names or variable.scope:
                yield from _of_variable(variable, taken)
        for variable in own:
            if (scope, variable.slot) in self._asked_of_last_round:
                yield from _of_last_round(variable, taken)

    def _asked(self, item: dict[str, Any]) -> Variable:
        source = "calculated" if item.get("calculation") is not None else "collected"
        return self._variable(item, item["scope"], source)

    def _given(self, given: dict[str, Any]) -> Variable:
        return self._variable(given, 0, "given")

    def _variable(self, item: dict[str, Any], scope: int, source: str) -> Variable:
        kind, _, code_list = item["value_type"].partition(":")
        named = code_list if kind in {"code", "codes", "rank"} else None
        codes = self._compiled["code_lists"][named]["codes"] if named else ()
        return Variable(
            name=item["name"],
            scope=scope,
            slot=item["slot"],
            value_type=item["value_type"],
            source=source,
            label=self.text(item.get("label")),
            hint=self.text(item.get("hint")),
            unit=self.text(item.get("unit")),
            code_list=named,
            reasons=(*REASONS_OF_ENGINE, *item.get("missing", ())),
            parts=parts(item["value_type"], codes),
        )


def _walk(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _walk(item.get("items", []))


def _of_variable(variable: Variable, taken: set[str]) -> Iterator[Column]:
    for part in variable.parts:
        name = _free(variable.name + part.suffix, taken) if part.suffix else variable.name
        yield Column(name, "measure", part.storage, variable, part)
    yield Column(_free(f"{variable.name}__reason", taken), "attribute", "code", variable)


def _of_last_round(variable: Variable, taken: set[str]) -> Iterator[Column]:
    for part in variable.parts:
        if part.code is None:
            name = _free(f"{variable.name}__previous{part.suffix}", taken)
            yield Column(name, "attribute", part.storage, variable, part, is_previous=True)


def _free(name: str, taken: set[str]) -> str:
    """The name, lengthened until no other has it; SQL engines do not tell upper from lower case in names."""
    while name.casefold() in taken:
        name += "_"
    taken.add(name.casefold())
    return name
