"""Headings of XLSForm sheets: which property a column holds, and in which language, however it is spelled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video")
MEDIA = ("image", "big_image", "audio", "video", "media")

ALIASES: Mapping[str, str] = {
    "type": "type", "name": "name", "label": "label", "caption": "label", "hint": "hint",
    "guidance_hint": "guidance_hint",
    "relevant": "relevant", "relevance": "relevant", "skip_logic": "relevant", "constraint": "constraint",
    "constraint_message": "constraint_message", "constraintmsg": "constraint_message",
    "constraint_msg": "constraint_message",
    "required": "required", "mandatory": "required", "required_message": "required_message",
    "requiredmsg": "required_message",
    "calculation": "calculation", "calculate": "calculation", "calculations": "calculation",
    "appearance": "appearance",
    "default": "default", "choice_filter": "choice_filter", "read_only": "read_only", "readonly": "read_only",
    "repeat_count": "repeat_count", "count": "repeat_count", "repeatcount": "repeat_count",
    "parameters": "parameters",
    "image": "image", "big_image": "big_image", "audio": "audio", "video": "video", "media": "media",
    "note": "notes", "notes": "notes", "comment": "notes", "comments": "notes", "remark": "notes", "remarks": "notes",
    "response_note": "notes", "changelog": "notes", "disabled": "disabled", "trigger": "trigger",
    "list_name": "list_name", "listname": "list_name", "list": "list_name", "choice_list_name": "list_name",
}  # fmt: skip
"""Each spelling, written small with underscores, and the property."""

BOUND: Mapping[str, str] = {
    "relevant": "relevant", "constraint": "constraint", "required": "required", "readonly": "read_only",
    "calculate": "calculation", "constraintmsg": "constraint_message", "requiredmsg": "required_message",
    "jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message", "appearance": "appearance",
    "jr:count": "repeat_count",
}  # fmt: skip
"""What may follow `bind::`, `body::`, `control::`."""

FOREIGN_ROWS = frozenset(["clause", "condition", "values_list", "display.prompt.text", "display.text"])
"""Columns of ODK-X, whose forms are programs rather than questionnaires."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the heading as written, the property it holds (None: unknown), the language named in it."""

    heading: str
    property: str | None
    language: str | None = None


def read_heading(heading: str) -> Column:
    """What a heading says."""
    parts = [part.strip() for part in re.split(r"::?", heading) if part.strip()]
    first = _plain(parts[0]) if parts else ""
    if first in ("bind", "body", "control") and len(parts) > 1:
        return Column(heading, BOUND.get(":".join(_plain(part).replace("_", "") for part in parts[1:])))
    if first == "jr" and len(parts) > 1:
        return Column(heading, BOUND.get(f"jr:{_plain(parts[1])}"))
    if first == "media" and len(parts) > 1:
        medium = _plain(parts[1])
        return Column(heading, medium if medium in MEDIA else "media", _language(parts[2:]))
    kind = ALIASES.get(first)
    language = _language(parts[1:])
    if language is not None and kind not in TRANSLATED:
        return Column(heading, None)
    return Column(heading, kind, language)


def _plain(text: str) -> str:
    return re.sub(r"[\s\-]+", "_", text.strip().lower())


def _language(parts: list[str]) -> str | None:
    return ":".join(parts) or None
