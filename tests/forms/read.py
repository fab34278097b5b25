"""The tiny forms of this folder, compiled, and interviews on them; for tests of every part."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from engine.questionnaire import compile_text
from engine.response import Interview, View, view_of_answers

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
TODAY = "2026-11-22"


def source(name: str) -> str:
    """The text of a form."""
    return (FOLDER / f"{name}.json").read_text("utf-8")


def read_file(name: str) -> str:
    """The text of a file beside the forms."""
    return (FOLDER / name).read_text("utf-8")


@cache
def compiled(name: str) -> dict[str, Any]:
    """The compiled form."""
    return compile_text(source(name), read_file).form()


class Clock:
    """A clock that goes a second at every look."""

    def __init__(self, start: int = 0) -> None:
        self._ticks = self._run(start)

    def __call__(self) -> str:
        return next(self._ticks)

    @staticmethod
    def _run(start: int) -> Iterator[str]:
        for second in range(start, start + 86_400):
            yield f"2026-11-22T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"


def interview(name: str, **options: Any) -> Interview:
    """A new interview on the form, by the enumerator on the device `tablet`."""
    options.setdefault("clock", Clock())
    return Interview.open(compiled(name), **{"device": "tablet", "user": "enumerator", **options})


def answered(name: str, answers: dict[str, Any], **more: Any) -> View:
    """What the answers come to."""
    return view_of_answers(compiled(name), {"answers": answers, **more}, today=TODAY)


def failing(view: View) -> list[str]:
    """The failures as `EDIT@path`."""
    return [f"{one.edit}@{one.path}" if one.path else one.edit for one in view.failures()]
