"""Measures the index of long code lists in headless Chromium: time to build it, time to search, bytes it takes.

36,000 entries: labels of occupations and communes of the labour force survey put together. Everything is measured at
full speed and with the processor slowed four times, as on a cheap tablet; the least of several runs, for other work
disturbs.
"""

from __future__ import annotations

import csv
import json
import logging
import threading
from pathlib import Path

from flask import Flask
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from offline_client.pages import create_blueprint

LISTS = Path(__file__).parents[2] / "forms/labour_force/code_lists"
QUERIES = [
    "t", "th", "tho", "tho han", "thowj hanf", "nghe65", "dduongwf", "10005", "100", "han tho ba dinh",
    "giao vien", "giaos vieen tieeur", "ien", "tohhan", "gaio", "nhan vein", "zzzz",
]  # fmt: skip
MEASURE = """async ([entries, queries]) => {
  const { CodeIndex } = await import(`/client/${document.documentElement.dataset.hash}/widgets/code_index.js`);
  const least = (times) => Math.min(...times);
  const timed = (work) => { const from = performance.now(); work(); return performance.now() - from; };
  let index;
  const first = timed(() => (index = new CodeIndex(entries)));
  const build = least(Array.from({ length: 9 }, () => timed(() => (index = new CodeIndex(entries)))));
  const searches = queries.map((query) => {
    const times = Array.from({ length: 15 }, () => timed(() => index.search(query)));
    return { query, first: times[0], least: least(times) };
  });
  return { first, build, bytes: index.text.length + index.starts.byteLength, searches };
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
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.port}/")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
            print(json.dumps({"slowed": slowed} | page.evaluate(MEASURE, [entries(), QUERIES]), ensure_ascii=False))
            page.close()
        browser.close()
    server.shutdown()


def entries() -> list[dict[str, object]]:
    """36,000 codes with labels of 31 letters on average."""
    jobs, communes = labels("occupation"), labels("commune")
    names = (f"{jobs[n % len(jobs)][:30]} {communes[n * 7 % len(communes)] if n % 2 else ''}" for n in range(36_000))
    return [{"code": str(10_000 + n), "names": [name]} for n, name in enumerate(names)]


def labels(name: str) -> list[str]:
    """The Vietnamese labels of a code list."""
    with (LISTS / f"{name}.csv").open(encoding="utf-8") as file:
        return [row["name_vi"] for row in csv.DictReader(file)]


if __name__ == "__main__":
    main()
