"""Questionnaires in the database: drafts with optimistic locking, publishing, and compiled forms.

A published version never changes: publishing the same text again gives the version that is there, another text under
the same version is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.errors import QuestionnaireError
from engine.questionnaire import Compilation, Compiler, as_bytes
from engine.store import activity
from engine.store.database import insert_new
from engine.store.mistakes import refusal
from engine.store.models import Form, FormDraft, FormVersion, User, utc_now


@dataclass(frozen=True, slots=True)
class CompiledText:
    """A compiled form as it is stored: its JSON text and its hash."""

    text: str
    hash: str


def compile_source(source: str, files: Mapping[str, str], compiler: Compiler | None = None) -> Compilation:
    """Compile a questionnaire whose code-list files are given as texts by their names. Never raises for a mistake.

    `compiler` is one that has compiled the questionnaire before, and is quicker then.
    """
    return (compiler or Compiler()).compile(source, lambda name: files[name])


def save_draft(
    session: Session, form_id: str, source: str, files: Mapping[str, str], revision: int, by: User
) -> FormDraft:
    """Save the draft read at `revision` (0: there was none); Refusal `draft_changed` when another save came between."""
    insert_new(session, Form, {"id": form_id, "title": {}, "created_at": utc_now()})
    values = {"source": source, "files": dict(files), "edited_by": by.id, "edited_at": utc_now()}
    if revision == 0:
        saved = insert_new(session, FormDraft, {"form_id": form_id, "revision": 1, **values})
    else:
        statement = update(FormDraft).where(FormDraft.form_id == form_id, FormDraft.revision == revision)
        result = session.execute(statement.values(revision=revision + 1, **values))
        saved = bool(result.rowcount)  # type: ignore[attr-defined]
    if not saved:
        raise refusal("draft_changed")
    activity.record(session, by.name, "draft", "form", form_id, revision=revision + 1)
    return session.scalars(
        select(FormDraft).where(FormDraft.form_id == form_id).execution_options(populate_existing=True)
    ).one()


def draft(session: Session, form_id: str) -> FormDraft | None:
    """The draft of a form."""
    return session.get(FormDraft, form_id)


def publish(session: Session, source: str, files: Mapping[str, str], by: User | None) -> tuple[FormVersion, bool]:
    """Compile the questionnaire and freeze it as the version it names; the version and whether it is new.

    One transaction, the caller's. QuestionnaireError with all findings when it does not compile; Refusal
    `version_published` when the version exists with another content.
    """
    compilation = compile_source(source, files)
    compiled = compilation.form()
    if compilation.questionnaire is None:
        raise QuestionnaireError(compilation.errors)
    form_id, version = str(compiled["id"]), str(compiled["version"])
    _name_form(session, form_id, dict(compilation.questionnaire.title))
    new = insert_new(
        session,
        FormVersion,
        {
            "form_id": form_id,
            "version": version,
            "status": "published",
            "source": source,
            "files": dict(files),
            "compiled": as_bytes(compiled).decode(),
            "hash": compiled["hash"],
            "published_by": by.id if by else None,
            "published_at": utc_now(),
        },
    )
    row = session.get_one(FormVersion, (form_id, version))
    if row.hash != compiled["hash"]:
        raise refusal("version_published", f"Version {version} of {form_id} is published with another content.")
    if new:
        who = by.name if by else "system"
        activity.record(session, who, "publish", "form", form_id, version=version, hash=row.hash)
    return row, new


def all_forms(session: Session) -> Sequence[Form]:
    """All forms by their ids."""
    return session.scalars(select(Form).order_by(Form.id)).all()


def versions(session: Session, form_id: str) -> Sequence[FormVersion]:
    """The published versions of a form, newest first."""
    query = select(FormVersion).where(FormVersion.form_id == form_id)
    return session.scalars(query.order_by(FormVersion.published_at.desc(), FormVersion.version.desc())).all()


def version(session: Session, form_id: str, version: str) -> FormVersion | None:
    """One published version; its source and compiled text are loaded when they are read."""
    return session.get(FormVersion, (form_id, version))


def compiled_text(session: Session, form_id: str, version: str) -> CompiledText | None:
    """The compiled form of a published version as text, with its hash."""
    query = select(FormVersion.compiled, FormVersion.hash)
    row = session.execute(query.where(FormVersion.form_id == form_id, FormVersion.version == version)).one_or_none()
    return CompiledText(row.compiled, row.hash) if row else None


def _name_form(session: Session, form_id: str, title: dict[str, str]) -> None:
    if not insert_new(session, Form, {"id": form_id, "title": title, "created_at": utc_now()}):
        session.execute(update(Form).where(Form.id == form_id).values(title=title))
