"""Text to model: JSON, then the schema, then dataclasses. What the parts must agree on is `check.py`."""

from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Iterable
from functools import reduce
from typing import Any

from engine.errors import Finding
from engine.questionnaire.build import build
from engine.questionnaire.code_files import ReadFile
from engine.questionnaire.mistakes import finding
from engine.questionnaire.model import Questionnaire
from engine.questionnaire.positions import Places, line_and_column, survey
from engine.questionnaire.validate import Breach, SchemaMemory, breaches

MAX_DEPTH = 100


def load(
    text: str, read_file: ReadFile, memory: SchemaMemory | None = None
) -> tuple[Questionnaire | None, tuple[Finding, ...]]:
    """The questionnaire in `text`, or None with all that hinders reading it; code lists may add findings.

    Where the schema finds nothing wrong but properties that can be left out, the questionnaire without them is given
    beside the findings, so that all other mistakes are found at the same time.
    """
    document, findings = read_json(text)
    if findings:
        return None, tuple(findings)
    memory = memory or SchemaMemory()
    memory.turn()
    wrong = breaches(document, memory)
    findings = [breach.as_finding() for breach in wrong]
    readable = _without(document, wrong, memory) if wrong else document
    if readable is None:
        return None, tuple(findings)
    return build(_composed(text, readable), read_file, findings), tuple(findings)


def read_json(text: str) -> tuple[Any, list[Finding]]:
    """The JSON value of `text`, or None with a finding that names line and column; duplicate keys are findings."""
    doubled: list[bool] = []

    def an_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            doubled.append(True)
        return found

    try:
        document = json.loads(text, parse_constant=_refuse, object_pairs_hook=an_object)
        too_deep = _is_deeper(document, MAX_DEPTH)
        places = survey(text) if doubled else Places()  # places take longer than values
    except json.JSONDecodeError as error:
        line, column = line_and_column(text, error.pos)
        message = f"Line {line}, column {column}: {error.msg}."
        return None, [finding("json_syntax", "", message, span=(error.pos, min(error.pos + 1, len(text))))]
    except ValueError:  # Python reads no whole number of more than some thousand digits
        return None, [finding("json_syntax", "", "A number has too many digits to be read.")]
    except RecursionError:
        return None, [finding("json_too_deep", "", "The document is nested too deeply to be read.")]
    if too_deep:
        return None, [finding("json_too_deep", "", f"The document is nested more than {MAX_DEPTH} levels deep.")]
    findings = []
    for pointer, (start, _) in places.duplicates:
        line, column = line_and_column(text, start)
        key = pointer.rpartition("/")[2]
        message = f"The key '{key}' stands twice in this object (again in line {line}, column {column})."
        findings.append(finding("json_duplicate_key", pointer, message))
    return document, findings


def _is_deeper(value: Any, levels: int) -> bool:
    """True when something stands more than so many levels down in the value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(levels < 1 or _is_deeper(one, levels - 1) for one in inner)


def _refuse(constant: str) -> None:
    raise json.JSONDecodeError(f"{constant} is not JSON", constant, 0)


def _without(document: Any, wrong: list[Breach], memory: SchemaMemory) -> Any:
    """The document without the properties that are wrong, or None when it cannot do without them."""
    rest = copy.deepcopy(document)
    for breach in wrong:
        *outer, last = breach.path or ("",)
        holder = _at(rest, breach.path if breach.unknown else outer)
        if isinstance(holder, dict) and breach.keyword != "required":
            for name in breach.unknown or (last,):
                holder.pop(name, None)
    return None if breaches(rest, memory) else rest


def _at(document: Any, path: Iterable[str | int]) -> Any:
    try:
        return reduce(lambda value, step: value[step], path, document)
    except (KeyError, IndexError, TypeError):
        return None  # it went with what was around it


def _composed(text: str, document: Any) -> Any:
    """The document with all its text in NFC; a part of a text in NFC is so, unless it was written in escapes."""
    return document if unicodedata.is_normalized("NFC", text) and "\\u" not in text else _normalized(document)


def _normalized(value: Any) -> Any:
    """All text in NFC, so that equality by code point means equality to people."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normalized(one) for one in value]
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): _normalized(one) for key, one in value.items()}
    return value
