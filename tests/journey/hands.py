"""An enumerator's hands: they type on the screen what a case answers, question by question as shown."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

Answers = dict[str, Any]


class Hands:
    """Types the answers of a case; `rows` maps the path of each row on the screen to the answers for it."""

    def __init__(self, page: Page, answers: Answers) -> None:
        self.page = page
        self.answers = answers
        self.rows: dict[str, Answers] = {}
        self.given: set[str] = set()
        self.seen: set[str] = set()

    def fill_page(self) -> None:
        """Answer every question of the open page that the case has an answer for, and those that appear meanwhile."""
        self.add_rows()
        while path := self.next_open():
            self.give(path)

    def add_rows(self) -> None:
        """As many rows as the case has, in every roster of the page that is filled by hand."""
        for roster in [one.get_attribute("data-add") for one in self.page.locator("[data-add]").all()]:
            assert roster
            wanted = self.answers_at(roster) or []
            cards = self.page.locator(f'[data-roster="{roster}"] [data-row]')
            while cards.count() < len(wanted):
                self.page.locator(f'[data-add="{roster}"]').click()
            for card, row in zip(cards.all(), wanted, strict=True):
                self.rows[card.get_attribute("data-row") or ""] = row

    def next_open(self) -> str | None:
        """The first question on the page that has an answer in the case and was not yet given it."""
        shown: list[str] = self.page.eval_on_selector_all("[data-path]", "all => all.map(one => one.dataset.path)")
        self.seen.update(shown)
        return next((path for path in shown if path not in self.given and self.answers_at(path) is not None), None)

    def answers_at(self, path: str) -> Any:
        """What the case answers at a path of the screen; None when nothing."""
        row, _, name = path.rpartition(".")
        return (self.rows.get(row, {}) if row else self.answers).get(name)

    def give(self, path: str, answer: Any = None) -> None:
        """Type or tap the answer to one question."""
        value = self.answers_at(path) if answer is None else answer
        question = self.page.locator(f'[data-path="{path}"]')
        self.given.add(path)
        if isinstance(value, dict):
            question.locator(f'[data-reason="{value["missing"]}"]').click()
        elif question.locator(".place details").count():
            self.type_position(question, value)
        elif question.locator("input[type=radio]").count() or question.locator("input[type=search]").count():
            self.choose(question, value)
        elif isinstance(value, list):
            for code in value:
                question.locator(f'input[type=checkbox][value="{code}"]').check()
        else:
            self.type(question, value)

    def choose(self, question: Locator, code: str) -> None:
        search = question.locator("input[type=search]")
        if search.count() and search.is_visible():
            search.fill(code)
        question.locator(f'input[type=radio][value="{code}"]').check()

    def type(self, question: Locator, value: Any) -> None:
        field = question.locator("input.input, textarea").first
        text = "/".join(reversed(value.split("-"))) if is_date(value) else str(value).replace(".", ",")
        if isinstance(value, str) and not is_date(value):
            text = value
        field.fill(text)
        field.press("Tab")

    def type_position(self, question: Locator, value: list[float]) -> None:
        question.locator(".place summary").click()
        for field, degrees in zip(question.locator(".place details input").all(), value, strict=False):
            field.fill(str(degrees).replace(".", ","))
            field.press("Tab")

    def saved(self) -> None:
        """The screen says that everything is stored on the device."""
        expect(self.page.get_by_text("Đã lưu").first).to_be_visible()

    def forward(self) -> bool:
        """Go to the next page; false once the summary is open."""
        self.page.locator("[data-next]").click()
        return self.page.locator("[data-complete]").count() == 0


def is_date(value: Any) -> bool:
    """Whether a text is a date or a month."""
    parts = value.split("-") if isinstance(value, str) else []
    return len(parts) in {2, 3} and all(part.isdigit() for part in parts) and len(parts[0]) == 4
