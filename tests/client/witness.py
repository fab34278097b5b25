"""A witness of the screen: notes which answers it showed as saved, and looks for them afterwards.

What is typed is noted when the answer is taken (the status line says *saving*, and the field was left or rested),
and counts as shown when the line turns to *saved* after that. The witness
tells at once, so that it is known also when the page dies.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import ConsoleMessage, Page

from tests.client.office import Office

MARK = "shown as saved: "
SCRIPT = """(() => {
  const typed = new Map(), taken = new Map();
  const own = (target) => target.closest?.("[data-path]")?.dataset.path;
  const look = () => {
    const status = document.querySelector(".saving");
    if (!status) return;
    if (status.classList.contains("saving") && status.classList.length === 1) {
      for (const [path, { value, at }] of typed) {
        if (own(document.activeElement) === path && performance.now() - at < PAUSE) continue; // still being typed
        taken.set(path, value);
        typed.delete(path);
      }
    }
    if (!status.classList.contains("saved") || taken.size === 0) return;
    console.debug(MARK + JSON.stringify(Object.fromEntries(taken)));
    taken.clear();
  };
  const note = ({ target }) => own(target) && typed.set(own(target), { value: target.value, at: performance.now() });
  addEventListener("input", note, true);
  const all = { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] };
  new MutationObserver(look).observe(document, all);
})()""".replace("MARK", json.dumps(MARK)).replace("PAUSE", "600")  # as in widgets/typing.js


@dataclass
class Witness:
    """Answers of one interview that a screen showed as saved, in order."""

    shown: list[tuple[str, str]] = field(default_factory=list)
    order: dict[tuple[str, str], int] = field(default_factory=dict)
    """When each value was typed, over all paths; values are never typed twice."""

    def watch(self, page: Page) -> None:
        """Watch a page from its next load on."""
        page.add_init_script(SCRIPT)
        page.on("console", self._hear)

    def typing(self, path: str, value: str) -> None:
        """Note that a value is about to be typed."""
        self.order[path, value] = len(self.order)

    def lost_on_screen(self, values: dict[str, str]) -> list[str]:
        """Of the last answers shown as saved, those that a screen now shows neither so nor as typed later."""
        lost = []
        for path, value in dict(self.shown).items():
            now = plain(values.get(path, ""))
            later = [
                typed
                for (at, typed), turn in self.order.items()
                if at == path and turn >= self.order.get((path, value), 0)
            ]
            if not any(now and typed.startswith(now) for typed in later):
                lost.append(f"{path}: {value!r} was shown as saved, now {now!r}")
        return lost

    def lost_at_the_office(self, office: Office) -> list[str]:
        """The answers shown as saved that the office was not sent."""
        there = {(one["path"], str(one["value"])) for one in office.events.values() if one["type"] == "answer"}
        return [
            f"{path}: {value!r} did not reach the office" for path, value in self.shown if (path, value) not in there
        ]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text.startswith(MARK):
            told: dict[str, str] = json.loads(message.text.removeprefix(MARK))
            self.shown += [(path, plain(value)) for path, value in told.items()]


def plain(value: Any) -> str:
    """A value as it was typed: numbers without the marks between thousands."""
    text = str(value)
    return text.replace(".", "") if text.replace(".", "").isdigit() else text
