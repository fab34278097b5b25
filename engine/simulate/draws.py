"""Random draws that are the same on every machine: SplitMix64 (Steele, Lea and Flood 2014), from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_MASK = 2**64 - 1
_T = TypeVar("_T")


class Draws:
    """A stream of draws; `Draws(seed, number)` is the stream of one interview, whatever the others draw."""

    def __init__(self, seed: int, number: int = 0) -> None:
        self._state = (seed * 0x9E3779B97F4A7C15 + number * 0xD1B54A32D192ED03 + 1) & _MASK
        self._next()

    def below(self, n: int) -> int:
        """An integer from 0 to n − 1."""
        return self._next() % n

    def between(self, low: int, high: int) -> int:
        """An integer from low to high, both possible."""
        return low + self.below(high - low + 1)

    def chance(self, probability: float) -> bool:
        """True with the probability."""
        return self._next() < probability * 2**64

    def pick(self, choices: Sequence[_T]) -> _T:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def shuffled(self, choices: Sequence[_T]) -> list[_T]:
        """The choices in another order."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)
