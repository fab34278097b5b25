"""Findings as people and programs read them. Shared by the commands; does not find anything itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from engine.errors import Finding
from engine.questionnaire.positions import Range, line_and_column, locate, place

LONGEST_EXAMPLE = 300
SIGNS = {"error": "error  ", "warning": "warning", "info": "info   "}


def print_findings(
    findings: Sequence[Finding], *, as_json: bool, name: str = "", text: str = "", out: TextIO | None = None
) -> None:
    """Print findings with line and column where the `text` that they point into is given."""
    out = out or sys.stdout
    ranges = _ranges(text)
    if as_json:
        print(json.dumps(summary(findings, text, ranges), ensure_ascii=False, indent=1), file=out)
        return
    for finding in findings:
        print(_lines(finding, name, text, ranges), file=out)


def summary(findings: Sequence[Finding], text: str, ranges: Mapping[str, Range] | None = None) -> dict[str, Any]:
    """The findings as JSON: how many errors and warnings, and each with line and column."""
    ranges = _ranges(text) if ranges is None else ranges
    return {
        "errors": sum(one.severity == "error" for one in findings),
        "warnings": sum(one.severity == "warning" for one in findings),
        "findings": [{**one.as_json(), **_position(one, text, ranges)} for one in findings],
    }


def _ranges(text: str) -> Mapping[str, Range]:
    try:
        return locate(text) if text else {}
    except (ValueError, RecursionError):
        return {"": (0, len(text))}  # broken JSON: its one finding carries the place itself


def _range(finding: Finding, text: str, ranges: Mapping[str, Range]) -> Range | None:
    if not text:
        return None
    if finding.code == "json_syntax":
        return finding.span
    return place(text, ranges, finding.pointer, finding.span)


def _position(finding: Finding, text: str, ranges: Mapping[str, Range]) -> dict[str, int]:
    found = _range(finding, text, ranges)
    if found is None:
        return {}
    line, column = line_and_column(text, found[0])
    return {"line": line, "column": column}


def _lines(finding: Finding, name: str, text: str, ranges: Mapping[str, Range]) -> str:
    found = _range(finding, text, ranges)
    place_text, pointer = finding.pointer or "/", ""
    excerpt: list[str] = []
    if found is not None:
        line, column = line_and_column(text, found[0])
        place_text, pointer = f"{name}:{line}:{column}", f"  {place_text}"
        excerpt = _excerpt(text, found, line, column)
    head = f"{place_text}  {SIGNS[finding.severity]}  {finding.code}{pointer}"
    example = [] if finding.example is None else [f"    for example {_short(finding.example)}"]
    return "\n".join([head, f"    {finding.message}", *excerpt, *example, f"    → {finding.remedy}", ""])


def _short(example: str) -> str:
    """The beginning of an example; with --json it is whole."""
    return example if len(example) <= LONGEST_EXAMPLE else f"{example[:LONGEST_EXAMPLE]} …"


def _excerpt(text: str, found: Range, line: int, column: int) -> list[str]:
    """The line of the text with what is meant underlined; a window of long lines."""
    start = found[0] - column + 1
    end = text.find("\n", start)
    shown = text[start : end if end >= 0 else len(text)].replace("\t", " ")
    offset = max(0, column - 60)
    shown = shown[offset : offset + 100]
    width = max(1, min(found[1] - found[0], len(shown) - (column - 1 - offset)))
    return [f"    {line:>5} │ {shown}", f"          │ {' ' * (column - 1 - offset)}{'^' * width}"]
