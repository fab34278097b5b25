"""Scopes and slots: where each name of a questionnaire lives, and the environment that the expression language sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine import expression
from engine.expression.types import BOOLEAN, INTEGER, TEXT, Type, decimal, parse_type
from engine.questionnaire.model import FILES, Item, Preload, Questionnaire

_LISTED = {"select_one": "code", "select_many": "codes", "rank": "rank"}
_NAMED: dict[str, Type] = {"integer": INTEGER, "text": TEXT, "barcode": TEXT, "boolean": BOOLEAN}


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its scope: its slot, and the item that contains it (None at the top)."""

    item: Item
    scope: int
    slot: int
    container: Placed | None

    def enclosing(self) -> Iterator[Placed]:
        """The containers around it, innermost first, over the borders of rosters."""
        container = self.container
        while container is not None:
            yield container
            container = container.container


@dataclass(frozen=True, slots=True)
class Given:
    """A variable of the root scope that comes with the assignment: declared under `preload`, or a key of the unit."""

    name: str
    slot: int
    type: Type
    is_unit_key: bool


@dataclass(slots=True)
class ScopeLayout:
    """A scope as it is laid out: `roster` is the roster's own item in the parent scope."""

    index: int
    name: str
    parent: int | None
    child: int | None
    roster: Placed | None
    items: list[Placed] = field(default_factory=list)
    size: int = 0
    children: int = 0


@dataclass(slots=True)
class Layout:
    """All scopes, each item by its pointer, and the variables that come with the assignment."""

    scopes: list[ScopeLayout]
    placed: dict[str, Placed] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)
    child_scopes: dict[str, int] = field(default_factory=dict)
    """The scope of a roster's rows, by the pointer of the roster."""

    def roster_scope(self, path: str) -> int | None:
        """The scope that the dotted roster names lead to from the root, None where they lead nowhere."""
        scope = 0
        for name in path.split("."):
            below = (one.index for one in self.scopes if one.parent == scope and one.name == name)
            scope = next(below, -1)
            if scope < 0:
                return None
        return scope


def lay_out(questionnaire: Questionnaire) -> Layout:
    """Slots in document order, in each scope; unit keys and preloaded variables come last in the root scope."""
    layout = Layout([ScopeLayout(0, "", None, None, None)])
    _place(questionnaire.items, 0, None, layout)
    root = layout.scopes[0]
    keys = questionnaire.unit.key if questionnaire.unit else ()
    taken = {placed.item.name for placed in root.items}
    for name, kind in _given(questionnaire.preload, keys):
        if name not in taken:
            layout.given.append(Given(name, root.size, kind, name in keys))
            root.size += 1
    return layout


def _place(items: tuple[Item, ...], scope: int, container: Placed | None, layout: Layout) -> None:
    for item in items:
        here = layout.scopes[scope]
        placed = Placed(item, scope, here.size, container)
        here.items.append(placed)
        here.size += 1
        layout.placed[item.pointer] = placed
        inner = _open_scope(placed, layout) if item.type == "roster" else scope
        _place(item.items, inner, placed, layout)


def _open_scope(roster: Placed, layout: Layout) -> int:
    parent = layout.scopes[roster.scope]
    scope = ScopeLayout(len(layout.scopes), roster.item.name, parent.index, parent.children, roster)
    parent.children += 1
    layout.scopes.append(scope)
    layout.child_scopes[roster.item.pointer] = scope.index
    return scope.index


def _given(preload: tuple[Preload, ...], keys: tuple[str, ...]) -> list[tuple[str, Type]]:
    declared = [(one.name, value_type(one.type, one.decimals, one.codes) or TEXT) for one in preload]
    names = {name for name, _ in declared}
    return declared + [(key, TEXT) for key in keys if key not in names]


def value_type(kind: str, decimals: int, codes: str | None) -> Type | None:
    """The type of the value of an item of type `kind`; None for what holds none, and for calculations."""
    if kind in _LISTED:
        return Type(_LISTED[kind], code_list=codes) if codes is not None else None
    if kind == "decimal":
        return decimal(decimals)
    if kind in FILES:
        return Type("file")
    if kind in _NAMED:
        return _NAMED[kind]
    return None if kind in ("note", "calculation", "section", "group", "table", "roster") else parse_type(kind)


def declared_type(item: Item) -> Type | None:
    """The type that the item declares for its value; None where it has none or is inferred."""
    return value_type(item.type, item.decimals, item.codes)


def declared_unit(item: Item, language: str) -> expression.Unit | None:
    """The unit that the item declares, by its word in the language."""
    word = item.unit.get(language) if item.unit else None
    return None if word is None else expression.Unit(word)


def is_of_others(scope: ScopeLayout) -> bool:
    """Whether each row of the roster stands for another row of the roster around."""
    rows = scope.roster.item.rows if scope.roster else None
    return rows is not None and rows.kind == "others"


class Names:
    """The environment of the expression language, whose inferred types are filled in as they become known."""

    def __init__(self, questionnaire: Questionnaire, layout: Layout, memory: expression.Memory) -> None:
        self._memory = memory
        self._symbols: list[dict[str, expression.Symbol]] = [{} for _ in layout.scopes]
        self._language = questionnaire.languages[0]
        for scope in layout.scopes:
            for placed in scope.items:
                self._add(placed, layout)
        for given in layout.given:
            self._keep(expression.Symbol(given.name, given.type, 0, given.slot))
        scopes = tuple(
            expression.Scope(
                scope.index, scope.name, scope.parent, scope.child, self._symbols[scope.index], is_of_others(scope)
            )
            for scope in layout.scopes
        )
        self.environment = expression.Environment(scopes, self._code_lists(questionnaire))

    def infer(self, scope: int, name: str, kind: Type, unit: expression.Unit | None) -> None:
        """Record the type and, where none is declared, the unit of a calculation, found by compiling it."""
        old = self._symbols[scope][name]
        symbol = expression.Symbol(name, old.type or kind, scope, old.slot, old.unit or unit, old.missing)
        self._symbols[scope][name] = self._memory.symbols.same((scope, name, True), symbol)

    def _add(self, placed: Placed, layout: Layout) -> None:
        item = placed.item
        symbol = expression.Symbol(
            name=item.name,
            type=declared_type(item),
            scope=placed.scope,
            slot=placed.slot,
            unit=declared_unit(item, self._language),
            missing=item.missing,
            is_roster=item.type == "roster",
            child_scope=layout.child_scopes.get(item.pointer),
        )
        self._keep(symbol)

    def _keep(self, symbol: expression.Symbol) -> None:
        """The first of a name counts. A symbol like the last one is that one, so that comparing is quick."""
        if symbol.name not in self._symbols[symbol.scope]:
            key = (symbol.scope, symbol.name, False)
            self._symbols[symbol.scope][symbol.name] = self._memory.symbols.same(key, symbol)

    def _code_lists(self, questionnaire: Questionnaire) -> dict[str, expression.CodeList]:
        return {
            name: self._memory.lists.same(
                name,
                expression.CodeList(
                    name,
                    tuple(code.code for code in codes.codes),
                    {code.code: code.label.get(self._language, "") for code in codes.codes},
                    {attribute: parse_type(kind) for attribute, kind in codes.attributes.items()},
                    any(code.parent is not None for code in codes.codes),
                ),
            )
            for name, codes in questionnaire.code_lists.items()
        }
