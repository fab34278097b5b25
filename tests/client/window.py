"""A window of a real browser, as the tests drive it in every browser but Chromium: what these have in common.

How a browser is started and told what to do is in the file of each (`firefox.py`, `webkit.py`).
"""

from __future__ import annotations

import json
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

PATIENCE = 120  # seconds; a browser that starts on a busy machine takes long


class OutOfReachError(Exception):
    """What was to be touched was painted anew meanwhile, or something lay over it; it is looked for again."""


class Window(ABC):
    """One window. Clicks and keys are those of a person: what is covered or locked is not reached."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Open a page and wait until it is loaded."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page anew and wait until it is loaded."""

    @abstractmethod
    def run(self, script: str) -> Any:
        """The value of an expression in the page: true, false, a number, text or nothing. A promise is awaited."""

    @abstractmethod
    def touch(self, place: str, which: int) -> None:
        """Click the middle of an element that is there.

        Raises: OutOfReachError.
        """

    @abstractmethod
    def keys(self, text: str) -> None:
        """Press keys, one after the other, wherever the focus is."""

    def until(self, script: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.run(f"(async () => Boolean(await ({script})))()"):
            assert time.monotonic() < end, f"{script}: {self.run('document.body.innerText')}"
            time.sleep(0.1)

    def sees(self, place: str, which: int = 0) -> None:
        """Wait until something stands at a selector."""
        self.until(f"document.querySelectorAll({json.dumps(place)}).length > {which}")

    def click(self, place: str, which: int = 0) -> None:
        """Wait for it and click it."""
        end = time.monotonic() + PATIENCE
        while True:
            self.sees(place, which)
            try:
                return self.touch(place, which)
            except OutOfReachError:
                assert time.monotonic() < end, f"{place} cannot be clicked: {self.run('document.body.innerText')}"
                time.sleep(0.1)

    def fill(self, place: str, value: str) -> None:
        """Wait for a field and type into it, in place of what it held."""
        self.click(place)
        self.run(f"document.querySelector({json.dumps(place)}).select()")
        self.keys(value)


Browser = Callable[[Path], AbstractContextManager[Window]]
"""Starts a browser whose disk is a folder, and kills it at the end; what it kept is there the next time."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
