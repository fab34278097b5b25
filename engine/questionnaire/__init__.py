"""Questionnaires: the document, its checks, and the way to the compiled form. Pure: takes text, not paths."""

from __future__ import annotations

from engine.questionnaire.compile import Compilation, Compiler, as_bytes, compile_text
from engine.questionnaire.load import load
from engine.questionnaire.model import Questionnaire
from engine.questionnaire.positions import line_and_column, locate, place
from engine.questionnaire.validate import schema

__all__ = [
    "Compilation", "Compiler", "Questionnaire", "as_bytes", "compile_text", "line_and_column",
    "load", "locate", "place", "schema",
]  # fmt: skip
