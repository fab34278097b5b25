"""A Firefox of the distribution, driven over WebDriver BiDi: just what the tests need."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.client.window import PATIENCE, OutOfReachError, Window, free_port

IN_REACH = """((place, which) => {
  const element = document.querySelectorAll(place)[which];
  element?.scrollIntoView({ block: "center" });
  const box = element?.getBoundingClientRect();
  const [x, y] = box ? [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)] : [];
  const hit = box && document.elementFromPoint(x, y);
  return hit && (hit.contains(element) || element.contains(hit)) ? `${x} ${y}` : null;
})"""


class Firefox(Window):
    """One window."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._sent = line, 0
        self._call("session.new", capabilities={})
        self._window = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str) -> None:
        self._call("browsingContext.navigate", context=self._window, url=address, wait="complete")

    def reload(self) -> None:
        self._call("browsingContext.reload", context=self._window, wait="complete")

    def run(self, script: str) -> Any:
        target = {"context": self._window}
        told = self._call("script.evaluate", expression=script, target=target, awaitPromise=True)
        assert told["type"] == "success", told
        return told["result"].get("value")

    def touch(self, place: str, which: int) -> None:
        found = self.run(f"{IN_REACH}({json.dumps(place)}, {which})")
        if found is None:
            raise OutOfReachError
        x, y = map(int, found.split())
        pressed = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0},
        ]  # fmt: skip
        self._do({"type": "pointer", "id": "mouse", "actions": pressed})

    def keys(self, text: str) -> None:
        pressed = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._do({"type": "key", "id": "keyboard", "actions": pressed})

    def _do(self, actions: dict[str, Any]) -> None:
        self._call("input.performActions", context=self._window, actions=[actions])

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
    """A Firefox whose disk is the folder; at the end it is killed."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "Firefox is installed by .ci/setup"
    port = free_port()
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
