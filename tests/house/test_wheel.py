"""The wheel: it holds everything that a run needs, and runs from an empty folder without the checkout."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, name

PATIENCE_SECONDS = 60
SHIPPED = (
    ".py", ".json", ".csv", ".html", ".css", ".js", ".d.ts", ".svg", ".png", ".woff2", ".mako", ".ini", ".webmanifest",
    ".txt", ".LICENSE", ".wasm",
)  # fmt: skip
PHIEU = (sys.executable, "-c", "import sys; from engine.cli import main; sys.exit(main())")
PACKAGES = ("engine", "admin", "offline_client", "forms")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the kept files: a build folder left behind in the checkout would leak into it."""
    source = tmp_path_factory.mktemp("source")
    for path in files():
        if path.relative_to(ROOT).parts[0] in {*PACKAGES, "pyproject.toml", "README.md", "LICENSE"}:
            (source / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, source / path.relative_to(ROOT))
    out = tmp_path_factory.mktemp("wheel")
    pip("wheel", ".", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(out), cwd=source)
    return next(out.glob("phieu-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked where an installation would have it; what it depends on comes from this environment."""
    site = tmp_path_factory.mktemp("site")
    pip("install", str(wheel), "--no-deps", "--no-index", "--target", str(site), cwd=site)
    return site


def test_the_wheel_holds_every_file_that_is_served_or_read(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {name(path) for top in PACKAGES for path in files(root=ROOT / top) if path.name.endswith(SHIPPED)}
    assert not sorted(wanted - held)


def test_the_wheel_holds_the_licence_and_names_the_command(wheel: Path) -> None:
    held = zipfile.ZipFile(wheel)
    entry = next(path for path in held.namelist() if path.endswith("entry_points.txt"))
    assert "phieu = engine.cli:main" in held.read(entry).decode()
    assert any(path.endswith("licenses/LICENSE") for path in held.namelist())


def test_the_command_runs_from_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import engine, sys; sys.stdout.write(engine.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code], env=outside(installed), cwd=tmp_path, check=True, capture_output=True
    )
    assert Path(found.stdout.decode()).is_relative_to(installed)
    form = next((installed / "forms").glob("*/form.json"))
    told = subprocess.run(
        [*PHIEU, "check", str(form), "--json"], env=outside(installed), cwd=tmp_path, capture_output=True, check=True
    )
    assert json.loads(told.stdout)["errors"] == 0


def test_phieu_run_serves_client_and_admin_from_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    with serving(installed, tmp_path) as address:
        assert json.loads(fetch(f"{address}/healthz")) == {"status": "ok"}
        assert b"<html" in fetch(f"{address}/")
        assert b"<form" in fetch(f"{address}/admin/")
        assert json.loads(fetch(f"{address}/api/v1/openapi.json"))["openapi"].startswith("3.1")


def pip(*words: str, cwd: Path) -> None:
    """Run pip of this environment, without a network."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def outside(site: Path) -> dict[str, str]:
    """The surroundings of a command that sees the installed wheel before the checkout."""
    return {**os.environ, "PYTHONPATH": str(site), "PYTHONWARNINGS": "default"}


@contextmanager
def serving(site: Path, folder: Path) -> Iterator[str]:
    """`phieu run` in an empty folder on a free port, until it answers; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log.txt"
    with log.open("wb") as out:
        command = [*PHIEU, "run", "--port", str(port)]
        server = subprocess.Popen(
            command, cwd=folder, env=outside(site), stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        wait_for(server, f"http://127.0.0.1:{port}/healthz", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Until the address answers; fails with the server's own words when it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            fetch(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} does not answer:\n{log.read_text('utf-8')}")


def fetch(url: str) -> bytes:
    """The body of an answer, redirects followed."""
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - an address of this machine
        body: bytes = answer.read()
        return body
