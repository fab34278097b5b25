"""Paths of rows as the tables have them: from the ids of a row."""

from __future__ import annotations

from collections.abc import Sequence

from engine.response.form import Form, ScopeForm


def row_path(form: Form, scope: ScopeForm, ids: Sequence[str]) -> str:
    """The path of a row of a scope; `ids` name the interview and each row on the way."""
    return "".join(part if isinstance(part, str) else ids[part] for part in path_parts(form, scope))


def path_parts(form: Form, scope: ScopeForm) -> list[str | int]:
    """The path of a row of a scope: words, and the numbers of the ids between them."""
    parts: list[str | int] = []
    while scope.parent >= 0:
        parts = [f"{scope.name}[", scope.depth, "]", *(["."] if parts else []), *parts]
        scope = form.scopes[scope.parent]
    return parts
