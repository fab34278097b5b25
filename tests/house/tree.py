"""The files of this checkout as they are kept, without what is built, installed or downloaded. No checks live here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_KEPT = {".git", ".venv", "node_modules", "var", "build", "dist", "__pycache__"}
CODE = {".py", ".js", ".mjs", ".css", ".html"}


def files(*suffixes: str, root: Path = ROOT) -> list[Path]:
    """Every kept file below `root` with one of the suffixes (all when none is given), sorted."""
    return sorted(path for path in _walk(root) if not suffixes or path.suffix in suffixes)


def is_vendored(path: Path) -> bool:
    """Whether the file is somebody else's, kept here unmodified."""
    return "vendor" in path.parts


def name(path: Path, root: Path = ROOT) -> str:
    """The path as a person writes it, from the root of the checkout."""
    return path.relative_to(root).as_posix()


def _walk(root: Path) -> Iterator[Path]:
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [sub for sub in subfolders if not _left_out(sub)]
        yield from (Path(folder) / file for file in names)


def _left_out(folder: str) -> bool:
    return folder in NOT_KEPT or folder.endswith(("_cache", ".egg-info")) or folder == ".hypothesis"
