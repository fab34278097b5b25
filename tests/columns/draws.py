"""Random draws that can be played again and made smaller: a disagreement found by chance is shown at its smallest.

Whatever is drawn from a `Drawn` follows from the list of its choices. `shrink` leaves choices out and makes them
smaller as long as what is drawn from them still goes wrong, so that everything drawn shrinks, programs and records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Drawn(Random):
    """Draws given choices first, and then what a seed gives, or the smallest where there is none; keeps all of them."""

    def __init__(self, seed: int | None = None, choices: Sequence[float] = ()) -> None:
        super().__init__(seed or 0)
        self._seeded, self._given = seed is not None, list(reversed(choices))
        self.drawn: list[float] = []

    def random(self) -> float:
        """One choice; all that Random offers is made of these, 0 giving the first of a list and the least number."""
        chosen = self._given.pop() if self._given else super().random() if self._seeded else 0.0
        self.drawn.append(chosen)
        return chosen


def shrink(
    draw: Callable[[Drawn], T],
    choices: Sequence[float],
    size: Callable[[T], int],
    wrong: Callable[[T], bool],
    tries: int = 2000,
) -> T:
    """The smallest found that is drawn from fewer or smaller choices and still goes wrong."""
    best, kept, length = draw(Drawn(choices=choices)), list(choices), len(choices)
    while length > 0:
        start, shrunk = 0, False
        while start < len(kept) and tries > 0:
            for fewer in _smaller(kept, start, start + length):
                drawing = Drawn(choices=fewer)
                found = draw(drawing)
                if size(found) < size(best):
                    tries -= 1
                    if wrong(found):
                        best, kept, shrunk = found, drawing.drawn, True
                        break
            else:
                start += length
        length = length if shrunk and length < 8 else length // 2
    return best


def _smaller(choices: list[float], start: int, end: int) -> Iterator[list[float]]:
    """The choices with a stretch left out, or taken as the smallest."""
    yield choices[:start] + choices[end:]
    if any(choices[start:end]):
        yield choices[:start] + [0.0] * (end - start) + choices[end:]
