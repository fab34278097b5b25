"""What an approval covers, and what came after it. Rules: docs/events.md. Twin: offline_client/runtime/late.js."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.response.events import Event

OFFICE = "server"


def covered(events: Iterable[Event]) -> dict[str, int]:
    """The highest number of each device in the log, without the office: what an approval that is made now covers."""
    covers: dict[str, int] = {}
    for event in events:
        if event.device != OFFICE:
            covers[event.device] = max(covers.get(event.device, 0), event.seq)
    return covers


def parted(events: Sequence[Event]) -> tuple[Sequence[Event], list[Event]]:
    """The events that count, and those set aside: they came after the approval that stands. `events` in order."""
    last = next((event for event in reversed(events) if event.type in ("approve", "return")), None)
    covers = last.get("covers") if last is not None and last.type == "approve" else None
    if not isinstance(covers, dict):
        return events, []
    late = [event for event in events if _matters(event) and event.seq > covers.get(event.device, 0)]
    if not late:
        return events, []
    aside = {event.name for event in late}
    return [event for event in events if event.name not in aside], late


def _matters(event: Event) -> bool:
    """Paradata changes nothing, so that it is never late."""
    return event.device != OFFICE and event.type != "paradata"
