"""No test gives a promise to Playwright's `wait_for_function`, to which it is true at once: that waits for nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, name

PROMISES = (".then(", "async ", "await ", "Promise")


def test_no_wait_is_given_a_promise() -> None:
    folders = [ROOT / "tests", ROOT / "bench"]
    waits = [(path, *wait) for folder in folders for path in sorted(folder.rglob("*.py")) for wait in waits_in(path)]
    assert len(waits) > 5, "the search for waits is broken"
    empty = [f"{name(path)}:{line}" for path, line, text in waits if any(sign in text for sign in PROMISES)]
    assert not empty, f"use until() of tests/waiting.py: {empty}"


@pytest.mark.parametrize("wait", ['"caches.keys().then((all) => all.length)"', "KEPT", 'f"{1} + (async () => 1)()"'])
def test_a_promise_is_seen(tmp_path: Path, wait: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(f'KEPT = """async () => true"""\npage.wait_for_function({wait})\n', "utf-8")
    [(line, text)] = waits_in(script)
    assert line == 2 and any(sign in text for sign in PROMISES)


def waits_in(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the script of every `wait_for_function` in a file; a name stands for the constant of its file."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        target.id: ast.unparse(node.value)
        for node in tree.body if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "wait_for_function"
        ):
            script = node.args[0]
            yield node.lineno, constants.get(script.id, "") if isinstance(script, ast.Name) else ast.unparse(script)
