"""The hybrid logical clock of events (Kulkarni et al. 2014). It knows no time of its own: physical time is given to it.

Twin: offline_client/runtime/clock.js.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_FORM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)-([0-9a-f]{4})")
_LAST_COUNT = 0xFFFF


def instant(iso: str) -> str:
    """ISO text of an instant, to the millisecond, in UTC; raises ValueError for text that is no ISO time."""
    moment = datetime.fromisoformat(iso)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def is_hybrid_time(text: object) -> bool:
    """True for text that is a hybrid time of fixed width."""
    return isinstance(text, str) and _FORM.fullmatch(text) is not None


class HybridClock:
    """A clock that never runs backwards and is moved on by every time it observes."""

    def __init__(self, physical: Callable[[], str]) -> None:
        self._physical = physical
        self._time = ""
        self._count = 0
        self._observed = ""

    def next(self) -> str:
        """The next time, as fixed-width text."""
        now = instant(self._physical())
        if now > self._time:
            self._time, self._count = now, 0
        elif self._count < _LAST_COUNT:
            self._count += 1
        else:
            later = datetime.fromisoformat(self._time) + timedelta(milliseconds=1)
            self._time, self._count = instant(later.isoformat()), 0
        return f"{self._time}-{self._count:04x}"

    def observe(self, hlc: str) -> bool:
        """Move the clock on to at least `hlc`; text that is no hybrid time is passed over. True for a new time."""
        if hlc <= self._observed:
            return False
        match = _FORM.fullmatch(hlc)
        if match is not None:
            self._observed = hlc
            self._time, self._count = max((self._time, self._count), (match[1], int(match[2], 16)))
        return match is not None
