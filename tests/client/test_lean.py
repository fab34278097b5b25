"""What is sent is what is written: scripts without their comments, and one style sheet that holds all the others."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from offline_client import pages

WITHOUT_COMMENTS = """
const ts = require("typescript");
const options = { compilerOptions: { removeComments: true, target: "ES2022", module: "ES2022" } };
const pairs = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const code = (text) => ts.transpileModule(text, options).outputText;
console.log(JSON.stringify(Object.keys(pairs).filter((name) => code(pairs[name][0]) !== code(pairs[name][1]))));
"""


def test_scripts_are_sent_without_comments_and_mean_the_same() -> None:
    sent = pages.read_assets(pages.ROOT).files
    scripts = {name: data for name, data in sent.items() if name.endswith(".js") and not name.startswith("vendor/")}
    pairs = {name: [(pages.ROOT / name).read_text("utf-8"), data.decode()] for name, data in scripts.items()}
    assert all(source.count("\n") == data.count("\n") for source, data in pairs.values())
    assert sum(len(data) for _, data in pairs.values()) < 0.8 * sum(len(source) for source, _ in pairs.values())
    told = subprocess.run(
        ["node", "-e", WITHOUT_COMMENTS], input=json.dumps(pairs), capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert json.loads(told.stdout) == []


def test_files_of_others_are_sent_as_they_are() -> None:
    for name, data in pages.read_assets(pages.ROOT).files.items():
        if name.startswith("vendor/"):
            assert data == (pages.ROOT / name).read_bytes()


def test_one_style_sheet_holds_all_that_the_others_say_and_the_device_keeps_no_other() -> None:
    files = pages.read_assets(pages.ROOT).files
    sheets = sorted(name for name in files if name.startswith("styles/") and name != pages.STYLES)
    whole = files[pages.STYLES]
    assert len(sheets) >= 10
    assert [name for name in sheets if whole.count(files[name]) != 1] == []
    assert b"@import" not in whole
    assert [name for name in pages.shell_files(files) if name.endswith(".css")] == [pages.STYLES]
