"""What is known of a form before its expressions are translated: symbols for the translator, from rows and lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from engine.interchange.lists import Choices
from engine.interchange.names import unused, valid_name
from engine.interchange.report import Report
from engine.interchange.rows import Entry
from engine.interchange.texts import REFERENCE, Languages
from engine.interchange.xpath.functions_given import RANDOM_DECIMALS, is_recorded
from engine.interchange.xpath.parser import parse
from engine.interchange.xpath.symbols import Context, ListInfo, Symbol, Symbols
from engine.interchange.xpath.tokens import XPathError
from engine.interchange.xpath.translate import calculation
from engine.interchange.xpath.value import NotCarried, Part

DECIMALS = 4
"""Decimals of a decimal question: XLSForm does not say how many there are."""

OK_LIST = "acknowledged"


@dataclass(slots=True)
class Form:
    """A form as it is being read: rows, lists, languages, and what the names mean."""

    entries: list[Entry]
    lists: dict[str, Choices]
    languages: Languages
    report: Report
    read_file: Callable[[str], str | None]
    symbols: Symbols = field(init=False)
    listed: dict[int, Choices | None] = field(default_factory=dict)
    """The list of each choice question, by the number of its row; None where there is none."""
    read_names: frozenset[str] = frozenset()
    """The names that some expression or text reads."""
    given: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Variables that come with the assignment because an expression draws them or looks them up: name and type."""
    _parts: dict[str, Part | None] = field(default_factory=dict)
    _running: set[str] = field(default_factory=set)
    _formulas: dict[str, tuple[str, Context]] = field(default_factory=dict)

    def set_symbols(self) -> None:
        """Work out what every name means; the lists of choice questions must be known."""
        texts = (text for entry in all_entries(self.entries) for text, _ in entry.given.values())
        self.read_names = frozenset(name for text in texts for name in REFERENCE.findall(text))
        named: dict[str, Symbol] = {}
        for entry in self.entries:
            self._name(entry, (), (), False, named)
        infos: dict[str, ListInfo] = {}
        for choices in (*self.lists.values(), *(one for one in self.listed.values() if one is not None)):
            infos[choices.name] = choices.info()
        self.symbols = Symbols(named, infos, self.part_of, self._give)

    def context(self, entry: Entry, own: bool = True) -> Context:
        """The place of the expressions of a row."""
        symbol = self.symbols.named.get(entry.written_name or entry.name)
        around = symbol.rosters if symbol else ()
        return Context(self.symbols, around, symbol if own else None)

    def formula(self, symbol: Symbol, text: str, context: Context) -> None:
        """Say what a calculation is, for those that read it."""
        self._formulas[symbol.name] = (text, context)

    def _give(self, name: str, kind: str, key: str) -> str:
        """The variable that comes with the assignment under this key."""
        if key not in self.given:
            taken = {entry.name for entry in all_entries(self.entries)} | {one for one, _ in self.given.values()}
            self.given[key] = (unused(valid_name(name), taken), kind)
        return self.given[key][0]

    def _is_recorded(self, entry: Entry) -> bool:
        """Whether a calculation that nothing reads only notes what the log has anyway."""
        try:
            return (entry.written_name or entry.name) not in self.read_names and is_recorded(
                parse(entry.text("calculation"))
            )
        except XPathError:
            return False

    def preload(self, written: str) -> list[dict[str, Any]]:
        """The declarations of those variables that the written questionnaire reads."""
        used = set(re.findall(r"[A-Za-z][A-Za-z0-9_]*", written))
        found = [(name, kind) for name, kind in self.given.values() if name in used]
        return [
            {"name": name, "type": kind} | ({"decimals": RANDOM_DECIMALS} if kind == "decimal" else {})
            for name, kind in found
        ]

    def part_of(self, symbol: Symbol) -> Part | None:
        """The translation of a calculation; None where it cannot be carried or needs itself."""
        if symbol.name in self._parts:
            return self._parts[symbol.name]
        if symbol.name in self._running or symbol.name not in self._formulas:
            return None
        self._running.add(symbol.name)
        text, context = self._formulas[symbol.name]
        try:
            self._parts[symbol.name] = calculation(text, context)
        except (NotCarried, XPathError):
            self._parts[symbol.name] = None
        finally:
            self._running.discard(symbol.name)
        return self._parts[symbol.name]

    def lose(self, symbol: Symbol) -> None:
        """A calculation turned out not to compile: nothing may read it."""
        self._parts[symbol.name] = None

    def _name(
        self, entry: Entry, rosters: tuple[str, ...], containers: tuple[tuple[str, bool], ...], conditional: bool,
        named: dict[str, Symbol],
    ) -> None:  # fmt: skip
        is_roster = entry.kind.kind == "begin" and entry.kind.container == "repeat"
        own = conditional or bool(entry.text("relevant"))
        kind, choices = self._kind(entry)
        if kind == "calculation" and _PULLED.fullmatch(entry.text("calculation")):
            entry.kind, kind = replace(entry.kind, kind="pulled"), "text"
        elif kind == "calculation" and self._is_recorded(entry):
            entry.kind, kind = replace(entry.kind, kind="log"), "none"
        decimals = DECIMALS if kind == "decimal" else 0
        symbol = Symbol(entry.name, kind, rosters, choices, decimals, containers, own)
        named.setdefault(entry.written_name or entry.name, symbol)
        if entry.kind.other:
            named.setdefault(
                f"{entry.written_name}_other", Symbol(f"{entry.name}_other", "text", rosters, None, 0, containers, True)
            )
        inner = (*rosters, entry.name) if is_roster else rosters
        around = (*containers, (entry.name, is_roster))
        for child in entry.children:
            self._name(child, inner, around, False if is_roster else own, named)

    def _kind(self, entry: Entry) -> tuple[str, str | None]:
        """The kind of value of a row, and its list."""
        kind = entry.kind.kind
        if kind == "begin":
            return ("roster" if entry.kind.container == "repeat" else "none"), None
        if kind in ("select_one", "select_many", "rank"):
            choices = self.listed.get(entry.row.number)
            words = {"select_one": "code", "select_many": "codes", "rank": "rank"}
            return (words[kind], choices.name) if choices else ("text", None)
        if kind == "log" and entry.text("type").strip().lower() == "start":
            return "now", None
        if kind == "acknowledge":
            return "code", OK_LIST
        if kind == "range":
            return ("decimal" if re.search(r"\d\.\d*[1-9]", entry.text("parameters")) else "integer"), None
        if kind == "hidden":
            return ("calculation" if entry.text("calculation") else "text"), None
        return _KINDS.get(kind, kind if kind in _SAME else "none"), None


_PULLED = re.compile(r"\s*pulldata\s*\([^()]*(\([^()]*\)[^()]*)*\)\s*", re.IGNORECASE)
"""A calculation that only looks a value up in a file beside the form."""

_SAME = ("text", "integer", "decimal", "date", "time", "datetime", "geopoint", "geotrace", "geoshape", "calculation")
_KINDS = {
    "barcode": "text", "unknown": "text", "given": "text", "today": "date",
    "photo": "file", "audio": "file", "file": "file", "signature": "file",
}  # fmt: skip


def all_entries(entries: Iterable[Entry]) -> list[Entry]:
    """All rows in order, those in groups too."""
    return [one for entry in entries for one in entry.walk()]
