"""A tree back to text, in one spelling: the least parentheses, single quotes, one space around operators."""

from __future__ import annotations

from engine.expression import tree
from engine.expression.tree import Node

LEVELS = {"implies": 1, "or": 2, "and": 3, "not": 4, "+": 6, "-": 6, "*": 7, "/": 7}
COMPARISON, UNARY, PRIMARY = 5, 8, 9


def unparse(node: Node) -> str:
    """The text of a tree without broken parts; parsing it gives the same tree, but for spans."""
    return _text(node, 0)


def _text(node: Node, level: int) -> str:
    text, own = _written(node)
    return f"({text})" if own < level else text


def _written(node: Node) -> tuple[str, int]:
    """The text of a node, and how tightly it binds."""
    match node:
        case tree.Number(text=text):
            return text, PRIMARY
        case tree.Text(text=text):
            return "'" + text.replace("'", "''") + "'", PRIMARY
        case tree.Truth(value=value):
            return ("true" if value else "false"), PRIMARY
        case tree.Name(parts=parts):
            return ".".join(parts), PRIMARY
        case tree.ListBody(roster=roster, body=body):
            return f"{_text(roster, PRIMARY)}.({_text(body, 0)})", PRIMARY
        case tree.Call(name=name, arguments=arguments, this=this):
            return f"{'this.' if this else ''}{name}({', '.join(_text(each, 0) for each in arguments)})", PRIMARY
        case tree.Argument(value=value, where=where):
            return _text(value, 0) + (f" where {_text(where, 0)}" if where else ""), 0
        case tree.Unary(operator="-", operand=operand):
            return f"-{_text(operand, UNARY)}", UNARY
        case tree.Choice(condition=condition, yes=yes, no=no):
            return f"if {_text(condition, 0)} then {_text(yes, 0)} else {_text(no, 0)}", 0
        case _:
            return _operation(node)


def _operation(node: Node) -> tuple[str, int]:
    match node:
        case tree.Unary(operand=operand):
            return f"not {_text(operand, LEVELS['not'])}", LEVELS["not"]
        case tree.Binary(operator="implies", left=left, right=right):
            return f"{_text(left, 2)} implies {_text(right, 1)}", LEVELS["implies"]
        case tree.Binary(operator=operator, left=left, right=right):
            own = LEVELS.get(operator, COMPARISON)
            first = own + 1 if own == COMPARISON else own
            return f"{_text(left, first)} {operator} {_text(right, own + 1)}", own
        case tree.Between(operand=operand, low=low, high=high):
            return f"{_text(operand, 6)} between {_text(low, 6)} and {_text(high, 6)}", COMPARISON
        case tree.Among(operand=operand, constants=constants):
            return f"{_text(operand, 6)} in {{{', '.join(_text(each, UNARY) for each in constants)}}}", COMPARISON
        case _:
            raise ValueError("A broken tree has no text.")
