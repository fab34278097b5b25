"""The clock of events, and paths as text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.response.clock import HybridClock, instant, is_hybrid_time
from engine.response.paths import cell_path, parse_path, row_path

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
IDS = st.text(min_size=1, max_size=8)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=50))
def test_the_clock_never_runs_backwards_whatever_the_physical_clock_does(milliseconds: list[int]) -> None:
    times = iter(milliseconds)
    clock = HybridClock(lambda: f"2026-11-22T08:00:{(now := next(times)) // 1000:02}.{now % 1000:03}Z")
    told = [clock.next() for _ in milliseconds]
    assert told == sorted(set(told))
    assert all(is_hybrid_time(one) for one in told)


def test_the_clock_is_moved_on_by_what_it_observes() -> None:
    clock = HybridClock(lambda: "2026-11-22T08:00:00Z")
    clock.observe("2027-01-01T00:00:00.000Z-ffff")
    assert clock.next() == "2027-01-01T00:00:00.001Z-0000"
    clock.observe("no time at all")
    assert clock.next() == "2027-01-01T00:00:00.001Z-0001"


def test_instants_are_in_universal_time() -> None:
    assert instant("2026-11-22T08:00:00.1234+07:00") == "2026-11-22T01:00:00.123Z"


@given(st.lists(st.tuples(NAMES, IDS), max_size=4), NAMES)
def test_a_path_is_read_as_it_was_written(rows: list[tuple[str, str]], name: str) -> None:
    row = ""
    for roster, row_id in rows:
        row = row_path(cell_path(row, roster), row_id)
    steps = parse_path(cell_path(row, name))
    assert steps is not None
    assert [(step.name, step.row) for step in steps] == [*rows, (name, None)]


def test_only_plain_ascii_words_stand_without_quotes() -> None:
    written = [row_path("p", one) for one in ("k3_x-9", "lúa", "a b", "１")]
    assert written == ["p[k3_x-9]", 'p["lúa"]', 'p["a b"]', 'p["１"]']


def test_text_that_is_no_path_is_none() -> None:
    assert [parse_path(text) for text in ("a..b", "a[", "a]b", ".a", "a.", "a[x]b")] == [None] * 6
    assert parse_path("") == []
