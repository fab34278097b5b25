"""The one tree of exceptions, and the finding: a mistake in someone's input, with its place and what to do.

    PhieuError
    ├── InputError          the input has errors: all of them, as findings (exit code 1, HTTP 422)
    │   ├── QuestionnaireError
    │   └── ResponseError
    ├── UsageError          the command or call itself is wrong (exit code 2, HTTP 400)
    ├── Refusal             the request is understood and refused: a code, a status, a remedy (HTTP 4xx)
    └── Overflow            an exact number beyond 2^53-1 or a double that is not finite: outcome *error*

Each package lists its codes in its own `mistakes.py`; a test keeps them unique. Turning any of these into HTTP is done
once, in `engine/app.py`; into an exit code once, in `engine/cli/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: a stable code, where it is, what is wrong and what to do about it.

    `pointer` is an RFC 6901 JSON pointer into the document; `span` the character range [start, end) within the text at
    that pointer (an expression or a label), or None for the whole value. `example` is a response, as JSON text, that
    shows it, where there is one.
    """

    code: str
    message: str
    remedy: str
    pointer: str = ""
    severity: Severity = "error"
    span: tuple[int, int] | None = None
    example: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The finding as a JSON object, without members that are empty."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    def __str__(self) -> str:
        place = f"{self.pointer or '/'}" + (f" ({self.span[0]}–{self.span[1]})" if self.span else "")
        return f"{self.severity} {self.code} at {place}: {self.message} {self.remedy}"


class PhieuError(Exception):
    """Root of every exception that Phieu raises on purpose."""


class InputError(PhieuError):
    """The input has errors; `findings` holds all of them, in document order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class QuestionnaireError(InputError):
    """A questionnaire document that cannot be compiled."""


class ResponseError(InputError):
    """Answers that do not fit the questionnaire they name."""


class UsageError(PhieuError):
    """A command or call made wrongly; the text says how it is made."""


class Refusal(PhieuError):
    """A request understood and refused."""

    def __init__(self, code: str, detail: str, remedy: str, status: int = 400) -> None:
        self.code, self.detail, self.remedy, self.status = code, detail, remedy, status
        super().__init__(f"{detail} {remedy}")


class Overflow(PhieuError):
    """An exact result beyond 2^53-1, or a double that is not finite."""
