"""The composition root: settings, database, blueprints, errors, headers. No view of the domain lives here."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import text

import admin
import offline_client
from engine.app import openapi, problems
from engine.auth import tokens
from engine.store import database, db
from engine.store.media_files import MediaFiles
from engine.sync import office_key
from engine.sync.media_views import FILES
from engine.sync.media_views import blueprint as media_blueprint
from engine.sync.respondent_views import blueprint as respond_blueprint
from engine.sync.views import OFFICE_KEY
from engine.sync.views import blueprint as sync_blueprint

MAX_BODY = 16 * 1024 * 1024

# Everything comes from this server; photos are shown from memory.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()",
}


def create_app(database_url: str, **settings: Any) -> Flask:
    """The application on this database, whose tables are up to date (`engine.store.schema.upgrade`).

    `settings` are Flask's; `SECRET_KEY` signs the admin's cookies (drawn anew when left out, which ends all admin
    sessions), `SESSION_COOKIE_SECURE=True` belongs to a server behind HTTPS, `MEDIA_FOLDER` is where files of
    interviews are kept (`var/media` when left out), `OFFICE_KEY_FILE` the private key of the office
    (`var/office_key.pem`).
    """
    app = Flask("engine", static_folder=None)
    app.config.update(_defaults(database_url), **settings)
    app.extensions[FILES] = MediaFiles(Path(app.config["MEDIA_FOLDER"]))
    app.extensions[OFFICE_KEY] = office_key.load_or_make(Path(app.config["OFFICE_KEY_FILE"]))
    db.init_app(app)
    with app.app_context():
        database.prepare_engine(db.engine)
    problems.register(app)
    _register_blueprints(app)
    _register_service_routes(app)
    app.before_request(_begin_reading)
    app.teardown_request(_end_reading)
    app.after_request(_add_headers)
    return app


def _defaults(database_url: str) -> dict[str, Any]:
    return {
        "SQLALCHEMY_DATABASE_URI": database.driver_url(database_url),
        "SQLALCHEMY_ENGINE_OPTIONS": database.engine_options(database_url),
        "SECRET_KEY": secrets.token_hex(32),
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MEDIA_FOLDER": "var/media",
        "OFFICE_KEY_FILE": "var/office_key.pem",
        "SESSION_COOKIE_NAME": "phieu",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": tokens.BROWSER_LIFETIME,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
    }


def _register_blueprints(app: Flask) -> None:
    app.register_blueprint(sync_blueprint)
    app.register_blueprint(media_blueprint)
    app.register_blueprint(respond_blueprint)
    app.register_blueprint(offline_client.create_blueprint())
    app.register_blueprint(admin.create_blueprint())


def _register_service_routes(app: Flask) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        """Whether the server and its database answer."""
        db.session.execute(text("SELECT 1"))
        return Response('{"status": "ok"}', mimetype="application/json")

    @app.get("/api/v1/openapi.json")
    def give_description() -> Response:
        """Describe the API."""
        document = json.dumps(openapi.describe(app), ensure_ascii=False)
        return Response(document, mimetype="application/json")


def _begin_reading() -> None:
    """A request that only reads takes no write lock on SQLite."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        database.only_read(True)


def _end_reading(_error: BaseException | None) -> None:
    database.only_read(False)


def _add_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
