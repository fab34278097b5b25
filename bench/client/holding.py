"""What the client weighs: on the way to the device, with 1,000 interviews on it, and with 200 photos."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from bench.client import forms
from bench.client.harness import Disk, Figure, given, serving, size
from bench.client.start import LIST, LOCKED, UNLOCK
from offline_client import pages
from offline_client.pack import packed
from tests.client.conftest import question, saved
from tests.client.office import PASSWORD
from tests.client.pictures import PICTURE

INTERVIEWS = 1000
PHOTOS = 200


def sizes(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """What every device installs."""
    files = pages.read_assets(pages.ROOT).files
    shell: list[tuple[str, bytes, dict[str, str]]] = [(path, files[path], {}) for path in pages.shell_files(files)]
    yield Figure("the pack that every device installs", len(packed(shell).compressed) / 1000, "kB", 200)
    for name, paths in pages.EXTRAS.items():
        yield Figure(
            f"  kept apart from it: {name}",
            len(packed([(path, files[path], {}) for path in paths]).compressed) / 1000,
            "kB",
        )


def figures(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """Memory and time with much on the device."""
    yield from many_interviews(playwright, folder / "interviews")
    yield from many_photos(playwright, folder / "photos")


def many_interviews(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """1,000 interviews of a household each, the list shown and one of them opened."""
    disk = Disk(playwright, folder)
    form = forms.household(inline=True)
    events = forms.members(form, 8)
    given(disk.office, form, INTERVIEWS, events)
    yield Figure("an interview's log, of which 1,000 are stored", size(events) / 1000, "kB")
    with serving(disk.office) as server:
        with disk.on(server, slowed=1) as device:
            device.sign_in()
            device.page.wait_for_function("() => document.querySelectorAll('.job').length > 0")
            device.page.wait_for_selector('[data-sync="idle"]')
        with disk.on(server) as device:
            device.page.goto("/")
            device.page.fill(LOCKED, PASSWORD)
            yield Figure(
                "from the password to the list of 1,000 interviews, painted",
                float(device.page.evaluate(UNLOCK, LIST)),
                "ms",
            )
            device.page.wait_for_selector('[data-sync="idle"]')
            device.start()
            saved(device.page)
            yield Figure("memory with 1,000 stored interviews, one open: objects", device.heap(), "MB")
            yield Figure("  of the page's process, all", device.memory(), "MB", 150)


def many_photos(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """200 photos of 2000 × 1500 taken one after the other, then opened again."""
    disk = Disk(playwright, folder)
    given(disk.office, forms.album(PHOTOS), 1)
    with serving(disk.office) as server, disk.on(server) as device:
        page = device.page
        device.sign_in()
        device.start()
        photo = base64.b64decode(page.evaluate(PICTURE, [2000, 1500]))
        times = []
        for n in range(PHOTOS):
            if n and n % 10 == 0:
                page.tap("[data-next]")
            begun = time.monotonic()
            file = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo + bytes([n])}
            question(page, f"p{n}").locator("input[type=file]").first.set_input_files([file])
            page.wait_for_selector(f'[data-path="p{n}"] .file-status.kept')
            times.append((time.monotonic() - begun) * 1000)
        saved(page)
        yield Figure("a photo made small and kept, median of 200", sorted(times)[PHOTOS // 2], "ms")
        yield Figure("  the last ten of them, median", sorted(times[-10:])[5], "ms")
        yield Figure("memory after 200 photos: the page's process, all", device.memory(), "MB")
        page.reload()
        device.unlock()
        page.wait_for_selector(".interview .question")
        yield Figure("open the interview with 200 photos again", float(page.evaluate("performance.now()")), "ms")
