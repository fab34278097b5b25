"""Tokens to tree, by recursive descent after the grammar in README.md. Never raises; mistakes are findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from engine.errors import Finding
from engine.expression import tree
from engine.expression.mistakes import finding
from engine.expression.tokens import Token, tokenize
from engine.expression.tree import Node, Span

MAX_DEPTH = 40
"""Parentheses nested beyond this are refused, so that no engine runs out of stack."""
MAX_HEIGHT = 120
"""A tree higher than this is refused for the same reason; sum(…) takes any number of terms."""

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
WORD_OPERATORS = {"mod": "mod(x, y)", "div": "div(x, y)"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree (with Broken parts where something could not be read) and the findings."""

    node: Node
    findings: tuple[Finding, ...]


class _Stop(Exception):  # noqa: N818
    """Parsing cannot go on; the finding is already noted."""


@lru_cache(maxsize=8192)
def parse(text: str) -> Parsed:
    """The tree of an expression; never raises. The last ones are remembered: a tree depends on nothing but its text."""
    tokens, findings = tokenize(text)
    parser = _Parser(tokens, findings)
    whole = (0, len(text))
    if tokens[0].kind == "end":
        if not findings:
            findings.append(finding("empty_expression", "There is no expression.", whole))
        return Parsed(tree.Broken(whole), tuple(findings))
    try:
        node = parser.expression()
        parser.expect_end()
    except _Stop:
        node = tree.Broken(whole)
    if tree.height(node) > MAX_HEIGHT:
        findings.append(finding("too_deep", "The expression is nested too deeply.", whole))
        node = tree.Broken(whole)
    return Parsed(node, tuple(findings))


