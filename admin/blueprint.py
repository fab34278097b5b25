"""The blueprint put together: routes from the table, guards, security headers, refusals as pages. No page is here."""

from __future__ import annotations

from functools import wraps
from typing import Any

from flask import Blueprint, Response, g, jsonify, make_response, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from admin import assets, compilers, layout, proofs
from admin.routes import OFFICE, OPEN, ROUTES, Route, View
from engine.auth import access, browser
from engine.auth.mistakes import refusal
from engine.errors import InputError, PhieuError, Refusal, UsageError


def create_blueprint() -> Blueprint:
    """The admin as a blueprint named `admin`, with its own prefix `/admin`."""
    blueprint = Blueprint("admin", __name__, url_prefix="/admin", template_folder="templates")
    for route in ROUTES:
        blueprint.add_url_rule(route.rule, route.endpoint, _guarded(route), methods=route.methods)
    assets.register(blueprint)
    layout.register(blueprint)
    compilers.register(blueprint)
    proofs.register(blueprint)
    blueprint.before_request(browser.check_csrf)
    blueprint.after_request(_secured)
    blueprint.register_error_handler(PhieuError, _refused)
    blueprint.register_error_handler(HTTPException, _missing)
    return blueprint


def _guarded(route: Route) -> View:
    if route.permission == OPEN:
        return route.view
    if route.permission == OFFICE:
        return _office_only(route.view)
    return access.require(route.permission)(route.view)


def _office_only(view: View) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if access.current_user().role == "enumerator":
            raise refusal("not_permitted")
        return view(*args, **kwargs)

    return guarded


def _secured(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = (
        f"default-src 'self'; script-src 'self' 'nonce-{layout.nonce()}'; style-src 'self' 'nonce-{layout.nonce()}'; "
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if not request.endpoint or not request.endpoint.endswith(".asset"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _refused(error: PhieuError) -> BaseResponse:
    status, code, detail, remedy = _told(error)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        body = {"title": detail, "status": status, "code": code, "detail": detail, "remedy": remedy}
        return make_response(jsonify(body), status)
    if status == 401 and request.method == "GET":
        return redirect(url_for("admin.sign_in", next=request.full_path.rstrip("?")))
    g.pop("current_user", None)
    findings = error.findings if isinstance(error, InputError) else ()
    page = layout.page("error.html", status=status, code=code, detail=detail, remedy=remedy, findings=findings)
    return make_response(page, status)


def _told(error: PhieuError) -> tuple[int, str, str, str]:
    if isinstance(error, Refusal):
        return error.status, error.code, error.args[0].removesuffix(error.remedy).strip(), error.remedy
    if isinstance(error, InputError):
        return 422, "input", str(error), ""
    return (400, "usage", str(error), "") if isinstance(error, UsageError) else (500, "defect", str(error), "")


def _missing(error: HTTPException) -> BaseResponse:
    code = error.code or 500
    if isinstance(error.get_response(), BaseResponse) and 300 <= code < 400:
        return error.get_response()
    return _refused(Refusal(f"http_{code}", error.description or error.name, "", code))
