"""Runs axe-core on a page; what counts is WCAG 2.2 up to AA, and axe's own good practice."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RUN = """async () => {
  const still = new CSSStyleSheet();
  still.replaceSync(".bar, .thumb { position: static !important; }");
  document.adoptedStyleSheets.push(still); // what has scrolled half under a bar scrolls out again
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
  });
  document.adoptedStyleSheets.pop();
  return found;
}"""


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, a line each: rule, element, what is missing."""
    # What fades in or flashes has its colours only afterwards.
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(RUN)["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})" for rule in found for node in rule["nodes"]
    ]
