"""Runs the benches of the client: `python -m bench.client [NAME…]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.client import answering, holding, start
from bench.client.harness import machine, report

BENCHES = {"size": holding.sizes, "start": start.figures, "answering": answering.figures, "holding": holding.figures}


def main() -> None:
    """Print the figures, each with its limit."""
    chosen = sys.argv[1:] or list(BENCHES)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            report(machine(playwright, Path(folder) / f"machine {name}"))
            report(BENCHES[name](playwright, Path(folder) / name))


if __name__ == "__main__":
    main()
