"""Which package may import which: the table of layers, and the reading of a Python file's imports.

The table is the one of docs/decisions and of engine/README.md; a package that is not in it has no place to import from.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LAYERS: dict[str, int] = {
    "engine.errors": 0,
    "engine.expression": 1,
    "engine.questionnaire": 2,
    "engine.response": 3,
    "engine.edits": 3,
    "engine.proof": 3,
    "engine.simulate": 3,
    "engine.store": 4,
    "engine.auth": 5,
    "engine.sync": 6,
    "engine.process": 6,
    "engine.paper": 6,
    "engine.push": 6,
    "engine.monitor": 6,
    "engine.interchange": 6,
    "engine.batch": 7,
    "admin": 7,
    "offline_client": 7,
    "engine.app": 8,
    "engine.cli": 8,
}
STRANGERS = {6, 7}
"""Layers whose packages do not import each other."""

PURE = 3
"""The last layer that does no I/O and knows no clock."""

# fmt: off
IMPURE_MODULES = frozenset({
    "asyncio", "ctypes", "flask", "glob", "http", "importlib.metadata", "locale", "logging", "multiprocessing",
    "os", "pathlib", "random", "secrets", "shutil", "signal", "socket", "sqlalchemy", "sqlite3", "subprocess",
    "sys", "tempfile", "threading", "time", "urllib", "uuid", "zoneinfo",
})
# fmt: on
"""Not `io`: the csv module reads text that is already in memory through `io.StringIO`; opening is found as a call."""

IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "now", "utcnow", "today", "getenv"})


@dataclass(frozen=True, slots=True)
class Import:
    """One module named by an import statement, and the line it stands on."""

    module: str
    line: int


def package_of(module: str) -> str | None:
    """The row of the table that a module belongs to, or None when it is not one of ours."""
    parts = module.split(".")
    for candidate in (".".join(parts[:2]), parts[0]):
        if candidate in LAYERS:
            return candidate
    return None


def module_of(path: Path, root: Path) -> str:
    """The dotted name of a Python file below `root`; a package's own name for its `__init__.py`."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def may_import(importer: str, imported: str) -> bool:
    """Whether one package may import another: its own folder, the rows above, and its own row unless strangers."""
    if importer == imported:
        return True
    above, below = LAYERS[imported], LAYERS[importer]
    return above < below or (above == below and below not in STRANGERS)


def imports(path: Path, root: Path) -> Iterator[Import]:
    """Every module that the file imports, wherever the statement stands, relative ones written out."""
    module = module_of(path, root)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            yield from (Import(f"{base}.{alias.name}" if base else alias.name, node.lineno) for alias in node.names)


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Every name that the file calls, as `name` or as the last part of `thing.name`, with its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name):
                yield function.id, node.lineno
            elif isinstance(function, ast.Attribute) and _is_named(function.value, {"datetime", "date", "io"}):
                yield function.attr, node.lineno


def breaches(path: Path, root: Path) -> list[str]:
    """What the file imports or calls that its layer forbids, a sentence each."""
    owner = package_of(module_of(path, root))
    if owner is None:
        return []
    found = []
    for item in imports(path, root):
        target = package_of(item.module)
        if target is not None and not may_import(owner, target):
            found.append(f"{path.relative_to(root)}:{item.line}: {owner} must not import {target}")
        if LAYERS[owner] <= PURE and _is_impure(item.module):
            found.append(f"{path.relative_to(root)}:{item.line}: {owner} is pure and must not import {item.module}")
    if LAYERS[owner] <= PURE:
        found += [
            f"{path.relative_to(root)}:{line}: {owner} is pure and must not call {called}()"
            for called, line in calls(path)
            if called in IMPURE_CALLS
        ]
    return found


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    base = ".".join(parts[: len(parts) - node.level + 1])
    return f"{base}.{node.module}" if node.module else base


def _is_named(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _is_impure(module: str) -> bool:
    parts = module.split(".")
    return any(".".join(parts[:length]) in IMPURE_MODULES for length in range(1, len(parts) + 1))
