"""Puts the compiled form together from the model, the layout and the compiled expressions, all known to be sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from engine.expression import Compiled
from engine.questionnaire.bounds import bounds
from engine.questionnaire.implied import exclusive_codes
from engine.questionnaire.model import ITEM_TEXTS, SELECTS, CodeList, Edit, Item, Questionnaire
from engine.questionnaire.nodes import Draft
from engine.questionnaire.order import selected_source
from engine.questionnaire.scopes import Layout, Placed, ScopeLayout, declared_type
from engine.questionnaire.texts import REASONS, TextTable

Nodes = Sequence[tuple[Draft, Compiled]]
ROWS = -1


def assemble(questionnaire: Questionnaire, layout: Layout, nodes: Nodes) -> dict[str, Any]:
    """The compiled form without its hash; `nodes` stand in order of evaluation."""
    return _Assembly(questionnaire, layout, nodes).form()


class _Assembly:
    def __init__(self, questionnaire: Questionnaire, layout: Layout, nodes: Nodes) -> None:
        self._questionnaire, self._layout, self._nodes = questionnaire, layout, nodes
        self._of_slot: dict[tuple[str, int, int], int] = {}
        self._of_edit: dict[tuple[str, int], int] = {}
        self._single: dict[str, int] = {}
        self._reads: dict[int, dict[int, dict[tuple[int, int], None]]] = {}
        """By scope and slot, or `ROWS` for the rows themselves: the nodes that read it, with their anchors."""
        references: dict[tuple[int, str], int] = {}
        for number, (draft, compiled) in enumerate(nodes):
            for read in compiled.reads:
                slots = self._reads.setdefault(read.scope, {})
                slots.setdefault(ROWS if read.rows else read.slot, {})[number, read.anchor] = None
            if draft.kind == "text":
                references[(draft.scope, draft.text)] = number
            elif draft.slot is not None:
                self._of_slot[(draft.kind, draft.scope, draft.slot)] = number
            elif draft.edit is not None:
                self._of_edit[(draft.kind, draft.edit)] = number
            else:
                self._single[draft.kind] = number
        self._texts = TextTable(questionnaire.languages, references)

    def form(self) -> dict[str, Any]:
        source = self._questionnaire
        form = {
            "format": 1,
            "id": source.id,
            "version": source.version,
            "languages": list(source.languages),
            "title": self._texts.templated(source.title, 0),
            "texts": self._texts.as_json(),
            "unit": self._unit(),
            "preload": self._preload(),
            "reference_date": source.reference_date,
            "modes": list(source.modes) or None,
            "phones": list(source.phones) or None,
            "respondents": {name: self._texts.plain(text) for name, text in source.respondents.items()} or None,
            "paradata": None if source.paradata is None else list(source.paradata),
            "reasons": self._reasons(),
            "confirm_reasons": [
                {"code": one.code, "label": self._texts.plain(one.label)} for one in source.confirm_reasons
            ],
            "code_lists": {name: self._code_list(codes) for name, codes in source.code_lists.items()},
            "scopes": [self._scope(scope) for scope in self._layout.scopes],
            "items": [self._item(item) for item in source.items],
            "nodes": [_node(draft, compiled) for draft, compiled in self._nodes],
            "edits": [self._edit(number, edit) for number, edit in enumerate(source.edits)],
        }
        return {key: value for key, value in form.items() if value is not None}

    def _unit(self) -> dict[str, Any]:
        unit = self._questionnaire.unit
        return {"key": list(unit.key) if unit else [], "label": self._single.get("unit_label")}

    def _preload(self) -> list[dict[str, Any]]:
        return [
            _short({"name": one.name, "slot": one.slot, "value_type": str(one.type), "unit": one.is_unit_key})
            for one in self._layout.given
        ]

    def _reasons(self) -> dict[str, int]:
        source = self._questionnaire
        used = dict.fromkeys(name for item in source.walk() for name in item.missing)
        known = {**REASONS, **source.reasons}
        return {name: self._texts.plain(known[name]) for name in used}

    def _code_list(self, codes: CodeList) -> dict[str, Any]:
        parents = [code.parent for code in codes.codes]
        return {
            "codes": [code.code for code in codes.codes],
            "labels": [self._texts.plain(code.label) for code in codes.codes],
            "parents": parents if any(parent is not None for parent in parents) else None,
            "attributes": {
                name: {"type": kind, "values": [code.attributes[name] for code in codes.codes]}
                for name, kind in codes.attributes.items()
            },
            "exclusive": [code.code for code in codes.codes if code.exclusive],
        }

    def _scope(self, scope: ScopeLayout) -> dict[str, Any]:
        read = self._reads.get(scope.index, {})
        return {
            "name": scope.name,
            "parent": scope.parent,
            "child": scope.child,
            "roster": scope.roster.slot if scope.roster else None,
            "size": scope.size,
            "dependents": {str(slot): _lists(read[slot]) for slot in sorted(read) if slot >= 0},
            "rows": _lists(read.get(ROWS, ())),
        }

    def _item(self, item: Item) -> dict[str, Any]:
        placed = self._layout.placed[item.pointer]
        return _short({
            "name": item.name,
            "type": item.type,
            "scope": placed.scope,
            "slot": placed.slot,
            "value_type": self._value_type(placed),
            **self._item_texts(item, placed),
            **self._item_nodes(placed),
            **self._item_choices(item),
            **self._item_presentation(item, placed),
            **(self._roster(item, placed) if item.type == "roster" else {}),
            "items": [self._item(one) for one in item.items],
        })  # fmt: skip

    def _value_type(self, placed: Placed) -> str | None:
        declared = declared_type(placed.item)
        if declared is not None or placed.item.type != "calculation":
            return None if declared is None else str(declared)
        number = self._of_slot[("calculation", placed.scope, placed.slot)]
        return str(self._nodes[number][1].type)

    def _item_texts(self, item: Item, placed: Placed) -> dict[str, Any]:
        return {
            **{name: self._texts.templated(getattr(item, name), placed.scope) for name in ITEM_TEXTS},
            "unit": None if item.unit is None else self._texts.plain(item.unit),
        }

    def _item_nodes(self, placed: Placed) -> dict[str, Any]:
        kinds = ("relevant", "required", "constraint", "filter", "default", "calculation")
        return {kind: self._of_slot.get((kind, placed.scope, placed.slot)) for kind in kinds}

    def _item_choices(self, item: Item) -> dict[str, Any]:
        return {
            "codes": item.codes if item.type in SELECTS else None,
            "exclusive": exclusive_codes(item, self._questionnaire),
            "missing": list(item.missing),
        }

    def _item_presentation(self, item: Item, placed: Placed) -> dict[str, Any]:
        constraint = self._of_slot.get(("constraint", placed.scope, placed.slot))
        least, most = (None, None)
        if constraint is not None:
            least, most = bounds(self._nodes[constraint][1].ast, placed.slot, item)
        return {
            "decimals": item.decimals if item.type == "decimal" else None,
            "min": least,
            "max": most,
            "constraint_severity": item.constraint_severity if item.constraint_severity != "hard" else None,
            "appearance": list(item.appearance),
        }

    def _roster(self, item: Item, placed: Placed) -> dict[str, Any]:
        of = self._layout.child_scopes[item.pointer]
        return {
            "row_label": self._of_slot.get(("row_label", of, placed.slot)),
            "rows": self._rows(item, placed),
            "min_rows": item.min_rows,
            "max_rows": item.max_rows,
            "of": of,
        }

    def _rows(self, item: Item, placed: Placed) -> dict[str, Any]:
        kind = item.rows.kind if item.rows else "added"
        if kind == "count":
            return {"kind": kind, "count": self._of_slot[("count", placed.scope, placed.slot)]}
        if kind == "codes":
            return {"kind": kind, "codes": item.rows.value if item.rows else None}
        source = selected_source(placed, self._layout)
        if source is None:
            return {"kind": kind}
        return {"kind": kind, "from": [self._up(placed.scope, source.scope), source.slot]}

    def _up(self, scope: int, outer: int) -> int:
        steps = 0
        while scope != outer:
            scope, steps = self._layout.scopes[scope].parent or 0, steps + 1
        return steps

    def _edit(self, number: int, edit: Edit) -> dict[str, Any]:
        scope = self._layout.roster_scope(edit.for_each) if edit.for_each else 0
        guard = self._of_edit.get(("guard", number))
        require = self._of_edit[("edit", number)]
        reads = [
            read for one in (guard, require) if one is not None for read in self._nodes[one][1].reads if not read.rows
        ]
        direct = [read for read in reads if read.up is not None]
        return {
            "id": edit.id,
            "scope": scope,
            "severity": edit.severity,
            "phase": edit.phase,
            "guard": guard,
            "require": require,
            "title": self._texts.templated(edit.title, scope or 0),
            "message": self._texts.templated(edit.message, scope or 0),
            "involved": _distinct([read.up or 0, read.slot] for read in direct),
            "rows": _distinct([read.scope, read.slot] for read in reads if read.up is None),
            "named": _distinct([read.up or 0, read.slot] for read in direct if not read.inspected),
        }


def _node(draft: Draft, compiled: Compiled) -> dict[str, Any]:
    typed = draft.kind in ("text", "row_label", "unit_label", "calculation", "default")
    return _short({
        "kind": draft.kind,
        "scope": draft.scope,
        "slot": None if draft.kind == "row_label" else draft.slot,
        "edit": draft.edit,
        "type": str(compiled.type) if typed else None,
        "ast": compiled.ast,
        "text": compiled.text,
    })  # fmt: skip


def _short(members: dict[str, Any]) -> dict[str, Any]:
    """Without members that are null, false or empty; 0 stays."""
    return {
        key: value
        for key, value in members.items()
        if value is not None and value is not False and value not in ([], {})
    }


def _distinct(pairs: Any) -> list[list[int]]:
    return _lists(dict.fromkeys(tuple(pair) for pair in pairs))


def _lists(pairs: Iterable[tuple[int, ...]]) -> list[list[int]]:
    return [list(pair) for pair in pairs]
