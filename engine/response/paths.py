"""Paths of cells and rows as text: `name`, `people[k3x9qa].age`, `people[k3x9qa]`.

What they name in a form is `form.py`. Twin: offline_client/runtime/paths.js.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_STEP = re.compile(r'([^.\[\]]+)(?:\[((?:[^\]"]|"(?:[^"\\]|\\.)*")*)\])?', re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a name, and the row id where the step goes into a row."""

    name: str
    row: str | None = None


def parse_path(path: str) -> list[Step] | None:
    """The steps of a path, or None when the text is no path. `""` is the interview: no steps."""
    steps: list[Step] = []
    at = 0
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None:
            return None
        steps.append(Step(match[1], None if match[2] is None else _read_id(match[2])))
        at = match.end()
        if at < len(path):
            if path[at] != "." or at + 1 == len(path):
                return None
            at += 1
    return steps


def row_path(roster: str, row: str) -> str:
    """The path of a row of the roster at the path `roster`."""
    return f"{roster}[{row if _PLAIN.fullmatch(row) else json.dumps(row, ensure_ascii=False)}]"


def cell_path(row: str, name: str) -> str:
    """The path of a cell; `row` is the path of its row, `""` at the root."""
    return f"{row}.{name}" if row else name


def _read_id(text: str) -> str:
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except ValueError:
        return text  # not quoted after all: the id is what stands there
