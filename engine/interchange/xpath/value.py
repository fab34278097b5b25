"""Values of an expression under translation: a text of ours, its type, and what XPath has where ours is unknown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from engine.expression.tree import Node
from engine.interchange.xpath import ours
from engine.interchange.xpath.condition import Condition

Blank = Literal["text", "nan", "mixed"]
NUMBERS = ("integer", "decimal", "real")
MOST_DECIMALS = 9
TEXT_DECIMALS = 4
"""Numbers written in free text are read with at most so many decimals."""


class NotCarried(ValueError):  # noqa: N818 -- an outcome that is reported, not a defect
    """An expression that has no equal in our language; the text says why, in words for the author."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value: `node` is unknown where XPath has an empty text (`blank` text) or NaN (`blank` nan), or `default`.

    `constant` is a written text or number; `domain` all texts that a text can be; `days` a date that the number counts
    the days of; `figure` the number that a text writes; `choices` the code list;
    `mixed` says that XPath has now a number and now a text here.
    """

    node: Node
    kind: str
    choices: str | None = None
    nullable: bool = True
    blank: Blank = "text"
    default: float | None = None
    decimals: int = 0
    natural: bool = False
    constant: str | None = None
    domain: frozenset[str] | None = None
    days: Node | None = field(default=None, compare=False)
    figure: Value | None = field(default=None, compare=False)
    mixed: bool = False

    @property
    def is_number(self) -> bool:
        """True for integers, decimals and reals."""
        return self.kind in NUMBERS

    @property
    def is_nothing(self) -> bool:
        """True for the empty text."""
        return self.kind == "nothing"


Part = Value | Condition
NOTHING = Value(ours.text("?"), "nothing", constant="")


def written_text(text: str) -> Value:
    """A quoted text."""
    if text == "":
        return NOTHING
    return Value(ours.text(text), "text", nullable=False, constant=text, domain=frozenset([text]))


def written_number(text: str) -> Value:
    """A number as XPath writes it: `5`, `5.`, `.5`, `-5`."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, rest = digits.partition(".")
    rest = rest.rstrip("0")
    if len(rest) > MOST_DECIMALS or len(whole + rest) > 15:
        raise NotCarried(f"{text} has more digits than can be kept exactly")
    plain = sign + (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")
    kind = "decimal" if rest else "integer"
    return Value(
        ours.number(plain), kind, nullable=False, blank="nan", decimals=len(rest), natural=not sign, constant=plain
    )


def number_of(text: str) -> float | None:
    """The number that a text writes, as XPath reads it; None for NaN."""
    stripped = text.strip()
    unsigned = stripped.removeprefix("-")
    whole, point, rest = unsigned.partition(".")
    if not (whole + rest).isascii() or not (whole + rest).isdecimal() or (point and not whole and not rest):
        return None
    return float(stripped)


def filled(value: Value) -> Value:
    """The value with its default written out, so that it is no longer unknown."""
    if value.default is None or not value.nullable:
        return value
    default = written_number(f"{value.default:g}")
    return replace(value, node=ours.call("coalesce", value.node, default.node), nullable=False, default=None)


def as_number(part: Part, codes: tuple[str, ...] = ()) -> Value:
    """A part as XPath's number(); `codes` are those of its list."""
    if isinstance(part, Condition):
        one_or_none = ours.choice(part.total, ours.number(1), ours.number(0))
        return Value(one_or_none, "integer", nullable=False, blank="nan", natural=True)
    if part.is_number:
        return replace(filled(part), blank="nan")
    if part.figure is not None:
        return replace(part.figure, blank="nan")
    if part.kind in ("code", "text") and part.constant is None:
        return _read_number(part, codes)
    if part.constant is not None and number_of(part.constant) is not None:
        return written_number(part.constant.strip())
    if part.kind == "date":
        days = ours.call("days_between", ours.text("1970-01-01"), part.node)
        return Value(days, "integer", nullable=part.nullable, blank="nan", days=part.node)
    if part.is_nothing or part.constant is not None:
        raise NotCarried("a text that is no number stands where a number is needed")
    raise NotCarried(f"a {part.kind} has no number")


def _read_number(part: Value, codes: tuple[str, ...]) -> Value:
    known = part.domain if part.domain is not None else frozenset(codes) if codes else None
    decimals = TEXT_DECIMALS
    if known is not None:
        numeric = [text for text in known if number_of(text) is not None]
        decimals = max((len(text.strip().partition(".")[2]) for text in numeric), default=0)
    arguments = [ours.number(decimals)] if decimals else []
    natural = known is not None and all((number_of(text) or 0) >= 0 for text in known)
    node = ours.call("to_number", part.node, *arguments)
    kind = "decimal" if decimals else "integer"
    return Value(node, kind, nullable=True, blank="nan", decimals=decimals, natural=natural)


def as_text(part: Part) -> Value:
    """A part as XPath's string(), for comparing and joining."""
    if isinstance(part, Condition):
        return Value(ours.call("to_text", part.total), "text", nullable=False, domain=frozenset(["true", "false"]))
    if part.kind in ("text", "nothing"):
        return part
    if part.kind == "code":
        return replace(part, node=ours.call("to_text", part.node), kind="text", choices=None)
    if part.constant is not None:
        return written_text(part.constant)
    part = filled(part)
    if part.kind in ("integer", "decimal", "date"):
        return replace(part, node=ours.call("to_text", part.node), kind="text", domain=None, figure=None)
    raise NotCarried(_NO_TEXT.get(part.kind, f"a {part.kind} has no plain text"))


_NO_TEXT = {
    "codes": "several choices have no plain text here; texts of questions may show them",
    "rank": "a ranking has no plain text here; texts of questions may show it",
    "real": "the result of a division has no plain text here; round it first",
}
