"""The table of functions that `["call", name, …]` names, as SQL: one row each, the twin of functions.py.

A row takes the cells of the arguments, bound, and gives the cell of the result; unknown arguments give NULL by
themselves, since SQL's own operations do, except where a row says otherwise.
"""

from __future__ import annotations

from engine.expression.columns import calls_dates, calls_numbers, calls_sets, calls_text, geography
from engine.expression.columns.call import Call, Emit
from engine.expression.columns.cells import Cell
from engine.expression.columns.emit import Ast, Emitter
from engine.expression.columns.relations import Context


def emit_call(emitter: Emitter, ast: Ast, context: Context) -> Cell:
    """The cell of a call."""
    constants = [part[1] if part[0] == "lit" else None for part in ast[2:]]
    return CALLS[ast[1]](Call(emitter.dialect, context, emitter.all(ast[2:], context), constants))


CALLS: dict[str, Emit] = {
    **calls_numbers.CALLS,
    **calls_sets.CALLS,
    **calls_text.CALLS,
    **calls_dates.CALLS,
    **geography.CALLS,
}
"""One row for each function of the core."""
