"""What a row of the table of functions is given: the arguments of a call as cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.expression.columns.cells import Cell, any_of, level_of
from engine.expression.columns.dialects import Dialect
from engine.expression.columns.relations import Context
from engine.expression.values import LIMIT


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of a call: their cells, bound, and the constants among them."""

    dialect: Dialect
    context: Context
    cells: list[Cell]
    constants: list[Any]

    @property
    def values(self) -> list[str]:
        """SQL of the arguments."""
        return [cell.value for cell in self.cells]

    def number(self, place: int) -> int:
        """The constant whole number at a place."""
        return int(self.constants[place])

    def result(self, kind: str, value: str, error: str = "FALSE") -> Cell:
        """A result; its errors are those of the arguments and its own."""
        errors = any_of(*(cell.error for cell in self.cells), error)
        return Cell(kind, value, errors, level_of(*self.cells))

    def whole(self, value: str, low: int = -LIMIT, high: int = LIMIT, error: str = "FALSE") -> Cell:
        """A whole number within a range; cast, since host functions give narrower ones."""
        return self.result("int", f"CAST({value} AS BIGINT)", error).within(low, high)

    def bind(self, cell: Cell) -> Cell:
        """The cell under a name."""
        return self.context.bind(cell)


Emit = Callable[[Call], Cell]
