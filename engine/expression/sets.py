"""Functions of selections (arrays of codes) and of several values at once, on internal values."""

from __future__ import annotations

from typing import Any


def selected(x: list[str], code: str) -> bool:
    """True when the code is selected."""
    return code in x


def count_selected(x: list[str]) -> int:
    """How many are selected."""
    return len(x)


def selected_any(x: list[str], codes: list[str]) -> bool:
    """At least one of the codes is selected."""
    return any(code in x for code in codes)


def selected_all(x: list[str], codes: list[str]) -> bool:
    """Each of the codes is selected."""
    return all(code in x for code in codes)


def selected_only(x: list[str], codes: list[str]) -> bool:
    """Nothing but these codes is selected."""
    return all(code in codes for code in x)


def first_selected(x: list[str]) -> str:
    """The first, in list order or as ranked."""
    return x[0]


def nth_selected(x: list[str], n: int) -> str | None:
    """The n-th, from 1, in list order or as ranked; None where there are fewer."""
    return x[n - 1] if 1 <= n <= len(x) else None


def rank_of(x: list[str], code: str) -> int | None:
    """The place of the code, from 1; None when it is not ranked."""
    return x.index(code) + 1 if code in x else None


def known(values: tuple[Any, ...]) -> list[Any]:
    """Those that have a value."""
    return [value for value in values if value is not None]


def min_known(*values: Any) -> Any:
    """The least of those that have a value, None when none has."""
    return min(known(values), default=None)


def max_known(*values: Any) -> Any:
    """The greatest of those that have a value, None when none has."""
    return max(known(values), default=None)


def count_answered(*values: Any) -> int:
    """How many have a value."""
    return len(known(values))


def equal(x: Any, y: Any) -> bool:
    """Equality of two internal values of one type; selections as sets."""
    if isinstance(x, list) and isinstance(y, list) and x and isinstance(x[0], str):
        return sorted(x) == sorted(y)
    return bool(x == y)


def same_as(x: Any, y: Any) -> bool:
    """Equal, or both without a value."""
    return equal(x, y)


def file_size(file: dict[str, Any]) -> int:
    """Bytes."""
    return int(file["size"])
