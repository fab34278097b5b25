"""What a log says of the work on an interview beside the answers: mode, attempts at contact, flags at questions.

None of them touches a value, the route or a failure. Twin: offline_client/runtime/fieldwork.js.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.response.events import Event


@dataclass(frozen=True, slots=True)
class Contact:
    """An attempt to reach the unit: what came of it, when it was made, and when it is to be made again.

    `at` is a moment (ISO, UTC); `appointment` a date and time of day on the unit's own clock, `2026-11-23T18:30`.
    """

    outcome: str
    at: str
    mode: str | None
    text: str | None
    appointment: str | None
    user: str | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark at a question to come back to it."""

    user: str | None
    hlc: str


@dataclass(slots=True)
class Fieldwork:
    """`mode` is the last one named, by `open` or by `mode`; `batch` and `paper` number what is keyed from paper.

    `flags` are those that stand, by path of the question, in the order in which they were set.
    """

    mode: str | None = None
    batch: str | None = None
    paper: str | None = None
    contacts: list[Contact] = field(default_factory=list)
    flags: dict[str, Flag] = field(default_factory=dict)

    def note(self, event: Event) -> None:
        """Take in an event of type `open`, `mode`, `contact` or `flag`."""
        if event.type == "flag":
            self.flags.pop(event.path, None)
            if event.get("on"):
                self.flags[event.path] = Flag(event.user, event.hlc)
            return
        if event.type == "contact":
            self.contacts.append(
                Contact(
                    event.get("outcome"),
                    event.get("at"),
                    event.get("mode"),
                    event.get("text"),
                    event.get("appointment"),
                    event.user,
                )
            )
            return
        self.mode = event.get("mode")
        self.batch = event.get("batch") or self.batch
        self.paper = event.get("paper") or self.paper

    @property
    def appointment(self) -> str | None:
        """When the unit asked to be called or visited again; None once an attempt was made after that was said."""
        return self.contacts[-1].appointment if self.contacts else None
