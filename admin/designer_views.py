"""The designer's pages and the requests of its editor. What they show is made in `designer.py`, `designer_diff.py`."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from admin import designer, designer_diff, layout
from admin.assets import client_url
from admin.compilers import compiler_of
from admin.designer import Texts
from admin.expression_help import function_help
from admin.proofs import current_proofs
from admin.texts import table
from engine.auth import access, browser
from engine.errors import Refusal
from engine.store import db, forms
from engine.store.models import FormDraft, User


def questionnaires() -> str:
    """All questionnaires."""
    return layout.page("designer/list.html", rows=designer.all_questionnaires(db.session()))


def new_questionnaire() -> Response:
    """Begin a questionnaire and open it."""
    draft = designer.begin(
        db.session(),
        request.form.get("id", "").strip(),
        request.form.get("title", "").strip(),
        layout.language(),
        access.current_account(),
    )
    db.session.commit()
    return redirect(url_for("admin.editor", form=draft.form_id))


def editor(form: str) -> str:
    """The editor with outline, findings and preview."""
    texts, draft = designer.current(db.session(), form)
    languages = _languages(texts)
    return layout.page(
        "designer/editor.html", form=form, page=_page_data(form, texts, draft), form_languages=languages, wide=True
    )


def check(form: str) -> Response:
    """Findings and compiled form of the texts sent."""
    texts = _sent_texts()
    compilation = forms.compile_source(texts.source, texts.files, compiler_of(form))
    findings = [one.as_json() for one in designer.placed(texts, compilation.findings)]
    return jsonify(findings=findings, compiled=compilation.compiled)


def prove(form: str) -> Response:
    """What is proven about the texts sent, or that it is still being looked for."""
    return _proven(form, _sent_texts())


def prove_draft(form: str) -> Response:
    """What is proven about the draft as the server has it."""
    return _proven(form, designer.current(db.session(), form)[0])


def _proven(form: str, texts: Texts) -> Response:
    compiled = forms.compile_source(texts.source, texts.files, compiler_of(form)).compiled
    if compiled is None:
        return jsonify(state="errors", findings=[])
    run = current_proofs().of(form, compiled)
    state = "running" if not run.done.is_set() else "failed" if run.findings is None else "done"
    return jsonify(state=state, findings=[one.as_json() for one in designer.placed(texts, run.findings or ())])


def draft(form: str) -> Response:
    """The draft as the server has it."""
    texts, row = designer.current(db.session(), form)
    return jsonify(_draft_data(form, texts, row))


def save_draft(form: str) -> Response:
    """Save the draft; 409 when someone else saved in the meantime."""
    texts, body = _sent_texts(), request.get_json()
    revision = body.get("revision")
    if not isinstance(revision, int) or designer.IDENTIFIER.fullmatch(form) is None:
        raise Refusal("draft_body", "The draft names no revision.", "Open the page again.", 422)
    designer.current(db.session(), form)
    row = forms.save_draft(db.session(), form, texts.source, texts.files, revision, access.current_account())
    db.session.commit()
    return jsonify(_draft_data(form, texts, row))


def publish(form: str) -> str:
    """What publishing would change, and the question whether to."""
    return _publish_page(form)


def publish_now(form: str) -> Response | tuple[str, int]:
    """Publish the saved draft under the version asked for."""
    texts, row = designer.current(db.session(), form)
    version = request.form.get("version", "").strip()
    if row is None or str(row.revision) != request.form.get("revision"):
        raise Refusal(
            "draft_changed", "The draft has changed since this page was opened.", "Look at the changes again.", 409
        )
    source = designer.with_version(texts.source, version)
    try:
        published, _ = forms.publish(db.session(), source, texts.files, access.current_account())
        if source != texts.source:
            forms.save_draft(db.session(), form, source, texts.files, row.revision, access.current_account())
    except Refusal as refused:
        db.session.rollback()
        return _publish_page(form, refused), refused.status
    db.session.commit()
    layout.said("designer.published", version=published.version)
    return redirect(url_for("admin.version", form=form, version=published.version))


def version(form: str, version: str) -> str:
    """A published version: its text, frozen, and its files."""
    row = designer.named_version(db.session(), form, version)
    return layout.page(
        "designer/version.html", form=form, row=row, versions=forms.versions(db.session(), form),
        published_by=_name(row.published_by),
    )  # fmt: skip


def compare(form: str) -> str:
    """Two versions side by side; a version named `draft` is the draft."""
    versions = forms.versions(db.session(), form)
    newest = versions[0].version if versions else "draft"
    before, after = request.args.get("before", newest), request.args.get("after", "draft")
    old, new = _texts_of(form, before), _texts_of(form, after)
    return layout.page(
        "designer/compare.html",
        form=form,
        before=before,
        after=after,
        versions=versions,
        changes=designer_diff.changes(old, new),
        lines=designer_diff.text_changes(old.source, new.source),
    )


def _publish_page(form: str, refused: Refusal | None = None) -> str:
    texts, row = designer.current(db.session(), form)
    versions = forms.versions(db.session(), form)
    newest = versions[0] if versions else None
    last = Texts(newest.source, newest.files) if newest else None
    compilation = forms.compile_source(texts.source, texts.files, compiler_of(form))
    return layout.page(
        "designer/publish.html",
        form=form,
        draft=row,
        newest=newest,
        refused=refused,
        findings=designer.placed(texts, compilation.findings),
        errors=len(compilation.errors),
        texts=table("designer.", layout.language()),
        suggestion=designer.next_version(texts.source, [one.version for one in versions]),
        changes=designer_diff.changes(last, texts) if last else None,
        lines=designer_diff.text_changes(last.source, texts.source) if last else [],
    )


def _texts_of(form: str, version: str) -> Texts:
    if version == "draft":
        return designer.current(db.session(), form)[0]
    row = designer.named_version(db.session(), form, version)
    return Texts(row.source, row.files)


def _sent_texts() -> Texts:
    body = request.get_json()
    source, files = (body.get("source"), body.get("files", {})) if isinstance(body, dict) else (None, None)
    if (
        not isinstance(source, str)
        or not isinstance(files, dict)
        or not all(isinstance(one, str) for one in files.values())
    ):
        raise Refusal("draft_body", "The request holds no questionnaire text.", "Open the page again.", 422)
    return Texts(source, {str(name): text for name, text in files.items()})


def _draft_data(form: str, texts: Texts, row: FormDraft | None) -> dict[str, Any]:
    return {
        "form": form,
        "source": texts.source,
        "files": dict(texts.files),
        "revision": row.revision if row else 0,
        "edited_by": _name(row.edited_by) if row else "",
        "edited_at": layout.moment(row.edited_at) if row else "",
    }


def _name(user_id: int | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.full_name if user else ""


def _languages(texts: Texts) -> list[str]:
    return designer.languages(texts.source) or [layout.language()]


def _page_data(form: str, texts: Texts, row: FormDraft | None) -> dict[str, Any]:
    return {
        "draft": _draft_data(form, texts, row),
        "schema": designer.page_schema(),
        "functions": function_help(),
        "words": designer.WORDS,
        "language": layout.language(),
        "user": access.current_user().name,
        "csrf": browser.csrf_token(),
        "nonce": layout.nonce(),
        "urls": {
            "check": url_for("admin.check", form=form),
            "prove": url_for("admin.prove", form=form),
            "save": url_for("admin.save_draft", form=form),
            "draft": url_for("admin.draft", form=form),
            "publish": url_for("admin.publish", form=form),
            "preview": client_url("preview.html"),
        },
        "texts": table("designer.", layout.language()),
    }
