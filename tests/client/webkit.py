"""A WebKit of the distribution, driven over WebDriver in a screen of its own that nobody sees."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from tests.client.window import PATIENCE, OutOfReachError, Window, free_port

SYSTEM_PYTHON = "/usr/bin/python3"  # the one that the distribution's bindings of WebKitGTK are made for
BROWSER = Path(__file__).with_name("webkit_browser.py")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how WebDriver marks an element in JSON
PASSING = {"stale element reference", "element click intercepted", "element not interactable", "no such element"}
ERRORS = (": CONSOLE ERROR ", ": CONSOLE JS ERROR ")  # said by our pages, or not caught in them
RUN = """const done = arguments[arguments.length - 1];
(async () => ({ value: await (%s) }))().catch((error) => ({ error: String(error) })).then(done);"""


class RefusedError(Exception):
    """What the driver answered instead of a value; `code` is WebDriver's word for it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class WebKit(Window):
    """One window, of one session of the driver."""

    def __init__(self, driver: str, disk: Path) -> None:
        self._open = build_opener(ProxyHandler({})).open
        self._address = driver
        self._wait_for_driver()
        options = {"binary": SYSTEM_PYTHON, "args": [str(BROWSER), str(disk)]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._address += f"/session/{self._call('POST', '/session', capabilities=wanted)['sessionId']}"

    def open(self, address: str) -> None:
        self._call("POST", "/url", url=address)

    def reload(self) -> None:
        self._call("POST", "/refresh")

    def run(self, script: str) -> Any:
        told = self._call("POST", "/execute/async", script=RUN % script, args=[])
        assert "error" not in told, f"{script}: {told['error']}"
        return told.get("value")

    def touch(self, place: str, which: int) -> None:
        try:
            found = self._call("POST", "/elements", using="css selector", value=place)
            self._call("POST", f"/element/{found[which][ELEMENT]}/click")
        except (RefusedError, IndexError) as error:
            if isinstance(error, RefusedError) and error.code not in PASSING:
                raise
            raise OutOfReachError from error

    def keys(self, text: str) -> None:
        pressed = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._call("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": pressed}])

    def _wait_for_driver(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self._call("GET", "/status")
                break
            except OSError:
                assert time.monotonic() < end, "WebKitWebDriver did not start"
                time.sleep(0.1)

    def _call(self, method: str, path: str, **body: Any) -> Any:
        data = json.dumps(body).encode() if method == "POST" else None
        kind = {"Content-Type": "application/json"}
        request = Request(f"{self._address}{path}", data, kind, method=method)  # noqa: S310  # of this machine
        try:
            with self._open(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except HTTPError as answer:
            told = json.load(answer)["value"]
            raise RefusedError(told["error"], told["message"]) from None


@contextmanager
def webkit(folder: Path) -> Iterator[WebKit]:
    """A WebKit whose disk is the folder; at the end it is killed, and has told of no error in its pages."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    with screen() as display, (folder / "told.txt").open("w+") as told:
        surroundings = {
            **os.environ, "DISPLAY": display, "HOME": str(home), "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # its sandbox does not start for root or in a container
        }  # fmt: skip
        port = free_port()
        process = subprocess.Popen(
            ["WebKitWebDriver", f"--port={port}"],
            env=surroundings, start_new_session=True, stdout=told, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield WebKit(f"http://127.0.0.1:{port}", folder)
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # with every process of the browser
            process.wait()
        told.seek(0)
        errors = [line for line in told if any(kind in line for kind in ERRORS)]
        assert not errors, errors


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees; its name."""
    told, tell = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1280x1280x24", "-nolisten", "tcp"],
        pass_fds=[tell], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(tell)
    try:
        with os.fdopen(told) as line:
            number = line.readline().strip()
        assert number, "Xvfb is installed by .ci/setup"
        yield f":{number}"
    finally:
        process.terminate()
        process.wait()
