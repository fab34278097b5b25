"""The admin's own scripts and styles, served under the hash of their content, and the import map of the vendored."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, send_from_directory, url_for

STATIC = Path(__file__).parent / "static"
YEAR = 31_536_000


def register(blueprint: Blueprint) -> None:
    """Serve `/assets/<hash>/<path>`: immutable while the hash is the present one."""
    blueprint.add_url_rule("/assets/<version>/<path:name>", "asset", asset)


def asset(version: str, name: str) -> Response:
    """One file. Under an old hash it is given too, but not to be kept."""
    response = send_from_directory(STATIC, name, max_age=0)
    if version == content_hash():
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def asset_url(name: str) -> str:
    """The address of a file below `static/`."""
    return url_for("admin.asset", version=content_hash(), name=name)


def client_url(path: str) -> str | None:
    """The address of a file of the offline client; None where no client is mounted."""
    address = current_app.jinja_env.globals.get("client_url")
    return str(address(path)) if callable(address) else None


def import_map() -> str:
    """The JSON of the import map: each vendored module by its name."""
    return json.dumps({"imports": {row["module"]: asset_url(f"vendor/{row['file']}") for row in vendored()}})


@cache
def vendored() -> list[dict[str, str]]:
    """The record of vendored files: module, version, file, licence, source, sha256."""
    rows: list[dict[str, str]] = json.loads((STATIC / "vendor" / "VENDOR.json").read_text("utf-8"))
    return rows


@cache
def content_hash() -> str:
    """The hash over names and bytes of all files; read once, when first asked for."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
