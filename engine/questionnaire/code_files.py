"""Code lists read from CSV files. The text of the file comes from a reader that the caller gives; no paths here."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from engine.errors import Finding
from engine.questionnaire.mistakes import finding
from engine.questionnaire.model import Code, CodeList, Scalar

ReadFile = Callable[[str], str]
"""The text of a file beside the questionnaire; raises OSError or LookupError where there is none."""

_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def read_code_file(
    name: str, source: Mapping[str, Any], pointer: str, read_file: ReadFile, findings: list[Finding]
) -> CodeList:
    """The code list `name` from the CSV file that `source` describes; mistakes are added to `findings`."""
    attributes = dict(source.get("attributes", {}))
    rows = _rows(source, pointer, read_file, findings)
    exclusive = frozenset(source.get("exclusive", ()))
    codes = []
    for line, row in rows:
        code = _code(row, line, source, exclusive, attributes, pointer, findings)
        if code is not None:
            codes.append(code)
    return CodeList(name, tuple(codes), attributes, pointer)


def _rows(
    source: Mapping[str, Any], pointer: str, read_file: ReadFile, findings: list[Finding]
) -> list[tuple[int, dict[str, str]]]:
    text = _text(source["file"], pointer, read_file, findings)
    if text is None:
        return []
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    header = list(reader.fieldnames or ())
    absent = [(place, column) for place, column in _columns(source) if column not in header]
    for place, column in absent:
        message = f"{source['file']} has no column '{column}'; it has {', '.join(header) or 'none'}."
        findings.append(finding("file_column_missing", f"{pointer}/{place}", message))
    try:
        return [] if absent else [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        findings.append(
            finding("file_bad_row", f"{pointer}/file", f"{source['file']}, line {reader.line_num}: {error}.")
        )
        return []


def _text(path: str, pointer: str, read_file: ReadFile, findings: list[Finding]) -> str | None:
    try:
        return read_file(path)
    except UnicodeDecodeError:
        findings.append(finding("file_not_utf8", f"{pointer}/file", f"{path} is not UTF-8 text."))
    except (OSError, LookupError):
        findings.append(finding("file_missing", f"{pointer}/file", f"There is no file {path}."))
    return None


def _columns(source: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each column named, with the place that names it below the pointer of the list."""
    columns = [("code", source["code"])]
    columns += [(f"label/{language}", column) for language, column in source["label"].items()]
    columns += [("parent", source["parent"])] if "parent" in source else []
    return columns + [(f"attributes/{attribute}", attribute) for attribute in source.get("attributes", {})]


def _code(
    row: Mapping[str, str | None],
    line: int,
    source: Mapping[str, Any],
    exclusive: frozenset[str],
    types: Mapping[str, str],
    pointer: str,
    findings: list[Finding],
) -> Code | None:
    where = f"{source['file']}, line {line}"
    code = clean(row[source["code"]])
    if not code:
        if any(clean(cell) for key, cell in row.items() if key is not None):
            findings.append(finding("file_bad_row", f"{pointer}/file", f"{where} has no code."))
        return None
    label = {language: clean(row[column]) for language, column in source["label"].items()}
    attributes: dict[str, Scalar | None] = {}
    for attribute, kind in types.items():
        cell = clean(row[attribute])
        attributes[attribute] = value = attribute_value(cell, kind)
        if cell and value is None:
            message = f"{where}: '{cell}' in column '{attribute}' is not of type {kind}."
            findings.append(finding("file_attribute_type", f"{pointer}/attributes/{attribute}", message))
    parent = clean(row[source["parent"]]) if "parent" in source else ""
    return Code(code, {key: text for key, text in label.items() if text}, parent or None, code in exclusive, attributes)


def clean(cell: str | None) -> str:
    """A cell as it is kept: NFC, without space around it, '' for none."""
    return unicodedata.normalize("NFC", cell or "").strip()


def attribute_value(cell: str, kind: str) -> Scalar | None:
    """A cell as an attribute of type `integer`, `boolean` or `text`; None when empty or not of that type."""
    if kind == "text":
        return cell or None
    if kind == "boolean":
        return _TRUTH.get(cell.lower())
    try:
        number = int(cell)
    except ValueError:
        return None
    return number if abs(number) < 2**53 else None
