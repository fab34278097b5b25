"""What the parts of a questionnaire must agree on, beyond the schema and outside expressions.

Each check is a function of the questionnaire that yields findings; `CHECKS` lists them all. Expressions are checked
where they are compiled (`nodes.py`), circles among them in `order.py`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from engine.errors import Finding
from engine.expression.tokens import KEYWORDS
from engine.questionnaire.check_texts import check_texts
from engine.questionnaire.mistakes import finding
from engine.questionnaire.model import SELECTS, SEVERAL, Item, Questionnaire
from engine.questionnaire.scopes import lay_out

KNOWN_REASONS = ("dont_know", "refused", "not_applicable")
RESERVED_REASONS = ("not_asked", "not_reached", "unknown")


def check(questionnaire: Questionnaire) -> list[Finding]:
    """All findings of all checks, errors and warnings."""
    return [found for one in CHECKS for found in one(questionnaire)]


def _reference_date(questionnaire: Questionnaire) -> Iterator[Finding]:
    try:
        date.fromisoformat(questionnaire.reference_date or "2000-01-01")
    except ValueError:
        yield finding("reference_date", "/reference_date", f"'{questionnaire.reference_date}' is no calendar date.")


def _phones(questionnaire: Questionnaire) -> Iterator[Finding]:
    known = {one.name for one in questionnaire.preload} | set(questionnaire.unit.key if questionnaire.unit else ())
    for number, name in enumerate(questionnaire.phones):
        if name not in known:
            yield finding("phone_unknown", f"/phones/{number}", f"No variable '{name}' comes with the assignment.")


def _respondents(questionnaire: Questionnaire) -> Iterator[Finding]:
    if "self" in questionnaire.modes and not questionnaire.respondents:
        yield finding("respondents_untold", "/modes", "Respondents would not be told who asks.")


def _names(questionnaire: Questionnaire) -> Iterator[Finding]:
    root = [(one.name, one.pointer + "/name") for one in questionnaire.preload]
    yield from _names_in(questionnaire.items, {}, root)


def _names_in(items: Iterable[Item], outer: dict[str, str], first: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Names of one scope; sections, groups and tables belong to the scope that they stand in."""
    seen: dict[str, str] = {}
    rosters: list[Item] = []
    own = [(item.name, item.pointer + "/name", item) for item in _scope_items(items)]
    for name, pointer, item in [*((name, pointer, None) for name, pointer in first), *own]:
        if name in seen:
            yield finding("name_duplicate", pointer, f"The name '{name}' is already used at {seen[name]}.")
        elif name in outer:
            yield finding("name_hides", pointer, f"The name '{name}' hides the one at {outer[name]}.")
        if name in KEYWORDS:
            yield finding("name_reserved", pointer, f"'{name}' is a word of the expression language.")
        seen.setdefault(name, pointer)
        rosters += [item] if item is not None and item.type == "roster" else []
    for roster in rosters:
        yield from _names_in(roster.items, outer | seen, ())


