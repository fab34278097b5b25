"""The tables of mistakes: one meaning for each code, and no code that nothing reports."""

from __future__ import annotations

import importlib
from collections import Counter

from tests.house.layers import module_of
from tests.house.tree import ROOT, files, name

TABLES = [
    path
    for top in ("engine", "admin", "offline_client")
    for path in files(".py", root=ROOT / top)
    if path.name == "mistakes.py"
]


def codes() -> dict[str, list[str]]:
    """The codes of each table, by the file it stands in."""
    return {name(path): list(importlib.import_module(module_of(path, ROOT)).MISTAKES) for path in TABLES}


def test_a_code_stands_in_one_table_only() -> None:
    counted = Counter(code for table in codes().values() for code in table)
    assert counted, "no table was found"
    twice = {code: [file for file, table in codes().items() if code in table] for code, n in counted.items() if n > 1}
    assert not twice, twice


def test_every_code_is_reported_somewhere() -> None:
    sources = [
        path.read_text("utf-8")
        for top in ("engine", "admin", "offline_client")
        for path in files(".py", root=ROOT / top)
    ]
    text = "\n".join(sources)
    unused = {file: [code for code in table if text.count(f'"{code}"') < 2] for file, table in codes().items()}
    assert not any(unused.values()), {file: list_ for file, list_ in unused.items() if list_}
