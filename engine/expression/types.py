"""The types of the language, and their text form in the compiled form (`integer`, `decimal:2`, `code:sex`, …).

Values live in `values.py`; what may be compared with what is decided in `check.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

SIMPLE_KINDS = (
    "integer", "real", "text", "boolean", "date", "time", "datetime", "year_month",
    "geopoint", "geotrace", "geoshape", "file",
)  # fmt: skip
CODE_KINDS = ("code", "codes", "rank")
MAX_DECIMALS = 9
"""A decimal of more places leaves too few digits before the point under 2^53-1."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its kind, the declared decimals of a `decimal`, the code list of `code`, `codes` and `rank`."""

    kind: str
    decimals: int = 0
    code_list: str | None = None

    def __str__(self) -> str:
        if self.kind == "decimal":
            return f"decimal:{self.decimals}"
        return f"{self.kind}:{self.code_list}" if self.code_list is not None else self.kind

    @property
    def is_exact(self) -> bool:
        """True for the exact numbers, integer and decimal."""
        return self.kind in ("integer", "decimal")

    @property
    def is_number(self) -> bool:
        """True for exact numbers and reals."""
        return self.is_exact or self.kind == "real"

    @property
    def is_set(self) -> bool:
        """True for several codes: `codes` and `rank`."""
        return self.kind in ("codes", "rank")


INTEGER, REAL, TEXT, BOOLEAN = Type("integer"), Type("real"), Type("text"), Type("boolean")
DATE, TIME, DATETIME, YEAR_MONTH = Type("date"), Type("time"), Type("datetime"), Type("year_month")
GEOPOINT = Type("geopoint")


def decimal(decimals: int) -> Type:
    """The exact numbers with so many decimals; with none, integers."""
    return Type("decimal", decimals) if decimals else INTEGER


def parse_type(text: str) -> Type:
    """The type that `text` names; raises ValueError for text that names none."""
    kind, _, rest = text.partition(":")
    if kind in SIMPLE_KINDS and not rest:
        return Type(kind)
    if kind in CODE_KINDS and rest:
        return Type(kind, code_list=rest)
    if kind == "decimal" and rest.isdecimal() and int(rest) <= MAX_DECIMALS:
        return Type("decimal", int(rest))
    raise ValueError(f"'{text}' is not a type")


def words(value_type: Type) -> str:
    """A type in words for people."""
    names = {"codes": "a selection", "rank": "a ranking", "code": "a code", "text": "text", "boolean": "a condition"}
    listed = f" of '{value_type.code_list}'" if value_type.code_list else ""
    article = "an" if value_type.kind == "integer" else "a"
    return names.get(value_type.kind, f"{article} {value_type.kind.replace('_', ' ')}") + listed
