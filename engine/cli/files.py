"""Reading what a command is given: questionnaires with their code lists, compiled forms, texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import UsageError
from engine.questionnaire import Compilation, compile_text


@dataclass(frozen=True, slots=True)
class Source:
    """A questionnaire as read: its name for messages, its text, and what compiling it gave."""

    name: str
    text: str
    compilation: Compilation


def read_form(path: str) -> Source:
    """A questionnaire document, compiled; a compiled form is taken as it is. Raises UsageError for no readable file."""
    text = read_text(path)
    compiled = _compiled(text)
    if compiled is not None:
        return Source(path, text, Compilation((), compiled))
    return Source(path, text, compile_text(text, reader(Path(path).parent)))


def reader(folder: Path) -> Callable[[str], str]:
    """Reads the text of files in a folder and below, nothing outside."""
    root = folder.resolve()

    def read(name: str) -> str:
        found = (root / name).resolve()
        if not found.is_relative_to(root):
            raise LookupError(name)
        return found.read_text("utf-8")

    return read


def read_text(path: str) -> str:
    """The text of a file; raises UsageError where it cannot be read."""
    try:
        return Path(path).read_text("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text. Save it as UTF-8.") from None
    except OSError as wrong:
        raise UsageError(f"{path} cannot be read: {wrong.strerror}. Name a file that is there.") from None


def _compiled(text: str) -> dict[str, Any] | None:
    """The compiled form in `text`; None where it is something else."""
    if '"nodes"' not in text:
        return None
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) and document.get("format") == 1 and "nodes" in document else None
