"""Tokens to tree, by recursive descent. Raises XPathError with the reason where an expression cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from engine.interchange.xpath import tree
from engine.interchange.xpath.tokens import Token, XPathError, tokenize
from engine.interchange.xpath.tree import Node

MOST_DEPTH = 60
MOST_HEIGHT = 200
"""Operators in a row beyond this are refused, so that no step runs out of stack."""
LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"),
)  # fmt: skip
"""Operators, the loosest first."""


def parse(text: str) -> Node:
    """The tree of an XPath expression."""
    parser = _Parser(tokenize(text))
    node = parser.level(0)
    if parser.now.kind != "end":
        raise XPathError(f"'{parser.now.text}' follows a complete expression.")
    if _height(node) > MOST_HEIGHT:
        raise XPathError("The expression has too many parts in a row.")
    return node


def _height(node: Node) -> int:
    """The number of levels of the tree, found without recursion."""
    level, count = [node], 0
    while level:
        level = [child for parent in level for child in tree.children(parent)]
        count += 1
    return count


@dataclass(slots=True)
class _Parser:
    tokens: list[Token]
    index: int = 0
    depth: int = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.now
        self.index += token.kind != "end"
        return token

    def accept(self, sign: str) -> bool:
        if self.now.kind == "sign" and self.now.text == sign:
            self.take()
            return True
        return False

    def need(self, sign: str) -> None:
        if not self.accept(sign):
            found = "The end" if self.now.kind == "end" else f"'{self.now.text}'"
            raise XPathError(f"{found} stands where '{sign}' is needed.")

    def level(self, number: int) -> Node:
        if number == len(LEVELS):
            return self.unary()
        node = self.level(number + 1)
        while self.now.kind in ("sign", "operator") and self.now.text in LEVELS[number]:
            operator = self.take().text
            node = tree.Binary(operator, node, self.level(number + 1))
        return node

    def unary(self) -> Node:
        if self.accept("-"):
            return tree.Negative(self.unary())
        if self.accept("+"):
            return self.unary()
        return self.primary()

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return tree.Number(token.text)
        if token.kind == "text":
            return tree.Text(token.text)
        if token.kind == "reference":
            return self.path_from(tree.Reference(token.text))
        if token.kind == "name":
            return self.named(token)
        if token.text == "(":
            return self.group()
        if token.text == ".":
            return self.path_from(tree.Dot())
        if token.text == "..":
            return self.upward()
        if token.text == "/":
            return tree.Path("/", 0, self.steps())
        found = "The end" if token.kind == "end" else f"'{token.text}'"
        raise XPathError(f"{found} stands where a value is needed.")

    def group(self) -> Node:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise XPathError("The expression is nested too deeply.")
        node = self.level(0)
        self.need(")")
        self.depth -= 1
        return node

    def named(self, token: Token) -> Node:
        if self.accept("("):
            call = self.call(token.text)
            if self.now.text in ("/", "[") and self.now.kind == "sign":
                if token.text == "current":
                    return self.current()
                return self.path_from(call)
            return call
        first = tree.Step(token.text, self.predicates())
        rest = self.steps() if self.accept("/") else ()
        return tree.Path("here", 0, (first, *rest))

    def call(self, name: str) -> tree.Call:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise XPathError("The expression is nested too deeply.")
        arguments: list[Node] = []
        while not (self.now.kind == "sign" and self.now.text == ")"):
            arguments.append(self.level(0))
            if not self.accept(","):
                break
        self.need(")")
        self.depth -= 1
        return tree.Call(name, tuple(arguments))

    def current(self) -> Node:
        self.need("/")
        if self.accept("."):
            return self.path_from(tree.Dot())
        if self.accept(".."):
            return self.upward()
        return tree.Path("current", 0, self.steps())

    def upward(self) -> Node:
        ups = 1
        while self.accept("/"):
            if self.accept(".."):
                ups += 1
                continue
            return tree.Path("..", ups, self.steps())
        return tree.Path("..", ups, ())

    def path_from(self, start: Node) -> Node:
        predicates = self.predicates()
        if not predicates and not (self.now.kind == "sign" and self.now.text == "/"):
            return start
        rest = self.steps() if self.accept("/") else ()
        own = (tree.Step("", predicates),) if predicates else ()
        return tree.Path(start, 0, (*own, *rest))

    def steps(self) -> tuple[tree.Step, ...]:
        found = [self.step()]
        while self.accept("/"):
            found.append(self.step())
        return tuple(found)

    def step(self) -> tree.Step:
        token = self.take()
        if token.text == ".." or token.kind == "name" or token.text in (".", "*"):
            return tree.Step(token.text, self.predicates())
        if token.kind == "reference":
            return tree.Step(token.text, self.predicates())
        raise XPathError(f"'{token.text}' stands where a step of a path is needed.")

    def predicates(self) -> tuple[Node, ...]:
        found = []
        while self.accept("["):
            found.append(self.level(0))
            self.need("]")
        return tuple(found)
