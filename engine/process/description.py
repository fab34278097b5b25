"""The description of a batch, `description.json`: its data sets, their columns, code lists, rules and quality.

GSIM's words: a *data set* is structured by *identifier*, *measure* and *attribute* components; a component takes its
meaning from a *variable* and its values from a *code list*.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.process.collection import Fact
from engine.process.columns import Codebook, CodeList, Column, Table

FORMAT = 1


def batch(codebook: Codebook, name: str, made_at: str, software: str) -> dict[str, Any]:
    """The head: which questionnaire, which batch, made when and by what; the vocabularies that the columns use."""
    return {
        "format": FORMAT,
        "form": {"id": codebook.form, "version": codebook.version, "hash": codebook.hash, "title": codebook.title},
        "batch": name,
        "made_at": made_at,
        "software": software,
        "languages": list(codebook.languages),
        "missing_reasons": _reasons(codebook),
        "code_lists": {key: _code_list(one) for key, one in codebook.code_lists.items()},
    }


def data_set(codebook: Codebook, table: Table) -> dict[str, Any]:
    """A table of the questionnaire: what a row is, and its columns in order."""
    return {
        "name": table.name,
        "label": table.label,
        "row": table.levels[-1].name if table.levels else "interview",
        "identifiers": [column.name for column in table.columns if column.is_row_key],
        "columns": [_column(column) for column in table.columns],
    }


ROW_OF = {
    "interviews": "interview",
    "edit_failures": "edit failure",
    "contacts": "attempt at contact",
    "paradata": "record",
}


def facts(name: str, label: str, columns: Sequence[Fact]) -> dict[str, Any]:
    """A table about the collection."""
    return {
        "name": name,
        "label": {"en": label},
        "row": ROW_OF[name],
        "identifiers": ["interview__id"],
        "columns": [{"name": one.name, "storage": one.storage, "label": {"en": one.label}} for one in columns],
    }


def _column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column.name, "role": column.role, "storage": column.storage}
    variable = column.variable
    if variable is None:
        return told
    source = "last_round" if column.is_previous else variable.source
    told |= {"variable": variable.name, "type": variable.value_type, "source": source}
    if column.is_reason:
        return told | {"reasons": list(variable.reasons)}
    texts = {"label": variable.label, "hint": variable.hint, "unit": variable.unit, "code_list": variable.code_list}
    told |= {key: text for key, text in texts.items() if text}
    return told | ({"code": column.part.code} if column.part and column.part.code else {})


def _code_list(one: CodeList) -> list[dict[str, Any]]:
    rows = zip(one.codes, one.labels, one.parents, strict=True)
    return [{"code": code, "label": label} | ({"parent": up} if up else {}) for code, label, up in rows]


def _reasons(codebook: Codebook) -> dict[str, dict[str, str]]:
    return {**ENGINE_REASONS, **codebook.reasons}


ENGINE_REASONS = {
    "not_asked": {"vi": "Không thuộc diện hỏi", "en": "Not asked: off route"},
    "not_reached": {"vi": "Chưa hỏi đến", "en": "Not reached: nothing was answered"},
    "unknown": {"vi": "Không tính được", "en": "A calculation whose operands are missing"},
    "error": {"vi": "Lỗi tính toán", "en": "A calculation beyond the largest exact number"},
}
