"""The items of the questionnaire from the rows of the survey: one for each row that asks, shows or computes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.interchange.defaults import default_of
from engine.interchange.expressions import Expressions, Item, remember
from engine.interchange.form import DECIMALS, OK_LIST, Form
from engine.interchange.headings import MEDIA
from engine.interchange.rows import YES, Entry
from engine.interchange.texts import escaped, template
from engine.interchange.xpath.functions_given import is_attribute
from engine.interchange.xpath.parser import parse
from engine.interchange.xpath.tokens import XPathError
from engine.interchange.xpath.value import number_of

UNTRANSLATED = ("hint", "constraint_message")
SAME = frozenset([
    "text", "integer", "decimal", "date", "time", "datetime", "geopoint", "geotrace", "geoshape", "barcode", "photo",
    "audio", "file", "signature", "note",
])  # fmt: skip


@dataclass(slots=True)
class Items:
    """Builds items; `preload` grows with what comes with the assignment, `rows_of` says which row made an item."""

    form: Form
    expressions: Expressions
    preload: list[dict[str, Any]] = field(default_factory=list)
    rows_of: dict[int, Entry] = field(default_factory=dict)

    def all(self, entries: Iterable[Entry]) -> list[Item]:
        """The items of rows in order."""
        return [item for entry in entries for item in self.of(entry)]

    def of(self, entry: Entry) -> list[Item]:
        """The items that a row becomes: none, one, or a choice with its field for another answer."""
        kind = entry.kind.kind
        if kind in ("log", "external", "given", "today"):
            return self._metadata(entry)
        if kind == "begin":
            return self._container(entry)
        if kind == "hidden" and not entry.text("calculation"):
            return self._given(entry, "Its value is not asked.")
        if kind == "pulled" and self._is_attribute(entry):
            return self._calculation(entry)
        if kind == "pulled":
            return self._given(entry, f"It was looked up: {entry.text('calculation')[:120]}.")
        if kind in ("calculation", "hidden"):
            return self._calculation(entry)
        item = self._question(entry)
        return [item, *self._other(entry, item)]

    # -- kinds of rows

    def _metadata(self, entry: Entry) -> list[Item]:
        kind, place = entry.kind.kind, entry.place()
        if kind == "given":
            return self._given(entry, "The device does not tell it to expressions.")
        if kind == "today":
            self.form.report.tell("type_metadata", place, f"'{entry.name}' is the reference date of the interview.")
            return [{"name": entry.name, "type": "calculation", "calculation": "today()"}]
        what = "a file of choices" if kind == "external" else "recorded by the device"
        self.form.report.tell("type_metadata", place, f"'{entry.name or entry.text('type')}' is {what}.")
        return []

    def _given(self, entry: Entry, why: str) -> list[Item]:
        self.form.report.tell("type_preloaded", entry.place(), f"'{entry.name}' comes with the assignment. {why}")
        symbol = self.form.symbols.named.get(entry.written_name or entry.name)
        if symbol is not None and not symbol.rosters:
            self.preload.append({"name": entry.name, "type": "text"})
            return []
        where = f"Its value of each row is that of the last round: give it under previous, at the path of {entry.name}."
        self.form.report.tell("type_preloaded", entry.place(), where, "Give it with the data of the last round.")
        return [{"name": entry.name, "type": "text", "calculation": f"previous({entry.name})"}]

    def _is_attribute(self, entry: Entry) -> bool:
        try:
            return is_attribute(parse(entry.text("calculation")), self.form.context(entry))
        except XPathError:
            return False

    def _container(self, entry: Entry) -> list[Item]:
        inner = self.all(entry.children)
        if not inner:
            self.form.report.tell("container_empty", entry.place(), f"There is nothing in '{entry.name}'.")
            return []
        is_roster = entry.kind.container == "repeat"
        appearance = entry.text("appearance")
        depth = len(self.form.symbols.named[entry.written_name or entry.name].containers)
        kind = "roster" if is_roster else "table" if "table-list" in appearance else "group"
        kind = "section" if kind == "group" and depth == 0 and "field-list" not in appearance else kind
        item = self._start(entry, kind)
        self.expressions.condition(entry, item, "relevant", self.form.context(entry, own=False))
        if is_roster:
            self.expressions.count(entry, item)
        item["items"] = inner
        used = ("relevant", "repeat_count") if is_roster else ("relevant",)
        self._rest(entry, item, used)
        return [item]

    def _calculation(self, entry: Entry) -> list[Item]:
        item: Item = {"name": entry.name, "type": "calculation"}
        self.rows_of[id(item)] = entry
        self._notes(entry, item)
        if entry.cell("calculation") is None:
            self.form.report.tell("row_not_carried", entry.place(), f"The calculation '{entry.name}' is empty.")
            return []
        self.expressions.calculation(entry, item)
        self.expressions.condition(entry, item, "relevant", self.form.context(entry, own=False))
        if "calculation" not in item:
            hide(item)
        self._rest(entry, item, ("relevant", "calculation"))
        return [item]

    def _question(self, entry: Entry) -> Item:
        kind, codes = self._type(entry)
        item = self._start(entry, kind)
        context = self.form.context(entry)
        if kind == "decimal":
            item["decimals"] = DECIMALS
        if codes:
            item["codes"] = codes
            self._filter(entry, item)
        for source in ("relevant", "constraint") if kind != "note" else ("relevant",):
            self.expressions.condition(
                entry, item, source, self.form.context(entry) if source == "constraint" else context
            )
        if kind != "note":
            self.expressions.calculation(entry, item)
            if "calculation" not in item:
                self.expressions.required(entry, item)
                default_of(entry, item, self.form, self.expressions)
        self._range(entry, item)
        self._rest(entry, item, ("relevant", "constraint", "choice_filter", "required", "calculation", "default"))
        return item

    def _type(self, entry: Entry) -> tuple[str, str | None]:
        symbol = self.form.symbols.named.get(entry.written_name or entry.name)
        choices = symbol.choices if symbol else None
        kind = entry.kind.kind
        if kind == "acknowledge":
            return "select_one", OK_LIST
        if kind == "range":
            return (symbol.kind if symbol else "integer"), None
        if kind in ("select_one", "select_many", "rank"):
            return (kind, choices) if choices else ("text", None)
        if kind == "text" and _only_shown(entry) and entry.written_name not in self.form.read_names:
            return "note", None
        return (kind if kind in SAME else "text"), None

    def _filter(self, entry: Entry, item: Item) -> None:
        context = self.form.context(entry)
        context.filter_list = self.form.symbols.lists.get(item["codes"])
        self.expressions.condition(entry, item, "choice_filter", context)

    def _other(self, entry: Entry, item: Item) -> list[Item]:
        if not entry.kind.other or "codes" not in item:
            return []
        known = item["codes"]
        condition = f"{entry.name} = 'other'" if item["type"] == "select_one" else f"selected({entry.name}, 'other')"
        assert known  # noqa: S101
        label = {tag: OTHER.get(tag, OTHER["en"]) for tag in self.form.languages.all}
        return [{"name": f"{entry.name}_other", "type": "text", "label": label, "relevant": condition}]

    def _range(self, entry: Entry, item: Item) -> None:
        cell = entry.cell("parameters")
        if cell is None:
            return
        given = parameters(cell[0])
        if entry.kind.kind == "range" and {"start", "end"} <= given.keys():
            low, high = given["start"], given["end"]
            if number_of(low) is not None and number_of(high) is not None and "constraint" not in item:
                item["constraint"] = f"{entry.name} between {low} and {high}"
                self.form.report.carry(cell[1])
                step = given.get("step", "1")
                if item["type"] == "integer" and step.isdecimal() and int(step) > 1:
                    item["constraint"] += f" and mod({entry.name} - {low}, {step}) = 0"
                elif step != "1":
                    self.form.report.tell("parameter_not_carried", cell[1], f"The step {given['step']} is not kept.")
                return
        if not (entry.kind.file and given.keys() <= {"value", "label"}):
            self.form.report.tell("parameter_not_carried", cell[1], f"The parameters {cell[0]} are not kept.")
        self.form.report.carry(cell[1])

    # -- what all rows have

    def _start(self, entry: Entry, kind: str) -> Item:
        item: Item = {"name": entry.name, "type": kind}
        self.rows_of[id(item)] = entry
        self._texts(entry, item, "label")
        for property_name in UNTRANSLATED:
            if property_name != "constraint_message" or entry.cell("constraint"):
                self._texts(entry, item, property_name)
        self._notes(entry, item)
        self._appearance(entry, item)
        return item

    def _texts(self, entry: Entry, item: Item, property_name: str) -> None:
        found: dict[str, str] = {}
        for (each, language), (text, place) in entry.given.items():
            if each != property_name:
                continue
            words, lost = template(text, lambda name: self._shown(name, entry))
            tag = self.form.languages.tag(language)
            if tag in found:
                continue
            found[tag] = words
            for name in lost:
                self.form.report.tell(
                    "reference_unknown", place, f"The text names '{name}', which has no single value here."
                )
            self.form.report.carry(place)
        if found:
            item[property_name] = found

    def _shown(self, name: str, entry: Entry) -> str | None:
        """Our name of what a text refers to; None where it has no value in this place."""
        symbol = self.form.symbols.find(name)
        if symbol is None or symbol.kind in ("none", "roster"):
            return None
        if symbol.kind == "calculation" and self.form.part_of(symbol) is None:
            return None
        around = self.form.context(entry).rosters
        own = (entry.name,) if entry.kind.container == "repeat" else ()
        return symbol.name if symbol.rosters in ((*around, *own)[:n] for n in range(len(around) + 1)) else None

    def _notes(self, entry: Entry, item: Item) -> None:
        for (property_name, language), (text, place) in entry.given.items():
            if property_name in ("notes", "guidance_hint"):
                words = f"Guidance{f' ({language})' if language else ''}: " if property_name == "guidance_hint" else ""
                remember(item, words + text)
                self.form.report.carry(place)

    def _appearance(self, entry: Entry, item: Item) -> None:
        cell = entry.cell("appearance")
        if cell is None:
            return
        words = re.findall(r"[^\s(;,]+(?:\([^)]*\))?", cell[0])
        kept = [word for word in words if re.fullmatch(r"[A-Za-z][\w-]*", word) and not word.startswith("custom-")]
        if kept:
            item["appearance"] = list(dict.fromkeys(kept))
        self.form.report.carry(cell[1])
        if len(kept) < len(words):
            message = f"The appearance '{cell[0]}' names another program or file."
            self.form.report.tell("appearance_not_carried", cell[1], message)
            remember(item, f"XLSForm appearance: {cell[0]}")

    def _rest(self, entry: Entry, item: Item, used: tuple[str, ...]) -> None:
        """Report what the row says that has no place in the item."""
        for (property_name, _language), (text, place) in entry.given.items():
            reported = property_name == "type" and entry.kind.kind == "unknown"
            if place in self.form.report.carried or property_name in (*used, "disabled") or reported:
                continue
            if property_name in MEDIA:
                self.form.report.tell("media_not_carried", place, f"'{entry.name}' has the file '{text}'.")
            elif property_name == "read_only":
                self._read_only(text, item, entry, place)
            else:
                message = f"{property_name} '{text[:60]}' has no place in a {item['type']} here."
                self.form.report.tell("column_not_carried", place, message)
        for property_name in used:
            cell = entry.cell(property_name)
            if cell is not None and not self.form.report.covered(cell[1]):
                message = f"{property_name} means nothing for '{entry.name}', a {item['type']}."
                self.form.report.tell("column_not_carried", cell[1], message)

    def _read_only(self, text: str, item: Item, entry: Entry, place: Any) -> None:
        if text.lower() not in YES or item["type"] == "note" or "calculation" in item:
            self.form.report.carry(place)
        else:
            self.form.report.tell(
                "column_not_carried", place, f"'{entry.name}' can be answered here although it is read-only."
            )


OTHER = {"en": "Specify other.", "vi": "Ghi rõ.", "fr": "Préciser.", "es": "Especificar."}


def hide(item: Item) -> None:
    """Make an item whose calculation is lost a note that is never shown, so that its notes are kept."""
    item["type"] = "note"
    item["relevant"] = "false"
    for property_name in ("calculation", "required", "default", "constraint"):
        item.pop(property_name, None)


def parameters(text: str) -> dict[str, str]:
    """`start=1 end=10` as a dictionary."""
    return {key.lower(): value for key, value in re.findall(r"([\w-]+)\s*=\s*([^\s;,]+)", text)}


def _only_shown(entry: Entry) -> bool:
    read_only = entry.text("read_only").lower() in YES
    return read_only and not entry.text("calculation") and not entry.text("default")


__all__ = ["Items", "escaped", "hide", "parameters"]
