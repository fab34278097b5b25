"""Measures a roster of 500 rows as a table in headless Chromium: opening, adding the last row, typing, scrolling.

What is counted is the processor time of the page's main thread from the event to the end of the frame that shows it,
at full speed and slowed four times, as on a cheap tablet. The interview is in memory; saving it costs what it does
everywhere.
"""

from __future__ import annotations

import json
import logging
import statistics
import threading
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import CDPSession, Page, sync_playwright
from werkzeug.serving import make_server

from engine.questionnaire.compile import compile_text
from offline_client.pages import create_blueprint

FORM = Path(__file__).parents[2] / "tests/client/forms/tables.json"
ROWS = 500
PREPARE = """async ([compiled, rows]) => {
  const at = `/client/${document.documentElement.dataset.hash}`;
  const { Interview } = await import(`${at}/runtime/interview.js`);
  const { InterviewScreen } = await import(`${at}/view/interview.js`);
  const { filesInMemory } = await import(`${at}/view/files.js`);
  const { textsIn } = await import(`${at}/texts/index.js`);
  const interview = Interview.open(compiled, { clock: () => "2026-11-22T08:00:00Z" });
  for (let at = 1; at < rows; at += 1) {
    const row = interview.addRow("people");
    const answers = { name: `Nguyễn Văn ${at}`, sex: String(1 + at % 2), age: 20 + at % 60, worked: "1", hours: 40 };
    for (const [name, value] of Object.entries(answers)) interview.answer(`people[${row}].${name}`, value);
  }
  let screen;
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const sheet = () => document.querySelector(".tabular");
  const wait = () => "";
  const callbacks = { textsIn, leave: wait, onLanguage: wait, onComplete: wait };
  const options = { interview, readOnly: false, files: filesInMemory(), notices: [], ...callbacks };
  globalThis.bench = {
    nothing: painted,
    open: () => {
      screen?.close();
      screen = new InterviewScreen(options);
      document.body.replaceChildren(screen.element);
      return painted();
    },
    add: () => { document.querySelector("[data-add=people]").click(); return painted(); },
    take: () => { interview.removeRow(interview.rows("people").at(-1)); return painted(); },
    reach: async (n) => {
      if (n % 20 === 0) sheet().scrollTop = n / 200 * sheet().scrollHeight;
      await painted();
      await painted();
      const fields = Array.from(document.querySelectorAll("[data-path$='.hours'] input"));
      fields[n % fields.length].focus();
      return painted();
    },
    type: (n) => {
      const field = document.activeElement;
      field.value = String(30 + n % 60);
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
      return painted();
    },
    scroll: () => { sheet().scrollTop += 150; return painted(); },
    top: () => { sheet().scrollTop = 0; return painted(); },
  };
}"""


def main() -> None:
    """Print the figures as JSON, once at full speed and once slowed."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = Flask(__name__)
    app.register_blueprint(create_blueprint())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for slowed in (1, 4):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"http://127.0.0.1:{server.port}/")
            page.evaluate(PREPARE, [form(), ROWS])
            session = page.context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
            print(json.dumps({"slowed": slowed} | Meter(page, session).all()))
            page.close()
        browser.close()
    server.shutdown()


class Meter:
    """Processor time of the page's main thread for what is done, in milliseconds."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self._page, self._session = page, session
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def all(self) -> dict[str, Any]:
        """Medians and 99th percentiles; `nothing` is what measuring itself takes."""
        found = {"nothing": figures([self.timed("nothing") for _ in range(20)])}
        found["open"] = figures([self.timed("open") for _ in range(5)])
        found["add"] = figures([(self.timed("add"), self.timed("take"))[0] for _ in range(20)])
        found["type"] = figures([(self.timed("reach", n), self.timed("type", n))[1] for n in range(200)])
        self.timed("top")
        return found | {"scroll": figures([self.timed("scroll") for _ in range(120)])}

    def timed(self, action: str, number: int = 0) -> float:
        """The time that an action takes until it is painted."""
        before = self._spent()
        self._page.evaluate(f"async (number) => void await bench.{action}(number)", number)
        return (self._spent() - before) * 1000

    def _spent(self) -> float:
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def figures(times: list[float]) -> dict[str, float]:
    """Median, 99th percentile and number."""
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return {"median": round(statistics.median(ordered), 1), "p99": round(p99, 1), "times": len(ordered)}


def form() -> dict[str, Any]:
    """The compiled form, as the client is sent it; without the roster within a row, so that rows have no pages."""
    source = json.loads(FORM.read_text("utf-8"))
    people = source["items"][0]["items"][0]
    people["items"] = [item for item in people["items"] if item["type"] != "roster"]
    found = compile_text(json.dumps(source), lambda name: (FORM.parent / name).read_text("utf-8")).form()
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
