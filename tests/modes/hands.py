"""The hands of a keying clerk: type an interview by keyboard alone, and count the strokes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

FOCUS = """() => {
  const held = document.activeElement;
  return {
    path: held.closest("[data-path]")?.dataset.path ?? null, roster: held.dataset.newRow ?? null, id: held.id,
    complete: held.hasAttribute("data-complete"),
    rows: Array.from(document.querySelectorAll(".key-lines [data-path]"), (one) => one.dataset.path),
  };
}"""
MOST = 2_000


@dataclass
class Clerk:
    """Answers by path with the numbers of rows, `people[1].age`; typed as paper has them."""

    page: Page
    answers: dict[str, Any]
    missing: dict[str, list[str]] = field(default_factory=dict)
    strokes: int = 0
    keyed: int = 0

    def key_all(self) -> None:
        """From the field that has the focus to the end of the form."""
        for _ in range(MOST):
            now = self.page.evaluate(FOCUS)
            if now["complete"]:
                return
            if now["roster"] is not None:
                self._next_row(now["roster"], now["rows"])
            elif now["path"] is not None:
                self._answer(now["path"], now["rows"])
            else:
                raise AssertionError(f"the focus is lost: {now}")
        raise AssertionError("there is no end")

    def press(self, key: str) -> None:
        self.strokes += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Letters and digits, a stroke each; a capital is two."""
        self.strokes += len(text) + sum(letter.isupper() for letter in text)
        self.page.keyboard.type(text)

    def _next_row(self, roster: str, rows: list[str]) -> None:
        number = len({path.split("]")[0] for path in rows if path.startswith(f"{roster}[")}) + 1
        first = next((path for path in self.answers if path.startswith(f"{roster}[{number}].")), None)
        if first is not None:
            self.keyed += 1
            self.type(self._text(first))
        self.press("Enter")

    def _answer(self, path: str, rows: list[str]) -> None:
        name = self._numbered(path, rows)
        if name in self.answers:
            self.keyed += 1
            self.type(self._text(name))
        if self.page.evaluate(FOCUS)["path"] == path:  # a code that is whole goes on by itself
            self.press("Enter")

    def _numbered(self, path: str, rows: list[str]) -> str:
        """The path with the number of its row in the order of the screen."""
        if "[" not in path:
            return path
        roster, rest = path.split("[", 1)
        row, question = rest.split("]", 1)
        order = list(dict.fromkeys(one.split("[", 1)[1].split("]")[0] for one in rows if one.startswith(f"{roster}[")))
        return f"{roster}[{order.index(row) + 1}]{question}"

    def _text(self, name: str) -> str:
        value = self.answers[name]
        if isinstance(value, dict) and "missing" in value:
            reasons = self.missing[name.rsplit(".", 1)[-1]]
            return f"*{reasons.index(value['missing']) + 1}"
        if isinstance(value, bool):
            return "1" if value else "2"
        if isinstance(value, list):
            return " ".join(str(one) for one in value)
        text = str(value)
        if len(text) == 10 and text[4] == text[7] == "-":
            return text[8:] + text[5:7] + text[:4]
        if len(text) == 7 and text[4] == "-":
            return text[5:] + text[:4]
        return text


def flat(answers: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested answers by path, rows by their numbers."""
    found: dict[str, Any] = {}
    for name, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value, 1):
                found |= flat({key: one for key, one in row.items() if key != "_id"}, f"{prefix}{name}[{number}].")
        else:
            found[prefix + name] = value
    return found
