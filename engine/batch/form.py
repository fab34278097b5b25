"""The layout of a form: which slots have values, may end in an error, and are on route in every row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.expression.columns import Layout
from engine.response.form import Form, ScopeForm, Slot


def layout_of(form: Form, *, rows_on_route: bool) -> Layout:
    """The layout of a form. `rows_on_route`: rows of a roster off route are not in the tables, as when handed on."""
    types = {(scope.index, slot.slot): slot.type for scope in form.scopes for slot in scope.slots if slot.type}
    erring = {(scope.index, slot.slot) for scope in form.scopes for slot in scope.slots if slot.is_calculated}
    always = {
        (scope.index, slot.slot)
        for scope in form.scopes
        for slot in scope.slots
        if (rows_on_route or scope.index == 0) and is_always_on_route(scope, slot)
    }
    return Layout(
        [_shape(scope) for scope in form.scopes], types, form.compiled.get("code_lists", {}), frozenset(erring),
        always=frozenset(always), rows_on_route=rows_on_route,
    )  # fmt: skip


def is_always_on_route(scope: ScopeForm, slot: Slot) -> bool:
    """Whether nothing in its own scope can take a slot off route."""
    while not slot.is_conditional:
        if slot.container < 0:
            return True
        slot = scope.slots[slot.container]
    return False


def _shape(scope: ScopeForm) -> Mapping[str, Any]:
    around = None if scope.parent < 0 else scope.parent
    return {"name": scope.name, "parent": around, "child": scope.child, "roster": scope.roster}
