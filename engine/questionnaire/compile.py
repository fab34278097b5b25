"""The whole way from the text of a questionnaire to its compiled form (docs/compiled_form.md)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from engine.errors import Finding, QuestionnaireError
from engine.expression import Expressions, Memory
from engine.questionnaire.assemble import assemble
from engine.questionnaire.check import check
from engine.questionnaire.code_files import ReadFile
from engine.questionnaire.implied import implied
from engine.questionnaire.load import load
from engine.questionnaire.model import Questionnaire
from engine.questionnaire.nodes import compile_drafts, drafts
from engine.questionnaire.order import mentioned, needs, sort
from engine.questionnaire.scopes import Names, lay_out
from engine.questionnaire.validate import SchemaMemory


@dataclass(frozen=True, slots=True)
class Compilation:
    """What compiling gave: all findings, the compiled form if none is an error, the model if it could be read."""

    findings: tuple[Finding, ...]
    compiled: dict[str, Any] | None
    questionnaire: Questionnaire | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that prevent a compiled form."""
        return tuple(one for one in self.findings if one.severity == "error")

    def form(self) -> dict[str, Any]:
        """The compiled form; raises QuestionnaireError with the errors where there is none."""
        if self.compiled is None:
            raise QuestionnaireError(self.errors)
        return self.compiled


class Compiler:
    """Compiles a questionnaire again and again while it is written, and does again only what changed.

    It remembers, of the last two texts, the parts that the schema was checked on and the expressions with what they
    looked at. What it gives is what `compile_text` gives, byte for byte. Threads may share one.
    """

    def __init__(self) -> None:
        self._expressions = Memory()
        self._schema = SchemaMemory()

    def compile(self, text: str, read_file: ReadFile | None = None) -> Compilation:
        """Compile the questionnaire document `text`.

        `read_file` gives the text of a code list file by its path in the document; without it there are no files. Never
        raises for a mistake in the document: all mistakes are findings.
        """
        questionnaire, findings = load(text, read_file or _no_file, self._schema)
        if questionnaire is None:
            return Compilation(findings, None)
        self._expressions.turn()
        found, compiled = _compile(questionnaire, self._expressions)
        everything = _unique([*findings, *found])
        failed = any(one.severity == "error" for one in everything)
        return Compilation(everything, None if failed else compiled, questionnaire)


def compile_text(text: str, read_file: ReadFile | None = None) -> Compilation:
    """Compile the questionnaire document `text`, with nothing remembered (`Compiler.compile`)."""
    return Compiler().compile(text, read_file)


def canonical(document: dict[str, Any]) -> bytes:
    """The canonical JSON of a document: keys sorted, no spaces, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def as_bytes(compiled: dict[str, Any]) -> bytes:
    """The compiled form as it is stored and sent: the same form, the same bytes."""
    return json.dumps(compiled, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _no_file(path: str) -> str:
    raise LookupError(path)


def _unique(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))


def _compile(questionnaire: Questionnaire, memory: Memory) -> tuple[list[Finding], dict[str, Any] | None]:
    findings = check(questionnaire)
    layout = lay_out(questionnaire)
    names = Names(questionnaire, layout, memory)
    expressions = Expressions(names.environment, memory)
    all_drafts = drafts(questionnaire, layout)
    reads = mentioned(all_drafts, expressions)
    edges = needs(all_drafts, layout, reads)
    order, circles = sort(all_drafts, edges)
    done, mistakes = compile_drafts(order, all_drafts, names, expressions, reads, edges)
    findings += [*circles, *mistakes]
    if any(one.severity == "error" for one in findings):
        return findings, None
    nodes = [(all_drafts[number], done[number]) for number in order]
    nodes += implied(questionnaire, layout, nodes)  # checks feed nothing: they may come last
    return findings, _hashed(assemble(questionnaire, layout, nodes))


def _hashed(compiled: dict[str, Any]) -> dict[str, Any]:
    """The form with the hash of all the rest, after its version."""
    digest = hashlib.sha256(canonical(compiled)).hexdigest()
    head = {key: compiled[key] for key in ("format", "id", "version")}
    return {**head, "hash": digest, **{key: value for key, value in compiled.items() if key not in head}}
