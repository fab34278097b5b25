"""The tables of a hand-off on the disk: found beside one another, seen to be of the form, and what they lack.

What is in them is read by `handed_on.py`, as columns, and by `responses.py`, as responses.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.errors import UsageError
from engine.process.columns import Column, Table, codebook
from engine.response.form import Check, Form

LAST_ROUND, REFERENCE_DATE = "the last round", "the reference date of each interview"


@dataclass(frozen=True, slots=True)
class Source:
    """A table of the hand-off: its description, its file, and how SQL names a column."""

    table: Table
    path: Path
    quote: Callable[[str], str]
    held: frozenset[str]
    """The names of its columns."""

    def of(self, slot: int, *, previous: bool = False) -> list[Column]:
        """The columns of a variable of the table's own scope, of today or of the last round."""
        return [
            one for one in self.table.columns
            if one.variable and one.variable.slot == slot and one.variable.scope == self.table.scope
            and one.is_previous == previous
        ]  # fmt: skip

    def lacks(self) -> Iterator[str]:
        """What the expressions of a form may ask for and an earlier hand-off did not write."""
        for one in self.table.columns:
            if one.name not in self.held and (one.is_previous or is_reference_date(one)):
                yield LAST_ROUND if one.is_previous else REFERENCE_DATE


def sources(form: Form, path: Path, quote: Callable[[str], str] = '"{}"'.format) -> list[Source]:
    """The tables beside `path` (one of them, or the folder that holds them), the interview's first.

    Raises UsageError where one is missing or is no table of the form.
    """
    folder = path if path.is_dir() else path.parent
    folder = folder / "tables" if (folder / "tables").is_dir() else folder
    tables = codebook(dict(form.compiled)).tables
    found = []
    for table in tables:
        file = folder / f"{table.name}.parquet"
        if table.scope == 0 and path.is_file() and path.stem not in {one.name for one in tables}:
            file = path
        if not file.is_file():
            raise UsageError(f"{file} is missing. Give a table of a batch, or the folder that holds its tables.")
        found.append(Source(table, file, quote, _held(form, table, file)))
    return found


def _held(form: Form, table: Table, file: Path) -> frozenset[str]:
    """The columns that a file holds; all that hand-offs always wrote must be among them."""
    remedy = "Give a table of a batch, as it was handed on, or a file of JSON lines whose name ends in .jsonl."
    try:
        schema = pq.read_schema(file)
    except (OSError, pa.ArrowException) as wrong:
        raise UsageError(f"{file} is not a Parquet file: {wrong}. {remedy}") from None
    of = (schema.metadata or {}).get(b"phieu.form", form.compiled["id"].encode()).decode()
    if of != form.compiled["id"]:
        raise UsageError(f"{file} holds answers of '{of}', and the questionnaire is '{form.compiled['id']}'. {remedy}")
    held = frozenset(schema.names)
    for one in table.columns:
        if one.name not in held and not one.is_previous and not is_reference_date(one):
            raise UsageError(f"{file} is no table of '{of}': it has no column '{one.name}'. {remedy}")
    return held


def lacking(form: Form, found: Iterable[Source]) -> set[str]:
    """What tables of an earlier hand-off do not hold and expressions of the form may need."""
    lacks = {what for source in found for what in source.lacks()}
    return lacks - {REFERENCE_DATE} if form.compiled.get("reference_date") else lacks


def refused(form: Form, lacks: Collection[str]) -> dict[str, str]:
    """The checks that need what the tables lack, by id, and what that is."""
    found = {}
    for scope in form.scopes:
        for check in scope.checks:
            lacked = [what for core in cores_of(check) for what in needs(core) if what in lacks]
            if lacked:
                found[check.id] = f"It needs {lacked[0]}, which these tables, handed on earlier, do not hold."
    return found


def needs(core: Any) -> Iterator[str]:
    """What a core needs that tables of an earlier hand-off may lack."""
    if _mentions(core, "previous"):
        yield LAST_ROUND
    if _mentions(core, "today"):
        yield REFERENCE_DATE


def _mentions(core: Any, operator: str) -> bool:
    if not isinstance(core, list) or not core or core[0] == "lit":
        return False
    return core[0] == operator or any(_mentions(part, operator) for part in core)


def cores_of(check: Check) -> list[Any]:
    """What a check runs: its condition and its guard."""
    return [check.node.ast, *([check.guard.ast] if check.guard else [])]


def is_reference_date(column: Column) -> bool:
    """Whether it is the column of the reference date."""
    return column.role == "attribute" and column.variable is None and column.level is None
