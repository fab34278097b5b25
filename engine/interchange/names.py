"""Names: what XLSForm allows and our language does not is repaired, and each name stands once in the form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from engine.expression.tokens import KEYWORDS
from engine.interchange.report import Report
from engine.interchange.rows import Entry

LONGEST = 64


def name_rows(entries: Iterable[Entry], report: Report) -> None:
    """Give each row a name of ours; groups without a name get one, questions with a finding."""
    taken: set[str] = set()
    for entry in (one for top in entries for one in top.walk()):
        written = entry.cell("name")
        if written is None:
            _unnamed(entry, taken, report)
            continue
        repaired = valid_name(written[0])
        if repaired != written[0]:
            report.tell("name_repaired", written[1], f"The name '{written[0]}' is written {repaired} here.")
        entry.name = unused(repaired, taken)
        if entry.name != repaired:
            report.tell("name_renamed", written[1], f"The name '{written[0]}' stands twice; here it is {entry.name}.")
        report.carry(written[1])
        taken.add(entry.name)


def _unnamed(entry: Entry, taken: set[str], report: Report) -> None:
    word = entry.kind.container or entry.kind.kind
    entry.name = unused(valid_name(f"{word}_{entry.row.number}"), taken)
    taken.add(entry.name)
    if entry.kind.kind not in ("log", "today", "note"):
        report.tell("name_missing", entry.place(), f"The row has no name; here it is {entry.name}.")


def valid_name(text: str) -> str:
    """The text as a name: a letter, then letters, digits and underscores, no word of the language."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9_]+", "_", plain.strip())
    if not re.match(r"[A-Za-z]", name):
        name = f"x{name}" if name.startswith("_") else f"x_{name}"
    name = name[:LONGEST]
    return f"{name[: LONGEST - 1]}_" if name in KEYWORDS else name


def unused(name: str, taken: set[str]) -> str:
    """The name, with a number after it where it is taken."""
    number, found = 2, name
    while found in taken:
        ending = f"_{number}"
        found, number = name[: LONGEST - len(ending)] + ending, number + 1
    return found
