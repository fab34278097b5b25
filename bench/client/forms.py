"""Questionnaires and logs of the size that the client is to carry, made from a few lines. Nothing is measured here."""

from __future__ import annotations

import json
from typing import Any

from engine.questionnaire.compile import compile_text
from engine.response.interview import Interview

Item = dict[str, Any]

YES_NO = [{"code": "1", "label": {"vi": "Có"}}, {"code": "2", "label": {"vi": "Không"}}]
AT = "2026-11-01T08:00:00.000Z"


def household(inline: bool, most: int = 600) -> dict[str, Any]:
    """Members with income, their number and sum, and edits over them; asked on the cards, or on pages of the rows."""
    named = item("name", "text", "Họ và tên", required=True)
    asked = [
        item("age", "integer", "{name} bao nhiêu tuổi?", constraint="age between 0 and 120"),
        item("worked", "select_one", "{name} có làm việc không?", codes="yes_no", relevant="age >= 15"),
        item("income", "integer", "Thu nhập của {name}", relevant="worked = '1'", unit={"vi": "đồng"}),
    ]
    inner = asked if inline else [item("person", "section", "Về {name}", items=asked)]
    roster = item("people", "roster", "Thành viên", row_label="name", max_rows=most, items=[named, *inner])
    sums = [
        item("total", "calculation", "Tổng thu nhập", calculation="sum_known(people.income)"),
        item("workers", "calculation", "Số người làm việc", calculation="count(people where worked = '1')"),
    ]
    edits = [
        edit("E1", "income <= 90000000", "{name}: {income}?") | {"for_each": "people"},
        edit("E2", "total <= 900000000000", "{total}?"),
    ]
    sections = [item("members", "section", "Thành viên", items=[roster]), item("end", "section", "Cuối", items=sums)]
    return compiled("household", sections, edits)


def long(questions: int = 1000, pages: int = 50) -> dict[str, Any]:
    """Questions of four types on pages, every twentieth shown on a condition, every eighth with an edit."""
    kinds: tuple[Item, ...] = (
        {"type": "integer"},
        {"type": "select_one", "codes": "yes_no"},
        {"type": "text"},
        {"type": "decimal"},
    )
    asked = [
        {"name": f"q{n}", "label": {"vi": f"Câu hỏi số {n} của phiếu dài?"}, **kinds[n % 4]}
        | ({"relevant": f"q{n - 9} = '1'"} if n % 20 == 10 else {})
        for n in range(questions)
    ]
    each = questions // pages
    sections = [item(f"s{n}", "section", f"Phần {n + 1}", items=asked[n * each : (n + 1) * each]) for n in range(pages)]
    return compiled("long", sections, [edit(f"E{n}", f"q{n} <= 1000", f"q{n}?") for n in range(0, questions, 8)])


def album(photos: int = 200) -> dict[str, Any]:
    """A form of photos, ten a page."""
    asked = [item(f"p{n}", "photo", f"Ảnh {n + 1}") for n in range(photos)]
    pages = range(0, photos, 10)
    return compiled("album", [item(f"s{n}", "section", f"Ảnh từ {n + 1}", items=asked[n : n + 10]) for n in pages])


def compiled(name: str, items: list[Item], edits: list[Item] | None = None) -> dict[str, Any]:
    """The compiled form of these items."""
    document = {
        "id": name,
        "version": "1",
        "languages": ["vi"],
        "title": {"vi": name},
        "unit": {"key": ["household"], "label": "household"},
        "code_lists": {"yes_no": YES_NO},
        "preload": [{"name": "household", "type": "text"}],
        "items": items,
        "edits": edits or [],
    }
    form = compile_text(json.dumps(document), lambda _: "").form()
    return json.loads(json.dumps(form))  # type: ignore[no-any-return]


def item(name: str, kind: str, label: str, **more: Any) -> Item:
    """An item of a questionnaire."""
    return {"name": name, "type": kind, "label": {"vi": label}, **more}


def edit(name: str, require: str, message: str) -> Item:
    """A soft edit."""
    return {"id": name, "severity": "soft", "require": require, "message": {"vi": message}}


def members(form: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """The log of an interview with so many members, all answered."""
    interview = begun(form)
    for n in range(count):
        row = interview.add_row("people")
        for name, value in (
            ("name", f"Người {n + 1}"),
            ("age", 20 + n % 60),
            ("worked", "1"),
            ("income", 5_000_000 + n),
        ):
            interview.answer(f"people[{row}].{name}", value)
    return log(interview)


def filled(form: dict[str, Any], questions: int) -> list[dict[str, Any]]:
    """The log of a long interview with this many answers."""
    interview = begun(form)
    values: tuple[Any, ...] = (7, "1", "Một câu trả lời", 2.5)
    for n in range(questions):
        interview.answer(f"q{n}", values[n % len(values)])
    return log(interview)


def begun(form: dict[str, Any]) -> Interview:
    """An interview made on another device."""
    return Interview.open(
        form, clock=lambda: AT, device="another1", user="enumerator", open={"unit": {"household": "1"}}
    )


def log(interview: Interview) -> list[dict[str, Any]]:
    """The events as they travel."""
    return [json.loads(json.dumps(event.as_json())) for event in interview.events]
