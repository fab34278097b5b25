"""The HTTP face for those who answer with a code: the same exchanges as `views.py`, below `/api/v1/respond`.

Nothing here reads the tokens of accounts, and no other view reads the tokens given out here.
"""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, request

from engine.auth import codes
from engine.auth.mistakes import refusal as access_refusal
from engine.store import codes as stored_codes
from engine.store import db, forms
from engine.store import media as stored_media
from engine.store.database import writing
from engine.store.models import AccessCode, utc_now
from engine.sync import media, media_views, pull, push, respondent, transport, views, wire
from engine.sync.mistakes import refusal
from engine.sync.push import Sender

blueprint = Blueprint("respond", __name__, url_prefix="/api/v1/respond")


@blueprint.post("/session")
def begin_session() -> Response:
    """Open an assignment with its code."""
    asked = views.checked(wire.Code(), request.get_json(silent=True))
    session = db.session()
    opened = codes.open_device(session, asked["code"], asked["device"], request.remote_addr or "")
    told = {"token": opened.token, "expires": views.iso(opened.expires), "server_time": views.now()}
    told_key = {"office_key": views.office_key().told()}
    return transport.answer({**told, **told_key, "user": respondent.user(_code(opened.token))})


@blueprint.post("/session/key")
def open_key() -> Response:
    """Give a respondent with a new code the key of their device, which the device had sealed for the office."""
    return views.opened_key(codes.name_of(_code(_token()).assignment))


@blueprint.delete("/session")
def end_session() -> Response:
    """End the session of this device."""
    _code(_token())
    stored_codes.close_session(db.session(), codes.digest(_token()))
    db.session.commit()
    return Response(status=204)


@blueprint.post("/sync/push")
def take_push() -> Response:
    """Take in segments of the one interview."""
    session = db.session()
    opened = codes.session_of(session, _token())
    code = opened.code
    envelope, pieces = views.read_push(code.assignment.enumerator, opened.device)
    opened.last_seen = utc_now()
    session.commit()
    owner = code.assignment.enumerator.name
    sender = Sender(codes.name_of(code.assignment), envelope["device"], owner=owner, code=code)
    answers = push.take_in(session, pieces, sender)
    return transport.answer({"server_time": views.now(), "segments": [one.as_json() for one in answers]})


@blueprint.get("/sync/pull")
def give_pull() -> Response:
    """Give the one assignment and its log."""
    asked = views.checked(wire.PullQuery(), request.args.to_dict())
    code = _code(_token())
    page = respondent.page(db.session(), code, asked["device"], pull.read_cursor(asked["cursor"]))
    return transport.answer({**page, "server_time": views.now(), "user": respondent.user(code)})


@blueprint.get("/forms/<form_id>/<version>")
def give_form(form_id: str, version: str) -> Response:
    """Give the compiled form of the one interview."""
    found = None
    if respondent.may_read(db.session(), _code(_token()), form_id, version):
        found = forms.compiled_text(db.session(), form_id, version)
    if found is None:
        raise access_refusal("not_found")
    return views.form_response(found)


@blueprint.get("/media/<sha256>")
def give_progress(sha256: str) -> Response:
    """Tell how far a file of the one interview has come."""
    session, person = db.session(), _owner_of_file(sha256)
    told = media.progress(session, media_views.files(), person, sha256)
    if told.complete:
        session.rollback()
        with writing():
            media.settle(session, media_views.files(), person, sha256)
    return transport.answer(asdict(told))


@blueprint.put("/media/<sha256>")
def take_piece(sha256: str) -> Response:
    """Take in a piece of a file of the one interview."""
    offset, piece = media_views.read_piece()
    person = _owner_of_file(sha256)
    return transport.answer(asdict(media.take_piece(db.session(), media_views.files(), person, sha256, offset, piece)))


def _owner_of_file(sha256: str) -> int:
    """The enumerator under whom the bytes are kept; the refusal of an unknown file unless the interview names it."""
    code = _code(_token())
    if stored_media.in_interview(db.session(), code.interview_id, sha256) is None:
        raise refusal("not_named")
    return code.assignment.enumerator_id


def _code(token: str) -> AccessCode:
    return codes.session_of(db.session(), token).code


def _token() -> str:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""
