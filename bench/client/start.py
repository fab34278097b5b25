"""Cold start without a network: from the address to the painted list of 200 assignments, the browser just started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from bench.client import forms
from bench.client.harness import Device, Disk, Figure, given, serving
from tests.client.conftest import sign_in

TIMES = 5
LIST = ".job .button"
ARRIVED = f"() => appeared({LIST!r})"


def figures(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """The least of several cold starts."""
    disk = Disk(playwright, folder)
    given(disk.office, forms.household(inline=True), 200)
    with serving(disk.office) as server:
        with disk.on(server, slowed=1) as device:
            sign_in(device.page)
            device.page.evaluate("navigator.serviceWorker.ready")
            device.page.reload()
            device.page.wait_for_selector(LIST)
            device.page.wait_for_timeout(2000)
        server.stop()
        starts = []
        for _ in range(TIMES):
            with disk.on(server) as device:
                starts.append(cold_start(device))
    wall, processor = (min(times) for times in zip(*starts, strict=True))
    yield Figure("cold start offline to the list of 200, painted", wall, "ms", 1500)
    yield Figure("  of this, processor", processor, "ms")


def cold_start(device: Device) -> tuple[float, float]:
    """Milliseconds from the navigation to the painted list."""
    device.page.goto("/", wait_until="commit")
    wall = float(device.page.evaluate(ARRIVED))
    return wall, device.processor()
