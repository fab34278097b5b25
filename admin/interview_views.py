"""The list of interviews, one interview, and what a reviewer does with it."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from admin import interview_files, interview_page, layout
from admin import interviews as lists
from engine.auth import access
from engine.auth.mistakes import refusal
from engine.response import Interview as Response_
from engine.store import activity, db, forms, media
from engine.store import interviews as store
from engine.store.models import INTERVIEW_STATUSES, Interview
from engine.sync import office
from engine.sync.fold import compiled_form, event_json
from engine.sync.office import Remark


def interviews() -> str:
    """Interviews of one's areas, narrowed by the query, a page at a time."""
    rows = lists.listed(db.session(), access.current_user(), request.args)
    return layout.page(
        "interviews.html",
        rows=rows,
        next_key=lists.key_of(rows[-1]) if len(rows) == lists.PAGE else None,
        forms=forms.all_forms(db.session()),
        statuses=INTERVIEW_STATUSES,
        problems=tuple(lists.PROBLEMS),
        query=request.args,
    )


def interview(interview_id: str) -> str:
    """One interview: answers, failures, conflicts, remarks, and the buttons of a review."""
    row = _visible(interview_id)
    steps = activity.of_target(db.session(), "interview", interview_id)
    folded = None if row.fold_error else _folded(row)
    return layout.page(
        "interview.html",
        row=row,
        page=interview_page.page_of(folded) if folded else None,
        arrived={one.sha256 for one in media.of_interview(db.session(), interview_id) if one.complete},
        shown_inline=interview_files.INLINE,
        records={(one.edit, one.path): one for one in store.failures(db.session(), interview_id)},
        steps=steps,
        form_language=_language(row),
        form_languages=_form(row)["languages"],
    )


def history(interview_id: str) -> str:
    """Who answered what when on which device: of one question, or of the whole interview."""
    row, path = _visible(interview_id), request.args.get("path", "")
    folded = _folded(row)
    return layout.page(
        "history.html", row=row, path=path, changes=interview_page.history(folded, path),
        label=interview_page.label_of(folded, path) if path else "", fragment=request.args.get("fragment") == "1",
    )  # fmt: skip


def interview_file(interview_id: str, sha256: str) -> Response:
    """A file of the interview, once all of it has arrived."""
    return interview_files.answer(_visible(interview_id), sha256)


def send_back(interview_id: str) -> Response:
    """Return the interview with a text and the remarks chosen."""
    paths, texts = request.form.getlist("remark_path"), request.form.getlist("remark_text")
    chosen = {int(number) for number in request.form.getlist("remark_chosen") if number.isdigit()}
    remarks = [
        Remark(path, text) for number, (path, text) in enumerate(zip(paths, texts, strict=True)) if number in chosen
    ]
    office.return_interview(db.session(), interview_id, access.current_user(), request.form.get("text", ""), remarks)
    return _back(interview_id, "interview.returned")


def approve(interview_id: str) -> Response:
    """Approve the interview and queue it for the hand-off."""
    without_files = request.form.get("without_files") == "yes"
    office.approve(db.session(), interview_id, access.current_user(), without_files)
    return _back(interview_id, "interview.approved")


def leave_late(interview_id: str) -> Response:
    """Leave what came after the approval out, with a reason."""
    office.leave_late(db.session(), interview_id, access.current_user(), request.form.get("text", ""))
    return _back(interview_id, "interview.late_left")


def accept(interview_id: str) -> Response:
    """Accept a failure as it is, with a reason."""
    edit, path, text = (request.form.get(name, "") for name in ("edit", "path", "text"))
    office.accept_failure(db.session(), interview_id, access.current_user(), edit, path, text)
    return _back(interview_id, "interview.accepted")


def remark(interview_id: str) -> Response:
    """Put a remark on a question, or close one."""
    user = access.current_user()
    if request.form.get("resolve"):
        office.resolve_remark(db.session(), interview_id, user, request.form["resolve"])
    else:
        said = Remark(request.form.get("path", ""), request.form.get("text", ""))
        office.remark(db.session(), interview_id, user, [said])
    return _back(interview_id, "interview.remarked")


def _visible(interview_id: str) -> Interview:
    row = store.get(db.session(), interview_id)
    access.must_see(access.current_user(), row)
    if row is None:
        raise refusal("not_found")
    return row


def _folded(row: Interview) -> Response_:
    events = [event_json(event) for event in store.events(db.session(), row.id)]
    return Response_.open(_form(row), events=events, language=_language(row))


def _form(row: Interview) -> dict[str, object]:
    return compiled_form(db.session(), row.form_id, row.version)


def _language(row: Interview) -> str:
    languages = _form(row)["languages"]
    wish = request.args.get("language") or layout.language()
    return (
        wish
        if isinstance(languages, list) and wish in languages
        else str(languages[0] if isinstance(languages, list) else "")
    )


def _back(interview_id: str, key: str) -> Response:
    layout.said(key)
    return redirect(url_for("admin.interview", interview_id=interview_id))
