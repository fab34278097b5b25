"""`phieu run`: bring the database up to date, publish the questionnaires of `forms/`, serve.

A new database gets accounts and assignments for a first look.
"""

from __future__ import annotations

import argparse
import logging
import os
import secrets
from pathlib import Path
from typing import Any

import waitress
from flask import Flask
from sqlalchemy.orm import Session

from engine.app import create_app, demo
from engine.auth import passwords
from engine.cli.db import shown, upgrade
from engine.cli.report import print_findings
from engine.errors import InputError, UsageError
from engine.store import db, users
from engine.sync import fold

NAME = "run"
HELP = "Serve the client, the admin and the API."
THREADS = 8
PROXY: dict[str, Any] = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    "clear_untrusted_proxy_headers": True,
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    port = os.environ.get("PORT", "8000")
    parser.add_argument("--port", type=int, default=port, help="where to listen (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="on which address (default: %(default)s)")
    parser.add_argument("--directory", default="var", metavar="DIR", help="where data is kept (default: %(default)s)")
    parser.add_argument("--database", metavar="URL", default=os.environ.get("PHIEU_DATABASE"), help="another database")
    parser.add_argument(
        "--production",
        action="store_true",
        help="behind an HTTPS proxy here; no demonstration accounts, no start while one has its known password",
    )


def run(args: argparse.Namespace) -> int:
    """Prepare, then serve until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    app = prepare(Path(args.directory), args.database, args.production)
    print(f"\n  Client   http://{args.host}:{args.port}/\n  Admin    http://{args.host}:{args.port}/admin/", flush=True)
    waitress.serve(
        app, host=args.host, port=args.port, threads=THREADS, ident=None, **(PROXY if args.production else {})
    )
    return 0


def prepare(directory: Path, database: str | None = None, production: bool = False) -> Flask:
    """The application with its database up to date, forms published and, on a new database, demonstration data.

    In production there is no such data, and cookies need HTTPS. UsageError when an account has the password of one.
    """
    directory.mkdir(parents=True, exist_ok=True)
    url = database or f"sqlite:///{(directory / 'phieu.sqlite').resolve()}"
    before, _ = upgrade(url)
    app = create_app(
        url,
        SECRET_KEY=_secret(directory / "secret_key"),
        MEDIA_FOLDER=directory / "media",
        OFFICE_KEY_FILE=directory / "office_key.pem",
    )
    app.config["SESSION_COOKIE_SECURE"] = production
    with app.app_context():
        session = db.session()
        print(f"Database {shown(url)}")
        loaded = list(demo.load_forms(session))
        for one in loaded:
            _tell(one)
        if production:
            _refuse_demonstration(session)
        elif before is None:
            _begin(session, loaded)
        fold.refresh_stale(session)
        db.session.remove()
    return app


def _begin(session: Session, loaded: list[demo.Loaded]) -> None:
    demo.add_accounts(session)
    given = sum(demo.give_out(session, one) for one in loaded)
    print(f"Demonstration: {given} assignments, and these accounts (change their passwords: phieu user password NAME):")
    for one in demo.ACCOUNTS:
        print(f"  {one.name:12} {one.password:18} {one.role:14} {' '.join(one.areas)}")


def _refuse_demonstration(session: Session) -> None:
    """Everyone can read these passwords: no server with real answers may have one."""
    found = [(one, users.by_name(session, one.name)) for one in demo.ACCOUNTS]
    open_ = [
        one.name for one, user in found if user and user.active and passwords.matches(user.password_hash, one.password)
    ]
    session.rollback()
    if open_:
        raise UsageError(
            f"These accounts have the passwords of the demonstration: {', '.join(open_)}. "
            "Change them with phieu user password NAME, or switch them off with phieu user deactivate NAME."
        )


def _tell(one: demo.Loaded) -> None:
    name = one.folder.name
    if one.version is not None:
        print(f"Form {name} {one.version.version}: {'published' if one.new else 'already published'}")
        return
    print(f"Form {name} was not published: {'it has errors' if isinstance(one.problem, InputError) else one.problem}")
    if isinstance(one.problem, InputError):
        text = (one.folder / "form.json").read_text("utf-8")
        print_findings(one.problem.findings, as_json=False, name=f"{name}/form.json", text=text)


def _secret(path: Path) -> str:
    """The key that signs the admin's cookies, made once and readable by this account only."""
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()
