"""What a column engine refuses, by name; see README.md, What is refused."""

from __future__ import annotations

from engine.errors import Refusal

MISTAKES: dict[str, str] = {
    "unknown_dialect": "Use duckdb or spark.",
    "not_in_columns": "Run this check with --engine python.",
    "not_handed_on": "Give the responses as JSON lines.",
}
"""Each code and what to do about it."""


def refuse(code: str, detail: str) -> Refusal:
    """The refusal of a code."""
    return Refusal(code, detail, MISTAKES[code])
