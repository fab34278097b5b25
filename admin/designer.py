"""What the designer's pages show: the list of questionnaires, findings with their places in the text, versions.

Compiling and storing are in `engine.questionnaire` and `engine.store.forms`; differences in `designer_diff.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.auth.mistakes import refusal
from engine.errors import Finding, Refusal
from engine.questionnaire import line_and_column, locate, place, schema
from engine.store import forms
from engine.store.models import FormDraft, FormVersion, Interview, User

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,63}")
IN_FILE = re.compile(r"(?P<file>\S+\.csv), line (?P<line>\d+)")
WORDS = ("and", "or", "not", "implies", "if", "then", "else", "between", "in", "where", "within", "true", "false")


@dataclass(frozen=True, slots=True)
class QuestionnaireRow:
    """One line of the list: a form, its draft and its newest version."""

    id: str
    title: Mapping[str, str]
    draft_at: datetime | None
    draft_by: str
    version: str | None
    published_at: datetime | None
    versions: int
    interviews: int


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with its place in the text: offsets in UTF-16 units, as browsers count, and the line from 1."""

    code: str
    message: str
    remedy: str
    severity: str
    pointer: str
    start: int
    end: int
    line: int
    file: str | None
    example: str | None = None
    """A response, as JSON, that shows it."""

    def as_json(self) -> dict[str, Any]:
        """As the editor reads it."""
        members = asdict(self)
        return {"from": members.pop("start"), "to": members.pop("end"), **members}


@dataclass(frozen=True, slots=True)
class Texts:
    """A questionnaire as written: its JSON text, and its code list files by name."""

    source: str
    files: Mapping[str, str]


def all_questionnaires(session: Session) -> list[QuestionnaireRow]:
    """Every form with its draft, newest version and number of interviews."""
    drafts = {draft.form_id: draft for draft in session.scalars(select(FormDraft))}
    editors = dict(session.execute(select(User.id, User.full_name)).tuples().all())
    counted = session.execute(select(Interview.form_id, func.count()).group_by(Interview.form_id))
    interviews = dict(counted.tuples().all())
    rows = []
    for form in forms.all_forms(session):
        versions, draft = forms.versions(session, form.id), drafts.get(form.id)
        newest = versions[0] if versions else None
        rows.append(
            QuestionnaireRow(
                form.id,
                form.title,
                draft.edited_at if draft else None,
                editors.get(draft.edited_by or 0, "") if draft else "",
                newest.version if newest else None,
                newest.published_at if newest else None,
                len(versions),
                interviews.get(form.id, 0),
            )
        )
    return rows


def begin(session: Session, form_id: str, title: str, language: str, by: User) -> FormDraft:
    """A new questionnaire with one question; Refusal when the identifier is not usable or taken."""
    if not IDENTIFIER.fullmatch(form_id):
        raise Refusal(
            "identifier",
            f"'{form_id}' cannot name a questionnaire.",
            "Use small letters a–z, digits and underscores, beginning with a letter.",
            422,
        )
    return forms.save_draft(session, form_id, _first_text(form_id, title or form_id, language), {}, 0, by)


def current(session: Session, form_id: str) -> tuple[Texts, FormDraft | None]:
    """The draft, or the newest version where there is no draft yet; Refusal 404 when the form is unknown."""
    draft = forms.draft(session, form_id)
    if draft is not None:
        return Texts(draft.source, draft.files), draft
    versions = forms.versions(session, form_id)
    if not versions:
        raise refusal("not_found")
    return Texts(versions[0].source, versions[0].files), None


def named_version(session: Session, form_id: str, version: str) -> FormVersion:
    """A published version; Refusal 404 when there is none."""
    found = forms.version(session, form_id, version)
    if found is None:
        raise refusal("not_found")
    return found


def languages(source: str) -> list[str]:
    """The languages that the text declares; none while it is not JSON."""
    declared = _document(source).get("languages")
    return [one for one in declared if isinstance(one, str)] if isinstance(declared, list) else []


def next_version(source: str, published: Iterable[str]) -> str:
    """The version to offer: the one in the text while it is free, else the next number after it."""
    taken, version = set(published), str(_document(source).get("version", "1"))
    while version in taken:
        head, digits = re.fullmatch(r"(.*?)(\d*)", version, re.DOTALL).groups()  # type: ignore[union-attr]
        version = f"{head}{int(digits) + 1}" if digits else f"{version}.1"
    return version


def with_version(source: str, version: str) -> str:
    """The text with another version in its head, all else as it was written."""
    try:
        start, end = locate(source)["/version"]
    except (ValueError, RecursionError, KeyError):
        return source
    return source[:start] + json.dumps(version, ensure_ascii=False) + source[end:]


def placed(texts: Texts, findings: Iterable[Finding]) -> list[PlacedFinding]:
    """The findings with their places in the text; those about a line of a file, with the place in the file."""
    findings = tuple(findings)
    if not findings:
        return []
    try:
        ranges = locate(texts.source)
    except (ValueError, RecursionError) as broken:
        at = getattr(broken, "pos", 0)
        return [_placed(texts.source, (at, at + 1), finding, None) for finding in findings]
    return [_in_file(texts, finding) or _in_document(texts.source, ranges, finding) for finding in findings]


def page_schema() -> dict[str, Any]:
    """The JSON Schema of questionnaires, as the editor's completion reads it."""
    return dict(schema())


def _document(source: str) -> dict[str, Any]:
    try:
        document = json.loads(source)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _in_document(source: str, ranges: Mapping[str, tuple[int, int]], finding: Finding) -> PlacedFinding:
    return _placed(source, place(source, ranges, finding.pointer, finding.span), finding, None)


def _in_file(texts: Texts, finding: Finding) -> PlacedFinding | None:
    match = IN_FILE.search(finding.message)
    text = texts.files.get(match["file"]) if match else None
    if match is None or text is None:
        return None
    lines = text.splitlines(keepends=True)
    line = min(int(match["line"]), len(lines)) - 1
    start = sum(len(before) for before in lines[:line])
    return _placed(text, (start, start + len(lines[line].rstrip("\r\n"))), finding, match["file"])


def _placed(text: str, span: tuple[int, int], finding: Finding, file: str | None) -> PlacedFinding:
    start, end = (_utf16(text, offset) for offset in span)
    line, _ = line_and_column(text, span[0])
    return PlacedFinding(
        finding.code,
        finding.message,
        finding.remedy,
        finding.severity,
        finding.pointer,
        start,
        end,
        line,
        file,
        finding.example,
    )


def _utf16(text: str, offset: int) -> int:
    """A number of characters as the number of UTF-16 units."""
    return offset + sum(1 for sign in text[:offset] if ord(sign) > 0xFFFF) if not text.isascii() else offset


def _first_text(form_id: str, title: str, language: str) -> str:
    document = {
        "id": form_id,
        "version": "0.1",
        "languages": [language],
        "title": {language: title},
        "items": [{"name": "first_question", "type": "text", "label": {language: "…"}}],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
