"""The campaign of faults in a real browser: after each, every answer that the screen had shown as saved is there.

`python -m tests.client.campaign [--rounds 500] [FAULT…]` prints the table of `offline_client/README.md`; exit 1 when an
answer was lost. `test_campaign.py` runs a short form of it. The faults stand in `faults.py`, the table in `FAULTS`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.client import faults
from tests.client.bed import Bed, Tally

Fault = Callable[[Bed, int], Tally]

FAULTS: dict[str, tuple[Fault, float]] = {
    "tab killed while typing": (faults.tab_killed, 0.9),
    "whole browser killed while typing": (faults.browser_killed, 0.1),
    "no room left (quota)": (faults.no_room, 0.01),
    "clock set back and forward": (faults.clock_set, 0.02),
    "client updated in mid-interview": (faults.updated, 0.02),
    "two tabs on one interview": (faults.two_tabs, 0.02),
    "database connection closed": (faults.connection_closed, 0.02),
    "database lost or damaged": (faults.database_damaged, 0.1),
    "1,000 interviews of 8 kB on the device": (faults.many_interviews, 0.01),
    "200 photos": (faults.many_photos, 0.002),
}
"""Each fault with its share of the rounds."""
TOLD = 10
"""Rounds after which is told how far it has come."""


def run(playwright: Playwright, name: str, rounds: int, seed: int = 1) -> Tally:
    """One fault, so many rounds, on a device of its own."""
    fault, _ = FAULTS[name]

    def tell(tally: Tally, shown: int) -> None:
        if tally.rounds % TOLD == 0:
            print(
                f"  {name}: {tally.rounds} rounds, {shown} shown, {len(tally.lost)} lost", file=sys.stderr, flush=True
            )

    with tempfile.TemporaryDirectory() as folder:
        bed = Bed(playwright, Path(folder), random.Random(seed), tell)  # noqa: S311  # moments, not secrets
        try:
            return fault(bed, rounds)
        finally:
            bed.close()


def main() -> int:
    """Run the chosen faults and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("faults", nargs="*", help=", ".join(FAULTS))
    chosen = parser.parse_args()
    lost = 0
    print("| fault | rounds | answers shown as saved | lost | minutes |\n|---|---|---|---|---|")
    with sync_playwright() as playwright:
        for name in chosen.faults or FAULTS:
            begun = time.monotonic()
            tally = run(playwright, name, max(1, round(chosen.rounds * FAULTS[name][1])))
            minutes = (time.monotonic() - begun) / 60
            print(f"| {name} | {tally.rounds} | {tally.shown} | {len(tally.lost)} | {minutes:.1f} |", flush=True)
            for line in tally.lost:
                print(f"  {line}", file=sys.stderr, flush=True)
            lost += len(tally.lost)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
