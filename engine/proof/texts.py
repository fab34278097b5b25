"""Texts and codes as numbers: each text that the form names has its own, every other text one beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import z3

from engine.proof.terms import FALSE, Formula, Term, conj, disj, ite

ANY = "An"
"""The text with the number 0, which a solver likes to take: a name reads well in an example."""


class Texts:
    """The numbers of texts; lists are numbered from the longest, so that their codes lie side by side."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []
        self.number(ANY)
        for name in sorted(lists, key=lambda one: -len(lists[one])):
            for code in lists[name]:
                self.number(code)

    def number(self, text: str) -> int:
        """The number of a text."""
        if text not in self._numbers:
            self._numbers[text] = len(self._texts)
            self._texts.append(text)
        return self._numbers[text]

    def text(self, number: int) -> str | None:
        """The text of a number; None for one that the form does not name."""
        return self._texts[number] if 0 <= number < len(self._texts) else None

    def literal(self, text: str) -> Term:
        """The term of a text."""
        return Term("text", z3.IntVal(self.number(text)), domain=(text,))

    def one_of(self, value: Formula, texts: Iterable[str]) -> Formula:
        """That the text with the number `value` is one of these."""
        return disj(*(_within(value, low, high) for low, high in self._ranges(texts)))

    def table(self, term: Term, of: Callable[[str], Any]) -> Term:
        """A function of a text with a domain, by its value for every text: exact, whatever the function is."""
        groups: dict[Any, list[str]] = {}
        for text in term.domain or ():
            groups.setdefault(of(text), []).append(text)
        results = [(result, self.one_of(term.value, texts)) for result, texts in groups.items() if result is not None]
        if not results:
            return Term("null", None, FALSE, term.error, term.loose)
        known = term.known if None not in groups else conj(term.known, disj(*(found for _, found in results)))
        value = self._constant(results[-1][0])
        for result, found in reversed(results[:-1]):
            value = ite(found, self._constant(result), value)
        kind, domain = "number", None
        if isinstance(results[0][0], bool):
            kind = "boolean"
        elif isinstance(results[0][0], str):
            kind, domain = "text", tuple(result for result, _ in results)
        return Term(kind, value, known, term.error, term.loose, domain)

    def _constant(self, result: Any) -> Formula:
        if isinstance(result, bool):
            return z3.BoolVal(result)
        return z3.IntVal(self.number(result) if isinstance(result, str) else result)

    def _ranges(self, texts: Iterable[str]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for number in sorted({self.number(text) for text in texts}):
            if found and found[-1][1] == number - 1:
                found[-1] = (found[-1][0], number)
            else:
                found.append((number, number))
        return found


def _within(value: Formula, low: int, high: int) -> Formula:
    return value == low if low == high else z3.And(value >= low, value <= high)
