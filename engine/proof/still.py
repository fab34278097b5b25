"""Findings that need no reasoning: conditions that name what is asked later, and what nothing names."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.proof.findings import finding
from engine.proof.pointers import Pointers
from engine.proof.reads import Cell, Reads
from engine.response.form import Form


def still_findings(form: Form, reads: Reads, pointers: Pointers) -> list[Finding]:
    """All of them, in order of the document."""
    return [*_later(form, reads, pointers), *_unused(form, reads, pointers)]


def _later(form: Form, reads: Reads, pointers: Pointers) -> Iterator[Finding]:
    for node in form.nodes:
        if node.kind != "relevant":
            continue
        slot = form.scopes[node.scope].slots[node.slot]
        later = [
            form.scopes[mention.cell[0]].slots[mention.cell[1]].name
            for mention in reads.of_nodes[node.index]
            if _is_later(form, mention.cell, (node.scope, node.slot))
        ]
        if later:
            pointer = f"{pointers.of(node.scope, node.slot)}/relevant"
            yield finding("names_later", slot.name, pointer, f": {', '.join(dict.fromkeys(later))}")


def _is_later(form: Form, cell: Cell, than: Cell) -> bool:
    """Whether what someone answers in `cell` is asked behind `than`; of rows around, behind their roster."""
    if not form.scopes[cell[0]].slots[cell[1]].is_answered:
        return False
    scope, slot = than
    while scope != cell[0]:
        slot, scope = form.scopes[scope].roster, form.scopes[scope].parent
        if scope < 0:
            return False
    return cell[1] > slot


def _unused(form: Form, reads: Reads, pointers: Pointers) -> Iterator[Finding]:
    named = {
        mention.cell
        for number, found in enumerate(reads.of_nodes)
        for mention in found
        if (form.nodes[number].scope, form.nodes[number].slot) != mention.cell
    }
    for scope in form.scopes:
        for slot in scope.slots:
            called = scope.index == 0 and slot.name in form.compiled.get("phones", ())
            if (scope.index, slot.slot) in named or slot.is_unit_key or called:
                continue
            if slot.is_preload:
                yield finding("preload_unused", slot.name, pointers.of(0, slot.slot))
            elif slot.is_calculated:
                yield finding("calculation_unused", slot.name, pointers.of(scope.index, slot.slot))
