"""The rules of a questionnaire in words, for pages that count failures: titles, else messages, else the question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from engine.store import forms

REFERENCE = re.compile(r"\{[^{}]*\}")


def titles(session: Session, form_id: str) -> dict[str, Any]:
    """By rule of the newest version, its text as the questionnaire has it (one, or by language); `NAME:constraint` and
    its like have the label of the question."""
    published = forms.versions(session, form_id)
    return _titles(published[0].hash, published[0].source) if published else {}


def plain(text: str) -> str:
    """The text with a dash of dots where an interview would fill in an answer."""
    return REFERENCE.sub("…", text)


@lru_cache(maxsize=32)
def _titles(_hash: str, source: str) -> dict[str, Any]:
    document = json.loads(source)
    found: dict[str, Any] = dict(_questions(document.get("items", [])))
    return found | {one["id"]: one.get("title") or one.get("message") for one in document.get("edits", [])}


def _questions(items: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for item in items:
        for check in ("required", "constraint"):
            yield f"{item.get('name')}:{check}", item.get("label")
        yield from _questions(item.get("items", []))
