"""What the JSON Schema finds wrong in a document, as findings with the path of the value.

The schema is checked part by part: each item without the items within, each edit and each code list by itself, and the
rest of the document. What was found in a part is remembered by the part, so that after an edit of one item only this
item is looked at. A test compares with the schema taken as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from engine.errors import Finding
from engine.expression import Memo
from engine.questionnaire.mistakes import finding
from engine.questionnaire.positions import escape

Path = tuple[str | int, ...]
APART = ("item", "edit", "code_list")
"""The parts that are checked by themselves, wherever they stand; by their names among the definitions of the schema."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule of the schema that the value at `path` breaks: the keyword, what it says, the properties not known."""

    path: Path
    keyword: str
    code: str
    message: str
    remedy: str | None
    unknown: tuple[str, ...] = ()

    def as_finding(self) -> Finding:
        """The finding, at the property where one that is not known stands alone."""
        pointer = "".join(f"/{escape(str(step))}" for step in self.path)
        place = f"{pointer}/{escape(self.unknown[0])}" if len(self.unknown) == 1 else pointer
        return finding(self.code, place, self.message, remedy=self.remedy)


class SchemaMemory:
    """The breaches in each part, by its kind and its JSON text."""

    def __init__(self) -> None:
        self._known: Memo[tuple[str, str], tuple[Breach, ...]] = Memo()

    def turn(self) -> None:
        """Begin another document."""
        self._known.turn()

    def breaches(self, kind: str, part: Any) -> tuple[Breach, ...]:
        """What is wrong in one part, with paths from the part."""
        key = (kind, json.dumps(part))
        known = self._known.get(key)
        if known is None:
            found = tuple(_breach(error) for error in _validator(kind).iter_errors(part))
            known = self._known.put(key, found)
        return known


def breaches(document: Any, memory: SchemaMemory) -> list[Breach]:
    """All that the schema finds wrong, in document order."""
    found = [
        replace(one, path=(*path, *one.path))
        for path, kind, part in _parts(document)
        for one in memory.breaches(kind, part)
    ]
    return sorted(found, key=lambda one: [_step(step) for step in one.path])


def schema() -> dict[str, Any]:
    """The JSON Schema of questionnaire documents."""
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
    return loaded


def _parts(document: Any) -> Iterator[tuple[Path, str, Any]]:
    """The parts with their paths and kinds, each without those within it: a list stands for [0], none for []."""
    if not isinstance(document, dict):
        yield (), "document", document
        return
    lists = document.get("code_lists")
    listed = {"code_lists": dict.fromkeys(lists, 0)} if isinstance(lists, dict) else {}
    yield (), "document", _hollow(document, "items", "edits") | listed
    for name, codes in lists.items() if isinstance(lists, dict) else ():
        yield ("code_lists", name), "code_list", codes
    yield from _each(document, "items", ())
    yield from _each(document, "edits", ())


def _each(holder: dict[str, Any], name: str, path: Path) -> Iterator[tuple[Path, str, Any]]:
    inner = holder.get(name)
    for number, part in enumerate(inner if isinstance(inner, list) else ()):
        here = (*path, name, number)
        if name == "items" and isinstance(part, dict):
            yield here, "item", _hollow(part, "items")
            yield from _each(part, "items", here)
        else:
            yield here, name.removesuffix("s"), part


def _hollow(holder: dict[str, Any], *names: str) -> dict[str, Any]:
    return holder | {name: [0] * bool(holder[name]) for name in names if isinstance(holder.get(name), list)}


def _step(step: str | int) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (-1, step)


@cache
def _validator(kind: str) -> Draft202012Validator:
    """The schema of one part, whole in itself: definitions stand where they are named, parts apart take anything."""
    whole = schema()
    lists = whole["properties"]["code_lists"]
    whole["$defs"]["code_list"], lists["additionalProperties"] = lists["additionalProperties"], {"$ref": "code_list"}
    part = whole if kind == "document" else whole["$defs"][kind]
    return Draft202012Validator(_inlined({key: value for key, value in part.items() if key[0] != "$"}, whole["$defs"]))


def _inlined(part: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(part, list):
        return [_inlined(one, definitions) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return True if name in APART else _inlined(definitions[name], definitions)
    return {key: _inlined(value, definitions) for key, value in part.items()}


def _breach(error: ValidationError) -> Breach:
    path, keyword = tuple(error.absolute_path), str(error.validator)
    if keyword == "additionalProperties":
        known = _known(error)
        unknown = tuple(name for name in cast("dict[str, Any]", error.instance) if name not in known)
        named = ", ".join(f"'{name}'" for name in unknown)
        remedy = f"Known here: {', '.join(sorted(known))}."
        return Breach(path, keyword, "schema_unknown_property", f"Not known here: {named}.", remedy, unknown)
    if keyword == "required":
        return Breach(path, keyword, "schema_missing_property", f"The property '{_absent(error)}' is missing.", None)
    shown = json.dumps(error.instance, ensure_ascii=False)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    message = _EXPLANATIONS.get(keyword, "{message}.").format(
        shown=shown, wanted=_wanted(error.validator_value), message=error.message
    )
    described = error.schema.get("description") if isinstance(error.schema, Mapping) else None
    return Breach(path, keyword, "schema", message, f"Wanted here: {described}" if described else None)


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


def _absent(error: ValidationError) -> str:
    """The property that the error is about: it names one of those that are wanted and not there."""
    given, wanted = cast("dict[str, Any]", error.instance), cast("list[str]", error.validator_value)
    absent = [name for name in wanted if name not in given]
    return next((name for name in absent if f"'{name}'" in error.message), absent[0])


def _wanted(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _known(error: ValidationError) -> Mapping[str, Any]:
    return error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
