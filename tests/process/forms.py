"""The one small form of these tests: every kind of column, a roster in a roster, an edit. No checks live here."""

from __future__ import annotations

import json
from typing import Any

from engine.questionnaire.compile import compile_text

YES_NO = [{"code": "1", "label": {"vi": "Có", "en": "Yes"}}, {"code": "2", "label": {"vi": "Không", "en": "No"}}]
SOURCES = [
    {"code": "01", "label": {"vi": "Giếng", "en": "Well"}},
    {"code": "02", "label": {"vi": "Máy", "en": "Tap"}},
    {"code": "97", "label": {"vi": "Không có", "en": "None"}, "exclusive": True},
]
HOUSEHOLD: dict[str, Any] = {
    "id": "household",
    "version": "1",
    "languages": ["vi", "en"],
    "title": {"vi": "Hộ", "en": "Household"},
    "unit": {"key": ["area", "number"]},
    "code_lists": {"yes_no": YES_NO, "sources": SOURCES},
    "preload": [{"name": "size_last_round", "type": "integer"}],
    "items": [
        {"name": "visited", "type": "date", "label": {"vi": "Ngày", "en": "Day"}},
        {"name": "at", "type": "time", "label": {"vi": "Giờ", "en": "Time"}},
        {"name": "moment", "type": "datetime", "label": {"vi": "Lúc", "en": "Moment"}},
        {"name": "month", "type": "year_month", "label": {"vi": "Tháng", "en": "Month"}},
        {"name": "place", "type": "geopoint", "label": {"vi": "Nơi", "en": "Place"}},
        {"name": "water", "type": "select_many", "codes": "sources", "label": {"vi": "Nước", "en": "Water"}},
        {"name": "ranked", "type": "rank", "codes": "sources", "label": {"vi": "Xếp", "en": "Ranked"}},
        {
            "name": "people",
            "type": "roster",
            "label": {"vi": "Thành viên", "en": "Members"},
            "row_label": "name",
            "items": [
                {"name": "name", "type": "text", "label": {"vi": "Tên", "en": "Name"}},
                {
                    "name": "age",
                    "type": "integer",
                    "label": {"vi": "Tuổi", "en": "Age of {name}"},
                    "missing": ["refused"],
                },
                {"name": "worked", "type": "select_one", "codes": "yes_no", "label": "Làm", "relevant": "age >= 15"},
                {
                    "name": "jobs",
                    "type": "roster",
                    "label": {"vi": "Việc", "en": "Jobs"},
                    "row_label": "'x'",
                    "relevant": "worked = '1'",
                    "items": [{"name": "pay", "type": "decimal", "decimals": 2, "unit": "đồng", "label": "Tiền"}],
                },
            ],
        },
        {"name": "total", "type": "calculation", "calculation": "sum(people.jobs.pay)"},
    ],
    "edits": [
        {
            "id": "E1",
            "for_each": "people",
            "severity": "soft",
            "require": "age <= 100",
            "message": {"vi": "Già?", "en": "Old?"},
        }
    ],
}


def compiled(**changes: Any) -> dict[str, Any]:
    """The form, with top-level members changed, compiled."""
    return compile_text(json.dumps(HOUSEHOLD | changes, ensure_ascii=False)).form()


FORM = compiled()
