"""The HTTP face of sync: sign in and out, push, pull, compiled forms. A view reads the request, calls once, answers."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, request
from marshmallow import Schema, ValidationError

from engine.auth import access, sign_in, tokens
from engine.auth.access import CurrentUser
from engine.auth.mistakes import refusal as access_refusal
from engine.errors import Refusal
from engine.store import activity, db, forms, quarantine
from engine.store.database import writing
from engine.store.models import User, utc_now
from engine.sync import pull, push, raw, transport, wire
from engine.sync.faults import Fault, of_messages
from engine.sync.mistakes import Invalid, SegmentProblem, refusal
from engine.sync.office_key import CannotOpen, OfficeKey
from engine.sync.push import Sender

OFFICE_KEY = "phieu-office-key"
"""Where the application keeps the office's key pair."""

blueprint = Blueprint("sync", __name__, url_prefix="/api/v1")


class Quarantined(Refusal):
    """A whole request that could not be read; `quarantine` is the number under which its bytes are kept."""

    def __init__(self, number: int, problem: SegmentProblem) -> None:
        told = refusal("quarantined", problem.detail)
        super().__init__(problem.code, told.detail, told.remedy, told.status)
        self.members = {"quarantine": number}


@blueprint.post("/session")
def begin_session() -> Response:
    """Sign a device in."""
    asked = checked(wire.SignIn(), request.get_json(silent=True))
    session = db.session()
    user = sign_in.check(session, asked["name"], asked["password"], request.remote_addr or "")
    token = tokens.issue(session, user, asked["device"], tokens.DEVICE_LIFETIME)
    push.note_device(session, user, _about_device(asked["device"], asked["app_version"]))
    told = {
        "token": token.text,
        "expires": iso(token.expires),
        "server_time": now(),
        "office_key": office_key().told(),
    }
    return transport.answer({**told, "user": _user(access.as_current(user))})


@blueprint.delete("/session")
def end_session() -> Response:
    """Sign the device out."""
    access.current_user()
    tokens.revoke(db.session(), access.token_text())
    db.session.commit()
    return Response(status=204)


@blueprint.post("/session/key")
def open_key() -> Response:
    """Give a user with a new password the key of their device, which the device had sealed for the office."""
    return opened_key(access.current_user().name)


def opened_key(name: str) -> Response:
    """The key of a device in this request, opened for the person whose it is; Refusal `key_not_opened`."""
    asked = checked(wire.SealedKey(), request.get_json(silent=True))
    try:
        key = office_key().open_data_key(base64.b64decode(asked["sealed"], validate=True), name)
    except (CannotOpen, ValueError) as error:
        raise refusal("key_not_opened") from error
    activity.record(db.session(), name, "open_key", "user", name)
    db.session.commit()
    return transport.answer({"key": base64.b64encode(key).decode()})


@blueprint.post("/sync/push")
@access.require("collect")
def take_push() -> Response:
    """Take in segments of answer events."""
    session, account = db.session(), access.current_account()
    envelope, pieces = read_push(account, access.current_token().device)
    sender = Sender(account.name, envelope["device"])
    about = _about_device(envelope["device"], envelope["app_version"]) | {"unsent": envelope["unsent"]}
    push.note_device(session, account, about | {"last_push": utc_now()} | _offset(envelope.get("sent_at")))
    answers = push.take_in(session, pieces, sender)
    return transport.answer({"server_time": now(), "segments": [one.as_json() for one in answers]})


@blueprint.get("/sync/pull")
@access.require("collect")
def give_pull() -> Response:
    """Give what changed for the user beyond the cursor."""
    asked = checked(wire.PullQuery(), request.args.to_dict())
    cursor = pull.read_cursor(asked["cursor"])
    user = access.current_user()
    session = db.session()
    page = pull.page(session, user, asked["device"], cursor)
    document = {
        "cursor": str(page.cursor),
        "server_time": now(),
        "more": page.more,
        "user": _user(user),
        "assignments": page.assignments,
        "removed_assignments": page.removed,
        "forms": page.forms,
        "events": page.events,
    }
    account = access.current_account()
    session.rollback()
    with writing():
        push.note_device(session, account, {"id": asked["device"], "user_agent": _user_agent()})
    return transport.answer(document)


@blueprint.get("/forms/<form_id>/<version>")
def give_form(form_id: str, version: str) -> Response:
    """Give the compiled form of a published version; it never changes."""
    access.current_user()
    found = forms.compiled_text(db.session(), form_id, version)
    if found is None:
        raise access_refusal("not_found")
    return form_response(found)


def form_response(found: forms.CompiledText) -> Response:
    """A compiled form on the wire, to be kept for ever."""
    response = transport.packed(found.text.encode(), "application/json")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.set_etag(found.hash)
    response.make_conditional(request)
    return response


def office_key() -> OfficeKey:
    key: OfficeKey = current_app.extensions[OFFICE_KEY]
    return key


def read_push(account: User, device: str) -> tuple[dict[str, Any], list[tuple[str, raw.Piece]]]:
    """The envelope and its segments with their ids. What cannot be read is kept in quarantine as it came, for the
    account, under the device that its token was given to."""
    data = request.get_data()
    try:
        data = transport.body()
        whole = _piece(data)
        envelope: dict[str, Any] = wire.PushIn().load(whole.value)
        pieces = raw.elements(raw.member(whole, "segments"))
    except ValidationError as error:
        problem = SegmentProblem("unreadable", *of_messages(error.messages, whole.value))
        raise _keep(account, device, data, problem) from error
    except SegmentProblem as problem:
        raise _keep(account, device, data, problem) from problem
    return envelope, [(piece.value["id"], piece) for piece in pieces]


def _piece(data: bytes) -> raw.Piece:
    try:
        return raw.piece(data.decode())
    except (ValueError, RecursionError) as error:
        raise SegmentProblem("unreadable", Fault("not_json", "", str(error)[:100])) from error


def _keep(account: User, device: str, data: bytes, problem: SegmentProblem) -> Quarantined:
    session = db.session()
    number = quarantine.keep(
        session,
        data,
        code=problem.code,
        reason=push.storable(problem.reason),
        told=problem.told,
        user=account,
        device=device,
    )
    session.commit()
    return Quarantined(number, problem)


def checked(schema: Schema, document: Any) -> dict[str, Any]:
    """What a schema reads; Invalid with everything that is wrong."""
    asked = document if isinstance(document, dict) else {}
    try:
        loaded: dict[str, Any] = schema.load(asked)
    except ValidationError as error:
        raise Invalid(error.messages, asked) from error
    return loaded


def _about_device(device: str, app_version: str) -> dict[str, Any]:
    return {"id": device, "app_version": app_version, "user_agent": _user_agent()}


def _user_agent() -> str:
    return request.headers.get("User-Agent", "")[:300]


def _offset(sent_at: Any) -> dict[str, int]:
    """How far the server is ahead of the device's clock, in milliseconds; nothing when the device gave no moment."""
    try:
        moment = datetime.fromisoformat(str(sent_at))
    except ValueError:
        return {}
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return {"clock_offset_ms": round((utc_now() - moment).total_seconds() * 1000)}


def _user(user: CurrentUser) -> dict[str, Any]:
    return {
        "name": user.name,
        "full_name": user.full_name,
        "role": user.role,
        "language": user.language,
        "areas": list(user.areas),
    }


def now() -> str:
    """The server's time as the wire has it."""
    return iso(utc_now())


def iso(moment: datetime) -> str:
    """A moment as the wire has it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
