"""Geometry of the bar chart by day; the SVG itself is a template, so that its words follow the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from admin.fieldwork import Day

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 1080, 190, 36, 12, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a day; `kind` is `completed` or `approved`."""

    kind: str
    day: date
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, the lines of the grid as (y, value), and the days named below as (x, day)."""

    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]
    grid: tuple[tuple[float, int], ...]
    named: tuple[tuple[float, date], ...]


def by_day(days: Sequence[Day]) -> Chart:
    """Two bars a day, on a scale that ends at a round number."""
    top = nice(max((max(day.completed, day.approved) for day in days), default=0))
    space, floor = (WIDTH - LEFT) / max(len(days), 1), HEIGHT - BOTTOM
    scale = (floor - TOP) / top
    bars = []
    for number, day in enumerate(days):
        for offset, (kind, value) in enumerate((("completed", day.completed), ("approved", day.approved))):
            x, width = LEFT + number * space + space * (0.15 + 0.35 * offset), space * 0.32
            bars.append(
                Bar(
                    kind,
                    day.day,
                    value,
                    round(x, 1),
                    round(floor - value * scale, 1),
                    round(width, 1),
                    round(value * scale, 1),
                )
            )
    steps = (0, top // 2, top) if top % 2 == 0 else (0, top)
    named = tuple(
        (round(LEFT + (number + 0.5) * space, 1), day.day)
        for number, day in enumerate(days)
        if number % 5 == len(days) % 5 - 1 or number == len(days) - 1
    )
    return Chart(
        WIDTH, HEIGHT, LEFT, tuple(bars), tuple((round(floor - step * scale, 1), step) for step in steps), named
    )


def nice(most: int) -> int:
    """The first of 4, 10, 20, 50, 100, … that is not below."""
    if most <= 4:
        return 4
    power = 10
    while True:
        for factor in (1, 2, 5):
            if most <= factor * power:
                return factor * power
        power *= 10
