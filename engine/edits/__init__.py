"""Edits: the five outcomes of a check, and failures as records with a life. Pure; see README.md."""

from __future__ import annotations

from engine.edits.failures import Failure, FailureStatus, NotEvaluated, Severities, counts
from engine.edits.outcomes import OUTCOMES, Outcome

__all__ = ["OUTCOMES", "Failure", "FailureStatus", "NotEvaluated", "Outcome", "Severities", "counts"]
