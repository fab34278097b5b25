"""A finding of the linter, from its row in `mistakes.py`."""

from __future__ import annotations

import json
from typing import Any

from engine.errors import Finding
from engine.proof.mistakes import MISTAKES


def finding(code: str, subject: str, pointer: str, more: str = "", response: dict[str, Any] | None = None) -> Finding:
    """The finding: what it says about the subject and `more`, and the response that shows it."""
    severity, says, remedy = MISTAKES[code]
    example = None if response is None else json.dumps(shortened(response), ensure_ascii=False)
    return Finding(code, f"{says.format(subject=subject)}{more}.", remedy, pointer, severity, example=example)


def shortened(response: dict[str, Any]) -> dict[str, Any]:
    """The response without members that say nothing."""
    return {name: value for name, value in response.items() if value or name == "answers"}
