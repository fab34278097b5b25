"""Conditions: what is true or false in XPath, written in a language in which a condition can also be unknown.

XPath has two truth values; ours has three. What may be left unknown depends on the place of a condition: `relevant`
asks only whether it is true, a `constraint` only whether it is false. So a condition keeps three texts:

- `positive` is true exactly where XPath is true, and false or unknown elsewhere;
- `negative` is false exactly where XPath is false, and true or unknown elsewhere;
- `total` is never unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.expression.tree import Node
from engine.interchange.xpath import ours
from engine.interchange.xpath.ours import FALSE, TRUE, call, junction, negation, shortest


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition for each kind of place."""

    positive: Node
    negative: Node
    total: Node


def certain(node: Node) -> Condition:
    """A condition that is never unknown."""
    return Condition(node, node, node)


ALWAYS, NEVER = certain(TRUE), certain(FALSE)


def strict(node: Node, otherwise: bool) -> Condition:
    """A condition that is unknown exactly where XPath says `otherwise`."""
    filled = call("coalesce", node, TRUE if otherwise else FALSE)
    return Condition(filled if otherwise else node, node if otherwise else filled, filled)


def both(operator: str, left: Condition, right: Condition) -> Condition:
    """`and`, `or`: each text by its parts, or filled in as a whole where that is shorter."""
    positive = junction(operator, left.positive, right.positive)
    negative = junction(operator, left.negative, right.negative)
    total = junction(operator, left.total, right.total)
    never = call("coalesce", positive, FALSE)
    ever = call("coalesce", negative, TRUE)
    total = shortest(total, never, ever)
    return Condition(shortest(positive, ever, total), shortest(negative, never, total), total)


def opposite(one: Condition) -> Condition:
    """`not`: what must be true of it is what must be false of the other."""
    return Condition(negation(one.negative), negation(one.positive), negation(one.total))


def chosen(condition: Condition, yes: Condition, no: Condition) -> Condition:
    """`if` between two conditions."""
    return certain(ours.choice(condition.total, yes.total, no.total))
