"""Relations that grow: a row for each combination of frames looked at, columns bound stage by stage.

A context is the SQL counterpart of a stack of environments. Its base joins the tables of its frames; each stage after
it is a SELECT that adds columns, so that an expression is written once and named. Aggregates come in at stage 1 as
grouped relations. Nothing here knows operators; the names of tables and columns are in `layout.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine.expression.columns.cells import Cell

if TYPE_CHECKING:
    from engine.expression.columns.layout import Layout


@dataclass(eq=False)
class Frame:
    """The frame of a scope within a context: an alias of its table. `id0 …` name the row and those around it."""

    number: int
    scope: int
    context: Context
    around: Frame | None = None

    def column(self, member: str, slot: int | str = "") -> str:
        """The column that holds a member of the frame, made available in the base of its context."""
        name = f"{member}{slot}_f{self.number}"
        self.context.base.setdefault(name, f"f{self.number}.{member}{slot}")
        return name

    def ids(self, depth: int) -> list[str]:
        """The columns that name its row."""
        return [self.column("id", place) for place in range(depth + 1)]


@dataclass(frozen=True, slots=True)
class Code:
    """The pseudo frame of a filter: SQL of the code looked at, and its list."""

    sql: str
    code_list: str


@dataclass(eq=False)
class Stage:
    """Columns bound at one level, by their SQL, and what is joined to have them."""

    columns: dict[str, str] = field(default_factory=dict)
    joins: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Grouped:
    """A relation with a row for each row of an outer context: aggregates over the rows of an inner one."""

    name: str
    inner: Context
    keys: list[str]
    columns: dict[str, str]


@dataclass(eq=False)
class Context:
    """A relation: `outer` is the one around it, `envs` the frames (or codes of a filter) by environment."""

    number: int
    layout: Layout
    outer: Context | None = None
    envs: list[Frame | Code] = field(default_factory=list)
    identity: list[str] = field(default_factory=list)
    base: dict[str, str] = field(default_factory=dict)
    joins: list[str] = field(default_factory=list)
    stages: dict[int, Stage] = field(default_factory=dict)
    groups: list[Grouped] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    """Grouped relations as joined here, by name and condition."""

    @property
    def frame(self) -> Frame:
        """The innermost frame."""
        return next(one for one in self.envs if isinstance(one, Frame))

    def stage(self, level: int) -> Stage:
        """The stage of a level, from 1."""
        return self.stages.setdefault(level, Stage())

    def name(self, sql: str, level: int) -> str:
        """The column, at the next level, that holds an expression whose columns are there at `level`."""
        for each in range(1, level + 2):
            if each in self.stages and sql in self.stages[each].columns:
                return self.stages[each].columns[sql]
        columns = self.stage(level + 1).columns
        columns[sql] = f"t{self.number}_{level + 1}_{len(columns)}"
        return columns[sql]

    def bind(self, cell: Cell) -> Cell:
        """The cell with its value, and its error where it can have one, under names."""
        if cell.simple:
            return cell
        return replace(cell, value=self.name(cell.value, cell.level), level=cell.level + 1, simple=True)

    def parent(self, frame: Frame) -> Frame:
        """The frame around a frame; its table is joined when it is first asked for."""
        if frame.around is None:
            scope = self.layout.parent(frame.scope)
            around = Frame(self.layout.fresh(), scope, frame.context)
            same = " AND ".join(
                f"f{around.number}.id{place} = f{frame.number}.id{place}"
                for place in range(self.layout.depth(scope) + 1)
            )
            frame.context.joins.append(f"JOIN {self.layout.table(scope)} AS f{around.number} ON {same}")
            frame.around = around
        return frame.around

    @property
    def last(self) -> str:
        """The relation with all columns."""
        return f"c{self.number}_{max(self.stages, default=0)}"
