"""Terms: what an expression can come to, as z3 formulas: a value, whether it is known, whether it ends in an error.

A term over-approximates: whatever an interview can make of the expression, the formulas allow. Where an operator is
not translated its result is a fresh variable, and `loose` names the operator; nothing is claimed to be possible from
such a term before an interview has shown it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import z3

Formula = Any
"""A z3 expression; the package has no types of its own."""

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)
TIGHT: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Term:
    """`kind` says what `value` is: `number`, `text` (a number for each text), `boolean`, `date` (days, with `months`
    and `day` of the month), `set` (a formula for each code), `real` (no value, only whether it is `zero`), `other`, or
    `null`. `domain` holds all texts that a text can be, where they are few."""

    kind: str
    value: Any
    known: Formula = TRUE
    error: Formula = FALSE
    loose: frozenset[str] = TIGHT
    domain: tuple[str, ...] | None = None
    months: Formula = None
    day: Formula = None
    zero: Formula = None

    @property
    def true(self) -> Formula:
        """Known and true."""
        return conj(self.known, self.value)

    @property
    def false(self) -> Formula:
        """Known and false."""
        return conj(self.known, neg(self.value))

    def where(self, known: Formula, error: Formula = None) -> Term:
        """The term with another `known` and `error`."""
        return replace(self, known=known, error=self.error if error is None else error)


NULL = Term("null", None, FALSE)


def conj(*parts: Formula) -> Formula:
    """All of them; constants are folded, so that formulas stay small."""
    kept = [part for part in parts if not z3.is_true(part)]
    if any(z3.is_false(part) for part in kept):
        return FALSE
    return TRUE if not kept else kept[0] if len(kept) == 1 else z3.And(*kept)


def disj(*parts: Formula) -> Formula:
    """One of them at least."""
    kept = [part for part in parts if not z3.is_false(part)]
    if any(z3.is_true(part) for part in kept):
        return TRUE
    return FALSE if not kept else kept[0] if len(kept) == 1 else z3.Or(*kept)


def neg(part: Formula) -> Formula:
    """Not."""
    return FALSE if z3.is_true(part) else TRUE if z3.is_false(part) else z3.Not(part)


def ite(condition: Formula, yes: Formula, no: Formula) -> Formula:
    """One or the other."""
    if z3.is_true(condition) or yes is no:
        return yes
    return no if z3.is_false(condition) else z3.If(condition, yes, no)


def count(parts: Iterable[Formula]) -> Formula:
    """How many hold."""
    terms = [z3.If(part, 1, 0) for part in parts if not z3.is_false(part)]
    return z3.Sum(terms) if terms else z3.IntVal(0)


def known_all(*terms: Term) -> Formula:
    """All are known."""
    return conj(*(term.known for term in terms))


def error_any(*terms: Term) -> Formula:
    """One ends in an error."""
    return disj(*(term.error for term in terms))


def loose_all(*terms: Term) -> frozenset[str]:
    """The operators that are not translated in any of them."""
    return TIGHT.union(*(term.loose for term in terms))


def boolean(value: Formula, *inputs: Term) -> Term:
    """A strict boolean of its inputs."""
    return Term("boolean", value, known_all(*inputs), error_any(*inputs), loose_all(*inputs))


def number(value: Formula, *inputs: Term) -> Term:
    """A strict number of its inputs."""
    return Term("number", value, known_all(*inputs), error_any(*inputs), loose_all(*inputs))


def three_valued(true: Formula, false: Formula, error: Formula, loose: frozenset[str]) -> Term:
    """A boolean from when it is true and when it is false; unknown otherwise."""
    return Term("boolean", true, disj(true, false), error, loose)


def choose(condition: Formula, yes: Term, no: Term) -> Term:
    """`yes` where the condition holds, else `no`; their kinds agree, or one is null."""
    if yes.kind == "null" or no.kind == "null":
        chosen = no if yes.kind == "null" else yes
        known = ite(condition, yes.known, no.known)
        return replace(chosen, known=known, error=ite(condition, yes.error, no.error), loose=yes.loose | no.loose)
    value: Any = None
    if yes.kind == "set" and no.kind == "set":
        value = {code: ite(condition, *_bits(code, yes.value, no.value)) for code in {**yes.value, **no.value}}
    elif yes.value is not None and no.value is not None:
        value = ite(condition, yes.value, no.value)
    domain = None
    if yes.domain is not None and no.domain is not None:
        domain = tuple(dict.fromkeys([*yes.domain, *no.domain]))
    parts = yes.months is not None and no.months is not None
    return Term(
        yes.kind, value, ite(condition, yes.known, no.known), ite(condition, yes.error, no.error),
        yes.loose | no.loose, domain,
        ite(condition, yes.months, no.months) if parts else None,
        ite(condition, yes.day, no.day) if parts else None,
        ite(condition, yes.zero, no.zero) if yes.zero is not None and no.zero is not None else None,
    )  # fmt: skip


def _bits(code: str, yes: Mapping[str, Formula], no: Mapping[str, Formula]) -> tuple[Formula, Formula]:
    return yes.get(code, FALSE), no.get(code, FALSE)
