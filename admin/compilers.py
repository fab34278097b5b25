"""A compiler for each questionnaire that is being written, so that a check does again only what the author changed."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from flask import Blueprint, current_app

from engine.questionnaire import Compiler

KEPT = 8
"""Questionnaires remembered in one process; the one looked at longest ago is forgotten first."""
EXTENSION = "admin.compilers"


class Compilers:
    """The compilers of the last questionnaires, by their ids."""

    def __init__(self, most: int = KEPT) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[str, Compiler] = OrderedDict()

    def of(self, form_id: str) -> Compiler:
        """The compiler of a questionnaire; a new one where it is not remembered."""
        with self._lock:
            compiler = self._kept.pop(form_id, None) or Compiler()
            self._kept[form_id] = compiler
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return compiler


def register(blueprint: Blueprint) -> None:
    """Give each application its own compilers."""
    blueprint.record_once(lambda state: state.app.extensions.setdefault(EXTENSION, Compilers()))


def compiler_of(form_id: str) -> Compiler:
    """The compiler of a questionnaire in this application."""
    compilers: Compilers = current_app.extensions[EXTENSION]
    return compilers.of(form_id)
