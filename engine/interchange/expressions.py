"""The expressions of a row in our language; what cannot be carried becomes a finding and a line in the item's notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine.interchange.form import DECIMALS, Form
from engine.interchange.report import Place
from engine.interchange.rows import NO, YES, Entry
from engine.interchange.xpath import ours
from engine.interchange.xpath.arithmetic import number
from engine.interchange.xpath.parser import parse
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.tokens import XPathError
from engine.interchange.xpath.translate import constraint, positive, translate, written
from engine.interchange.xpath.value import NotCarried, Value, as_text

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a property of an item comes from: the cell and its text; `exact` where nothing differs."""

    item: str
    property: str
    text: str
    place: Place
    exact: bool


@dataclass(slots=True)
class Expressions:
    """Translates the expressions of a form, and remembers where each came from."""

    form: Form
    origins: dict[tuple[int, str], Origin] = field(default_factory=dict)
    """By the identity of the item and the name of its property."""
    total: int = 0
    exact: int = 0
    differing: int = 0

    def condition(self, entry: Entry, item: Item, source: str, context: Context) -> None:
        """relevant, constraint, choice_filter of a row."""
        self._put(entry, item, source, source, context, constraint if source == "constraint" else positive)

    def required(self, entry: Entry, item: Item) -> None:
        """required: yes, no, or a condition."""
        cell = entry.cell("required")
        if cell is None:
            return
        if cell[0].lower() in YES | NO:
            if cell[0].lower() in YES:
                item["required"] = True
            self.form.report.carry(cell[1])
            return
        self._put(entry, item, "required", "required", self.form.context(entry), positive)

    def calculation(self, entry: Entry, item: Item, source: str = "calculation", target: str = "calculation") -> None:
        """A calculation, or a default that is one."""
        kind = item["type"]
        self._put(
            entry, item, source, target, self.form.context(entry), lambda text, where: _calculated(text, where, kind)
        )

    def count(self, entry: Entry, item: Item) -> None:
        """The number of rows of a repeat."""
        rows: Item = {}
        self._put(entry, rows, "repeat_count", "count", self.form.context(entry), _whole, notes=item)
        if rows:
            item["rows"] = rows

    def _put(
        self, entry: Entry, item: Item, source: str, target: str, context: Context,
        translated: Callable[[str, Context], str], notes: Item | None = None,
    ) -> None:  # fmt: skip
        cell = entry.cell(source)
        if cell is None:
            return
        text, place = cell
        self.total += 1
        try:
            item[target] = translated(text, context)
        except NotCarried as reason:
            code = "reference_unknown" if "there is no question" in str(reason) else "expression_not_carried"
            self.refuse(
                notes if notes is not None else item, source, text, place, code, f"{source} '{_short(text)}': {reason}."
            )
            return
        except XPathError as reason:
            self.refuse(
                notes if notes is not None else item,
                source,
                text,
                place,
                "expression_syntax",
                f"{source} '{_short(text)}': {reason}",
            )
            return
        self.form.report.carry(place)
        for code in context.unlisted:
            self.form.report.tell(
                "choice_unknown", place, f"'{code}' is not a choice of the question it is compared with."
            )
        for how in context.differences:
            self.form.report.tell("expression_differs", place, f"{source} '{_short(text)}': {how}.")
        self.exact += not context.differences
        self.differing += bool(context.differences)
        self.origins[(id(item), target)] = Origin(entry.name, target, text, place, not context.differences)

    def refuse(self, item: Item, source: str, text: str, place: Place, code: str, message: str) -> None:
        """Report an expression and keep it in the item's notes."""
        self.form.report.tell(code, place, message)
        remember(item, f"XLSForm {source}: {text}")


def remember(item: Item, line: str) -> None:
    """Add a line to the notes of an item."""
    item["notes"] = f"{item['notes']}\n{line}" if item.get("notes") else line


def _calculated(text: str, context: Context, kind: str) -> str:
    """A calculation as a question of that type stores it: whole numbers without decimals, texts as text."""
    part = translate(parse(text), context)
    if kind == "text":
        return written(as_text(part))
    if kind not in ("integer", "decimal"):
        return written(part)
    value = number(part, context)
    if kind == "integer" and value.kind != "integer":
        return written(Value(ours.call("truncate", value.node), "integer"))
    if kind == "decimal" and (value.kind == "real" or value.decimals > DECIMALS):
        context.differs(f"it is kept with {DECIMALS} decimals")
        return written(Value(ours.call("round", value.node, ours.number(DECIMALS)), "decimal"))
    return written(value)


def _whole(text: str, context: Context) -> str:
    value = number(translate(parse(text), context), context)
    if value.kind != "integer":
        value = Value(ours.call("truncate", value.node), "integer")
    return written(value)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else f"{plain[:77]}…"
