"""The symbolic interview: every cell of the form, and some rows of every roster, as terms.

The rows are any rows of the roster, in their order, and others may lie between and beyond them (`rest`): what no such
interview can do, no interview can, however many rows it has. With `exact` assumed the rows are all there are, which is
what a witness needs. Rosters over a short code list or selection have all their rows.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import z3

from engine.expression.dates import FIRST_MONTH, LAST_MONTH
from engine.expression.values import LIMIT
from engine.proof import calendar
from engine.proof.terms import FALSE, NULL, TRUE, Formula, Term, conj, count, disj, ite, neg
from engine.proof.texts import Texts
from engine.response.form import Form, Node, ScopeForm, Slot

ROWS = 2
LISTED_ROWS = 10
BITS = 80
TODAY_FROM, TODAY_TO = 2000 * 12, 2060 * 12 + 11


class Frame:
    """The interview or a row: `exists`, its place among its siblings, and the frames of its own rosters."""

    def __init__(
        self, layout: ScopeForm, parent: Frame | None, row_id: str, exists: Formula, position: Formula
    ) -> None:
        self.layout, self.parent, self.id, self.exists, self.position = layout, parent, row_id, exists, position
        self.path: str = "" if parent is None else f"{parent.path}/{layout.name}[{row_id}]"
        self.rows: list[list[Frame]] = [[] for _ in layout.children]
        self.rest: list[Formula] = [z3.IntVal(0) for _ in layout.children]
        self.around: list[list[tuple[str, Formula]]] = [[] for _ in layout.children]
        """By child roster: the id of each row and whether it is there, known before the frames are made."""
        self.cells: dict[int, Term] = {}
        self.terms: dict[int, Term] = {}
        self.routes: dict[int, Formula] = {}
        self.given: dict[int, tuple[Formula, Term, Formula]] = {}
        """By slot of what is answered or preloaded: whether there is a value, the value, the missing reason."""
        self.before: dict[int, tuple[Formula, Term]] = {}

    def up(self, steps: int) -> Frame:
        """The frame so many parents up."""
        frame = self
        for _ in range(steps):
            assert frame.parent is not None  # noqa: S101  # the compiler counts the scopes
            frame = frame.parent
        return frame


class World:
    """All frames of a form, the facts that hold of them, and the terms of cells, made when first asked for."""

    def __init__(self, form: Form, rows: int = ROWS) -> None:
        self.form, self._most = form, rows
        self.texts = Texts({name: one.codes for name, one in form.lists.items()})
        self.facts: list[Formula] = []
        self.exact = z3.Bool("exact")
        self._fresh = 0
        self.length = z3.Function("length", z3.IntSort(), z3.IntSort())
        self.patterns: dict[str, Any] = {}
        self._counts: list[tuple[Node, Frame, Formula, int]] = []
        self._selected: list[tuple[Formula, Frame, int, Formula]] = []
        self.today = self._today()
        self.root = self._frame(form.scopes[0], None, "", TRUE, z3.IntVal(1))
        self._settle()

    def frames(self, scope: int) -> list[Frame]:
        """The frames of a scope."""
        found = [self.root]
        chain: list[int] = []
        at = self.form.scopes[scope]
        while at.parent >= 0:
            chain.insert(0, at.child)
            at = self.form.scopes[at.parent]
        for child in chain:
            found = [row for frame in found for row in frame.rows[child]]
        return found

    def all_frames(self) -> list[Frame]:
        """All frames, those around first."""
        return [frame for scope in self.form.scopes for frame in self.frames(scope.index)]

    def on_route(self, frame: Frame) -> Formula:
        """That the row is there and its roster on route."""
        if frame.parent is None:
            return TRUE
        return conj(frame.exists, self.route(frame.parent, frame.layout.roster))

    def route(self, frame: Frame, slot: int) -> Formula:
        """That the slot is on route."""
        if slot not in frame.routes:
            found = frame.layout.slots[slot]
            around = self.on_route(frame) if found.container < 0 else self.route(frame, found.container)
            node = self._node(found, "relevant")
            shown = TRUE if node is None else self.run(node, frame)
            frame.routes[slot] = TRUE if found.is_preload else conj(around, shown if node is None else _is_true(shown))
        return frame.routes[slot]

    def shown(self, frame: Frame, slot: int) -> Formula:
        """That what contains the slot is on route, so that its own condition decides."""
        found = frame.layout.slots[slot]
        return self.on_route(frame) if found.container < 0 else self.route(frame, found.container)

    def cell(self, frame: Frame, slot: int) -> Term:
        """The effective value of a cell."""
        if slot not in frame.cells:
            frame.cells[slot] = self._cell(frame, frame.layout.slots[slot])
        return frame.cells[slot]

    def reason(self, frame: Frame, slot: int) -> Term:
        """Why the cell has no value, as text; null where it has one."""
        found, cell = frame.layout.slots[slot], self.cell(frame, slot)
        on = self.route(frame, slot)
        if found.type is None:
            return self.texts.literal("not_asked").where(neg(on))
        words = ["not_asked"]
        if found.is_calculated:
            inner = z3.IntVal(self.texts.number("unknown"))
            words.append("unknown")
        else:
            inner = self._given(frame, found)[2]
            words += ["not_reached", *(found.item.missing if found.item else ())]
        value = ite(on, inner, z3.IntVal(self.texts.number("not_asked")))
        return Term("text", value, neg(cell.known), loose=cell.loose, domain=tuple(dict.fromkeys(words)))

    def last_round(self, frame: Frame, slot: int) -> Term:
        """The value of the last round: any, or none."""
        if slot not in frame.before:
            found = frame.layout.slots[slot]
            name = f"previous:{frame.path}.{found.name}"
            frame.before[slot] = (z3.Bool(name), self.variable(found.type or "", name + ":value"))
        known, term = frame.before[slot]
        return term.where(known)

    def run(self, node: Node, frame: Frame) -> Term:
        """The term of a node in a frame of its scope, worked out once."""
        from engine.proof.translate import translate  # the two modules need each other, as scopes and expressions do

        if node.index not in frame.terms:
            frame.terms[node.index] = translate(self, node.ast, (frame,))
        return frame.terms[node.index]

    def variable(self, value_type: str, name: str) -> Term:
        """Any value of the type."""
        kind, _, rest = value_type.partition(":")
        if kind in ("codes", "rank"):
            return self._set(rest, name)
        if kind == "boolean":
            return Term("boolean", z3.Bool(name))
        if kind == "date":
            months, day = z3.Ints(f"{name}:months {name}:day")
            self.facts.append(calendar.exists(months, day))
            return calendar.date_of(months, day)
        limits = _LIMITS.get(kind)
        if limits is not None:
            found = z3.Int(name)
            self.facts.append(z3.And(found >= limits[0], found <= limits[1]))
            return Term("number", found)
        if kind in ("text", "code"):
            return self._text(kind, rest, name)
        return Term("real", None, zero=z3.Bool(name + ":zero")) if kind == "real" else Term("other", None)

    def fresh(self, kind: str, why: str, *inputs: Term) -> Term:
        """A result that nothing is known of but its kind; known at most when its inputs are."""
        self._fresh += 1
        types = {"number": "integer", "text": "text", "boolean": "boolean", "date": "date", "real": "real"}
        made = self.variable(types.get(kind, "other"), f"{why}#{self._fresh}")
        known = conj(z3.Bool(f"{why}#{self._fresh}:known"), *(one.known for one in inputs))
        loose = made.loose.union({why}, *(one.loose for one in inputs))
        error = disj(z3.Bool(f"{why}#{self._fresh}:error"), *(one.error for one in inputs))
        return Term(
            made.kind, made.value, known, error, loose, made.domain, made.months, made.day, made.zero
        )  # fmt: skip

    def symbol(self, name: str, sort: str = "Int") -> Any:
        """A fresh z3 variable."""
        self._fresh += 1
        return (z3.Int if sort == "Int" else z3.Bool)(f"{name}#{self._fresh}")

    def matches(self, pattern: str) -> Any:
        """The function that says whether a text matches."""
        if pattern not in self.patterns:
            self.patterns[pattern] = z3.Function(f"matches:{pattern}", z3.IntSort(), z3.BoolSort())
        return self.patterns[pattern]

    def _node(self, slot: Slot, member: str) -> Node | None:
        number = slot.item.number(member) if slot.item else None
        return None if number is None else self.form.nodes[number]

    def _cell(self, frame: Frame, slot: Slot) -> Term:
        if slot.type is None:
            return NULL
        on = self.route(frame, slot.slot)
        if slot.is_calculated:
            node = self._node(slot, "calculation")
            assert node is not None  # noqa: S101
            term = self.run(node, frame)
            return term.where(conj(on, term.known, neg(term.error)), conj(on, term.error))
        given, term, _ = self._given(frame, slot)
        return term.where(conj(on, given))

    def _given(self, frame: Frame, slot: Slot) -> tuple[Formula, Term, Formula]:
        if slot.slot not in frame.given:
            name = f"{frame.path}.{slot.name}"
            given = TRUE if slot.is_unit_key else z3.Bool(name)
            reason = z3.Int(name + ":reason")
            term = self.variable(slot.type or "", name + ":value")
            reasons = ["not_reached", *(slot.item.missing if slot.item else ())]
            self.facts.append(self.texts.one_of(reason, reasons))
            frame.given[slot.slot] = (given, term, reason)
        return frame.given[slot.slot]

    def _today(self) -> Term:
        fixed = self.form.compiled.get("reference_date")
        if fixed:
            from engine.expression.values import to_internal

            months, day = calendar.literal(to_internal("date", fixed))
            return calendar.date_of(z3.IntVal(months), z3.IntVal(day))
        found = self.variable("date", "today")
        self.facts.append(z3.And(found.months >= TODAY_FROM, found.months <= TODAY_TO))
        return found

    def _text(self, kind: str, name_of_list: str, name: str) -> Term:
        found = z3.Int(name)
        if kind == "text":
            self.facts.append(found >= 0)
            return Term("text", found)
        codes = tuple(self.form.lists[name_of_list].codes)
        self.facts.append(self.texts.one_of(found, codes))
        return Term("text", found, domain=codes)

    def _set(self, name_of_list: str, name: str) -> Term:
        codes = self.form.lists[name_of_list].codes
        if len(codes) > BITS:
            return Term("other", None, loose=frozenset({f"a selection from {len(codes)} codes"}))
        bits = {code: z3.Bool(f"{name}:{code}") for code in codes}
        self.facts.append(disj(*bits.values()))
        return Term("set", bits)

    def _frame(self, layout: ScopeForm, parent: Frame | None, row: str, exists: Formula, position: Formula) -> Frame:
        frame = Frame(layout, parent, row, exists, position)
        for child, scope in enumerate(layout.children):
            self._rows(frame, child, self.form.scopes[scope])
        return frame

    def _rows(self, frame: Frame, child: int, scope: ScopeForm) -> None:
        roster = frame.layout.slots[scope.roster]
        item = roster.item
        assert item is not None  # noqa: S101
        if roster.rows_kind == "others" and frame.parent is not None:
            self._others(frame, child, scope)
        elif roster.rows_kind == "codes":
            self._listed(frame, child, scope, list(self.form.lists[item.rows.codes].codes), None)
        elif roster.rows_kind == "selected":
            source = self._given(frame.up(item.rows.up), frame.up(item.rows.up).layout.slots[item.rows.slot])[1]
            owner = frame.up(item.rows.up)
            if source.kind != "set" or len(source.value) > LISTED_ROWS:
                self._open_rows(frame, child, scope, None)
            else:
                bits = {code: (owner, item.rows.slot, bit) for code, bit in source.value.items()}
                self._listed(frame, child, scope, list(bits), bits)
        else:
            node = self.form.nodes[item.rows.count] if roster.rows_kind == "count" else None
            self._open_rows(frame, child, scope, node, item.number("max_rows") or 1000, item.number("min_rows") or 0)

    def _listed(
        self, frame: Frame, child: int, scope: ScopeForm, codes: list[str], bits: dict[str, Any] | None
    ) -> None:
        """One row for each code, or for each that is selected."""
        kept = codes[:LISTED_ROWS]
        frame.rest[child] = z3.IntVal(len(codes) - len(kept))
        there: list[Formula] = []
        chosen = {code: TRUE if bits is None else z3.Bool(f"{frame.path}/{scope.name}[{code}]") for code in kept}
        frame.around[child] = list(chosen.items())
        for code, exists in chosen.items():
            if bits is not None:
                self._selected.append((exists, *bits[code]))
            position = count([*there, TRUE]) if bits is not None else z3.IntVal(len(there) + 1)
            there.append(exists)
            frame.rows[child].append(self._frame(scope, frame, code, exists, position))

    def _others(self, frame: Frame, child: int, scope: ScopeForm) -> None:
        """One row for each other row of the roster around, there when that is."""
        around = frame.parent.around[frame.layout.child] if frame.parent else []
        frame.rest[child] = frame.parent.rest[frame.layout.child] if frame.parent else z3.IntVal(0)
        there: list[Formula] = []
        for row, exists in around:
            if row == frame.id:
                continue
            place = z3.Int(f"{frame.path}/{scope.name}[{row}]:position")
            least = count([*there, TRUE])
            self.facts += [place >= least, z3.Implies(self.exact, place == least)]
            there.append(exists)
            frame.rows[child].append(self._frame(scope, frame, row, exists, place))

    def _open_rows(
        self, frame: Frame, child: int, scope: ScopeForm, node: Node | None, most: int = 1000, least: int = 0
    ) -> None:
        """Some rows of any number: of those added by hand, or of those that a count asks for."""
        name = f"{frame.path}/{scope.name}"
        rest = z3.Int(f"{name}:rest")
        numbers = range(1, max(self._most, min(least, LISTED_ROWS)) + 1)
        there = [z3.Bool(f"{name}[{at}]") for at in numbers]
        places = [z3.Int(f"{name}[{at}]:position") for at in numbers]
        self.facts += [rest >= 0, z3.Implies(rest > 0, there[-1]), z3.Implies(self.exact, rest == 0), places[0] >= 1]
        self.facts += [z3.Implies(after, one) for one, after in pairwise(there)]
        self.facts += [after > one for one, after in pairwise(places)]
        self.facts += [z3.Implies(self.exact, place == at) for at, place in enumerate(places, 1)]
        frame.rest[child] = rest
        frame.around[child] = [(str(at), one) for at, one in enumerate(there, 1)]
        total = count(there) + rest
        self.facts += [z3.Implies(one, place <= total) for one, place in zip(there, places, strict=True)]
        for at, (exists, place) in enumerate(zip(there, places, strict=True), 1):
            frame.rows[child].append(self._frame(scope, frame, str(at), exists, place))
        if node is not None:
            self._counts.append((node, frame, total, most))

    def _settle(self) -> None:
        """State how many rows counted and selected rosters have, when all frames are there."""
        for node, frame, total, most in self._counts:
            term = self.run(node, frame)
            wanted = ite(conj(term.known, neg(term.error), term.value > 0), term.value, z3.IntVal(0))
            self.facts.append(total == ite(wanted > most, z3.IntVal(most), wanted))
        for exists, owner, slot, bit in self._selected:
            self.facts.append(exists == conj(self.cell(owner, slot).known, bit))


_LIMITS = {
    "integer": (-LIMIT, LIMIT),
    "decimal": (-LIMIT, LIMIT),
    "time": (0, 86_399),
    "datetime": (-62_135_596_800, 253_402_300_799),
    "year_month": (FIRST_MONTH, LAST_MONTH),
}


def _is_true(term: Any) -> Formula:
    return conj(term.known, neg(term.error), term.value) if term.kind == "boolean" else FALSE