@dataclass(slots=True)
class _Parser:
    tokens: list[Token]
    findings: list[Finding]
    index: int = 0
    depth: int = 0
    after_if: set[int] = field(default_factory=set)

    # -- moving over tokens

    @property
    def now(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.now
        if token.kind != "end":
            self.index += 1
        return token

    def at(self, *texts: str) -> bool:
        return self.now.kind in ("sign", "keyword") and self.now.text in texts

    def accept(self, *texts: str) -> Token | None:
        return self.take() if self.at(*texts) else None

    def need(self, text: str, why: str) -> Token:
        if self.at(text):
            return self.take()
        return self.fail(f"{_named(self.now)} stands where {why} needs '{text}'.")

    def fail(self, message: str, remedy: str | None = None) -> Token:
        self.findings.append(finding("syntax", message, self.now.span, remedy))
        raise _Stop

    def expect_end(self) -> None:
        token = self.now
        if token.kind == "end":
            return
        if token.text in WORD_OPERATORS:
            self.fail(f"'{token.text}' is a function.", f"Write {WORD_OPERATORS[token.text]}.")
        if self.at(*COMPARISONS):
            self.fail("Comparisons do not chain.", "Write x between a and b, or join comparisons with and.")
        if self.at("where"):
            self.fail("'where' stands outside an aggregate.", "Write it inside: count(people where …).")
        if token.text in ("AND", "OR", "NOT", "And", "Or", "Not", "IN", "In"):
            self.fail(f"'{token.text}' is written small.", f"Write {token.text.lower()}.")
        self.fail(f"{_named(token)} follows a complete expression.", "Join the two with an operator, or remove one.")

    # -- the grammar, loosest first

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.findings.append(finding("too_deep", "The expression is nested too deeply.", self.now.span))
            raise _Stop
        try:
            return self.implication()
        finally:
            self.depth -= 1

    def implication(self) -> Node:
        operands = [self.chain(("or",))]
        while self.accept("implies"):
            operands.append(self.chain(("or",)))
        node = operands.pop()
        while operands:
            left = operands.pop()
            node = tree.Binary(_join(left, node), "implies", left, node)
        return node

    def chain(self, operators: tuple[str, ...]) -> Node:
        """A left-grouping row of operands, for `or`, `and`, sums and products."""
        below = {"or": ("and",), "+": ("*", "/")}
        first = operators[0]
        node = self.chain(below[first]) if first in below else self.negation() if first == "and" else self.unary()
        while self.at(*operators):
            operator = self.take().text
            right = self.chain(below[first]) if first in below else self.negation() if first == "and" else self.unary()
            node = tree.Binary(_join(node, right), operator, node, right)
        return node

    def negation(self) -> Node:
        marks = []
        while self.at("not"):
            marks.append(self.take())
        node = self.comparison()
        for mark in reversed(marks):
            node = tree.Unary((mark.start, node.span[1]), "not", node)
        return node

    def comparison(self) -> Node:
        left = self.chain(("+", "-"))
        if self.at(*COMPARISONS):
            operator = self.take().text
            right = self.chain(("+", "-"))
            return tree.Binary(_join(left, right), operator, left, right)
        inverted = self.accept("not")
        if self.accept("between"):
            node = self.between(left)
        elif self.accept("in"):
            node = self.among(left)
        elif inverted:
            self.fail(
                f"{_named(self.now)} follows 'not'.", "Write not before the whole condition, or not in, not between."
            )
            return left
        else:
            return left
        return tree.Unary(node.span, "not", node) if inverted else node

    def between(self, operand: Node) -> Node:
        low = self.chain(("+", "-"))
        self.need("and", "between")
        high = self.chain(("+", "-"))
        return tree.Between(_join(operand, high), operand, low, high)

    def among(self, operand: Node) -> Node:
        if self.at("("):
            self.fail("The values after 'in' stand in braces.", "Write x in {'1', '2'}.")
        self.need("{", "in")
        constants = [self.unary()]
        while self.accept(","):
            constants.append(self.unary())
        end = self.need("}", "the list of values")
        return tree.Among((operand.span[0], end.end), operand, tuple(constants))

    def unary(self) -> Node:
        marks = []
        while self.at("-"):
            marks.append(self.take())
            if len(marks) > MAX_DEPTH:
                self.findings.append(finding("too_deep", "Too many signs in a row.", self.now.span))
                raise _Stop
        node = self.path()
        for mark in reversed(marks):
            node = tree.Unary((mark.start, node.span[1]), "-", node)
        return node

    def path(self) -> Node:
        node = self.primary()
        while self.at("."):
            self.take()
            node = self.step(node)
        return node

    def step(self, node: Node) -> Node:
        if not isinstance(node, tree.Name):
            self.fail("Only a name has parts after a point.", "Write roster.question or question.attribute.")
        assert isinstance(node, tree.Name)  # noqa: S101
        if self.accept("("):
            body = self.expression()
            end = self.need(")", "the body of the list")
            return tree.ListBody((node.span[0], end.end), node, body)
        if self.now.kind != "name":
            self.fail(f"{_named(self.now)} stands where a name must follow the point.")
        token = self.take()
        if self.at("(") and node.parts == ("this",):
            return self.call(token, this=True)
        return tree.Name((node.span[0], token.end), (*node.parts, token.text), (*node.spans, token.span))

    def primary(self) -> Node:
        token = self.now
        if token.kind == "number":
            return tree.Number(self.take().span, token.text)
        if token.kind == "text":
            return tree.Text(self.take().span, token.text)
        if token.kind == "name":
            self.take()
            return self.call(token) if self.at("(") else tree.Name(token.span, (token.text,), (token.span,))
        return self.keyword_or_group()

    def keyword_or_group(self) -> Node:
        token = self.now
        if self.at("true", "false"):
            return tree.Truth(self.take().span, token.text == "true")
        if self.accept("this"):
            if not self.at("."):
                self.fail("'this' needs a name after it.", "Write this.name.")
            return tree.Name(token.span, ("this",), (token.span,))
        if self.accept("("):
            node = self.expression()
            if self.at(",") and token.start in self.after_if:
                self.fail("'if' is not a function.", "Write if c then a else b.")
            self.need(")", "the parenthesis")
            return node
        if self.accept("if"):
            return self.choice(token)
        if self.at("."):
            self.fail("'.' alone is not a value.", "Write the name of the question itself: age > 3.")
        self.fail(f"{_named(token)} stands where a value is needed.")
        return tree.Broken(token.span)

    def choice(self, start: Token) -> Node:
        if self.at("("):
            self.after_if.add(self.now.start)
        condition = self.expression()
        return self.rest_of_choice(start, condition)

    def rest_of_choice(self, start: Token, condition: Node) -> Node:
        self.need("then", "if")
        yes = self.expression()
        self.need("else", "if")
        no = self.expression()
        return tree.Choice((start.start, no.span[1]), condition, yes, no)

    def call(self, name: Token, this: bool = False) -> Node:
        self.need("(", "the call")
        arguments: list[tree.Argument] = []
        while not self.at(")"):
            arguments.append(self.argument())
            if not self.accept(","):
                break
        end = self.need(")", f"{name.text}(…)")
        return tree.Call((name.start, end.end), name.text, name.span, tuple(arguments), this)

    def argument(self) -> tree.Argument:
        value = self.expression()
        if not self.accept("where"):
            return tree.Argument(value.span, value)
        where = self.expression()
        return tree.Argument(_join(value, where), value, where)


def _join(left: Node, right: Node) -> Span:
    return (left.span[0], right.span[1])


def _named(token: Token) -> str:
    return "The end" if token.kind == "end" else f"'{token.text}'"
