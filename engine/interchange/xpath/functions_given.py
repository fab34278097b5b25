"""XPath functions whose result our expressions do not compute: it is given with the assignment, or kept in the log.

`once` is here too: what is computed once there is computed whenever what it reads changes here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.expression.tree import Name
from engine.interchange.xpath import ours, tree
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.translate import translate
from engine.interchange.xpath.value import NotCarried, Part, Value

Arguments = tuple[tree.Node, ...]
RANDOM_DECIMALS = 6


def once(arguments: Arguments, context: Context) -> Part:
    """once(x): the first value is kept."""
    if _reads(arguments[0]):
        context.differs("it is computed again when what it reads changes, where once() keeps the first value")
    return translate(arguments[0], context)


def random(_arguments: Arguments, context: Context) -> Value:
    """random(): drawn by the office, so that everyone who checks the interview sees the same draw."""
    name = _given(context, "random", "decimal", "random()")
    context.differs(f"random() is drawn beforehand: give {name}, a number from 0 to below 1, with each assignment")
    node = ours.name(name)
    return Value(node, "decimal", nullable=True, blank="nan", decimals=RANDOM_DECIMALS, natural=True)


def identifier(_arguments: Arguments, context: Context) -> Value:
    """uuid()."""
    name = _given(context, "uuid", "text", "uuid()")
    context.differs(f"interviews have identifiers already; give {name}, another one, with each assignment")
    return Value(ours.name(name), "text")


def pulled(arguments: Arguments, context: Context) -> Part:
    """pulldata(file, column, key column, key): an attribute of the code, or a value given with the assignment."""
    if len(arguments) != 4 or not all(isinstance(one, tree.Text) for one in arguments[:3]):
        raise NotCarried("pulldata(…) names its file and columns by expressions; write the names out")
    file, column = (one.text for one in arguments[:2] if isinstance(one, tree.Text))
    found = _attribute(file, column, arguments[3], context)
    if found is not None:
        return found
    name = _given(context, column, "text", f"{file} {column}")
    context.differs(f"what it looks up in '{file}' is not known here: give {name} with each assignment")
    return Value(ours.name(name), "text")


def _attribute(file: str, column: str, key: tree.Node, context: Context) -> Value | None:
    """The column of a file whose rows are the choices of the question that is the key."""
    code = _part(key, context)
    listed = context.symbols.lists.get(code.choices or "") if code is not None and code.kind == "code" else None
    if code is None or listed is None or listed.file != _stem(file) or column not in listed.attributes:
        return None
    attribute, values = listed.attributes[column]
    return Value(ours.name(*code.node.parts, attribute), "text", domain=values) if isinstance(code.node, Name) else None


def is_attribute(node: tree.Node, context: Context) -> bool:
    """Whether a call of pulldata is an attribute of a code."""
    if not isinstance(node, tree.Call) or len(node.arguments) != 4:
        return False
    file, column = node.arguments[:2]
    if not isinstance(file, tree.Text) or not isinstance(column, tree.Text):
        return False
    return _attribute(file.text, column.text, node.arguments[3], context) is not None


def _part(node: tree.Node, context: Context) -> Value | None:
    try:
        part = translate(node, context)
    except NotCarried:
        return None
    return part if isinstance(part, Value) else None


def _stem(file: str) -> str:
    return file.rpartition("/")[2].lower().removesuffix(".csv")


def _given(context: Context, what: str, kind: str, key: str) -> str:
    if context.rosters or context.inside is not None:
        reason = "a value of each row that is looked up or drawn beforehand stands within an expression"
        raise NotCarried(f"{reason}; put the call alone into a calculation of the row and use that")
    around = context.own.name if context.own else ""
    return context.symbols.given(f"{around}_{what}" if around else what, kind, f"{around} {key}")


def _reads(node: tree.Node) -> bool:
    """Whether an expression reads answers."""
    return isinstance(node, tree.Reference | tree.Dot | tree.Path) or any(_reads(one) for one in tree.children(node))


def is_recorded(node: tree.Node) -> bool:
    """Whether a calculation only notes what the log of the interview has: the time, the device, the program."""
    called = [one.name.lower() for one in _walk(node) if isinstance(one, tree.Call)]
    return not _reads(node) and set(called) <= RECORDED | _WRITING and bool(set(called) & RECORDED)


def _walk(node: tree.Node) -> list[tree.Node]:
    return [node, *(inner for one in tree.children(node) for inner in _walk(one))]


RECORDED = frozenset([
    "now", "duration", "device-info", "version", "phone-call-log", "phone-call-duration", "collect-is-phone-app",
    "uuid", "username", "device-id",
])  # fmt: skip
_WRITING = frozenset(["once", "format-date-time", "format-date", "string", "concat", "decimal-date-time", "date-time"])

FUNCTIONS: Mapping[str, tuple[int, int, Callable[[Arguments, Context], Part]]] = {
    "once": (1, 1, once),
    "random": (0, 0, random),
    "uuid": (0, 1, identifier),
    "pulldata": (1, 5, pulled),
}
