"""A Firefox of the distribution, driven over WebDriver BiDi: just what a smoke test needs."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PATIENCE = 60  # seconds
FILL = """((place, value) => {
  const field = document.querySelector(place);
  field.focus();
  field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
})"""


class Firefox:
    """One window."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._sent = line, 0
        self._call("session.new", capabilities={})
        self._window = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        self._call("browsingContext.navigate", context=self._window, url=address, wait="complete")

    def reload(self) -> None:
        """Load the page anew."""
        self._call("browsingContext.reload", context=self._window, wait="complete")

    def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise is awaited."""
        target = {"context": self._window}
        told = self._call("script.evaluate", expression=script, target=target, awaitPromise=True)
        assert told["type"] == "success", told
        return told["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.run(f"Boolean({script})"):
            assert time.monotonic() < end, f"{script}: {self.run('document.body.innerText')}"
            time.sleep(0.1)

    def sees(self, place: str) -> None:
        """Wait until something stands at a selector."""
        self.until(f"document.querySelector({json.dumps(place)})")

    def click(self, place: str, which: int = 0) -> None:
        """Wait for it and click it."""
        self.sees(place)
        self.run(f"document.querySelectorAll({json.dumps(place)})[{which}].click()")

    def fill(self, place: str, value: str) -> None:
        """Wait for a field and fill it in."""
        self.sees(place)
        self.run(f"{FILL}({json.dumps(place)}, {json.dumps(value)})")

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._sent += 1
        self._line.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            told = json.loads(self._line.recv(timeout=PATIENCE))
            if told.get("id") == self._sent:
                assert told["type"] == "success", told
                return dict(told["result"])


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """A Firefox with a profile of its own."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "Firefox is installed by .ci/setup"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [
        "--headless",
        "--no-remote",
        "--profile",
        str(folder),
        f"--remote-debugging-port={port}",
        "about:blank",
    ]
    process = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with closing(connected(f"ws://127.0.0.1:{port}/session")) as line:
            yield Firefox(line)
    finally:
        process.kill()
        process.wait()


def connected(address: str) -> ClientConnection:
    """The line to a browser that is starting."""
    for _ in range(PATIENCE * 5):
        try:
            return connect(address, max_size=None, proxy=None)
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("Firefox did not start")
