"""The browser's runtime: its own tests, and the vectors that every engine must pass, run by Node."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.runtime import vectors

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def node() -> str:
    """Node, without which nothing here can be said to work."""
    found = shutil.which("node")
    assert found is not None, "Node is needed: make test installs it"
    return found


def run(node: str, *names: str, **environment: str) -> None:
    arguments = [node, "--test", *(str(HERE / name) for name in names)]
    done = subprocess.run(arguments, capture_output=True, text=True, env={**os.environ, **environment}, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_every_script_of_the_folder_is_run() -> None:
    assert {path.name for path in HERE.glob("*.test.mjs")} == {
        "conformance.test.mjs",
        "interview.test.mjs",
        "log.test.mjs",
    }


def test_an_interview_keeps_its_promises(node: str) -> None:
    run(node, "interview.test.mjs", "log.test.mjs")


def test_the_browser_evaluates_every_vector_as_python_does(node: str, tmp_path: Path) -> None:
    file = tmp_path / "vectors.json"
    vectors.write(file)
    run(node, "conformance.test.mjs", PHIEU_VECTORS=str(file))
