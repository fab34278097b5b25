"""A document that compiles: what the compiler refuses is taken out, reported at its cell, and kept in notes."""

from __future__ import annotations

import json
from typing import Any

from engine.errors import Finding
from engine.interchange.expressions import Expressions, Item, remember
from engine.interchange.form import Form
from engine.interchange.items import Items, hide
from engine.interchange.texts import escaped
from engine.questionnaire import compile_text

MOST_ROUNDS = 12
EXPRESSIONS = ("relevant", "required", "constraint", "calculation", "default", "choice_filter", "rows")
TEXTS = ("label", "hint", "constraint_message")


def settle(document: dict[str, Any], form: Form, items: Items, expressions: Expressions) -> None:
    """Compile, take out what has errors, and again, until nothing has."""
    for _ in range(MOST_ROUNDS):
        errors = compile_text(json.dumps(document, ensure_ascii=False)).errors
        done = {_take_out(error, document, form, items, expressions) for error in errors}
        if True not in done:
            return


def _take_out(error: Finding, document: dict[str, Any], form: Form, items: Items, expressions: Expressions) -> bool:
    """Take out the property at the place of an error; False where there is none that can be."""
    item, rest = _item_at(document, error.pointer)
    if item is None or not rest:
        return False
    property_name = rest[0]
    if error.code == "property_misplaced":
        return _misplaced(item, property_name, form, items)
    if property_name in TEXTS:
        return _plain_text(item, property_name, error, form, items)
    if property_name not in EXPRESSIONS or property_name not in item:
        return False
    target = item["rows"] if property_name == "rows" else item
    key = "count" if property_name == "rows" else property_name
    origin = expressions.origins.pop((id(target), key), None)
    ours = str(target[key])
    del item[property_name]
    if origin is not None:
        expressions.exact -= origin.exact
        expressions.differing -= not origin.exact
        message = f"{property_name} '{origin.text[:80]}' became '{ours[:80]}': {error.message}"
        form.report.tell("expression_refused", origin.place, message)
        remember(item, f"XLSForm {property_name}: {origin.text}")
    if item["type"] == "calculation" and property_name == "calculation":
        hide(item)
    return True


def _misplaced(item: Item, property_name: str, form: Form, items: Items) -> bool:
    """Take out what means nothing any more, such as the message of a constraint that was lost; its text is kept."""
    if property_name not in item:
        return False
    lost = item.pop(property_name)
    words = " / ".join(lost.values()) if isinstance(lost, dict) else str(lost)
    remember(item, f"XLSForm {property_name}: {words}")
    entry = items.rows_of.get(id(item))
    for (each, _language), (_text, place) in (entry.given if entry else {}).items():
        if each == property_name:
            message = f"The {property_name} of '{item['name']}' has nothing to stand beside; it is kept in notes."
            form.report.tell("column_not_carried", place, message)
    return True


def _plain_text(item: Item, property_name: str, error: Finding, form: Form, items: Items) -> bool:
    """Show references that the compiler refuses as words."""
    texts = item.get(property_name)
    if not isinstance(texts, dict):
        return False
    changed = {tag: escaped(text.replace("{{", "{").replace("}}", "}")) for tag, text in texts.items()}
    if changed == texts:
        return False
    item[property_name] = changed
    entry = items.rows_of.get(id(item))
    if entry is not None:
        for (each, _language), (_text, place) in entry.given.items():
            if each == property_name:
                form.report.tell(
                    "reference_unknown", place, f"A reference of the text cannot be shown: {error.message}"
                )
    return True


def _item_at(document: dict[str, Any], pointer: str) -> tuple[Item | None, list[str]]:
    """The innermost item around a place, and the steps below it."""
    steps = pointer.split("/")[1:]
    here: Any = document
    item: Item | None = None
    rest: list[str] = []
    for place, step in enumerate(steps):
        if isinstance(here, list) and step.isdigit() and int(step) < len(here):
            here = here[int(step)]
            if place and steps[place - 1] == "items":
                item, rest = here, steps[place + 1 :]
        elif isinstance(here, dict) and step in here:
            here = here[step]
        else:
            break
    return item, rest
