"""A document that fits the schema to the dataclasses of `model.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import Finding
from engine.questionnaire.code_files import ReadFile, read_code_file
from engine.questionnaire.mistakes import finding
from engine.questionnaire.model import (
    ITEM_TEXTS,
    Code,
    CodeList,
    ConfirmReason,
    Edit,
    Item,
    Preload,
    Questionnaire,
    Rows,
    Scalar,
    Text,
    Unit,
)  # fmt: skip


def build(document: dict[str, Any], read_file: ReadFile, findings: list[Finding]) -> Questionnaire:
    """The model of a document that fits the schema; mistakes in its code lists are added to `findings`."""
    first = document["languages"][0]
    reader = _Reader(first)
    return Questionnaire(
        id=document["id"],
        version=document["version"],
        languages=tuple(document["languages"]),
        title=reader.needed(document["title"]),
        description=reader.text(document.get("description")),
        unit=_unit(document.get("unit")),
        reference_date=document.get("reference_date"),
        reasons={name: reader.needed(text) for name, text in document.get("reasons", {}).items()},
        confirm_reasons=tuple(
            ConfirmReason(reason["code"], reader.needed(reason["label"]), f"/confirm_reasons/{number}")
            for number, reason in enumerate(document.get("confirm_reasons", ()))
        ),
        code_lists=_code_lists(document.get("code_lists", {}), reader, read_file, findings),
        preload=tuple(
            reader.preload(one, f"/preload/{number}") for number, one in enumerate(document.get("preload", ()))
        ),
        items=reader.items(document["items"], "/items"),
        edits=tuple(reader.edit(one, f"/edits/{number}") for number, one in enumerate(document.get("edits", ()))),
        modes=tuple(document.get("modes", ())),
        phones=tuple(document.get("phones", ())),
        respondents={name: reader.needed(text) for name, text in document.get("respondents", {}).items()},
        paradata=tuple(document["paradata"]) if "paradata" in document else None,
    )


def _unit(document: dict[str, Any] | None) -> Unit | None:
    return Unit(tuple(document["key"]), document.get("label")) if document else None


def _code_lists(
    document: dict[str, Any], reader: _Reader, read_file: ReadFile, findings: list[Finding]
) -> dict[str, CodeList]:
    lists = {}
    for name, source in document.items():
        pointer = f"/code_lists/{name}"
        if isinstance(source, dict):
            lists[name] = read_code_file(name, source, pointer, read_file, findings)
        else:
            lists[name] = reader.code_list(name, source, pointer, findings)
    return lists


class _Reader:
    """Builds the parts; holds only the language that a plain string is in."""

    def __init__(self, language: str) -> None:
        self._language = language

    def needed(self, document: Any) -> Text:
        return {self._language: document} if isinstance(document, str) else dict(document)

    def text(self, document: Any) -> Text | None:
        return None if document is None else self.needed(document)

    def code_list(self, name: str, source: list[Any], pointer: str, findings: list[Finding]) -> CodeList:
        types: dict[str, str] = {}
        for number, entry in enumerate(source):
            for attribute, value in entry.get("attributes", {}).items():
                kind = _kind(value)
                if types.setdefault(attribute, kind) != kind:
                    message = f"'{attribute}' is {types[attribute]} above and {kind} here."
                    findings.append(finding("attribute_type", f"{pointer}/{number}/attributes/{attribute}", message))
        return CodeList(name, tuple(self._code(entry, types) for entry in source), types, pointer)

    def _code(self, entry: dict[str, Any], types: Mapping[str, str]) -> Code:
        attributes: dict[str, Scalar | None] = {name: entry.get("attributes", {}).get(name) for name in types}
        return Code(
            entry["code"],
            self.needed(entry["label"]),
            entry.get("parent"),
            entry.get("exclusive", False),
            attributes,
        )

    def preload(self, document: dict[str, Any], pointer: str) -> Preload:
        return Preload(
            document["name"],
            document["type"],
            self.text(document.get("label")),
            document.get("codes"),
            document.get("decimals", 2),
            pointer,
        )

    def items(self, documents: list[Any], pointer: str) -> tuple[Item, ...]:
        return tuple(self.item(one, f"{pointer}/{number}") for number, one in enumerate(documents))

    def item(self, document: dict[str, Any], pointer: str) -> Item:
        given = dict(document)
        given.pop("notes", None)
        for name in (*ITEM_TEXTS, "unit"):
            given[name] = self.text(given.get(name))
        for name in ("exclusive", "missing"):
            given[name] = tuple(given.get(name, ()))
        appearance = given.get("appearance", ())
        given["appearance"] = (appearance,) if isinstance(appearance, str) else tuple(appearance)
        given["rows"] = _rows(given, pointer)
        given["items"] = self.items(given.get("items", []), f"{pointer}/items")
        return Item(pointer=pointer, **given)

    def edit(self, document: dict[str, Any], pointer: str) -> Edit:
        return Edit(
            id=document["id"],
            severity=document.get("severity", "soft"),
            phase=document.get("phase", "entry"),
            for_each=document.get("for_each"),
            when=document.get("when"),
            require=document["require"],
            message=self.needed(document["message"]),
            title=self.text(document.get("title")),
            pointer=pointer,
        )


def _kind(value: Scalar) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "integer" if isinstance(value, int) else "text"


def _rows(document: dict[str, Any], pointer: str) -> Rows | None:
    if "rows" not in document:
        return Rows("added", None, pointer) if document["type"] == "roster" else None
    [(kind, value)] = document["rows"].items()
    return Rows(kind, value, f"{pointer}/rows/{kind}")
