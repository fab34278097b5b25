"""A whole form through `phieu edit` in every engine: simulated interviews of the labour force survey."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import pyarrow.parquet as pq

from engine.cli import main

FORM = Path(__file__).parents[2] / "forms" / "labour_force" / "form.json"
FILES = ("outcomes", "failures")


def compare(engines: list[str], folder: Path, interviews: int = 200) -> dict[str, int]:
    """How many outcomes and failures Python finds; raises AssertionError where an engine finds others."""
    responses = folder / "responses.jsonl"
    drawn = ["simulate", str(FORM), "--interviews", str(interviews), "--seed", "2", "--satisfy", "none"]
    quietly([*drawn, "--missing", "0.1", "-o", str(responses)])
    for engine in ("python", *engines):
        quietly(["edit", str(FORM), str(responses), "--engine", engine, "-o", str(folder / engine)])
    for engine in engines:
        for name in FILES:
            assert read(folder / engine, name) == read(folder / "python", name), f"{engine} has other {name}"
        assert (folder / engine / "counts.json").read_text() == (folder / "python" / "counts.json").read_text()
    return {name: len(read(folder / "python", name)) for name in FILES}


def read(folder: Path, name: str) -> list[str]:
    """The rows of a file, in an order of their own."""
    return sorted(json.dumps(row, sort_keys=True) for row in pq.read_table(folder / f"{name}.parquet").to_pylist())


def quietly(words: list[str]) -> None:
    """A command that must succeed; what it prints is let go."""
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(words) == 0, words
