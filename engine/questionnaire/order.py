"""The order of evaluation: each node after all that it reads; circles are findings that show the circle.

Strongly connected components by Tarjan's algorithm (1972) come out with what they depend on first, which is the order
wanted; a component of several nodes is a circle. Iterative, since chains of calculations can be thousands long.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from engine.errors import Finding
from engine.expression import Expressions, Read
from engine.questionnaire.mistakes import finding
from engine.questionnaire.nodes import Draft
from engine.questionnaire.scopes import Layout, Placed

Cell = tuple[int, int]
Edges = dict[int, tuple[int, ...]]
Reads = Sequence[tuple[Read, ...]]


def mentioned(drafts: Iterable[Draft], expressions: Expressions) -> Reads:
    """What each draft reads."""
    return [expressions.mentions(draft.text, draft.scope, draft.filter_list) for draft in drafts]


def needs(drafts: Sequence[Draft], layout: Layout, reads: Reads) -> Edges:
    """For each draft, the drafts that must come before it, in document order."""
    producers = _producers(drafts, layout)
    edges: Edges = {}
    for number, draft in enumerate(drafts):
        found = {one for read in reads[number] for one in _behind(read, draft, producers, layout)}
        edges[number] = tuple(sorted(found | _own(number, draft, drafts, producers)))
    return edges


def sort(drafts: Sequence[Draft], edges: Mapping[int, Sequence[int]]) -> tuple[list[int], list[Finding]]:
    """The numbers of the drafts in order of evaluation, without those in circles, and a finding for each circle."""
    order: list[int] = []
    findings: list[Finding] = []
    for component in _components(edges):
        first = min(component)
        if len(component) == 1 and first not in edges[first]:
            order.append(first)
        else:
            findings.append(_circle(first, component, drafts, edges))
    return order, findings


def _producers(drafts: Sequence[Draft], layout: Layout) -> dict[Cell, set[int]]:
    """The drafts that decide the value or the route of each cell, or whether it is there at all."""
    own: dict[Cell, set[int]] = {}
    for number, draft in enumerate(drafts):
        if draft.slot is not None and draft.kind in ("relevant", "calculation", "default", "count"):
            own.setdefault((draft.scope, draft.slot), set()).add(number)
    producers: dict[Cell, set[int]] = {}
    for placed in layout.placed.values():
        cell = (placed.scope, placed.slot)
        producers[cell] = set(own.get(cell, ()))
        for one in (placed, *placed.enclosing()):
            if one is not placed:
                producers[cell] |= _containing(own.get((one.scope, one.slot), ()), drafts)
            source = selected_source(one, layout)
            producers[cell] |= own.get((source.scope, source.slot), set()) if source else set()
    return producers


def _containing(numbers: set[int] | tuple[()], drafts: Sequence[Draft]) -> set[int]:
    return {one for one in numbers if drafts[one].kind in ("relevant", "count")}


def selected_source(placed: Placed, layout: Layout) -> Placed | None:
    """The question whose selected codes are the rows of a roster; None for anything else."""
    rows = placed.item.rows
    if rows is None or rows.kind != "selected":
        return None
    scope: int | None = placed.scope
    while scope is not None:
        for one in layout.scopes[scope].items:
            if one.item.name == rows.value:
                return one
        scope = layout.scopes[scope].parent
    return None


def _behind(read: Read, draft: Draft, producers: Mapping[Cell, set[int]], layout: Layout) -> set[int]:
    if read.rows:
        roster = layout.scopes[read.scope].roster
        return set() if roster is None else producers[(roster.scope, roster.slot)]
    if (read.scope, read.slot) == (draft.scope, draft.slot) and _only_before(draft):
        return set()  # rows run in order, so the row before is complete when this row runs
    return producers.get((read.scope, read.slot), set())


def _only_before(draft: Draft) -> bool:
    """True when a running calculation names itself only in the row before: `row_before(total) + amount`."""
    name = re.escape(draft.name)
    rest = re.sub(rf"\brow_before\s*\(\s*{name}\s*\)", "", draft.text)
    return draft.kind == "calculation" and re.search(rf"\b{name}\b", rest) is None


def _own(number: int, draft: Draft, drafts: Sequence[Draft], producers: Mapping[Cell, set[int]]) -> set[int]:
    """The route of what the draft is for: its own condition and those of its containers."""
    if draft.slot is None or draft.kind == "row_label":
        return set()
    routes = {one for one in producers[(draft.scope, draft.slot)] if drafts[one].kind in ("relevant", "count")}
    if draft.kind == "relevant":  # a condition does not wait for the number of rows of the very roster it is about
        routes = {one for one in routes if (drafts[one].scope, drafts[one].slot) != (draft.scope, draft.slot)}
    return routes - {number}


def _components(edges: Mapping[int, Sequence[int]]) -> list[list[int]]:
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for root in edges:
        if root in index:
            continue
        work = [(root, 0)]
        while work:
            node, step = work.pop()
            if step == 0:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            below = edges[node]
            if step and below[step - 1] in on_stack:
                low[node] = min(low[node], low[below[step - 1]])
            while step < len(below) and below[step] in index:
                if below[step] in on_stack:
                    low[node] = min(low[node], index[below[step]])
                step += 1
            if step < len(below):
                work += [(node, step + 1), (below[step], 0)]
            elif low[node] == index[node]:
                found.append(_pop(stack, on_stack, node))
    return found


def _pop(stack: list[int], on_stack: set[int], node: int) -> list[int]:
    component = []
    while True:
        top = stack.pop()
        on_stack.discard(top)
        component.append(top)
        if top == node:
            return component


def _circle(
    first: int, component: Sequence[int], drafts: Sequence[Draft], edges: Mapping[int, Sequence[int]]
) -> Finding:
    shown = " → ".join(drafts[one].name for one in _way_back(first, set(component), edges))
    return finding("cycle", drafts[first].pointer, f"These expressions need each other: {shown}.")


def _way_back(first: int, component: set[int], edges: Mapping[int, Sequence[int]]) -> list[int]:
    """The shortest way from the node through the component back to itself."""
    ways = deque([[first]])
    seen: set[int] = set()
    while ways:
        way = ways.popleft()
        for after in edges[way[-1]]:
            if after == first:
                return [*way, first]
            if after in component and after not in seen:
                seen.add(after)
                ways.append([*way, after])
    return [first, first]
