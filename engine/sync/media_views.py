"""The HTTP face of files: how far one has come, and a piece of one."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, current_app, request
from marshmallow import ValidationError

from engine.auth import access
from engine.store import db
from engine.store.database import writing
from engine.store.media_files import MediaFiles
from engine.sync import media, transport, wire
from engine.sync.mistakes import Invalid, refusal

blueprint = Blueprint("media", __name__, url_prefix="/api/v1/media")

FILES = "phieu_media"


def files() -> MediaFiles:
    """Where this application keeps the bytes."""
    found: MediaFiles = current_app.extensions[FILES]
    return found


@blueprint.get("/<sha256>")
@access.require("collect")
def give_progress(sha256: str) -> Response:
    """Tell how far a file has come."""
    session, user = db.session(), access.current_user()
    told = media.progress(session, files(), user.id, sha256)
    if told.complete:
        session.rollback()
        with writing():
            media.settle(session, files(), user.id, sha256)
    return transport.answer(asdict(told))


@blueprint.put("/<sha256>")
@access.require("collect")
def take_piece(sha256: str) -> Response:
    """Take in a piece of a file."""
    offset, piece = read_piece()
    user = access.current_user()
    return transport.answer(asdict(media.take_piece(db.session(), files(), user.id, sha256, offset, piece)))


def read_piece() -> tuple[int, bytes]:
    """The piece in this request, and where it begins. Refusal `piece_too_large`, or Invalid."""
    if (request.content_length or 0) > media.LARGEST_PIECE:
        raise refusal("piece_too_large", str(media.LARGEST_PIECE))
    try:
        offset: int = wire.PieceQuery().load(request.args.to_dict())["offset"]
    except ValidationError as error:
        raise Invalid(error.messages, request.args) from error
    piece = request.get_data(cache=False)
    if len(piece) > media.LARGEST_PIECE:  # a body sent in chunks does not say its length
        raise refusal("piece_too_large", str(media.LARGEST_PIECE))
    return offset, piece
