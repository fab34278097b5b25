"""The browser's runtime: its own tests, and the vectors that every engine must pass, run by Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from engine.questionnaire import compile_text
from tests.conformance.dump import dump

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
        "paradata.test.mjs",
        "words.test.mjs",
    }


def test_an_interview_keeps_its_promises(node: str) -> None:
    run(node, "interview.test.mjs", "log.test.mjs")


def test_how_an_interview_goes_is_recorded_as_the_form_asks(node: str) -> None:
    run(node, "paradata.test.mjs")


def test_conditions_are_said_in_words(node: str, tmp_path: Path) -> None:
    file = tmp_path / "forms.json"
    paths = (HERE / "words.json", HERE.parents[1] / "forms" / "labour_force" / "form.json")
    file.write_text(json.dumps([compiled(path) for path in paths]), "utf-8")
    run(node, "words.test.mjs", PHIEU_FORMS=str(file))


def compiled(path: Path) -> dict[str, Any]:
    """The compiled form of a questionnaire document."""
    return compile_text(path.read_text("utf-8"), lambda name: (path.parent / name).read_text("utf-8")).form()


def test_the_browser_evaluates_every_vector_as_python_does(node: str, tmp_path: Path) -> None:
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps(dump(), ensure_ascii=False), "utf-8")
    run(node, "conformance.test.mjs", PHIEU_VECTORS=str(file))
