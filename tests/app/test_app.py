"""The application as a whole: problems, headers, the description of the API, the client's files."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from typing import Any

from flask import Flask

from engine.app import openapi
from offline_client import pages


def test_every_route_of_the_api_is_described_and_nothing_else(app: Flask) -> None:
    document: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").json  # type: ignore[assignment]
    described = {(path, method) for path, item in document["paths"].items() for method in item}
    assert described == openapi.routes(app)
    assert document["openapi"] == "3.1.0"
    assert "from" in document["components"]["schemas"]["SegmentIn"]["properties"]


def test_an_unexpected_error_is_a_problem_with_an_incident(app: Flask) -> None:
    def fail() -> str:
        raise RuntimeError("secret detail")

    app.add_url_rule("/api/v1/fail", view_func=fail)
    response = app.test_client().get("/api/v1/fail")
    problem: dict[str, Any] = response.json  # type: ignore[assignment]
    assert (response.status_code, response.mimetype) == (500, "application/problem+json")
    assert problem["incident"] in problem["remedy"]
    assert "secret" not in response.text


def test_an_unknown_address_of_the_api_is_a_problem(app: Flask) -> None:
    response = app.test_client().get("/api/v1/nothing")
    assert (response.status_code, response.json["code"]) == (404, "not_found")  # type: ignore[index]
    assert app.test_client().put("/api/v1/session").status_code == 405


def test_every_answer_carries_the_security_headers(app: Flask) -> None:
    for path in ("/", "/healthz", "/api/v1/nothing", "/admin/"):
        headers = app.test_client().get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'"), path
        assert headers["X-Content-Type-Options"] == "nosniff", path


def test_the_shell_is_asked_for_anew_and_its_files_are_kept_for_ever(app: Flask) -> None:
    client, base = app.test_client(), pages.read_assets(pages.ROOT).base
    shell, module = client.get("/"), client.get(f"{base}/main.js")
    assert (shell.headers["Cache-Control"], base in shell.text) == ("no-cache", True)
    assert "{{" not in shell.text
    assert "immutable" in module.headers["Cache-Control"]
    assert module.mimetype == "text/javascript"
    assert client.get("/client/0123456789abcdef/main.js").status_code == 404
    assert client.get(f"{base}/pages.py").status_code == 404


def test_the_worker_installs_a_pack_of_the_files_as_they_are_served(app: Flask) -> None:
    client = app.test_client()
    worker = client.get("/sw.js")
    line = next(line for line in worker.text.splitlines() if line.startswith("const ASSETS = "))
    assets = json.loads(line.removeprefix("const ASSETS = ").rstrip(";"))
    assert worker.headers["Cache-Control"] == "no-cache"
    pack = client.get(assets["pack"]["url"])
    assert (pack.status_code, pack.headers["Content-Encoding"]) == (200, "gzip")
    whole = gzip.decompress(pack.data)
    assert assets["pack"]["integrity"] == "sha256-" + base64.b64encode(hashlib.sha256(whole).digest()).decode()
    at = 4 + int.from_bytes(whole[:4])
    files = json.loads(whole[4:at])
    for file in files:
        assert client.get(f"{assets['base']}/{file['path']}").data == whole[at : at + file["length"]]
        at += file["length"]
    assert (at, len(files) > 100) == (len(whole), True)
    assert not any(file["path"].endswith((".md", ".py", ".d.ts", "index.html", "sw.js")) for file in files)
