"""The layers of the Python code: who imports whom, and which packages stay pure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.layers import LAYERS, breaches, package_of
from tests.house.tree import ROOT, files, name

PACKAGES = ("engine", "admin", "offline_client")


def test_every_package_has_a_layer() -> None:
    modules = [path.relative_to(ROOT) for top in PACKAGES for path in files(".py", root=ROOT / top)]
    homeless = {
        ".".join(path.parts[:2]).removesuffix(".py")
        for path in modules
        if path.as_posix() != "engine/__init__.py" and package_of(".".join(path.with_suffix("").parts)) is None
    }
    assert not homeless, f"no row in LAYERS for {sorted(homeless)}"


@pytest.mark.parametrize("package", sorted(LAYERS))
def test_a_package_imports_only_its_own_folder_and_the_rows_above(package: str) -> None:
    place = ROOT / package.replace(".", "/")
    sources = files(".py", root=place) if place.is_dir() else [place.with_suffix(".py")]
    found = [breach for path in sources if path.exists() for breach in breaches(path, ROOT)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("place", "line", "expected"),
    [
        ("engine/expression/x.py", "from engine.response import Interview", "must not import engine.response"),
        ("engine/expression/x.py", "from ..response.state import State", "must not import engine.response"),
        ("engine/process/x.py", "import engine.sync.push", "must not import engine.sync"),
        ("admin/x.py", "from offline_client import pages", "must not import offline_client"),
        ("engine/edits/x.py", "from pathlib import Path", "is pure and must not import pathlib.Path"),
        ("engine/response/x.py", "import datetime\nt = datetime.now()", "must not call now()"),
        ("engine/questionnaire/x.py", "t = open('x')", "must not call open()"),
        ("engine/store/x.py", "def f():\n    from engine.app import create_app", "must not import engine.app"),
    ],
)
def test_the_reader_of_imports_sees_a_breach(tmp_path: Path, place: str, line: str, expected: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(line, "utf-8")
    assert any(expected in breach for breach in breaches(path, tmp_path))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("engine/edits/x.py", "from engine.response.state import State"),
        ("engine/process/x.py", "import os\nfrom engine.store import models"),
        ("engine/app.py", "import admin"),
        ("engine/response/x.py", "from ..errors import PhieuError"),
    ],
)
def test_the_reader_of_imports_lets_the_rows_above_pass(tmp_path: Path, place: str, line: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line, "utf-8")
    assert breaches(path, tmp_path) == []


def test_flask_stays_out_of_the_engine_below_the_services() -> None:
    rows = [package for package, layer in LAYERS.items() if layer == 4]
    found = [
        name(path)
        for package in rows
        for path in files(".py", root=ROOT / package.replace(".", "/"))
        if "from flask import" in path.read_text("utf-8")
    ]
    assert not found, f"the store knows no request: {found}"
