"""What was not written here: files of others kept unmodified, and packages named by version and checksum only."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, is_vendored, name

VENDORED = [path for path in files(".js", ".wasm") if is_vendored(path)]
HEADER = re.compile(rb"^// .*\bsha256 of all below this line: ([0-9a-f]{64})\s*$")
# Letters in brackets stand for themselves: this file names no source either.
NAMES_A_SOURCE = re.compile(
    r'"resolve[d]"\s*:|--(?:extra-)?index[-]url|^\s*(?:index[-]url|registr[y])\s*=', re.MULTILINE
)


@pytest.mark.parametrize("path", VENDORED, ids=name)
def test_a_vendored_script_is_the_one_that_was_taken(path: Path) -> None:
    recorded = records(path.parent).get(path.name)
    if recorded is not None:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == recorded["sha256"]
        return
    first, _, rest = path.read_bytes().partition(b"\n")
    header = HEADER.match(first)
    assert header, f"{name(path)} has neither a row in VENDOR.json nor a first line with its checksum"
    assert hashlib.sha256(rest).hexdigest() == header.group(1).decode()


@pytest.mark.parametrize("record", [path for path in files(".json") if path.name == "VENDOR.json"], ids=name)
def test_a_record_of_vendored_files_names_files_that_are_there(record: Path) -> None:
    for row in json.loads(record.read_text("utf-8")):
        assert row["licence"] and row["source"] and row["version"], row
        assert (record.parent / row["file"]).is_file(), row["file"]
        assert (record.parent / row["licence_file"]).is_file(), row["licence_file"]


def test_no_file_says_from_which_server_a_package_comes() -> None:
    settings = [
        path for path in files(".json", ".toml", ".cfg", ".ini", ".txt", ".lock", ".yml") if not is_vendored(path)
    ]
    settings += [path for path in files() if path.name in {".npmrc", "Makefile"} or path.parent.name == ".ci"]
    found = [name(path) for path in settings if NAMES_A_SOURCE.search(path.read_text("utf-8"))]
    assert not found, found


def test_the_licence_is_there_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def records(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of the folder's VENDOR.json by file name; none where there is no such record."""
    record = folder / "VENDOR.json"
    rows = json.loads(record.read_text("utf-8")) if record.is_file() else []
    return {row["file"]: row for row in rows}
