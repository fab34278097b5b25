"""The syntax tree: what was written, with its place. No types, no resolved names."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression; `span` is its character range [start, end) in the text."""

    span: Span


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number as written: digits, at most one point."""

    text: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Quoted text, unescaped, in NFC. Its type comes from what it is compared with."""

    text: str


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name, possibly with more names after points: `people.tasks.minutes`; `this` may be the first."""

    parts: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ListBody(Node):
    """`people.(age * 2)`: a list over rows with a computed body."""

    roster: Name
    body: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function call; `this` marks `this.position()`."""

    name: str
    name_span: Span
    arguments: tuple[Argument, ...]
    this: bool = False


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """An argument, with the condition after `where` if there is one."""

    value: Node
    where: Node | None = None


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`-x` or `not x`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two operands: arithmetic, comparison, `and`, `or`, `implies`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`x between low and high`."""

    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Among(Node):
    """`x in {a, b}`: constants only."""

    operand: Node
    constants: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Broken(Node):
    """What could not be read; a finding says why."""


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order written."""
    match node:
        case ListBody(roster=roster, body=body):
            return (roster, body)
        case Call(arguments=arguments):
            return arguments
        case Argument(value=value, where=where):
            return (value,) if where is None else (value, where)
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Between(operand=operand, low=low, high=high):
            return (operand, low, high)
        case Among(operand=operand, constants=constants):
            return (operand, *constants)
        case Choice(condition=condition, yes=yes, no=no):
            return (condition, yes, no)
        case _:
            return ()


def height(node: Node) -> int:
    """The number of levels of the tree, found without recursion."""
    level, count = [node], 0
    while level:
        level = [child for parent in level for child in children(parent)]
        count += 1
    return count
