"""Bodies on the wire: gzip in with a bound on what it unpacks to, gzip out where the client takes it."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

from flask import Response, request

from engine.sync.faults import Fault
from engine.sync.mistakes import SegmentProblem, refusal

MAX_UNPACKED = 64 * 1024 * 1024
SMALL = 1000


def body() -> bytes:
    """The body of this request, unpacked. SegmentProblem when it cannot be unpacked; the caller keeps the raw bytes."""
    data = request.get_data()
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return data
    if encoding != "gzip":
        raise refusal("encoding")
    return unpacked(data, MAX_UNPACKED)


def unpacked(data: bytes, limit: int) -> bytes:
    """What the gzip data holds; SegmentProblem `too_large` beyond `limit` bytes, `unreadable` when it is damaged."""
    machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        out = machine.decompress(data, limit + 1)
    except zlib.error as error:
        raise SegmentProblem("unreadable", Fault("gzip_damaged", "", str(error))) from error
    if len(out) > limit:
        raise SegmentProblem("too_large", limit)
    if not machine.eof or machine.unused_data:
        raise SegmentProblem("unreadable", Fault("gzip_cut"))
    return out


def answer(document: Any, status: int = 200) -> Response:
    """A JSON answer that no cache keeps, packed where it pays."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    response = packed(text.encode(), "application/json")
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def packed(data: bytes, media_type: str) -> Response:
    """The bytes as a response, gzip where the client takes it."""
    accepts = request.accept_encodings.quality("gzip") > 0
    pays = accepts and len(data) > SMALL
    response = Response(gzip.compress(data, mtime=0) if pays else data, mimetype=media_type)
    response.vary.add("Accept-Encoding")
    if pays:
        response.headers["Content-Encoding"] = "gzip"
    return response