def _scope_items(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if item.type != "roster":
            yield from _scope_items(item.items)


def _code_lists(questionnaire: Questionnaire) -> Iterator[Finding]:
    for codes in questionnaire.code_lists.values():
        seen: set[str] = set()
        for number, code in enumerate(codes.codes):
            if code.code in seen:
                pointer = f"{codes.pointer}/{number}/code"
                yield finding("code_duplicate", pointer, f"The list '{codes.name}' has the code '{code.code}' twice.")
            seen.add(code.code)


def _lists_named(questionnaire: Questionnaire) -> Iterator[Finding]:
    used: set[str] = set()
    for name, pointer in _list_uses(questionnaire):
        used.add(name)
        if name not in questionnaire.code_lists:
            remedy = _nearest(name, questionnaire.code_lists)
            yield finding("code_list_unknown", pointer, f"There is no code list '{name}'.", remedy=remedy)
    for name in questionnaire.code_lists:
        if name not in used:
            yield finding("code_list_unused", f"/code_lists/{name}", f"No question uses the code list '{name}'.")


def _list_uses(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    for preload in questionnaire.preload:
        if preload.codes is not None:
            yield preload.codes, f"{preload.pointer}/codes"
    for item in questionnaire.walk():
        if item.codes is not None:
            yield item.codes, f"{item.pointer}/codes"
        if item.rows is not None and item.rows.kind == "codes":
            yield item.rows.value or "", item.rows.pointer


def _nearest(name: str, known: Iterable[str]) -> str | None:
    close = difflib.get_close_matches(name, list(known), 1)
    return f"Did you mean '{close[0]}'? Otherwise declare it." if close else None


_NEEDED = {
    **dict.fromkeys(SELECTS, ("codes",)),
    "calculation": ("calculation",),
    **dict.fromkeys(("section", "group", "table", "roster"), ("items",)),
}
_PLACES: dict[str, Callable[[Item], bool]] = {
    "codes": lambda item: item.type in SELECTS,
    "choice_filter": lambda item: item.type in SELECTS,
    "exclusive": lambda item: item.type in SEVERAL,
    "items": lambda item: item.is_container,
    "row_label": lambda item: item.type == "roster",
    "min_rows": lambda item: item.type == "roster",
    "max_rows": lambda item: item.type == "roster",
    "rows": lambda item: item.type == "roster",
    "constraint": lambda item: not item.is_container and item.type != "note",
    "calculation": lambda item: not item.is_container and item.type != "note",
    "constraint_message": lambda item: item.constraint is not None,
    "required": lambda item: item.is_asked,
    "required_message": lambda item: item.required is not False,
    "choice_message": lambda item: item.type in SELECTS,
    "default": lambda item: item.is_asked,
    "missing": lambda item: item.is_asked,
}
"""Where a property means something."""


def _properties(questionnaire: Questionnaire) -> Iterator[Finding]:
    for item in questionnaire.walk():
        for name in _NEEDED.get(item.type, ()):
            if not getattr(item, name):
                yield finding("property_needed", item.pointer, f"'{item.name}' is a {item.type} without '{name}'.")
        for name, fits in _PLACES.items():
            if getattr(item, name) not in (None, (), False) and not fits(item):
                message = f"'{name}' means nothing for '{item.name}', a {item.type}."
                yield finding("property_misplaced", f"{item.pointer}/{name}", message)


def _reasons(questionnaire: Questionnaire) -> Iterator[Finding]:
    for name in questionnaire.reasons:
        if name in RESERVED_REASONS:
            yield finding("reason_reserved", f"/reasons/{name}", f"'{name}' is a reason that the engine gives.")
    known = (*KNOWN_REASONS, *questionnaire.reasons)
    for item in questionnaire.walk():
        for number, name in enumerate(item.missing):
            if name not in known:
                message = f"The missing reason '{name}' has no text."
                yield finding("reason_unknown", f"{item.pointer}/missing/{number}", message)
    seen: set[str] = set()
    for reason in questionnaire.confirm_reasons:
        if reason.code in seen:
            yield finding("confirm_reason_duplicate", f"{reason.pointer}/code", f"'{reason.code}' stands twice.")
        seen.add(reason.code)


def _exclusive(questionnaire: Questionnaire) -> Iterator[Finding]:
    for item in questionnaire.walk():
        codes = questionnaire.code_lists.get(item.codes or "")
        for number, code in enumerate(item.exclusive):
            if codes is not None and code not in codes:
                message = f"The list '{codes.name}' has no code '{code}'."
                yield finding("code_unknown", f"{item.pointer}/exclusive/{number}", message)


def _rosters(questionnaire: Questionnaire) -> Iterator[Finding]:
    for item in questionnaire.walk():
        if item.rows is None:
            continue
        unlimited = item.min_rows is not None or (item.max_rows is not None and item.rows.kind != "count")
        if item.rows.kind != "added" and unlimited:
            message = f"The rows of '{item.name}' are not added by hand, so their number cannot be limited."
            yield finding("rows_limits", item.pointer, message)
        elif item.min_rows is not None and item.max_rows is not None and item.min_rows > item.max_rows:
            yield finding("rows_limits", f"{item.pointer}/min_rows", f"{item.min_rows} is more than {item.max_rows}.")
    yield from _selected_rows(questionnaire)
    yield from _other_rows(questionnaire)


def _selected_rows(questionnaire: Questionnaire) -> Iterator[Finding]:
    layout = lay_out(questionnaire)
    for placed in layout.placed.values():
        rows = placed.item.rows
        if rows is None or rows.kind != "selected":
            continue
        scopes = {placed.scope, *(one.scope for one in placed.enclosing())}
        source = [
            one for one in layout.placed.values()
            if one.item.name == rows.value and one.scope in scopes and one.item.type in SEVERAL
        ]  # fmt: skip
        if not source:
            message = f"There is no select_many or rank question '{rows.value}' for the rows of '{placed.item.name}'."
            yield finding("rows_unknown", rows.pointer, message)


def _other_rows(questionnaire: Questionnaire) -> Iterator[Finding]:
    """A roster of others stands in the roster that it names; so inverse codes are codes of their list."""
    layout = lay_out(questionnaire)
    for placed in layout.placed.values():
        rows = placed.item.rows
        if rows is not None and rows.kind == "others" and layout.scopes[placed.scope].name != rows.value:
            message = f"'{placed.item.name}' does not stand in the rows of a roster '{rows.value}'."
            yield finding("others_outside", rows.pointer, message)
    for codes in questionnaire.code_lists.values():
        for code in codes.codes if codes.attributes.get("inverse") == "text" else ():
            value = code.attributes["inverse"]
            if value is not None and str(value) not in codes:
                message = f"The inverse '{value}' of '{code.code}' is no code of the list '{codes.name}'."
                yield finding("code_unknown", codes.pointer, message)


def _edits(questionnaire: Questionnaire) -> Iterator[Finding]:
    layout = lay_out(questionnaire)
    seen: dict[str, str] = {}
    for edit in questionnaire.edits:
        if edit.id in seen:
            yield finding(
                "edit_duplicate", f"{edit.pointer}/id", f"The id '{edit.id}' is already used at {seen[edit.id]}."
            )
        seen.setdefault(edit.id, edit.pointer)
        if edit.for_each is not None and layout.roster_scope(edit.for_each) is None:
            yield finding("roster_unknown", f"{edit.pointer}/for_each", f"There is no roster '{edit.for_each}'.")


CHECKS: tuple[Callable[[Questionnaire], Iterable[Finding]], ...] = (
    _reference_date, _names, _code_lists, _lists_named, _properties,
    _reasons, _exclusive, _rosters, _edits, _phones, _respondents, check_texts,
)  # fmt: skip
