"""What every bench of the client shares: an office, a slowed Chromium with its own disk, clocks, and the table.

Two clocks: `wall` runs until what was asked for is painted, and suffers from whatever else the machine does;
`processor` is the time that the page's main thread was running, slowed as the page is, and suffers less.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page, Playwright

from tests.client import conftest
from tests.client.office import Office, Server
from tests.client.tablet import ARGUMENTS, CHROMIUM

SLOWED = 4
PAINTED = """globalThis.painted = () => new Promise((done) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => done(performance.now());
  channel.port2.postMessage(0);
}));
globalThis.appeared = (selector) => new Promise((done) => {
  const look = () => {
    if (!document.querySelector(selector)) return false;
    watcher.disconnect();
    void painted().then(done);
    return true;
  };
  const watcher = new MutationObserver(look);
  if (!look()) watcher.observe(document, { childList: true, subtree: true });
});"""

REFERENCE = """() => Math.min(...Array.from({ length: 20 }, () => {
  const from = performance.now();
  let sum = 0;
  for (let n = 0; n < 2e6; n += 1) sum = (sum * 31 + n) | 0;
  const box = document.createElement("div");
  for (let n = 0; n < 500; n += 1) box.append(document.createElement("p"), `row ${n} of ${sum}`);
  document.body.append(box);
  void box.offsetHeight;
  box.remove();
  return performance.now() - from;
}))"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure and the most that it may be."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    def line(self) -> str:
        """The figure as a row of the printed table."""
        verdict = "" if self.limit is None else ("within" if self.value <= self.limit else "MISSED")
        limit = "" if self.limit is None else f"{self.limit:g}"
        return f"{self.name:66} {self.value:9.1f} {self.unit:3} {limit:>6} {verdict}"


@dataclass(slots=True)
class Device:
    """A page on a slowed device, and its clocks.

    It is used with a finger: a mouse that rests over the page costs a search for what is under it at each frame.
    """

    page: Page
    session: CDPSession
    office: Office
    server: Server

    def sign_in(self) -> None:
        """Sign in and wait for the list."""
        conftest.sign_in(self.page, press=Locator.tap)

    def unlock(self) -> None:
        """Unlock after a restart, and wait for the list."""
        conftest.unlock(self.page, press=Locator.tap)

    def start(self) -> None:
        """Open the first piece of work."""
        conftest.start(self.page, press=Locator.tap)

    def processor(self) -> float:
        """Milliseconds that the main thread has been running."""
        return running(self.session.send("Performance.getMetrics"))

    def timed(self, script: str, argument: Any = None) -> tuple[float, float]:
        """Runs a script that resolves to milliseconds until painted; those, and the processor's."""
        before = self.processor()
        wall = float(self.page.evaluate(script, argument))
        return wall, self.processor() - before

    def heap(self) -> float:
        """MB of JavaScript objects in use, after collecting what is not."""
        self.session.send("HeapProfiler.collectGarbage")
        return float(self.session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6

    def memory(self) -> float:
        """MB of the page's process that it shares with no other."""
        self.session.send("HeapProfiler.collectGarbage")
        browser = self.page.context.browser
        if browser is None:
            raise RuntimeError("a browser on a folder of its own is not told by this Playwright")
        processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        return max(private(process["id"]) for process in processes if process["type"] == "renderer")


@dataclass(slots=True)
class Disk:
    """A device's folder: what is stored outlives the browser."""

    playwright: Playwright
    folder: Path
    office: Office = field(default_factory=Office)

    @contextmanager
    def on(self, server: Server, slowed: int = SLOWED) -> Iterator[Device]:
        """The browser started on this folder."""
        context = self.playwright.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            viewport={"width": conftest.PHONE["width"], "height": conftest.PHONE["height"]},
            locale="vi-VN",
            base_url=server.url,
            has_touch=True,
        )
        try:
            context.set_default_timeout(600_000)
            context.add_init_script(PAINTED)
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
            yield Device(page, session, self.office, server)
        finally:
            context.close()


def machine(playwright: Playwright, folder: Path) -> Iterator[Figure]:
    """What the machine takes for work that never changes: by it, figures of other days and machines are compared."""
    office = Office()
    with serving(office) as server, Disk(playwright, folder, office).on(server) as device:
        device.page.goto("about:blank")
        yield Figure("reference work: counting, 500 rows laid out; least of 20", device.page.evaluate(REFERENCE), "ms")


@contextmanager
def serving(office: Office) -> Iterator[Server]:
    """The office on a port of this machine."""
    server = Server(office)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def running(told: dict[str, Any]) -> float:
    """Milliseconds that a page's main thread has been running, of what `Performance.getMetrics` tells."""
    return float(next(one["value"] for one in told["metrics"] if one["name"] == "TaskDuration")) * 1000


def private(process: int) -> float:
    """MB of memory that belongs to one process alone."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty"))) / 1024


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def report(figures: Iterable[Figure]) -> None:
    """Prints the figures as they come."""
    for figure in figures:
        print(figure.line(), flush=True)


def given(office: Office, form: dict[str, Any], count: int, events: list[dict[str, Any]] | None = None) -> None:
    """Hands out this many assignments of a form; where there are events, interviews that have been begun elsewhere."""
    for n in range(1, count + 1):
        key = f"{n:04}"
        number = office.hand_out(form, {"household": key}, label=f"Hộ {key}", interview=f"iv{key}" if events else None)
        if events:
            name = {"id": form["id"], "version": form["version"]}
            office.feed.append({"interview": f"iv{key}", "assignment": number, "form": name, "events": events})


def size(value: Any) -> int:
    """Bytes as JSON."""
    return len(json.dumps(value, ensure_ascii=False).encode())
