"""Layers of the browser code: runtime, storage, sync, widgets, view, the clients; relative imports; a pure runtime."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, is_vendored

CLIENT = ROOT / "offline_client"
ORDER = ("vendor", "runtime", "storage", "sync", "widgets", "view", "client.js", "respond.js", "app.js")
"""A row may import its own folder and the rows to its left; `vendor` is everyone's."""

IMPORT = re.compile(
    r"""(?:\bimport\b|\bexport\b)[^"'();]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']"""
)
HEAD = re.compile(r"""^(?:(?:import|export)\b[^"'();=]*?\bfrom\s*|import\s*)["']([^"']+)["']""", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
HOST = re.compile(
    r"\b(?:window|navigator|localStorage|sessionStorage|indexedDB|console)\s*[.\[]|\b(?:fetch|setTimeout|setInterval)\s*\("
    r"|\bdocument\.(?:create|query|get|add|body|cookie)|\bDate\.now\s*\(|\bnew\s+Date\s*\(\s*\)|\bprocess\."
)


def code(path: Path) -> str:
    """The text without comments, so that types named in JSDoc and prose do not count."""
    return COMMENT.sub("", path.read_text("utf-8"))


def row_of(path: Path, client: Path = CLIENT) -> int | None:
    """The place in ORDER of a file of the client, or None for a file that has none, such as the service worker."""
    top = path.relative_to(client).parts[0]
    return ORDER.index(top) if top in ORDER else None


def breaches(path: Path, client: Path = CLIENT) -> list[str]:
    """What the file imports that its place forbids, a sentence each."""
    own, found = row_of(path, client), []
    for match in IMPORT.finditer(code(path)):
        target = match.group(1) or match.group(2)
        if not target.startswith(("./", "../")):
            found.append(f"{path.relative_to(client)} imports {target}: only relative imports run without a build")
            continue
        goal = (path.parent / target).resolve()
        if not goal.is_file():
            found.append(f"{path.relative_to(client)} imports {target}: there is no such file")
        elif own is not None and (row := row_of(goal, client)) is not None and row > own:
            found.append(f"{path.relative_to(client)} imports {target}: {ORDER[own]} stands before {ORDER[row]}")
    return found


def test_every_script_imports_only_what_stands_before_it() -> None:
    found = [breach for path in files(".js", root=CLIENT) if not is_vendored(path) for breach in breaches(path)]
    assert not found, "\n".join(found)


def test_the_runtime_knows_no_browser_and_no_clock() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): hits
        for path in files(".js", root=CLIENT / "runtime")
        if (hits := sorted(set(HOST.findall(code(path)))))
    }
    assert not found, found


def brought(path: Path) -> set[Path]:
    """A script with all that it and those that it imports name at their head: they are there before it runs."""
    found, waiting = set(), [path]
    while waiting:
        script = waiting.pop()
        if script not in found:
            found.add(script)
            named = HEAD.findall(code(script))
            waiting += [(script.parent / target).resolve() for target in named]
    return found


def test_the_first_screen_does_not_wait_for_what_comes_behind_it() -> None:
    first = brought(CLIENT / "main.js")
    second = {script for part in ("view/list.js", "storage/home.js") for script in brought(CLIENT / part)}
    assert CLIENT / "view/lock.js" in first
    for late in ("view/open_interview.js", "runtime/interview.js", "respond.js", "sync/push.js", "sync/signing.js"):
        assert CLIENT / late not in first | second
    assert len(first) < 37
    assert len(second - first) < 21


@pytest.mark.parametrize(
    "text", ["Date.now()", "new Date()", "document.body", "localStorage.x", "fetch('/')", "console.log(1)"]
)
def test_what_belongs_to_a_browser_is_recognised(text: str) -> None:
    assert HOST.search(text)


@pytest.mark.parametrize("text", ["documents.length", "new Date(0)", "dispatch(x)", "document.languages"])
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert not HOST.search(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('import { paint } from "../view/paint.js";', "runtime stands before view"),
        ('import { paint } from "preact";', "only relative imports"),
        ('export * from "./gone.js";', "no such file"),
        ('const late = await import("../view/paint.js");', "runtime stands before view"),
    ],
)
def test_the_reader_of_scripts_sees_a_breach(tmp_path: Path, text: str, expected: str) -> None:
    for place in ("runtime/x.js", "view/paint.js"):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(text if place.startswith("runtime") else "", "utf-8")
    assert any(expected in breach for breach in breaches(tmp_path / "runtime/x.js", tmp_path))


def test_a_type_named_in_a_comment_is_no_import(tmp_path: Path) -> None:
    script = tmp_path / "runtime" / "x.js"
    script.parent.mkdir()
    script.write_text('/** @type {import("../view/paint.js").Paint} */\nlet a; // from "preact"', "utf-8")
    assert breaches(script, tmp_path) == []
