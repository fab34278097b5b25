"""Synthetic respondents: interviews drawn so that they follow a form, and what they exercise. Pure; see README.md."""

from __future__ import annotations

from engine.simulate.coverage import Coverage
from engine.simulate.interviews import Plan, Simulated, simulate

__all__ = ["Coverage", "Plan", "Simulated", "simulate"]
