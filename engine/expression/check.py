"""The type checker: a tree and its scopes to a typed core, with every mistake found on the way.

`Checker.check` gives a `Typed` part, or None where a mistake was reported (so that one mistake is reported once). Calls
are in `check_calls.py`, aggregates in `check_aggregates.py`, fitting values to types in `fit.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from engine.errors import Finding
from engine.expression import lower, tree, units
from engine.expression.environment import Symbol
from engine.expression.fit import Fit
from engine.expression.lower import Typed
from engine.expression.reads import as_list, place_of
from engine.expression.regex import common_pattern
from engine.expression.resolve import Place, Stack
from engine.expression.tree import Name, Node
from engine.expression.types import BOOLEAN, MAX_DECIMALS, REAL, TEXT, Type, decimal, words
from engine.expression.units import PURE, Unit
from engine.expression.values import LIMIT, ExpressionValueError, scaled

ORDERED = frozenset(["integer", "decimal", "real", "date", "time", "datetime", "year_month"])
INCOMPARABLE = frozenset(["rank", "geopoint", "geotrace", "geoshape", "file"])
OPERATORS = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


@dataclass(slots=True)
class Checker(Fit):
    """Checks one expression; `findings` grows as mistakes are met."""

    stack: Stack
    findings: list[Finding] = field(default_factory=list)
    in_text: bool = False

    def check(self, node: Node) -> Typed | None:
        """The typed core of a node."""
        match node:
            case tree.Number():
                return self.number(node)
            case tree.Text(text=text):
                return Typed(TEXT, ["lit", text], quoted=text)
            case tree.Truth(value=value):
                return lower.literal(value, BOOLEAN)
            case Name():
                return self.name(node)
            case tree.Call():
                from engine.expression.check_calls import check_call  # calls check their arguments with this module

                return check_call(self, node)
            case tree.ListBody():
                return self.bare_list(node)
            case tree.Unary(operator="not", operand=operand):
                inner = self.condition(operand)
                return inner and lower.condition(["not", inner.core])
            case tree.Unary(operand=operand):
                inner = self.a_number(operand)
                return inner and lower.negation(inner)
            case tree.Binary():
                return self.binary(node)
            case tree.Between():
                return self.between(node)
            case tree.Among():
                return self.among(node)
            case tree.Choice():
                return self.choice(node)
            case _:
                return None

    # -- constants and names

    def number(self, node: tree.Number) -> Typed | None:
        """A written number, with as many decimals as are written."""
        decimals = len(node.text.partition(".")[2])
        try:
            value = scaled(node.text, decimals)
        except ExpressionValueError:
            value = LIMIT + 1
        if decimals > MAX_DECIMALS or value > LIMIT:
            return self.report("bad_number", f"{node.text} is not a number that can be kept exactly.", node)
        return lower.literal(value, decimal(decimals))

    def name(self, node: Name) -> Typed | None:
        """The value of a name, and of attributes of its code after it."""
        if node.parts[0] != "this" and self.stack.is_pseudo(node.parts[0]):
            return self.attributes(self.pseudo(node.parts[0]), node, 1)
        place = self.place(node)
        if place is None:
            return None
        symbol = place.symbol
        if symbol.is_roster:
            return self.bare_list(node)
        if symbol.type is None:
            return self.report("not_a_value", f"'{symbol.name}' holds no value.", node)
        first = 2 if node.parts[0] == "this" else 1
        cell = Typed(symbol.type, ["ref", place.e, place.u, symbol.slot], symbol.unit)
        return self.attributes(cell, node, first)

    def place(self, node: Name) -> Place | None:
        """Where a name leads; reports one that leads nowhere, with the nearest."""
        place, _rest = place_of(node, self.stack)
        if place is None:
            index = 1 if node.parts[0] == "this" else 0
            self.unknown(node.parts[index], self.stack.names(), node.spans[index])
        return place

    def unknown(self, name: str, candidates: tuple[str, ...], span: tree.Span) -> Any | None:
        """Reports an unknown name with the nearest known ones."""
        nearest = get_close_matches(name, candidates, 3)
        remedy = f"Did you mean {' or '.join(nearest)}?" if nearest else None
        return self.report("unknown_name", f"There is no '{name}' here.", span, remedy)

    def pseudo(self, name: str) -> Typed:
        """A name of the code that a filter looks at."""
        listed = self.stack.filter_list
        assert listed is not None  # noqa: S101
        if name in listed.attributes:
            return Typed(listed.attributes[name], ["code_attr", name])
        if name == "code":
            return Typed(Type("code", code_list=listed.name), ["code"])
        return Typed(TEXT, ["code_parent"])

    def attributes(self, part: Typed | None, node: Name, first: int) -> Typed | None:
        """`job.skill_level`: each part after the name an attribute of the code before it."""
        for name, span in zip(node.parts[first:], node.spans[first:], strict=True):
            if part is None:
                return None
            part = self.attribute(part, name, span)
        return part

    def attribute(self, part: Typed, name: str, span: tree.Span) -> Typed | None:
        """One attribute of a code."""
        listed = self.stack.environment.code_lists.get(part.type.code_list or "")
        if part.type.kind != "code" or listed is None:
            return self.report("unknown_attribute", f"Only a code has attributes, not {words(part.type)}.", span)
        if name not in listed.attributes:
            known = ", ".join(listed.attributes)
            remedy = f"Write one of: {known}." if known else "Give the code list the attribute."
            message = f"The code list '{listed.name}' has no attribute '{name}'."
            return self.report("unknown_attribute", message, span, remedy)
        return Typed(listed.attributes[name], ["attr", listed.name, name, part.core])

    def bare_list(self, node: Node) -> Typed | None:
        """A list where a single value is needed."""
        listed = as_list(node, self.stack)
        if listed is None:
            name = node.roster if isinstance(node, tree.ListBody) else node
            if isinstance(name, Name) and self.place(name) is not None:
                self.report("not_a_list", f"'{'.'.join(name.parts)}' is not a roster.", name)
            return None
        roster = listed.rosters[-1]
        inside = [scope for scope in self.stack.environment.lineage(self.home_scope) if scope.index]
        around = any(scope.index == roster.child_scope for scope in inside)
        cell = ".".join(listed.body.parts) if isinstance(listed.body, Name) else None
        remedy = (
            f"Write {cell} for the value in this row, or put the list in an aggregate." if around and cell else None
        )
        message = f"'{roster.name}' is a list over rows; here one value is needed."
        return self.report("list_outside_aggregate", message, node, remedy)

    @property
    def home_scope(self) -> int:
        """The scope in which the expression stands."""
        assert self.stack.home.scope is not None  # noqa: S101
        return self.stack.home.scope

    def symbol_of(self, node: Node) -> Symbol | None:
        """The symbol that a plain name leads to, without any report."""
        place = place_of(node, self.stack)[0] if isinstance(node, Name) else None
        return place.symbol if place else None

    # -- operators

    def condition(self, node: Node) -> Typed | None:
        """A part that must be true, false or unknown."""
        part = self.check(node)
        return part and self.truth(part, node)

    def truth(self, part: Typed, node: Node) -> Typed | None:
        """A part, if it is true, false or unknown."""
        if part.type == BOOLEAN:
            return part
        return self.report("not_boolean", f"This is {words(part.type)}, not a condition.", node)

    def a_number(self, node: Node) -> Typed | None:
        """A part that must be a number."""
        part = self.check(node)
        if part is None or part.type.is_number:
            return part
        return self.report("not_number", f"This is {words(part.type)}, not a number.", node, number_remedy(part))

    def binary(self, node: tree.Binary) -> Typed | None:
        """Logic, comparison or arithmetic."""
        if node.operator in ("and", "or", "implies"):
            left, right = self.condition(node.left), self.condition(node.right)
            if left is None or right is None:
                return None
            if node.operator == "implies":
                return lower.condition(["implies", left.core, right.core])
            return lower.condition(lower.junction(node.operator, left.core, right.core))
        if node.operator in OPERATORS:
            return self.comparison(node, node.operator)
        return self.arithmetic(node)

    def arithmetic(self, node: tree.Binary) -> Typed | None:
        """`+ - * /`; `+` also joins texts."""
        left, right = self.check(node.left), self.check(node.right)
        if left is None or right is None:
            return None
        if node.operator == "+" and all(part.type.kind in ("text", "code") for part in (left, right)):
            return lower.call("concat", TEXT, left.core, right.core)
        if not left.type.is_number or not right.type.is_number:
            return self.not_numbers(node, left, right)
        unit = units.product(left, right) if node.operator == "*" else None
        unit = self.same_unit(node, left, right) if node.operator in "+-" else unit
        if node.operator == "/":
            return lower.quotient(left, right)
        if left.type.is_exact and right.type.is_exact and node.operator == "*":
            decimals = left.type.decimals + right.type.decimals
            if decimals > MAX_DECIMALS:
                return self.report("too_many_decimals", f"The product has {decimals} decimals.", node)
        return lower.arithmetic(node.operator, left, right, unit)

    def not_numbers(self, node: tree.Binary, left: Typed, right: Typed) -> Any | None:
        """Reports arithmetic on what is no number, with the function that does what was meant."""
        wrong, place = (left, node.left) if not left.type.is_number else (right, node.right)
        remedy = number_remedy(wrong)
        if "date" in (left.type.kind, right.type.kind):
            remedy = "Write days_between(a, b)." if node.operator == "-" else "Write add_days(d, n)."
        elif node.operator == "+" and {"text", "code"} & {left.type.kind, right.type.kind}:
            remedy = "Write concat(a, b, …)."
        return self.report(
            "not_number", f"'{node.operator}' needs numbers; this is {words(wrong.type)}.", place, remedy
        )

    def same_unit(self, node: Node, *parts: Typed) -> Unit | None:
        """The common unit of the parts, None when none is known; reports units that differ."""
        found = list(dict.fromkeys(part.unit for part in parts if part.unit is not None and part.unit != PURE))
        for other in found[1:]:
            if units.clash(found[0], other):
                return self.report("unit_clash", f"The units differ: {found[0].word} and {other.word}.", node)
        return found[0] if found else None

    def comparison(self, node: tree.Binary, operator: str) -> Typed | None:
        """`= != < <= > >=` of two values of one type."""
        left, right = self.check(node.left), self.check(node.right)
        if left is None or right is None:
            return None
        pair = self.alike([left, right], [node.left, node.right])
        if pair is None or not self.comparable(pair[0], operator, node):
            return None
        self.same_unit(node, left, right)
        return lower.condition([OPERATORS[operator], pair[0].core, pair[1].core])

    def comparable(self, part: Typed, operator: str, node: Node) -> bool:
        """True when values of the type can be compared so; else the mistake is reported."""
        kind = part.type.kind
        if operator in ("=", "!="):
            if kind == "real":
                self.report("equal_reals", "Reals are not compared for equality.", node)
            elif kind in INCOMPARABLE:
                code = "set_compared" if kind == "rank" else "wrong_type"
                self.report(code, f"Values of this kind, {words(part.type)}, are not compared.", node)
            return kind != "real" and kind not in INCOMPARABLE
        if kind in ORDERED:
            return True
        remedy = "Write to_number(x) < …." if kind in ("text", "code") else None
        self.report("no_order", f"There is no order in {words(part.type)}.", node, remedy)
        return False

    def between(self, node: tree.Between) -> Typed | None:
        """`x between low and high`."""
        nodes = [node.operand, node.low, node.high]
        parts = [self.check(part) for part in nodes]
        whole = [part for part in parts if part is not None]
        fitted = self.alike(whole, nodes) if len(whole) == 3 else None
        if fitted is None or not self.comparable(fitted[0], "<=", node):
            return None
        self.same_unit(node, *whole)
        return lower.condition(["between", *(part.core for part in fitted)])

    def among(self, node: tree.Among) -> Typed | None:
        """`x in {…}`: constants of the type of x."""
        operand = self.check(node.operand)
        parts = [self.check(constant) for constant in node.constants]
        if operand is None or None in parts:
            return None
        if operand.type.is_set:
            return self.report(
                "set_compared", f"This is {words(operand.type)}.", node, "Write selected_any(x, 'a', 'b')."
            )
        if operand.type == REAL:
            return self.report("equal_reals", "Reals are not compared for equality.", node)
        values, decimals = [], operand.type.decimals
        for constant, part in zip(node.constants, parts, strict=True):
            assert part is not None  # noqa: S101
            if part.core[0] != "lit":
                return self.report("needs_constant", "Only constants stand in braces.", constant)
            pair = self.alike([operand, part], [node.operand, constant])
            if pair is None:
                return None
            values.append(pair[1])
            decimals = max(decimals, pair[1].type.decimals)
        if operand.type.is_exact:
            values = [lower.to_decimals(value, decimals) for value in values]
            if any(value.core[0] != "lit" for value in values):
                return self.report("bad_number", "The values differ too much in size and decimals.", node)
            operand = lower.to_decimals(operand, decimals)
        return lower.condition(["in", operand.core, [value.core[1] for value in values]])

    def choice(self, node: tree.Choice) -> Typed | None:
        """`if c then a else b`, both of one type."""
        chosen, yes, no = self.condition(node.condition), self.check(node.yes), self.check(node.no)
        if chosen is None or yes is None or no is None:
            return None
        pair = self.alike([yes, no], [node.yes, node.no])
        unit = self.same_unit(node, yes, no)
        return None if pair is None else Typed(pair[0].type, ["if", chosen.core, pair[0].core, pair[1].core], unit)

    def wrong_count(self, node: tree.Call, signature: str) -> Any | None:
        """Reports a wrong number of arguments."""
        given = len(node.arguments)
        message = f"{node.name}(…) is given {given} argument{'' if given == 1 else 's'}."
        return self.report("wrong_arguments", message, node, f"Write {signature}.")

    def arguments(self, node: tree.Call, signature: str, least: int, most: int | None) -> list[Typed] | None:
        """The checked arguments of a call that takes so many; None when one is wrong."""
        if len(node.arguments) < least or (most is not None and len(node.arguments) > most):
            return self.wrong_count(node, signature)
        parts = [self.check(argument.value) for argument in node.arguments]
        whole = [part for part in parts if part is not None]
        return whole if len(whole) == len(parts) else None

    def written_integer(self, node: Node, least: int, most: int) -> int | None:
        """A whole number written out, between two bounds."""
        sign, number = (-1, node.operand) if isinstance(node, tree.Unary) and node.operator == "-" else (1, node)
        if isinstance(number, tree.Number) and number.text.isdecimal() and len(number.text) < 6:
            value = sign * int(number.text)
            if least <= value <= most:
                return value
        return self.report("needs_constant", f"Write out a whole number from {least} to {most}.", node)

    def pattern(self, node: Node) -> str | None:
        """A regular expression of the common subset, as every engine takes it."""
        if not isinstance(node, tree.Text):
            self.report("needs_constant", "The pattern is written out, in quotes.", node)
            return None
        pattern, mistake = common_pattern(node.text)
        if mistake is not None:
            self.report("bad_regex", mistake, node)
        return pattern


def number_remedy(part: Typed) -> str | None:
    """What to write when text or a code stands where a number is needed."""
    if part.quoted is not None:
        return "Write the number without quotes."
    return "Write to_number(x)." if part.type.kind in ("text", "code") else None
