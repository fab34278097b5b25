"""Text to model: JSON, then the schema, then dataclasses. What the parts must agree on is `check.py`."""

from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from importlib.resources import files
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from engine.errors import Finding
from engine.questionnaire.build import build
from engine.questionnaire.code_files import ReadFile
from engine.questionnaire.mistakes import finding
from engine.questionnaire.model import Questionnaire
from engine.questionnaire.positions import escape, line_and_column, survey

MAX_DEPTH = 100


def load(text: str, read_file: ReadFile) -> tuple[Questionnaire | None, tuple[Finding, ...]]:
    """The questionnaire in `text`, or None with all that hinders reading it; code lists may add findings.

    Where the schema finds nothing wrong but properties that can be left out, the questionnaire without them is given
    beside the findings, so that all other mistakes are found at the same time.
    """
    document, findings = read_json(text)
    if findings:
        return None, tuple(findings)
    errors = _schema_errors(document)
    findings = [_finding(error) for error in errors]
    readable = _without(document, errors) if errors else document
    if readable is None:
        return None, tuple(findings)
    return build(_normalized(readable), read_file, findings), tuple(findings)


def read_json(text: str) -> tuple[Any, list[Finding]]:
    """The JSON value of `text`, or None with a finding that names line and column; duplicate keys are findings."""
    try:
        document = json.loads(text, parse_constant=_refuse)
        places = survey(text)
    except json.JSONDecodeError as error:
        line, column = line_and_column(text, error.pos)
        message = f"Line {line}, column {column}: {error.msg}."
        return None, [finding("json_syntax", "", message, span=(error.pos, min(error.pos + 1, len(text))))]
    except RecursionError:
        return None, [finding("json_too_deep", "", "The document is nested too deeply to be read.")]
    if any(pointer.count("/") > MAX_DEPTH for pointer in places.ranges):
        return None, [finding("json_too_deep", "", f"The document is nested more than {MAX_DEPTH} levels deep.")]
    findings = []
    for pointer, (start, _) in places.duplicates:
        line, column = line_and_column(text, start)
        key = pointer.rpartition("/")[2]
        message = f"The key '{key}' stands twice in this object (again in line {line}, column {column})."
        findings.append(finding("json_duplicate_key", pointer, message))
    return document, findings


def _refuse(constant: str) -> None:
    raise json.JSONDecodeError(f"{constant} is not JSON", constant, 0)


def schema_findings(document: Any) -> list[Finding]:
    """All that the JSON Schema finds wrong, in document order."""
    return [_finding(error) for error in _schema_errors(document)]


def _schema_errors(document: Any) -> list[ValidationError]:
    return sorted(_validator().iter_errors(document), key=lambda error: [_step(step) for step in error.absolute_path])


def _without(document: Any, errors: list[ValidationError]) -> Any:
    """The document without the properties that are wrong, or None when it cannot do without them."""
    rest = copy.deepcopy(document)
    for error in errors:
        *outer, last = error.absolute_path or [""]
        unknown = error.validator == "additionalProperties"
        holder = _at(rest, error.absolute_path if unknown else outer)
        if isinstance(holder, dict) and error.validator != "required":
            for name in _unknown(error) if unknown else [last]:
                holder.pop(name, None)
    return None if _schema_errors(rest) else rest


def _at(document: Any, path: Iterable[str | int]) -> Any:
    try:
        return reduce(lambda value, step: value[step], path, document)
    except (KeyError, IndexError, TypeError):
        return None  # it went with what was around it


def schema() -> dict[str, Any]:
    """The JSON Schema of questionnaire documents."""
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
    return loaded


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def _step(step: str | int) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (-1, step)


def _finding(error: ValidationError) -> Finding:
    pointer = "".join(f"/{escape(str(step))}" for step in error.absolute_path)
    if error.validator == "additionalProperties":
        return _unknown_property(error, pointer)
    if error.validator == "required":
        absent = [
            name
            for name in cast("list[str]", error.validator_value)
            if name not in cast("dict[str, Any]", error.instance)
        ]
        name = next((name for name in absent if f"'{name}'" in error.message), absent[0])
        return finding("schema_missing_property", pointer, f"The property '{name}' is missing.")
    shown = json.dumps(error.instance, ensure_ascii=False)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    message = f"{_EXPLANATIONS.get(str(error.validator), '{message}.')}".format(
        shown=shown, wanted=_wanted(error.validator_value), message=error.message
    )
    described = error.schema.get("description") if isinstance(error.schema, Mapping) else None
    return finding("schema", pointer, message, remedy=f"Wanted here: {described}" if described else None)


_EXPLANATIONS = {
    "type": "{shown} is not of type {wanted}.",
    "enum": "{shown} is not one of {wanted}.",
    "pattern": "{shown} does not have the form {wanted}.",
    "minLength": "The text is too short.",
    "maxLength": "The text is longer than {wanted} characters.",
    "minItems": "At least {wanted} needed here.",
    "uniqueItems": "{shown} holds something twice.",
    "minimum": "{shown} is less than {wanted}.",
    "maximum": "{shown} is more than {wanted}.",
    "maxProperties": "Only one of these properties can be given.",
    "minProperties": "One of the properties is needed here.",
}


def _wanted(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _unknown_property(error: ValidationError, pointer: str) -> Finding:
    known, unknown = _known(error), _unknown(error)
    place = f"{pointer}/{escape(unknown[0])}" if len(unknown) == 1 else pointer
    named = ", ".join(f"'{name}'" for name in unknown)
    return finding(
        "schema_unknown_property", place, f"Not known here: {named}.", remedy=f"Known here: {', '.join(sorted(known))}."
    )


def _known(error: ValidationError) -> Mapping[str, Any]:
    return error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}


def _unknown(error: ValidationError) -> list[str]:
    return [name for name in cast("dict[str, Any]", error.instance) if name not in _known(error)]


def _normalized(value: Any) -> Any:
    """All text in NFC, so that equality by code point means equality to people."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normalized(one) for one in value]
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): _normalized(one) for key, one in value.items()}
    return value
