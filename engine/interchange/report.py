"""What became of every cell of a workbook: carried, or reported with its place, a reason and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.errors import Finding
from engine.interchange.mistakes import MISTAKES


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, or with row or column left out a whole column, row or sheet; rows count from 1 as on the screen."""

    sheet: str
    row: int | None = None
    column: str | None = None

    @property
    def pointer(self) -> str:
        """The place as a path: `/survey/12/relevant`, `*` for all rows."""
        steps = [self.sheet]
        if self.row is not None or self.column is not None:
            steps.append("*" if self.row is None else str(self.row))
        if self.column is not None:
            steps.append(self.column)
        return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row is not None else ""
        column = f", column {self.column}" if self.column is not None else ""
        return f"sheet {self.sheet}{row}{column}"

    def covers(self, other: Place) -> bool:
        """True when the other place lies in this one."""
        same_row = self.row is None or self.row == other.row
        return self.sheet == other.sheet and same_row and (self.column is None or self.column == other.column)


@dataclass(frozen=True, slots=True)
class SheetFinding(Finding):
    """A finding with its place in a workbook."""

    place: Place = Place("")

    def __str__(self) -> str:
        return f"{self.severity} {self.code} at {self.place}: {self.message} {self.remedy}"


@dataclass(slots=True)
class Report:
    """Grows as the workbook is read."""

    findings: list[SheetFinding] = field(default_factory=list)
    carried: set[Place] = field(default_factory=set)

    def tell(self, code: str, place: Place, message: str, remedy: str | None = None) -> None:
        """Note a finding of the table once."""
        severity, usual = MISTAKES[code]
        found = SheetFinding(code, message, remedy or usual, place.pointer, severity, place=place)
        if found not in self.findings:
            self.findings.append(found)

    def carry(self, *places: Place) -> None:
        """Note cells whose content is in the questionnaire."""
        self.carried.update(places)

    def covered(self, cell: Place) -> bool:
        """True for a cell that is carried or reported."""
        return not self.silent([cell])

    def silent(self, cells: Iterable[Place]) -> list[Place]:
        """The cells that are neither carried nor covered by a finding."""
        reported = {one.place for one in self.findings}
        return [cell for cell in cells if cell not in self.carried and not (_around(cell) & reported)]


def _around(cell: Place) -> set[Place]:
    return {
        cell,
        Place(cell.sheet, cell.row),
        Place(cell.sheet, None, cell.column),
        Place(cell.sheet),
    }
