"""The program as an office runs it: `phieu run` as a process on a folder of its own, stopped and started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

STARTED_WITHIN = 60  # seconds


class Office:
    """A running server; `stop` takes it off the network, `start` brings it back with all that it knows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                [*phieu(), "run", "--port", str(self.port), "--directory", str(self.folder)], stdout=log, stderr=log
            )
        until = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):  # noqa: S310
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise AssertionError((self.folder / "log.txt").read_text("utf-8"))

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=20)
            self._process = None

    def command(self, *arguments: str) -> str:
        """Run a command of the program on this office's database; what it printed."""
        done = subprocess.run(
            [*phieu(), *arguments, "--database", f"sqlite:///{self.folder / 'phieu.sqlite'}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def phieu() -> list[str]:
    """The program of this installation."""
    return [str(Path(sys.executable).with_name("phieu"))]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def kill_browsers_of(profile: Path) -> None:
    """Kill every process of the browser on this profile, without a chance to put anything away."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            arguments = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
            if str(profile) in arguments and "chrom" in arguments:
                os.kill(int(entry.name), signal.SIGKILL)
        except (OSError, ProcessLookupError):
            continue  # it ended meanwhile
