"""Paths of rows from their ids, in Python and in SQL; how they are written is said in engine/response/paths.py."""

from __future__ import annotations

from collections.abc import Sequence

from engine.expression.columns import Dialect
from engine.response import paths
from engine.response.form import Form, ScopeForm

PLAIN = "[A-Za-z0-9_-]+"
"""An id of these signs stands in a path as it is, any other one quoted."""
ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def row_path(form: Form, scope: ScopeForm, ids: Sequence[str]) -> str:
    """The path of a row of a scope; `ids` name the interview and each row on the way."""
    path = ""
    for each in _on_the_way(form, scope):
        path = paths.row_path(paths.cell_path(path, each.name), ids[each.depth])
    return path


def path_sql(dialect: Dialect, form: Form, scope: ScopeForm) -> str:
    """SQL of the path of a row of a scope, from the columns of its ids."""
    parts: list[str] = []
    for each in _on_the_way(form, scope):
        before = f"{'].' if parts else ''}{each.name}["
        parts += [dialect.quote(before), _id_sql(dialect, f"id{each.depth}")]
    return " || ".join([*parts, dialect.quote("]")]) if parts else dialect.quote("")


def _id_sql(dialect: Dialect, column: str) -> str:
    escaped = column
    for sign, written in ESCAPED.items():
        escaped = f"replace({escaped}, {dialect.quote(sign)}, {dialect.quote(written)})"
    quote, plain = dialect.quote('"'), dialect.quote(dialect.pattern(PLAIN))
    is_plain = dialect("matches", column, plain)
    return f"CASE WHEN {is_plain} THEN {column} ELSE {quote} || {escaped} || {quote} END"


def _on_the_way(form: Form, scope: ScopeForm) -> list[ScopeForm]:
    """The scopes of rows from the outermost to this one."""
    found: list[ScopeForm] = []
    while scope.parent >= 0:
        found.insert(0, scope)
        scope = form.scopes[scope.parent]
    return found
