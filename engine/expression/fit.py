"""Fitting a value to a type: constants take the type of their neighbour, integers widen, codes count as text."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from engine.errors import Finding, Severity
from engine.expression import lower
from engine.expression.lower import Typed
from engine.expression.mistakes import finding
from engine.expression.resolve import Stack
from engine.expression.tree import Node, Span
from engine.expression.types import TEXT, Type, words
from engine.expression.values import ExpressionValueError, to_internal

LISTED_CODES = 12
"""How many valid codes a message lists."""


class Fit:
    """The part of the checker that reports and fits."""

    __slots__ = ()
    stack: Stack
    findings: list[Finding]

    def report(
        self, code: str, message: str, where: Node | Span, remedy: str | None = None, severity: Severity = "error"
    ) -> Any | None:
        """Notes a mistake; the caller goes on without a value."""
        span = where.span if isinstance(where, Node) else where
        self.findings.append(finding(code, message, span, remedy, severity))
        return None

    def alike(self, parts: list[Typed], nodes: list[Node]) -> list[Typed] | None:
        """Parts brought to one type, or None when they have none in common."""
        parts = list(parts)
        if any(self.is_empty_text(part, node) for part, node in zip(parts, nodes, strict=True)):
            return None
        leader = next((part for part in parts if part.quoted is None), None)
        if leader is None:
            return parts
        for index, (part, node) in enumerate(zip(parts, nodes, strict=True)):
            if part.quoted is not None:
                fitted = self.constant(part, leader.type, node)
                if fitted is None or not self.is_among(part, leader.choices, node):
                    return None
                parts[index] = fitted
        return self.common(parts, nodes)

    def common(self, parts: list[Typed], nodes: list[Node]) -> list[Typed] | None:
        """Parts without open constants, brought to one type."""
        types = [part.type for part in parts]
        if all(each.is_number for each in types):
            return lower.align(parts)
        if all(each == types[0] for each in types):
            return parts
        if (
            all(each.kind in ("text", "code") for each in types)
            and len({each.code_list for each in types} - {None}) < 2
        ):
            return [lower.as_text(part) for part in parts]
        index = next(place for place, each in enumerate(types) if each != types[0])
        return self.unlike(types[0], types[index], parts[index], nodes[index])

    def unlike(self, wanted: Type, found: Type, part: Typed, node: Node) -> Any | None:
        """Reports two types with nothing in common, with what was probably meant."""
        remedy = None
        if part.core[0] == "lit" and wanted.kind in ("text", "code", "codes", "rank") and found.is_number:
            remedy = "Put the code or text in quotes."
        elif {wanted.kind, found.kind} == {"date", "datetime"}:
            remedy = "Write date_of(x) for the day of a datetime."
        elif wanted.is_set != found.is_set and "code" in (wanted.kind, found.kind):
            remedy = "Write selected(x, 'code')."
        elif {wanted.kind, found.kind} <= {"code"}:
            remedy = "Compare codes of one list, or to_text(x) of both."
        return self.report("unlike_types", f"This is {words(found)}, beside {words(wanted)}.", node, remedy)

    def is_empty_text(self, part: Typed, node: Node) -> bool:
        """Reports a quoted text with nothing in it."""
        empty = part.quoted == ""
        if empty:
            self.report("empty_text", "Text with nothing in it does not exist.", node)
        return empty

    def is_among(self, part: Typed, choices: tuple[str, ...], node: Node) -> bool:
        """True when a constant is one of the texts its neighbour can be; else it is reported."""
        if not choices or part.quoted in choices:
            return True
        shown = ", ".join(f"'{each}'" for each in choices)
        self.report("unknown_reason", f"'{part.quoted}' is never the reason here.", node, f"Reasons: {shown}.")
        return False

    def constant(self, part: Typed, wanted: Type, node: Node) -> Typed | None:
        """A quoted text as a constant of the type it stands beside."""
        assert part.quoted is not None  # noqa: S101
        if self.is_empty_text(part, node):
            return None
        if wanted.kind == "text":
            return lower.literal(part.quoted, TEXT)
        if wanted.kind == "code":
            return self.code(part.quoted, wanted, node)
        if wanted.is_set:
            return self.report("set_compared", "A selection is not compared with one code.", node)
        if wanted.is_number or wanted.kind == "boolean":
            remedy = "Write it without quotes."
            return self.report("unlike_types", f"'{part.quoted}' in quotes is text.", node, remedy)
        try:
            return lower.literal(to_internal(str(wanted), part.quoted), wanted)
        except ExpressionValueError as mistake:
            return self.report("bad_constant", str(mistake), node)

    def code(self, code: str, wanted: Type, node: Node) -> Typed | None:
        """A constant code, checked against its list."""
        listed = self.stack.environment.code_lists.get(wanted.code_list or "")
        if listed is None or not listed.codes or code in listed.codes:
            return lower.literal(code, wanted)
        shown = [f"'{each}'" + (f" {listed.labels[each]}" if each in listed.labels else "") for each in listed.codes]
        if len(shown) > LISTED_CODES:
            nearest = get_close_matches(code, listed.codes, 3)
            shown = [f"'{each}'" for each in nearest] or [*shown[:LISTED_CODES], "…"]
        message = f"'{code}' is not a code of '{listed.name}'."
        return self.report("unknown_code", message, node, f"Codes: {', '.join(shown)}.")

    def fit(self, part: Typed, wanted: Type, node: Node) -> Typed | None:
        """A part as the type that a parameter or a place needs, or None and a report."""
        if part.quoted is not None:
            return self.constant(part, wanted, node)
        if part.type == wanted:
            return part
        if part.type.is_exact and wanted.is_exact and part.type.decimals <= wanted.decimals:
            return lower.to_decimals(part, wanted.decimals)
        if part.type.is_number and wanted.kind == "real":
            return lower.to_real(part)
        if wanted.kind == "text" and part.type.kind == "code":
            return lower.as_text(part)
        if wanted.kind == "code" and part.type.kind == "text":
            return lower.Typed(wanted, part.core)
        remedy = None
        if part.type.is_number and wanted.is_exact:
            remedy = f"Write round(…, {wanted.decimals})."
        elif part.type.kind == "datetime" and wanted.kind == "date":
            remedy = "Write date_of(x)."
        return self.report("wrong_type", f"This is {words(part.type)}; {words(wanted)} is needed.", node, remedy)
