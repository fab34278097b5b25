"""Quality indicators of a batch, counted from its tables: item non-response by variable, outcomes of the edits."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.process.columns import Codebook, Table

NOT_EXPECTED = ("not_asked",)
"""Reasons for which nobody expected an answer; all others count as item non-response."""


def of_collection(interviews: pa.Table, failures: pa.Table) -> dict[str, Any]:
    """Counts over the batch: interviews, rows of failures by edit and status, and totals that the office watches."""
    by_edit: dict[str, Counter[str]] = {}
    for edit, status in zip(failures["edit"].to_pylist(), failures["status"].to_pylist(), strict=True):
        by_edit.setdefault(edit, Counter())[status] += 1
    totals = ("asked", "answered", "conflicts", "unapplied", "late_events")
    return {
        "interviews": interviews.num_rows,
        **{name: pc.sum(interviews[name]).as_py() or 0 for name in totals},
        "edit_failures": {edit: dict(sorted(by_edit[edit].items())) for edit in sorted(by_edit)},
    }


def of_table(table: Table, data: pa.Table) -> dict[str, dict[str, Any]]:
    """For each collected variable: rows, expected answers, answered, why not, and the rate of item non-response."""
    return {
        column.variable.name: _of_variable(data[column.name].to_pylist())
        for column in table.columns
        if column.is_reason and column.variable and column.variable.source == "collected"
    }


def edits(compiled: dict[str, Any], codebook: Codebook) -> list[dict[str, Any]]:
    """The rules that ran, as the questionnaire declares them."""
    nodes = compiled["nodes"]
    return [
        {
            "id": edit["id"],
            "severity": edit["severity"],
            "phase": edit.get("phase"),
            "when": nodes[edit["guard"]].get("text") if edit.get("guard") is not None else None,
            "require": nodes[edit["require"]].get("text"),
            "version": codebook.version,
        }
        for edit in compiled.get("edits", [])
    ]


def _of_variable(reasons: list[str | None]) -> dict[str, Any]:
    why = Counter(reason for reason in reasons if reason is not None)
    expected = len(reasons) - sum(why[reason] for reason in NOT_EXPECTED)
    answered = len(reasons) - sum(why.values())
    rate = None if expected == 0 else round((expected - answered) / expected, 4)
    return {
        "rows": len(reasons),
        "expected": expected,
        "answered": answered,
        "reasons": dict(sorted(why.items())),
        "item_nonresponse": rate,
    }
