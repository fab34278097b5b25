"""A short form of the campaign of faults: some rounds of each; `make campaign` runs all of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.client import faults
from tests.client.bed import Bed
from tests.client.campaign import FAULTS, run

FEW = {
    "tab killed while typing": 4,
    "whole browser killed while typing": 2,
    "no room left (quota)": 2,
    "two tabs on one interview": 2,
    "database lost or damaged": 4,
}
LONG = {"1,000 interviews of 8 kB on the device", "200 photos"}


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in LONG])
def test_after_a_fault_every_answer_that_was_shown_as_saved_is_there(playwright: Playwright, name: str) -> None:
    tally = run(playwright, name, FEW.get(name, 1))
    assert tally.lost == []
    assert tally.shown > 0


def test_interviews_without_number_are_there_too(playwright: Playwright, tmp_path: Path) -> None:
    bed = Bed(playwright, tmp_path / "interviews", random.Random(1))  # noqa: S311
    try:
        assert faults.many_interviews(bed, 1, count=30).lost == []
    finally:
        bed.close()


def test_each_photo_that_was_shown_as_kept_arrives_although_the_tab_is_killed(
    playwright: Playwright, tmp_path: Path
) -> None:
    bed = Bed(playwright, tmp_path / "photos", random.Random(1))  # noqa: S311
    try:
        tally = faults.many_photos(bed, 1, count=28)  # the tab is killed right behind the 25th
    finally:
        bed.close()
    assert tally.lost == []
    assert tally.shown == 28
