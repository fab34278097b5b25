"""Cold start without a network, the browser just started: to the locked screen, and from there to the painted list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from bench.client import forms
from bench.client.harness import Device, Disk, Figure, given, serving
from tests.client.office import PASSWORD

TIMES = 5
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
        starts = []
        for _ in range(TIMES):
            with disk.on(server) as device:
                starts.append(cold_start(device))
    locked, unlocked, processor = (min(times) for times in zip(*starts, strict=True))
    yield Figure("cold start offline to the locked screen, painted", locked, "ms", 1500)
    yield Figure(
        "  from the password to the list of 200, painted; 500 ms and more at full speed are the key's", unlocked, "ms"
    )
    yield Figure("  of both, processor", processor, "ms")


def cold_start(device: Device) -> tuple[float, float, float]:
    """Milliseconds to the locked screen, from the password to the painted list, and of the processor."""
    device.page.goto("/", wait_until="commit")
    locked = float(device.page.evaluate("(locked) => appeared(locked)", LOCKED))
    device.page.fill(LOCKED, PASSWORD)
    unlocked = float(device.page.evaluate(UNLOCK, LIST))
    return locked, unlocked, device.processor()
