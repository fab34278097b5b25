"""A form that allows every mode, with an assignment for each, and what the tests do on every device."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Flask
from playwright.sync_api import Locator, Page

from engine.auth import codes
from engine.store import assignments, db, forms, users
from engine.store.assignments import NewAssignment
from engine.store.models import Assignment, Interview, User
from engine.sync.fold import response_of
from tests.conftest import PASSWORD

YES_NO = [{"code": "1", "label": {"vi": "Có", "en": "Yes"}}, {"code": "2", "label": {"vi": "Không", "en": "No"}}]

FORM: dict[str, Any] = {
    "id": "modes", "version": "1", "languages": ["vi", "en"],
    "title": {"vi": "Điều tra mức sống", "en": "Living standards survey"},
    "unit": {"key": ["household"], "label": "household"},
    "modes": ["capi", "cati", "self", "keying"],
    "phones": ["phone", "phone_2"],
    "respondents": {
        "asked_by": {"vi": "Cục Thống kê mời gia đình trả lời.", "en": "The statistics office asks your household."},
        "confidentiality": {"vi": "Câu trả lời được giữ bí mật.", "en": "Your answers are kept secret by law."},
        "help": {"vi": "Gọi 1900 1234.", "en": "Call 1900 1234."},
    },
    "confirm_reasons": [{"code": "so", "label": {"vi": "Đúng như vậy", "en": "It is really so"}}],
    "code_lists": {
        "yes_no": YES_NO,
        "water": [{"code": code, "label": {"vi": name, "en": name}}
                  for code, name in (("1", "Tap"), ("2", "Well"), ("21", "Deep well"), ("3", "River"))],
    },
    "preload": [{"name": "phone", "type": "text"}, {"name": "phone_2", "type": "text"}],
    "items": [
        {"name": "home", "type": "section", "label": {"vi": "Nhà ở", "en": "Dwelling"}, "items": [
            {"name": "owns", "type": "select_one", "codes": "yes_no", "required": True,
             "label": {"vi": "Nhà có thuộc sở hữu của hộ không?", "en": "Does the household own the dwelling?"}},
            {"name": "rent", "type": "integer", "relevant": "owns = '2'", "missing": ["dont_know", "refused"],
             "label": {"vi": "Tiền thuê mỗi tháng", "en": "Monthly rent"}},
            {"name": "water", "type": "select_one", "codes": "water",
             "label": {"vi": "Nguồn nước", "en": "Source of water"}},
            {"name": "moved", "type": "date", "label": {"vi": "Ngày chuyển đến", "en": "Day of moving in"}},
        ]},
        {"name": "members", "type": "section", "label": {"vi": "Thành viên", "en": "Members"}, "items": [
            {"name": "people", "type": "roster", "row_label": "name", "max_rows": 9,
             "label": {"vi": "Thành viên", "en": "Member"}, "items": [
                {"name": "name", "type": "text", "required": True, "label": {"vi": "Họ tên", "en": "Full name"}},
                {"name": "age", "type": "integer", "constraint": "age between 0 and 120",
                 "missing": ["dont_know", "refused"], "label": {"vi": "Tuổi", "en": "Age"}},
                {"name": "worked", "type": "select_one", "codes": "yes_no", "relevant": "age >= 15",
                 "label": {"vi": "Có làm việc không?", "en": "Did they work?"}},
                {"name": "hours", "type": "decimal", "decimals": 1, "relevant": "worked = '1'",
                 "label": {"vi": "Số giờ", "en": "Hours"}},
             ]},
        ]},
        {"name": "end", "type": "section", "label": {"vi": "Kết thúc", "en": "End"}, "items": [
            {"name": "goods", "type": "select_many", "codes": "water",
             "label": {"vi": "Nguồn nước khác", "en": "Other sources"}},
            {"name": "happy", "type": "boolean", "label": {"vi": "Hài lòng?", "en": "Content?"}},
            {"name": "comment", "type": "text", "label": {"vi": "Ghi chú", "en": "Comment"}},
        ]},
    ],
    "edits": [{"id": "E1", "for_each": "people", "severity": "soft", "require": "hours <= 84",
               "message": {"vi": "{name} làm {hours} giờ một tuần?", "en": "{name} works {hours} hours a week?"}}],
}  # fmt: skip


@dataclass
class Field:
    """The application with the standing people and the numbers of the assignments by mode."""

    app: Flask
    given: dict[str, int]

    def code(self, number: int | None = None) -> str:
        """A new code for the self-completed assignment, as in a letter."""
        with self.app.app_context():
            session = db.session()
            row = session.get_one(Assignment, number or self.given["self"])
            printed = codes.make(session, [row], "supervisor")[0].code
            session.commit()
            return printed

    def interview(self, number: int) -> Interview:
        """The interview of an assignment as the office has it."""
        with self.app.app_context():
            row = db.session.query(Interview).filter_by(assignment_id=number).one()
            db.session.expunge(row)
            return row

    def paper(self, number: int) -> tuple[str | None, str | None]:
        """The numbers of the batch and of the paper form of an assignment's interview."""
        with self.app.app_context():
            row = db.session.query(Interview).filter_by(assignment_id=number).one()
            fieldwork = response_of(db.session(), row).fieldwork
            return fieldwork.batch, fieldwork.paper

    def answers(self, number: int) -> dict[str, Any]:
        """The answers on route of an assignment's interview, by path, with numbers for row ids."""
        with self.app.app_context():
            row = db.session.query(Interview).filter_by(assignment_id=number).one()
            response = response_of(db.session(), row)
            found: dict[str, Any] = {}
            for path, frame, slot in response.walk():
                cell = response.cell(path)
                if slot.is_answered and cell.on_route and cell.answer is not None:
                    found[path.replace(f"[{frame.id}]", f"[{frame.position}]") if frame.id else path] = cell.answer
            return found


def prepare(app: Flask, people: dict[str, int]) -> Field:
    """Publish the form and give an assignment of each mode to the enumerator."""
    phones = {"phone": "0912 345 678", "phone_2": "024 3733 2997"}
    with app.app_context():
        session = db.session()
        for name in ("enumerator", "colleague", "outsider"):
            session.get_one(User, people[name]).language = "en"  # as the tests read it
        forms.publish(session, json.dumps(FORM), {}, users.by_name(session, "alice"))
        rows = assignments.give_out(
            session,
            [
                NewAssignment("modes", "1", people["enumerator"], "01/00004/003", {"household": f"0{at}"},
                              f"Household {mode}", "12 Đội Cấn", preload=phones, mode=mode)
                for at, mode in enumerate(("capi", "cati", "self", "keying"))
            ],
            "supervisor",
        )  # fmt: skip
        session.commit()
        return Field(app, {row.mode: row.id for row in rows})


def sign_in(page: Page, name: str = "enumerator") -> None:
    """Sign an enumerator in and wait for the list."""
    page.goto("/")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(".job")


def unlock(page: Page) -> None:
    """Open what a reload has locked, with the password."""
    page.fill("#secret", PASSWORD)
    page.keyboard.press("Enter")


def question(page: Page, path: str) -> Locator:
    """The element of a question."""
    return page.locator(f'[data-path="{path}"]')


def saved(page: Page) -> None:
    """Wait until the screen says that everything is saved."""
    page.wait_for_selector(".saving.saved")
