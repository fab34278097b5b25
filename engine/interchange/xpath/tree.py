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


def walk(node: Node) -> list[Node]:
    """The node and all below it."""
    found = [node]
    for one in found:
        match one:
            case Call(arguments=arguments):
                found.extend(arguments)
            case Binary(left=left, right=right):
                found.extend((left, right))
            case Negative(operand=operand):
                found.append(operand)
            case Path(start=start, steps=steps):
                found.extend([start] if isinstance(start, Node) else [])
                found.extend(each for step in steps for each in step.predicates)
            case _:
                pass
    return found
