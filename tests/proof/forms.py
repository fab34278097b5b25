"""Tiny forms for the linter, written in Python so that a test reads beside the form that it is about."""

from __future__ import annotations

import json
import time
from typing import Any

from engine.errors import Finding
from engine.proof.prove import prove
from engine.questionnaire import compile_text

LISTS = {
    "yes_no": [{"code": "1", "label": "Yes"}, {"code": "2", "label": "No"}],
    "crop": [{"code": "rice", "label": "Rice"}, {"code": "tea", "label": "Tea"}, {"code": "corn", "label": "Corn"}],
}


def form(*items: dict[str, Any], edits: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    """The compiled form of these items and edits."""
    lists = {name: codes for name, codes in LISTS.items() if f'"{name}"' in json.dumps(items)}
    document = {
        "id": "tiny", "version": "1", "languages": ["en"], "title": "Tiny", "code_lists": lists,
        "reference_date": "2026-04-01", "items": list(items), "edits": list(edits), **more,
    }  # fmt: skip
    return compile_text(json.dumps(document)).form()


def integer(name: str, **more: Any) -> dict[str, Any]:
    """An integer question."""
    return {"name": name, "type": "integer", "label": name, **more}


def choice(name: str, codes: str = "yes_no", **more: Any) -> dict[str, Any]:
    """A question with one answer of a list."""
    return {"name": name, "type": "select_one", "codes": codes, "label": name, **more}


def calculation(name: str, expression: str) -> dict[str, Any]:
    """A calculation."""
    return {"name": name, "type": "calculation", "calculation": expression}


def edit(name: str, require: str, **more: Any) -> dict[str, Any]:
    """An edit, soft unless said otherwise."""
    return {"id": name, "require": require, "message": name, **more}


def roster(name: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A roster whose rows are added by hand."""
    return {"name": name, "type": "roster", "label": name, "items": list(items), **more}


def found(compiled: dict[str, Any], seconds: float = 20.0) -> list[Finding]:
    """What the linter finds."""
    return prove(compiled, seconds, clock=time.monotonic)


def codes(compiled: dict[str, Any]) -> set[str]:
    """The codes of what the linter finds."""
    return {one.code for one in found(compiled)}
