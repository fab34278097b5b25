"""Cold start without a network: to the locked screen, and from there to the painted list."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from bench.client import forms
from bench.client.bare import Bare, bare
from bench.client.harness import PAINTED, SLOWED, Disk, Figure, given, serving
from tests.client.office import PASSWORD

TIMES = 5
UP = 1.0
"""Seconds in which a browser has started: what it does then by itself takes a processor, and is not the client's."""
LIST = ".job .button"
LOCKED = "#secret"
UNLOCK = """async (list) => {
  const from = performance.now();
  document.querySelector("button[type=submit]").click();
  return (await appeared(list)) - from;
}"""


def figures(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """The least of several cold starts."""
    disk = Disk(playwright, folder)
    given(disk.office, forms.household(inline=True), 200)
    with serving(disk.office) as server:
        with disk.on(server, slowed=1) as device:
            device.sign_in()
            device.page.evaluate("navigator.serviceWorker.ready")
            device.page.reload()
            device.unlock()
            device.page.wait_for_timeout(2000)
        server.stop()
        locked, unlocked, processor = started(disk, server.url, UP)
        yield Figure("cold start offline to the locked screen, painted", locked, "ms", 1500)
        yield Figure(
            "  from the password to the list of 200, painted; 500 ms and more at full speed are the key's",
            unlocked,
            "ms",
        )
        yield Figure("  of both, processor", processor, "ms")
        locked, _, _ = started(disk, server.url, 0)
        yield Figure("  to the locked screen while the browser itself is starting", locked, "ms", 1500)


def started(disk: Disk, address: str, after: float) -> tuple[float, float, float]:
    """The least of several cold starts, so many seconds after the browser's own."""
    starts = []
    for _ in range(TIMES):
        with bare(disk.folder) as page:
            page.prepare(PAINTED, SLOWED)
            time.sleep(after)
            starts.append(cold_start(page, address))
    locked, unlocked, processor = (min(times) for times in zip(*starts, strict=True))
    return locked, unlocked, processor


def cold_start(page: Bare, address: str) -> tuple[float, float, float]:
    """Milliseconds to the locked screen, from the password to the painted list, and of the processor."""
    page.goto(address)
    locked = float(page.evaluate(f"appeared({json.dumps(LOCKED)})"))
    page.evaluate(f"document.querySelector({json.dumps(LOCKED)}).value = {json.dumps(PASSWORD)}")
    unlocked = float(page.evaluate(f"({UNLOCK})({json.dumps(LIST)})"))
    return locked, unlocked, page.processor()
