"""The last round of a panel, as the `open` event brings it: values by path, and the rows they stand in.

Twin: offline_client/runtime/rounds.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.response.paths import Step, cell_path, parse_path, row_path


def values_by_row(previous: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Values of the last round by the path of their row, then by name."""
    found: dict[str, dict[str, Any]] = {}
    for path, value in previous.items():
        steps = parse_path(path)
        if steps and steps[-1].row is None:
            found.setdefault(_path(steps[:-1]), {})[steps[-1].name] = value
    return found


def row_ids(previous: Mapping[str, Any], roster: str) -> list[str]:
    """Ids of the rows that a roster had in the last round, in the order in which they are first named."""
    found: dict[str, None] = {}
    for path in previous:
        row = ""
        for step in parse_path(path) or ():
            here = cell_path(row, step.name)
            if step.row is not None and here == roster:
                found[step.row] = None
            row = here if step.row is None else row_path(here, step.row)
    return list(found)


def _path(steps: list[Step]) -> str:
    """A path as everyone writes it."""
    path = ""
    for step in steps:
        path = cell_path(path, step.name)
        path = path if step.row is None else row_path(path, step.row)
    return path
