"""A Chromium spoken to over a bare pipe: nobody listens to what its page asks for, as nobody does on a phone.

Playwright has every request and answer of a page told to two processes more, for which a page that is made of many
modules waits on a machine with two processors. https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.client.harness import running
from tests.client.conftest import PHONE
from tests.client.tablet import ARGUMENTS, CHROMIUM

FREE = 10  # the lowest number of a pipe's end here; Chromium reads from 3 and writes to 4
QUIET = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-extensions"]


class Bare:
    """One page of the browser."""

    def __init__(self, reading: int, writing: int) -> None:
        self._answers = os.fdopen(reading, "rb", buffering=0)
        self._writing = writing
        self._rest = b""
        self._count = 0
        self._told: set[str] = set()
        """Events since the last call."""
        self._session: str | None = None
        [page, *_] = [one for one in self._call("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        self._session = self._call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]

    def prepare(self, script: str, slowed: float) -> None:
        """A phone's screen and a slowed processor; the script runs in each page before its own."""
        self._call("Page.enable")
        self._call("Page.addScriptToEvaluateOnNewDocument", source=script)
        self._call("Performance.enable", timeDomain="threadTicks")
        size = {"width": PHONE["width"], "height": PHONE["height"]}
        self._call("Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=1, mobile=False)
        self._call("Emulation.setTouchEmulationEnabled", enabled=True)
        self._call("Emulation.setCPUThrottlingRate", rate=slowed)

    def goto(self, url: str) -> None:
        """Begins to open an address; its document is there, what is in it may not be yet."""
        self._call("Page.navigate", url=url)
        while "Page.frameNavigated" not in self._told:
            self._told.add(self._next().get("method", ""))

    def evaluate(self, expression: str) -> Any:
        """What an expression comes to, in the end."""
        told = self._call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            raise RuntimeError(f"{expression}: {told['exceptionDetails']}")
        return told["result"].get("value")

    def processor(self) -> float:
        """Milliseconds that the page's main thread has been running."""
        return running(self._call("Performance.getMetrics"))

    def close(self) -> None:
        """Ends the browser as its user does, so that everything is on disk."""
        self._session = None
        self._call("Browser.close")
        os.close(self._writing)
        self._answers.close()

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._count += 1
        self._told.clear()
        told = {"id": self._count, "method": method, "params": params}
        if self._session is not None:
            told["sessionId"] = self._session
        os.write(self._writing, json.dumps(told).encode() + b"\0")
        while True:
            got = self._next()
            if got.get("id") == self._count:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']}")
                return dict(got["result"])
            self._told.add(got["method"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = self._answers.read(1 << 16)
            if not more:
                raise EOFError("Chromium has ended")
            self._rest += more
        one, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(one))


@contextmanager
def bare(folder: Path) -> Iterator[Bare]:
    """Chromium started on a folder, with the page that it opens first."""
    (theirs, writing), (reading, answering) = _pipe(), _pipe()
    arguments = [CHROMIUM, *ARGUMENTS, *QUIET, "--headless=new", "--remote-debugging-pipe", "--lang=vi-VN"]
    quiet = os.open(os.devnull, os.O_WRONLY)
    process = os.posix_spawn(
        CHROMIUM,
        [*arguments, f"--user-data-dir={folder}", "about:blank"],
        dict(os.environ),
        file_actions=[
            (os.POSIX_SPAWN_DUP2, theirs, 3),
            (os.POSIX_SPAWN_DUP2, answering, 4),
            (os.POSIX_SPAWN_DUP2, quiet, 2),
        ],
    )
    for end in (theirs, answering, quiet):
        os.close(end)
    page = Bare(reading, writing)
    try:
        yield page
    finally:
        page.close()
        os.waitpid(process, 0)


def _pipe() -> list[int]:
    """A pipe whose ends have numbers that are free for it."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, FREE) for end in ends]
    for end in ends:
        os.close(end)
    return high
