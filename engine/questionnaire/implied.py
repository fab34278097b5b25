"""Checks that a declaration implies without writing them as expressions: choices still offered, exclusive codes, rows.

They are nodes as any other, of the kinds `choice` and `rows`, in the core of docs/compiled_form.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.expression import Compiled, Read
from engine.expression.types import BOOLEAN
from engine.questionnaire.model import SEVERAL, Item, Questionnaire
from engine.questionnaire.nodes import Draft
from engine.questionnaire.scopes import Layout, Placed

MOST_ROWS = 1000
"""Rows that a count may ask for without `max_rows`; both engines make no more."""
CELLS = ("ref", "reason", "on_route", "before", "previous", "position", "row_id")

Nodes = Sequence[tuple[Draft, Compiled]]


def implied(questionnaire: Questionnaire, layout: Layout, nodes: Nodes) -> list[tuple[Draft, Compiled]]:
    """The implied checks in document order; `nodes` are the compiled expressions."""
    of_slot = {(draft.kind, draft.scope, draft.slot): compiled for draft, compiled in nodes}
    found: list[tuple[Draft, Compiled]] = []
    for placed in layout.placed.values():
        at = (placed.scope, placed.slot)
        found += _choice(placed, of_slot.get(("filter", *at)), questionnaire)
        found += _rows(placed, of_slot.get(("count", *at)), layout)
    return found


def exclusive_codes(item: Item, questionnaire: Questionnaire) -> list[str]:
    """The codes that exclude all others in a question with several choices: those of its list, then its own."""
    codes = questionnaire.code_lists.get(item.codes or "")
    listed = [code.code for code in codes.codes if code.exclusive] if codes and item.type in SEVERAL else []
    return [*dict.fromkeys([*listed, *item.exclusive])]


def _choice(placed: Placed, offered: Compiled | None, questionnaire: Questionnaire) -> Iterator[tuple[Draft, Compiled]]:
    item, parts = placed.item, []
    excluding = exclusive_codes(item, questionnaire)
    if not item.is_asked or item.codes is None:
        return
    if offered is not None and offered.ast is not None:
        parts.append(_is_offered(offered.ast, placed))
    if excluding:
        parts.append(_is_alone(excluding, placed.slot))
    if parts:
        own = Read(placed.scope, placed.slot, placed.scope, 0)
        ast = parts[0] if len(parts) == 1 else ["and", *parts]
        yield _node("choice", placed, ast, item.choice_filter or "", (own, *(offered.reads if offered else ())))


def _is_offered(filter_ast: list[Any], placed: Placed) -> list[Any]:
    """True when the filter is true of the answer; of each code of it, where there are several."""
    if placed.item.type in SEVERAL:
        return ["each_code", placed.item.codes, ["ref", 0, 0, placed.slot], filter_ast]
    return ["coalesce", _of_answer(filter_ast, placed.slot, placed.item.codes or "", 0), ["lit", False]]


def _of_answer(ast: Any, slot: int, codes: str, depth: int) -> Any:
    """The core of a filter as one of the question's own frame: the code is the answer, no pseudo frame is around."""
    operator, *rest = ast
    answer = ["ref", depth, 0, slot]
    if operator == "lit":
        return ast
    if operator == "code":
        return answer
    if operator in ("code_attr", "code_parent"):
        return ["attr", codes, rest[0] if rest else "parent", answer]
    if operator in CELLS:
        return [operator, rest[0] - (rest[0] > depth), *rest[1:]]
    if operator == "in":
        return ["in", _of_answer(rest[0], slot, codes, depth), rest[1]]
    if operator == "agg":
        kind, e, u, children, body, where, *more = rest
        inner = [part and _of_answer(part, slot, codes, depth + 1) for part in (body, where)]
        return ["agg", kind, e - (e > depth), u, children, *inner, *more]
    return [operator, *(_of_answer(part, slot, codes, depth) if isinstance(part, list) else part for part in rest)]


def _is_alone(excluding: list[str], slot: int) -> list[Any]:
    answer = ["ref", 0, 0, slot]
    several = ["le", ["call", "count_selected", answer], ["lit", 1]]
    return ["or", several, ["not", ["call", "selected_any", answer, ["lit", excluding]]]]


def _rows(placed: Placed, count: Compiled | None, layout: Layout) -> Iterator[tuple[Draft, Compiled]]:
    item = placed.item
    if item.rows is None or item.rows.kind not in ("added", "count"):
        return
    of = layout.child_scopes[item.pointer]
    rows: list[Any] = ["agg", "count", 0, 0, [layout.scopes[of].child], None, None, []]
    reads: tuple[Read, ...] = (Read(of, -1, placed.scope, rows=True),)
    most = item.max_rows
    if count is not None:  # the rows there are stop at the limit: what counts is how many were asked for
        rows, reads, most = ["coalesce", count.ast, ["lit", 0]], count.reads, item.max_rows or MOST_ROWS
    least = [["ge", rows, ["lit", item.min_rows]]] if item.min_rows else []
    limits = [*least, *([["le", rows, ["lit", most]]] if most is not None else [])]
    if limits:
        yield _node("rows", placed, limits[0] if len(limits) == 1 else ["and", *limits], "", reads)


def _node(kind: str, placed: Placed, ast: list[Any], text: str, reads: tuple[Read, ...]) -> tuple[Draft, Compiled]:
    draft = Draft(kind, placed.scope, text, placed.item.pointer, placed.slot, name=f"{placed.item.name} ({kind})")
    return draft, Compiled(text, ast, BOOLEAN, reads, ())
