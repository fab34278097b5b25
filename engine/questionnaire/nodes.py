"""Every expression of a questionnaire that yields something, as a draft of a node of the compiled form.

Drafts are gathered in document order (`drafts`), sorted by `order.py` and compiled in that order (`compile_drafts`), so
that the type of a calculation is known before it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.errors import Finding
from engine.expression import Compiled, Expressions, Read, Unit
from engine.questionnaire.model import ITEM_TEXTS, Edit, Item, Questionnaire, Text
from engine.questionnaire.scopes import Layout, Names, Placed, declared_type, declared_unit
from engine.questionnaire.texts import references


@dataclass(frozen=True, slots=True)
class Draft:
    """An expression where it stands: `slot` or `edit` say what its result is for, `pointer` and `start` where it is.

    `start` is the offset of the expression in the string at `pointer`: not 0 only for a `{reference}` in a text.
    """

    kind: str
    scope: int
    text: str
    pointer: str
    slot: int | None = None
    edit: int | None = None
    expect: str | None = None
    filter_list: str | None = None
    start: int = 0
    infers: bool = False
    """True for an item of type calculation, whose value has the type of the expression."""
    name: str = ""
    """What messages call it."""
    unit: Unit | None = None
    """The unit that the item declares, for an expression that gives its value."""


def drafts(questionnaire: Questionnaire, layout: Layout) -> list[Draft]:
    """All drafts in document order; a `{reference}` that stands twice in a scope is there once."""
    found: list[Draft] = []
    for placed in layout.placed.values():
        found += _item(placed, layout, questionnaire.languages[0])
    for number, edit in enumerate(questionnaire.edits):
        found += _edit(number, edit, layout)
    found += _text("/title", questionnaire.title, 0, "title")
    if questionnaire.unit and questionnaire.unit.label:
        found.append(Draft("unit_label", 0, questionnaire.unit.label, "/unit/label", name="unit label"))
    return list(_once(found))


def _item(placed: Placed, layout: Layout, language: str) -> Iterator[Draft]:
    item, scope, slot = placed.item, placed.scope, placed.slot
    declared = declared_type(item)
    for kind, text, expect in _expressions(item, None if declared is None else str(declared)):
        name = item.name if kind == "calculation" else f"{item.name} ({kind})"
        yield Draft(
            kind, scope, text, f"{item.pointer}/{_PROPERTIES.get(kind, kind)}", slot, expect=expect,
            filter_list=item.codes if kind == "filter" else None,
            infers=kind == "calculation" and item.type == "calculation", name=name,
            unit=declared_unit(item, language) if kind in ("calculation", "default") else None,
        )  # fmt: skip
    if item.rows is not None and item.rows.kind == "count":
        yield Draft("count", scope, item.rows.value or "", item.rows.pointer, slot, expect="integer", name=item.name)
    if item.row_label is not None and item.pointer in layout.child_scopes:
        rows = layout.child_scopes[item.pointer]
        yield Draft(
            "row_label", rows, item.row_label, f"{item.pointer}/row_label", slot, name=f"{item.name} (row label)"
        )
    for property_name in ITEM_TEXTS:
        yield from _text(f"{item.pointer}/{property_name}", getattr(item, property_name), scope, item.name)


_PROPERTIES = {"filter": "choice_filter"}


def _expressions(item: Item, declared: str | None) -> Iterator[tuple[str, str, str | None]]:
    """Kind, text and wanted type of the expressions of an item, in the order in which they are best understood."""
    required = {True: "true", False: None}.get(item.required) if isinstance(item.required, bool) else item.required
    for kind, text, expect in (
        ("relevant", item.relevant, "boolean"),
        ("calculation", item.calculation, declared),
        ("default", item.default, declared),
        ("required", required, "boolean"),
        ("constraint", item.constraint, "boolean"),
        ("filter", item.choice_filter if item.codes else None, "boolean"),
    ):
        if text is not None:
            yield kind, text, expect


def _edit(number: int, edit: Edit, layout: Layout) -> Iterator[Draft]:
    scope = layout.roster_scope(edit.for_each) if edit.for_each else 0
    if scope is None:
        return
    if edit.when is not None:
        yield Draft("guard", scope, edit.when, f"{edit.pointer}/when", edit=number, expect="boolean", name=edit.id)
    yield Draft("edit", scope, edit.require, f"{edit.pointer}/require", edit=number, expect="boolean", name=edit.id)
    yield from _text(f"{edit.pointer}/message", edit.message, scope, edit.id)


def _text(pointer: str, text: Text | None, scope: int, name: str) -> Iterator[Draft]:
    for language, words in (text or {}).items():
        for reference in references(words):
            yield Draft(
                "text", scope, reference.text, f"{pointer}/{language}", start=reference.start, name=f"{name} (text)"
            )


def _once(found: Iterable[Draft]) -> Iterator[Draft]:
    seen: set[tuple[int, str]] = set()
    for draft in found:
        key = (draft.scope, draft.text)
        if draft.kind == "text" and key in seen:
            continue
        seen |= {key} if draft.kind == "text" else set()
        yield draft


def compile_drafts(
    order: Iterable[int],
    all_drafts: list[Draft],
    names: Names,
    expressions: Expressions,
    reads: Sequence[tuple[Read, ...]],
    needs: Mapping[int, Iterable[int]],
) -> tuple[dict[int, Compiled], list[Finding]]:
    """The drafts compiled in `order`, with the findings at their places.

    What needs a calculation that could not be typed is passed over: its findings would only repeat the first one.
    """
    done: dict[int, Compiled] = {}
    findings: list[Finding] = []
    untyped: set[int] = set()
    for number in order:
        draft = all_drafts[number]
        if untyped and any(one in untyped for one in needs[number]):
            untyped |= {number} if draft.infers else set()
            continue
        compiled = _compile(draft, expressions, reads[number])
        findings += [_placed(found, draft) for found in compiled.findings]
        done[number] = compiled
        if draft.kind == "calculation" and compiled.type is not None:
            names.infer(draft.scope, draft.name, compiled.type, compiled.unit)
        elif draft.infers:
            untyped.add(number)
    return done, findings


def _compile(draft: Draft, expressions: Expressions, reads: tuple[Read, ...]) -> Compiled:
    return expressions.compile(
        draft.text, draft.scope, reads,
        expect=draft.expect, filter_list=draft.filter_list, in_text=draft.kind == "text", unit=draft.unit,
    )  # fmt: skip


def _placed(found: Finding, draft: Draft) -> Finding:
    span = found.span or (0, len(draft.text))
    return replace(found, pointer=draft.pointer, span=(span[0] + draft.start, span[1] + draft.start))
