"""The OpenAPI 3.1 description of the API, made from the schemas that check its requests: one row an operation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from marshmallow import Schema

from engine.sync import wire


@dataclass(frozen=True, slots=True)
class Operation:
    """What one view takes and gives. `problems` are the statuses of its problem documents."""

    method: str
    summary: str
    takes: type[Schema] | None = None
    gives: type[Schema] | None = None
    status: int = 200
    problems: tuple[int, ...] = ()
    open: bool = False
    query: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    path: tuple[str, ...] = field(default=())
    takes_bytes: bool = False


OPERATIONS: dict[str, tuple[Operation, ...]] = {
    "/api/v1/session": (
        Operation("post", "Sign a device in", wire.SignIn, wire.SessionOut, problems=(401, 422, 429), open=True),
        Operation("delete", "Sign the device out", status=204, problems=(401,)),
    ),
    "/api/v1/session/key": (
        Operation(
            "post",
            "The user's own data key of a device, which the device had sealed for the office",
            wire.SealedKey,
            wire.OpenedKey,
            problems=(401, 422),
        ),
    ),
    "/api/v1/sync/push": (
        Operation(
            "post",
            "Push segments of answer events; gzip is welcome",
            wire.PushRequest,
            wire.PushOut,
            problems=(401, 403, 413, 415, 422, 503),
        ),
    ),
    "/api/v1/sync/pull": (
        Operation(
            "get",
            "Pull what changed beyond a cursor",
            gives=wire.PullOut,
            problems=(401, 403, 422),
            query=("cursor", "device"),
            required=("device",),
        ),
    ),
    "/api/v1/forms/{form_id}/{version}": (
        Operation("get", "A compiled form, which never changes", problems=(401, 404), path=("form_id", "version")),
    ),
    "/api/v1/media/{sha256}": (
        Operation(
            "get",
            "How far a file has come that an answer of the user names",
            gives=wire.MediaOut,
            problems=(401, 403, 404),
            path=("sha256",),
        ),
        Operation(
            "put",
            "A piece of a file, of at most 1 MiB, from an offset on; what came before may come again",
            gives=wire.MediaOut,
            problems=(401, 403, 404, 409, 413, 422),
            path=("sha256",),
            query=("offset",),
            takes_bytes=True,
        ),
    ),
    "/api/v1/openapi.json": (Operation("get", "This description", open=True),),
}

# With a code instead of an account the same exchanges are had for one assignment.
OPERATIONS["/api/v1/respond/session"] = (
    Operation(
        "post",
        "Open an assignment with the code of its respondent",
        wire.Code,
        wire.SessionOut,
        problems=(401, 410, 422, 429),
        open=True,
    ),
    Operation("delete", "End the session of this device", status=204, problems=(401,)),
)
for _path in ("/session/key", "/sync/push", "/sync/pull", "/forms/{form_id}/{version}", "/media/{sha256}"):
    OPERATIONS[f"/api/v1/respond{_path}"] = tuple(
        replace(one, summary=f"{one.summary}; for the one assignment of a code")
        for one in OPERATIONS[f"/api/v1{_path}"]
    )


def describe(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of the application."""
    spec = APISpec(
        title="Phieu",
        version=version("phieu"),
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin()],
        info={
            "description": "Sync of answer events between devices and the office. Every error is a problem document."
        },
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", schema=wire.Problem)
    for path, operations in OPERATIONS.items():
        spec.path(path=path, operations={one.method: _described(one) for one in operations})
    document: dict[str, Any] = spec.to_dict()
    return document


def routes(app: Flask) -> set[tuple[str, str]]:
    """Path and method of every route under /api, as the description writes them."""
    return {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def _described(one: Operation) -> dict[str, Any]:
    answers: dict[str, Any] = {str(one.status): {"description": "Done", **_content(one.gives)}}
    for status in (*one.problems, 500):
        problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        answers[str(status)] = {"description": "A problem document", "content": problem}
    described: dict[str, Any] = {"summary": one.summary, "responses": answers, "parameters": _parameters(one)}
    if one.takes is not None:
        described["requestBody"] = {"required": True, **_content(one.takes)}
    if one.takes_bytes:
        described["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    if not one.open:
        described["security"] = [{"token": []}]
    return described


def _content(schema: type[Schema] | None) -> dict[str, Any]:
    return {} if schema is None else {"content": {"application/json": {"schema": schema}}}


def _parameters(one: Operation) -> list[dict[str, Any]]:
    text = {"schema": {"type": "string"}}
    in_path = [{"in": "path", "name": name, "required": True, **text} for name in one.path]
    return in_path + [{"in": "query", "name": name, "required": name in one.required, **text} for name in one.query]
