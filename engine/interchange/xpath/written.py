"""Our expressions as XPath. What can be unknown here is true or false there, so each condition has two texts:

`holds` is true in XPath exactly where ours is true, `fails` exactly where ours is false. A value that is unknown here
is an empty text or NaN there. Raises NotCarried for what XPath has nothing like.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.expression import tree
from engine.expression.tree import Node
from engine.interchange.xpath.value import NotCarried


@dataclass(slots=True)
class Writer:
    """Writes expressions of one place.

    `name` gives `${…}` for the parts of a name, or a column in a filter; `kind` the type of the question it names.
    """

    name: Callable[[tuple[str, ...]], str]
    kind: Callable[[tuple[str, ...]], str]
    differences: list[str] = field(default_factory=list)

    def holds(self, node: Node) -> str:
        """XPath that is true where the condition is."""
        match node:
            case tree.Truth(value=value):
                return "true()" if value else "false()"
            case tree.Unary(operator="not", operand=operand):
                return self.fails(operand)
            case tree.Binary(operator="and" | "or" as operator, left=left, right=right):
                return f"({self.holds(left)} {operator} {self.holds(right)})"
            case tree.Binary(operator="implies", left=left, right=right):
                return f"({self.fails(left)} or {self.holds(right)})"
            case tree.Choice(condition=condition, yes=yes, no=no):
                first = f"({self.holds(condition)} and {self.holds(yes)})"
                return f"({first} or ({self.fails(condition)} and {self.holds(no)}))"
            case tree.Name(parts=parts):
                return f"{self.name(parts)} = 'true'"
            case tree.Call(name="coalesce", arguments=(first_argument, second)) if isinstance(second.value, tree.Truth):
                inner = first_argument.value
                return f"not({self.fails(inner)})" if second.value.value else self.holds(inner)
            case tree.Call():
                return self._test(node, True)
            case _:
                return self._compared(node, True)

    def fails(self, node: Node) -> str:
        """XPath that is true where the condition is false."""
        match node:
            case tree.Truth(value=value):
                return "false()" if value else "true()"
            case tree.Unary(operator="not", operand=operand):
                return self.holds(operand)
            case tree.Binary(operator="and" | "or" as operator, left=left, right=right):
                return f"({self.fails(left)} {'or' if operator == 'and' else 'and'} {self.fails(right)})"
            case tree.Binary(operator="implies", left=left, right=right):
                return f"({self.holds(left)} and {self.fails(right)})"
            case tree.Choice(condition=condition, yes=yes, no=no):
                first = f"({self.holds(condition)} and {self.fails(yes)})"
                return f"({first} or ({self.fails(condition)} and {self.fails(no)}))"
            case tree.Name(parts=parts):
                return f"{self.name(parts)} = 'false'"
            case tree.Call(name="coalesce", arguments=(first_argument, second)) if isinstance(second.value, tree.Truth):
                inner = first_argument.value
                return self.fails(inner) if second.value.value else f"not({self.holds(inner)})"
            case tree.Call():
                return self._test(node, False)
            case _:
                return self._compared(node, False)

    def value(self, node: Node) -> str:
        """XPath of a value, empty or NaN where ours is unknown."""
        match node:
            case tree.Number(text=text):
                return text
            case tree.Text(text=text):
                return quoted(text)
            case tree.Name(parts=parts):
                return self.name(parts)
            case tree.Unary(operator="-", operand=operand):
                return f"-({self.value(operand)})"
            case tree.Binary(operator="+" | "-" | "*" | "/" as operator, left=left, right=right):
                sign = "div" if operator == "/" else operator
                return f"({self.value(left)} {sign} {self.value(right)})"
            case tree.Choice(condition=condition, yes=yes, no=no):
                rest = f"if({self.fails(condition)}, {self.value(no)}, '')"
                return f"if({self.holds(condition)}, {self.value(yes)}, {rest})"
            case tree.Call(name=name, arguments=arguments):
                return self._call(name, arguments)
            case tree.Truth() | tree.Between() | tree.Among() | tree.Binary() | tree.Unary():
                return f"if({self.holds(node)}, 'true', if({self.fails(node)}, 'false', ''))"
            case _:
                raise NotCarried("a list over rows stands alone")

    # -- conditions

    def _compared(self, node: Node, wanted: bool) -> str:
        match node:
            case tree.Between(operand=operand, low=low, high=high):
                x = self.value(operand)
                a, b = self._beside(low, operand), self._beside(high, operand)
                return f"({x} >= {a} and {x} <= {b})" if wanted else f"({x} < {a} or {x} > {b})"
            case tree.Among(operand=operand, constants=constants):
                return self._among(self.value(operand), [self._beside(one, operand) for one in constants], wanted)
            case tree.Binary(operator="=" | "!=" as operator, left=left, right=right):
                return self._equal(left, right, (operator == "=") == wanted)
            case tree.Binary(operator=operator, left=left, right=right):
                sign = operator if wanted else _OPPOSITES[operator]
                return f"{self._beside(left, right)} {sign} {self._beside(right, left)}"
            case _:
                raise NotCarried("a value stands where a condition is needed")

    def _among(self, x: str, constants: list[str], wanted: bool) -> str:
        if wanted:
            return "(" + " or ".join(f"{x} = {one}" for one in constants) + ")"
        return "(" + " and ".join([f"{x} != ''", *(f"{x} != {one}" for one in constants)]) + ")"

    def _equal(self, left: Node, right: Node, wanted: bool) -> str:
        a, b = self._beside(left, right), self._beside(right, left)
        known = [f"{text} != ''" for text, node in ((a, left), (b, right)) if not is_constant(node)]
        if wanted:
            return f"{a} = {b}" if len(known) < 2 else f"({a} = {b} and {known[0]})"
        return "(" + " and ".join([f"{a} != {b}", *known]) + ")"

    def _beside(self, node: Node, other: Node) -> str:
        """A value beside another: a written date is a date there."""
        dated = isinstance(other, tree.Name) and self.kind(other.parts) in ("date", "year_month")
        dated = dated or (isinstance(other, tree.Call) and other.name in _DATES)
        if isinstance(node, tree.Text) and dated:
            return f"date({quoted(node.text if len(node.text) > 7 else f'{node.text}-01')})"
        return self.value(node)

    def _test(self, node: tree.Call, wanted: bool) -> str:
        """A function that is a condition."""
        given = [argument.value for argument in node.arguments]
        if any(argument.where for argument in node.arguments):
            raise NotCarried(f"{node.name}(… where …) over rows")
        if node.name in ("is_missing", "is_answered"):
            empty = (node.name == "is_missing") == wanted
            return f"{self.value(given[0])} {'=' if empty else '!='} ''"
        if node.name == "same_as":
            return f"{self.value(given[0])} {'=' if wanted else '!='} {self.value(given[1])}"
        if node.name in _REASONS:
            self.differences.append("there are no reasons for a missing answer there, so it never is")
            return "false()" if wanted else "true()"
        if node.name not in _TESTS:
            raise NotCarried(f"there is nothing like {node.name}(…) in XLSForm")
        asked = self._asked(node.name, given)
        return asked if wanted else f"({self.value(given[0])} != '' and not({asked}))"

    def _asked(self, name: str, given: list[Node]) -> str:
        x, rest = self.value(given[0]), [self.value(one) for one in given[1:]]
        if name == "selected":
            return f"selected({x}, {rest[0]})"
        if name in ("selected_any", "selected_all"):
            joint = " or " if name == "selected_any" else " and "
            return "(" + joint.join(f"selected({x}, {one})" for one in rest) + ")"
        if name == "selected_only":
            counted = " + ".join(f"number(selected({x}, {one}))" for one in rest)
            return f"({x} != '' and count-selected({x}) = {counted})"
        if name == "matches":
            pattern = given[1]
            assert isinstance(pattern, tree.Text)  # noqa: S101
            return f"({x} != '' and regex({x}, {quoted(f'^({pattern.text})$')}))"
        if name == "within":
            return f"({x} - {rest[0]} <= {rest[1]} and {rest[0]} - {x} <= {rest[1]})"
        return f"({x} != '' and {name.replace('_', '-')}({x}, {rest[0]}))"

    # -- values

    def _call(self, name: str, arguments: tuple[tree.Argument, ...]) -> str:
        if any(argument.where for argument in arguments):
            raise NotCarried(f"{name}(… where …) over rows")
        given = [argument.value for argument in arguments]
        if name in _TESTS or name in ("is_missing", "is_answered", "same_as"):
            node = tree.Call((0, 0), name, (0, 0), arguments)
            return f"if({self.holds(node)}, 'true', if({self.fails(node)}, 'false', ''))"
        if name in ("coalesce",) and isinstance(given[-1], tree.Truth):
            node = tree.Call((0, 0), name, (0, 0), arguments)
            return f"if({self.holds(node)}, 'true', 'false')"
        if name == "when":
            return f"if({self.holds(given[0])}, {self.value(given[1])}, '')"
        if name == "months_between":
            first, second = (self._months(one) for one in given)
            self.differences.append("months are counted by the calendar, whatever the day")
            return f"({second} - {first})"
        template = _CALLS.get((name, len(given))) or _CALLS.get((name, None))
        if template is None:
            raise NotCarried(f"there is nothing like {name}(…) in XLSForm")
        if name in _APPROXIMATE:
            self.differences.append(_APPROXIMATE[name])
        texts = [self.value(one) for one in given]
        return template.format(*texts, all=", ".join(texts))

    def _months(self, node: Node) -> str:
        """The month of a date, counted from the year 0."""
        day = self._beside(node, tree.Call((0, 0), "today", (0, 0), ()))
        return f"(number(format-date({day}, '%Y')) * 12 + number(format-date({day}, '%m')))"


def quoted(text: str) -> str:
    """A text in quotes; XPath has no way to write both kinds of quotes in one."""
    if "'" in text and '"' in text:
        raise NotCarried("a text with both kinds of quotes")
    return f'"{text}"' if "'" in text else f"'{text}'"


def is_constant(node: Node) -> bool:
    """True for what is never unknown."""
    if isinstance(node, tree.Unary):
        return is_constant(node.operand)
    return isinstance(node, tree.Number | tree.Text | tree.Truth) or (
        isinstance(node, tree.Call) and node.name in ("today", "position", "count")
    )


_DATES = frozenset(["today", "add_days", "date", "date_of", "year_month"])
_REASONS = frozenset(["is_refused", "is_dont_know", "is_not_applicable"])
_OPPOSITES = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TESTS = frozenset([
    "selected", "selected_any", "selected_all", "selected_only", "matches", "contains", "starts_with",
    "ends_with", "within",
])  # fmt: skip
_APPROXIMATE: Mapping[str, str] = {
    "age": "completed years are counted as days divided by 365.25",
    "years_between": "completed years are counted as days divided by 365.25",
    "concat": "a text with an unknown part is written without it",
    "join": "rows without an answer leave a gap",
    "mod": "the remainder of a negative number has its sign",
}
_CALLS: Mapping[tuple[str, int | None], str] = {
    ("today", 0): "today()", ("position", 0): "position(..)", ("count", 1): "count({0})", ("sum", 1): "sum({0})",
    ("sum_known", 1): "sum({0})", ("min", None): "min({all})", ("max", None): "max({all})",
    ("coalesce", 2): "coalesce({0}, {1})",
    ("coalesce", 3): "coalesce({0}, coalesce({1}, {2}))", ("abs", 1): "abs({0})", ("round", 1): "round({0}, 0)",
    ("round", 2): "round({0}, {1})", ("truncate", 1): "int({0})", ("floor", 1): "floor({0})",
    ("ceil", 1): "ceiling({0})",
    ("div", 2): "floor({0} div {1})", ("mod", 2): "({0} mod {1})", ("power", 2): "pow({0}, {1})",
    ("sqrt", 1): "sqrt({0})",
    ("length", 1): "if({0} = '', '', string-length({0}))",
    ("count_selected", 1): "if({0} = '', '', count-selected({0}))",
    ("concat", None): "concat({all})", ("concat_known", None): "concat({all})", ("to_text", 1): "string({0})",
    ("to_number", 1): "number({0})", ("to_number", 2): "number({0})",
    ("substring", 3): "substr({0}, {1} - 1, {1} - 1 + {2})",
    ("year_month", 1): "date(format-date({0}, '%Y-%m-01'))",
    ("first_code", 2): "if(string-length({0}) >= {1}, substr({0}, 0, {1}), '')",
    ("left", 2): "substr({0}, 0, {1})",
    ("days_between", 2): "(decimal-date-time({1}) - decimal-date-time({0}))",
    ("add_days", 2): "date(decimal-date-time({0}) + {1})", ("year", 1): "number(format-date({0}, '%Y'))",
    ("month", 1): "number(format-date({0}, '%m'))", ("day", 1): "number(format-date({0}, '%d'))",
    ("age", 2): "int((decimal-date-time({1}) - decimal-date-time({0})) div 365.25)",
    ("years_between", 2): "int((decimal-date-time({1}) - decimal-date-time({0})) div 365.25)",
    ("date", 3): "date(concat({0}, '-', {1}, '-', {2}))", ("first_selected", 1): "selected-at({0}, 0)",
    ("nth_selected", 2): "selected-at({0}, {1} - 1)", ("join", 2): "join({1}, {0})",
}  # fmt: skip
"""Functions with something like them in XPath, by name and number of arguments (None: any)."""
