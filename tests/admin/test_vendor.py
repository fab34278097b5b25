"""Third-party scripts: unmodified, licensed, and all that they import is there."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from admin.assets import STATIC, vendored

VENDOR = STATIC / "vendor"
IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?\bfrom ['"]([^'"]+)['"]""", re.MULTILINE)


@pytest.mark.parametrize("row", vendored(), ids=lambda row: str(row["module"]))
def test_a_vendored_file_is_the_one_recorded(row: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    assert row["version"] in row["file"]
    assert row["licence"] == "MIT"
    assert "Permission is hereby granted" in (VENDOR / row["licence_file"]).read_text("utf-8")
    assert row["source"].startswith("https://")


def test_every_vendored_file_is_recorded() -> None:
    recorded = {row["file"] for row in vendored()} | {row["licence_file"] for row in vendored()} | {"VENDOR.json"}
    assert {path.name for path in VENDOR.iterdir()} == recorded


def test_the_import_map_holds_every_module_that_is_imported_by_name() -> None:
    scripts = list(STATIC.rglob("*.js"))
    named = {name for path in scripts for name in IMPORT.findall(path.read_text("utf-8")) if not name.startswith(".")}
    assert "@codemirror/state" in named
    assert named - {row["module"] for row in vendored()} == set()


def test_the_types_checked_against_are_of_the_vendored_versions() -> None:
    package = json.loads((Path(__file__).parents[2] / "package.json").read_text("utf-8"))
    versions = {row["module"]: row["version"] for row in vendored()}
    pinned = {name: version for name, version in package["devDependencies"].items() if name in versions}
    assert pinned
    assert pinned == {name: versions[name] for name in pinned}
