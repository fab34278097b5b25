"""Typed columns to Parquet files that carry their own description, flushed to the disk.

The table STORAGES says how each storage of `parts.py` and `collection.py` is written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine.process.collection import Fact
from engine.process.columns import Codebook, Column, Table
from engine.process.parts import MOST_CODE_COLUMNS

CODE = pa.dictionary(pa.int32(), pa.string())
POINT = pa.struct([("latitude", pa.float64()), ("longitude", pa.float64()), ("accuracy", pa.float64())])
EXACT_DIGITS = 16
"""Digits of 2^53-1, the limit of an exact number."""

STORAGES: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "real": pa.float64(),
    "text": pa.string(),
    "boolean": pa.bool_(),
    "code": CODE,
    "codes": pa.list_(pa.string()),
    "rank": pa.int32(),
    "date": pa.date32(),
    "time": pa.time32("s"),
    "datetime": pa.timestamp("s"),
    "moment": pa.timestamp("us", tz="UTC"),
    "points": pa.list_(POINT),
}


def arrow_type(storage: str) -> pa.DataType:
    """The Arrow type of a storage; `decimal:2` has its decimals after the colon."""
    kind, _, decimals = storage.partition(":")
    return pa.decimal128(EXACT_DIGITS, int(decimals)) if kind == "decimal" else STORAGES[kind]


def of_table(codebook: Codebook, table: Table, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """The rows of a table of the questionnaire, typed, each column with its description in the metadata."""
    fields = [
        pa.field(column.name, arrow_type(column.storage), not column.is_row_key, describe(codebook, column))
        for column in table.columns
    ]
    metadata = {"form": codebook.form, "version": codebook.version, "hash": codebook.hash, "label": _json(table.label)}
    return _typed(fields, rows, {f"phieu.{key}": text for key, text in metadata.items()})


def of_facts(facts: Sequence[Fact], sources: Sequence[Any]) -> pa.Table:
    """A table about the collection: a row for each source, read by each fact."""
    fields = [
        pa.field(one.name, arrow_type(one.storage), metadata={"label": _json({"en": one.label})}) for one in facts
    ]
    return _typed(fields, [tuple(one.read(source) for one in facts) for source in sources], {})


def describe(codebook: Codebook, column: Column) -> dict[str, str]:
    """What a column says about itself in the file: label, question, unit, code list and reasons, texts by language."""
    told: dict[str, Any] = {"role": column.role}
    variable = column.variable
    if variable is not None:
        told |= {"variable": variable.name, "type": variable.value_type, "label": variable.label}
        told |= {
            "source": "last_round" if column.is_previous else variable.source,
            "hint": variable.hint,
            "unit": variable.unit,
        }
        if column.is_reason:
            told["codes"] = {reason: codebook.reasons.get(reason, {}) for reason in variable.reasons}
        elif variable.code_list:
            told["code_list"] = variable.code_list
            told["codes"] = _labels(codebook, column)
    return {key: value if isinstance(value, str) else _json(value) for key, value in told.items() if value}


def write(table: pa.Table, path: Path) -> None:
    """Write the file and flush it to the disk."""
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def _labels(codebook: Codebook, column: Column) -> dict[str, Any]:
    """The labels of the codes that the column can hold: of one code in a column for one, else of the whole list, if it
    is short; long lists stand once, in `description.json`."""
    variable = column.variable
    code_list = codebook.code_lists[variable.code_list] if variable and variable.code_list else None
    if code_list is None:
        return {}
    labels = dict(zip(code_list.codes, code_list.labels, strict=True))
    only = column.part.code if column.part else None
    if only is not None:
        return {only: labels[only]}
    return labels if len(labels) <= MOST_CODE_COLUMNS else {}


def _typed(fields: list[pa.Field], rows: Sequence[tuple[Any, ...]], metadata: dict[str, str]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(fields)
    arrays = [pa.array(list(column), field.type) for field, column in zip(fields, columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=metadata))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
