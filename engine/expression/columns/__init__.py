"""The third engine: the core over columns, as SQL for DuckDB and Spark. Pure text from cores; see README.md."""

from __future__ import annotations

from engine.expression.columns.cells import Cell
from engine.expression.columns.dialects import DIALECTS, Dialect, dialect
from engine.expression.columns.emit import Emitter
from engine.expression.columns.layout import Layout
from engine.expression.columns.query import query

__all__ = ["DIALECTS", "Cell", "Dialect", "Emitter", "Layout", "dialect", "query"]
