"""Paths: `../age`, `/data/people/age`, names of columns in a choice_filter, `instance('list')/root/item[…]/label`."""

from __future__ import annotations

from engine.interchange.xpath import ours, tree
from engine.interchange.xpath.condition import ALWAYS, NEVER
from engine.interchange.xpath.functions_rows import rows_of
from engine.interchange.xpath.symbols import Context
from engine.interchange.xpath.translate import cell, of_symbol, symbol_of, translate
from engine.interchange.xpath.value import NOTHING, NotCarried, Part, Value

NAMES_OF_CODE = ("name", "value")


def path(node: tree.Path, context: Context) -> Part:
    """The single value at a path."""
    if isinstance(node.start, tree.Call):
        return _lookup(node, context)
    steps = [step for step in node.steps if step.name not in ("", ".", "..")]
    if any(step.predicates for step in node.steps):
        return _first(node, context)
    if not steps:
        if isinstance(node.start, tree.Reference | tree.Dot):
            return translate(node.start, context)
        raise NotCarried("a path leads to something that has no value")
    last = steps[-1].name
    if node.start == "here" and len(node.steps) == 1:
        return _bare(last, context)
    if context.inside is not None and isinstance(node.start, tree.Dot):
        return _of_row(last, context)
    return of_symbol(symbol_of(last, context), context)


def _bare(name: str, context: Context) -> Part:
    """A name alone: a column of the choices, a question of the row looked at."""
    listed = context.filter_list
    if listed is not None:
        if name in NAMES_OF_CODE and listed.written is not None:
            return Value(ours.name(listed.written), "text", nullable=False, domain=listed.attributes["name"][1])
        if name in NAMES_OF_CODE:
            return Value(ours.name("code"), "code", listed.name, nullable=False)
        if name in listed.attributes:
            attribute, values = listed.attributes[name]
            return Value(ours.name(attribute), "text", nullable=name in listed.partial, domain=values)
        raise NotCarried(f"the choices have no column '{name}'")
    if context.inside is not None:
        return _of_row(name, context)
    if context.symbols.find(name) is None:
        return _word(name, context)
    context.differs(f"'{name}' without ${{ }} is taken as the question of that name")
    return of_symbol(symbol_of(name, context), context)


def _word(name: str, context: Context) -> Part:
    """Words of other languages: XPath takes them for paths that lead nowhere."""
    if name.lower() in ("true", "false"):
        context.differs(f"{name} is taken as {name.lower()}()")
        return ALWAYS if name.lower() == "true" else NEVER
    if name.lower() == "null":
        return NOTHING
    raise NotCarried(f"'{name}' is neither quoted nor a question")


def _of_row(name: str, context: Context) -> Part:
    symbol = symbol_of(name, context)
    if symbol.kind in ("none", "roster"):
        raise NotCarried(f"'{name}' has no value here")
    return cell(symbol, ours.name(symbol.name), context)


def _first(node: tree.Path, context: Context) -> Part:
    """A path with a predicate where one value is needed: the first row for which it holds."""
    rows = rows_of(node, context)
    if rows is None or rows.symbol is None:
        raise NotCarried("a path with a condition leads to no question of a repeat")
    listed = ours.name(*rows.path, rows.symbol.name)
    return cell(rows.symbol, ours.call("first", listed, where=rows.where), context)


def _lookup(node: tree.Path, context: Context) -> Part:
    """`instance('list')/root/item[name = ${x}]/column`: an attribute of the code x."""
    start = node.start
    assert isinstance(start, tree.Call)  # noqa: S101
    if start.name != "instance" or len(node.steps) != 3 or not isinstance(start.arguments[0], tree.Text):
        raise NotCarried("data of another instance")
    list_name, column = start.arguments[0].text, node.steps[2].name
    code = _code_looked_for(node.steps[1].predicates, context)
    if code is None or code.kind != "code":
        raise NotCarried(f"the list '{list_name}' is searched by something else than one of its codes")
    listed = context.symbols.lists.get(code.choices or "")
    if column == "label":
        context.differs("the value is the code; texts show its label")
        return code
    if column in NAMES_OF_CODE:
        return code
    if listed is None or column not in listed.attributes:
        raise NotCarried(f"the list '{list_name}' has no column '{column}'")
    attribute, values = listed.attributes[column]
    named = code.node
    from engine.expression.tree import Name

    if not isinstance(named, Name):
        raise NotCarried(f"the list '{list_name}' is searched by a computed code")
    return Value(ours.name(*named.parts, attribute), "text", domain=values)


def _code_looked_for(predicates: tuple[tree.Node, ...], context: Context) -> Value | None:
    if len(predicates) != 1 or not isinstance(predicates[0], tree.Binary) or predicates[0].operator != "=":
        return None
    for one, other in ((predicates[0].left, predicates[0].right), (predicates[0].right, predicates[0].left)):
        if isinstance(one, tree.Path) and one.start == "here" and one.steps[0].name in NAMES_OF_CODE:
            part = translate(other, context)
            return part if isinstance(part, Value) else None
    return None
