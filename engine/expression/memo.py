"""Values kept by key while they are used: what two turns in a row do not ask for is forgotten.

So a memo never holds more than two turns' worth, and forgets by itself what an author has changed. Several threads may
use one memo: every value is a function of what it was made from, so the worst that a race does is to make one twice.
"""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(Generic[Key, Value]):
    """A memo of one kind of value. None is no value."""

    __slots__ = ("_before", "_now")

    def __init__(self) -> None:
        self._now: dict[Key, Value] = {}
        self._before: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """The value kept under `key`, which stays for another turn; None where there is none."""
        found = self._now.get(key)
        if found is None:
            found = self._before.get(key)
            if found is not None:
                self._now[key] = found
        return found

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value; gives it back."""
        self._now[key] = value
        return value

    def same(self, key: Key, value: Value) -> Value:
        """The object kept under `key` if it is equal to `value`, else `value`, kept: equal values become one object."""
        found = self.get(key)
        return found if found is not None and found == value else self.put(key, value)

    def turn(self) -> None:
        """Begin another turn: forget what neither this one nor the one before asked for."""
        self._before, self._now = self._now, {}

    def __len__(self) -> int:
        return len(self._now.keys() | self._before.keys())
