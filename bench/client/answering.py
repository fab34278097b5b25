"""An open interview: opening 1,000 questions, answers in a household of 200, and its 500th row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright

from bench.client import forms
from bench.client.harness import Device, Disk, Figure, given, percentile, serving
from tests.client.conftest import saved

OPEN = """async () => {
  const from = performance.now();
  document.querySelector(".job .button").click();
  return (await appeared(".interview .question")) - from;
}"""
TYPE = """async ([path, text]) => {
  const input = document.querySelector(`[data-path="${path}"] input`);
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await painted();
  const from = performance.now();
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return (await painted()) - from;
}"""
ADD = """async () => {
  const from = performance.now();
  document.querySelector("[data-add=people]").click();
  return (await painted()) - from;
}"""
ANOTHER = """(before) => {
  const path = document.querySelector('[data-path$="].income"]')?.dataset.path ?? "";
  return path === before ? "" : path; // a tap may be taken after it was made
}"""
NEAREST = """(all) => {
  const from = (one) => Math.abs(one.getBoundingClientRect().top - innerHeight / 2);
  return all.toSorted((a, b) => from(a) - from(b))[0].dataset.path;
}"""


def figures(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """Figures of three interviews, each on a device of its own."""
    yield from opening(playwright, folder / "long")
    yield from typing(playwright, folder / "cards", inline=True)
    yield from typing(playwright, folder / "pages", inline=False)
    yield from adding(playwright, folder / "adding", inline=True)
    yield from adding(playwright, folder / "adding_pages", inline=False)


def opening(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """From the tap in the list to the painted page."""
    disk = Disk(playwright, folder)
    form = forms.long()
    given(disk.office, form, 1, forms.filled(form, 900))
    with serving(disk.office) as server, disk.on(server) as device:
        device.sign_in()
        times = []
        for _ in range(5):
            times.append(device.timed(OPEN))
            saved(device.page)
            device.page.go_back()
            device.page.wait_for_selector(".job .button")
        wall, processor = (min(one) for one in zip(*times, strict=True))
    yield Figure("open an interview of 1,000 questions, 900 answered", wall, "ms", 1000)
    yield Figure("  of this, processor", processor, "ms")


def typing(playwright: Playwright, folder: Path, inline: bool) -> Iterator[Figure]:
    """An income of 200: its sum, edits and texts."""
    disk = Disk(playwright, folder)
    form = forms.household(inline)
    given(disk.office, form, 1, forms.members(form, 200))
    with serving(disk.office) as server, disk.on(server) as device:
        device.sign_in()
        device.start()
        times = [device.timed(TYPE, [path, str(6_000_000 + n)]) for n, path in enumerate(incomes(device, inline))]
        saved(device.page)
    where = "on its card among 200" if inline else "on the page of the row"
    for name, values in zip(("painted", "  of this, processor"), zip(*times, strict=True), strict=True):
        limit = 50 if name == "painted" else None
        yield Figure(
            f"an answer in a roster of 200, {where}, {name}, median" if limit else f"{name}, median",
            percentile(list(values), 0.5),
            "ms",
        )
        yield Figure("  99 of 100" if limit else f"{name}, 99 of 100", percentile(list(values), 0.99), "ms", limit)


def incomes(device: Device, inline: bool) -> Iterator[str]:
    """Paths of 100 incomes, each on the screen when it is given."""
    page = device.page
    if inline:
        for at in range(100):
            page.evaluate("(part) => scrollTo(0, document.body.scrollHeight * part)", at / 110)
            page.wait_for_timeout(100)
            yield page.locator('[data-path$="].income"]').evaluate_all(NEAREST)
        return
    page.locator("button.opens").first.tap()
    path = ""
    for _ in range(100):
        path = page.wait_for_function(ANOTHER, arg=path).json_value()
        yield path
        page.locator("[data-next]").tap()


def adding(playwright: Playwright, folder: Path, inline: bool) -> Iterator[Figure]:
    """Rows 496 to 500."""
    disk = Disk(playwright, folder)
    form = forms.household(inline)
    given(disk.office, form, 1, forms.members(form, 495))
    with serving(disk.office) as server, disk.on(server) as device:
        device.sign_in()
        device.start()
        device.page.wait_for_timeout(1000)
        times = [device.timed(ADD) for _ in range(5)]
        saved(device.page)
    wall, processor = (min(one) for one in zip(*times, strict=True))
    yield Figure(
        f"add the 500th row, {'cards of four questions' if inline else 'rows with pages'}, painted", wall, "ms", 50
    )
    yield Figure("  of this, processor", processor, "ms")
