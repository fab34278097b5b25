"""The last round of a panel, as the `open` event brings it: values by path, and the rows they stand in.

Twin: offline_client/runtime/rounds.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.response.paths import parse_path


def values_by_row(previous: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Values of the last round by the path of their row, then by name."""
    found: dict[str, dict[str, Any]] = {}
    for path, value in previous.items():
        steps = parse_path(path)
        if steps and steps[-1].row is None:
            name = steps[-1].name
            row = path[: max(0, len(path) - len(name) - 1)]
            found.setdefault(row, {})[name] = value
    return found


def row_ids(previous: Mapping[str, Any], roster: str) -> list[str]:
    """Ids of the rows that a roster had in the last round, in the order in which they are first named."""
    start = f"{roster}["
    inside = (path[len(start) :] for path in previous if path.startswith(start))
    return list(dict.fromkeys(rest.partition("]")[0] for rest in inside))
