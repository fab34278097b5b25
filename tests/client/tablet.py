"""A Chromium that can be killed as a power cut does, whole or a tab of it, and switched on again with the same disk."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, Playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


class Tablet:
    """The browser, its disk, and its processes."""

    def __init__(self, playwright: Playwright, disk: Path) -> None:
        self.playwright, self.disk = playwright, disk
        self.process: subprocess.Popen[bytes] | None = None

    def on(self, *more: str) -> Page:
        """Switch on; the first page."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        arguments = [
            *ARGUMENTS, *more, "--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={self.disk}",
        ]  # fmt: skip
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([CHROMIUM, *arguments, "about:blank"], start_new_session=True, **quiet)  # type: ignore[call-overload]
        self.browser = self.playwright.chromium.connect_over_cdp(self._address(port))
        context = self.browser.contexts[0]
        return context.pages[0]

    def power_cut(self) -> None:
        """Kill everything at once; nothing where it is off."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def tabs_killed(self) -> int:
        """Kill the processes of all tabs and workers, not the browser; how many there were."""
        renderers = [process for process in self._processes() if b"--type=renderer" in command(process)]
        for process in renderers:
            os.kill(process, signal.SIGKILL)
        return len(renderers)

    def _processes(self) -> list[int]:
        assert self.process is not None, "it is off"
        found, session = [], self.process.pid
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and os.getsid(int(entry.name)) == session:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue  # it has ended since
        return found

    @staticmethod
    def _address(port: int) -> str:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version") as answer:
                    return str(json.load(answer)["webSocketDebuggerUrl"])
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("Chromium did not start")


def command(process: int) -> bytes:
    """The command line of a process; empty when it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""
