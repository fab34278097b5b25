"""The functions of the expression language as its definition lists them: for the editor's completion and hover help.

The definition, `engine/expression/README.md`, is the only place where they are described; its tables are read here.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

NAME = re.compile(r"`(?P<signature>(?P<name>[a-z_]+)\([^`]*)`")
CELL = re.compile(r"(?<!\\)\|")


@cache
def function_help() -> tuple[dict[str, str], ...]:
    """Each function once: name, how it is written, what it gives."""
    found: dict[str, dict[str, str]] = {}
    for line in files("engine.expression").joinpath("README.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in CELL.split(line)][1:-1]
        if len(cells) != 2 or not cells[0].startswith(("`", "•")):
            continue
        for match in NAME.finditer(cells[0]):
            entry = {"name": match["name"], "signature": match["signature"], "summary": cells[1].replace("`", "")}
            found.setdefault(match["name"], entry)
    return tuple(found.values())
