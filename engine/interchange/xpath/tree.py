"""The syntax tree of XPath as XLSForms use it: what was written, no types, no names resolved."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A quoted text."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """`${name}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Dot(Node):
    """`.`: the question itself; in a predicate, the node looked at."""


@dataclass(frozen=True, slots=True)
class Path(Node):
    """Steps from a start: `../age`, `/data/people/age`, `instance('x')/root/item[…]/label`, a bare name.

    `start` is `/`, `..` with the number of ups, `current`, `here`, an `instance` call or a reference.
    """

    start: Node | str
    ups: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step down, with its predicates."""

    name: str
    predicates: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function call."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two operands: `or and = != < <= > >= + - * div mod`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """`-x`."""

    operand: Node


def children(node: Node) -> list[Node]:
    """The direct parts of a node."""
    match node:
        case Call(arguments=arguments):
            return list(arguments)
        case Binary(left=left, right=right):
            return [left, right]
        case Negative(operand=operand):
            return [operand]
        case Path(start=start, steps=steps):
            first = [start] if isinstance(start, Node) else []
            return [*first, *(each for step in steps for each in step.predicates)]
        case _:
            return []
