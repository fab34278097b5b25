"""Pieces of our own expression tree, put together with the simplifications that change nothing.

Kleene logic allows each of them for every operand, unknown ones too; what depends on the place of an expression is in
`condition.py`.
"""

from __future__ import annotations

from engine.expression import tree
from engine.expression.tree import Node
from engine.expression.unparse import unparse

NOWHERE = (0, 0)
TRUE: Node = tree.Truth(NOWHERE, True)
FALSE: Node = tree.Truth(NOWHERE, False)


def text(value: str) -> Node:
    """A quoted text."""
    return tree.Text(NOWHERE, value)


def number(value: str | int) -> Node:
    """A written number, a negative one with its sign."""
    written = str(value)
    if written.startswith("-"):
        return tree.Unary(NOWHERE, "-", tree.Number(NOWHERE, written[1:]))
    return tree.Number(NOWHERE, written)


def name(*parts: str) -> Node:
    """A name, with more names after points."""
    return tree.Name(NOWHERE, parts, (NOWHERE,) * len(parts))


def call(function: str, *arguments: Node, where: Node | None = None, this: bool = False) -> Node:
    """A call; `where` is the condition of its only argument."""
    given = tuple(tree.Argument(NOWHERE, argument, where) for argument in arguments)
    return tree.Call(NOWHERE, function, NOWHERE, given, this)


def join(cells: Node, between: Node, where: Node | None) -> Node:
    """`join(cells where …, 'text')`."""
    given = (tree.Argument(NOWHERE, cells, where), tree.Argument(NOWHERE, between, None))
    return tree.Call(NOWHERE, "join", NOWHERE, given, False)


def binary(operator: str, left: Node, right: Node) -> Node:
    """Two operands and an operator."""
    return tree.Binary(NOWHERE, operator, left, right)


def choice(condition: Node, yes: Node, no: Node) -> Node:
    """`if condition then yes else no`."""
    if condition in (TRUE, FALSE):
        return yes if condition == TRUE else no
    return tree.Choice(NOWHERE, condition, yes, no)


def among(operand: Node, constants: tuple[Node, ...]) -> Node:
    """`operand in {…}`, or an equality for one constant."""
    if len(constants) == 1:
        return binary("=", operand, constants[0])
    return tree.Among(NOWHERE, operand, constants)


def size(node: Node) -> int:
    """How long the text of a node is."""
    return len(unparse(node))


def shortest(*nodes: Node) -> Node:
    """The node with the shortest text, the first of equals."""
    return min(nodes, key=size)


_OPPOSITES = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_OPPOSITE_CALLS = {"is_missing": "is_answered", "is_answered": "is_missing"}


def negation(node: Node) -> Node:
    """`not node`, or the opposite comparison."""
    match node:
        case tree.Truth(value=value):
            return FALSE if value else TRUE
        case tree.Unary(operator="not", operand=operand):
            return operand
        case tree.Binary(operator=operator, left=left, right=right) if operator in _OPPOSITES:
            return binary(_OPPOSITES[operator], left, right)
        case tree.Call(
            name="coalesce", arguments=(tree.Argument(value=tree.Binary(operator="=" | "!=") as inner), otherwise)
        ) if otherwise.value in (TRUE, FALSE):
            return call("coalesce", negation(inner), negation(otherwise.value))
        case tree.Call(name=called, arguments=(argument,)) if called in _OPPOSITE_CALLS:
            return call(_OPPOSITE_CALLS[called], argument.value)
        case _:
            return tree.Unary(NOWHERE, "not", node)


def junction(operator: str, *operands: Node) -> Node:
    """`and`, `or` of operands: constants folded, repeats left out, what belongs together joined."""
    parts: list[Node] = []
    for operand in operands:
        parts += [part for part in flat(operator, operand) if part not in parts]
    decisive, idle = (FALSE, TRUE) if operator == "and" else (TRUE, FALSE)
    if decisive in parts:
        return decisive
    parts = [part for part in parts if part != idle]
    parts = _bounds(parts) if operator == "and" else _selections(parts)
    parts = _memberships(operator, parts)
    if not parts:
        return idle
    node = parts[0]
    for part in parts[1:]:
        node = binary(operator, node, part)
    return node


def flat(operator: str, node: Node) -> list[Node]:
    """The operands of a row of the same operator."""
    if isinstance(node, tree.Binary) and node.operator == operator:
        return [*flat(operator, node.left), *flat(operator, node.right)]
    return [node]


def _memberships(operator: str, parts: list[Node]) -> list[Node]:
    """`x = 'a' or x = 'b'` as `x in {…}`, `x != 'a' and x != 'b'` as `not in`."""
    wanted = "=" if operator == "or" else "!="
    found: list[Node] = []
    groups: dict[Node, list[Node]] = {}
    for part in parts:
        constants = _constants(part, wanted)
        if constants is None:
            found.append(part)
            continue
        operand, values = constants
        if operand not in groups:
            groups[operand] = []
            found.append(operand)  # stands for the group until all are known
        groups[operand] += [value for value in values if value not in groups[operand]]
    return [_membership(part, groups[part], operator) if part in groups else part for part in found]


def _membership(operand: Node, constants: list[Node], operator: str) -> Node:
    inside = among(operand, tuple(constants))
    return inside if operator == "or" else negation(inside)


def _constants(part: Node, wanted: str) -> tuple[Node, list[Node]] | None:
    match part:
        case tree.Binary(operator=operator, left=tree.Name() as left, right=right) if operator == wanted:
            return (left, [right]) if is_constant(right) else None
        case tree.Among(operand=tree.Name() as operand, constants=constants) if wanted == "=":
            return operand, list(constants)
        case tree.Unary(operator="not", operand=tree.Among(operand=tree.Name() as operand, constants=constants)):
            return (operand, list(constants)) if wanted == "!=" else None
        case _:
            return None


def is_constant(node: Node) -> bool:
    """True for a written number or text."""
    inner = node.operand if isinstance(node, tree.Unary) and node.operator == "-" else node
    return isinstance(inner, tree.Number | tree.Text)


def _bounds(parts: list[Node]) -> list[Node]:
    """`x >= a and x <= b`, one after the other, as `x between a and b`."""
    found: list[Node] = []
    for part in parts:
        match (found[-1] if found else None, part):
            case (
                tree.Binary(operator=">=", left=tree.Name() as low_of, right=low),
                tree.Binary(operator="<=", left=tree.Name() as high_of, right=high),
            ) if low_of == high_of:
                found[-1] = tree.Between(NOWHERE, low_of, low, high)
            case _:
                found.append(part)
    return found


def _selections(parts: list[Node]) -> list[Node]:
    """`selected(x, 'a') or selected(x, 'b')` as `selected_any(x, 'a', 'b')`."""
    found: list[Node] = []
    groups: dict[Node, list[Node]] = {}
    for part in parts:
        match part:
            case tree.Call(name="selected" | "selected_any", arguments=(first, *rest)) if all(
                is_constant(one.value) for one in rest
            ):
                if first.value not in groups:
                    groups[first.value] = []
                    found.append(first.value)
                groups[first.value] += [one.value for one in rest if one.value not in groups[first.value]]
            case _:
                found.append(part)
    return [_any(part, groups[part]) if part in groups else part for part in found]


def _any(selection: Node, codes: list[Node]) -> Node:
    return call("selected" if len(codes) == 1 else "selected_any", selection, *codes)
