"""What DuckDB and Spark write differently: one table of templates, a row each. Nothing else here knows a dialect.

A template takes SQL texts: `{0}` the first argument. Every template is total on what it is given: no row of data makes
a query stop, except where a dialect cannot say a meaning exactly (`nfc` in Spark), and then the message names it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from engine.expression.columns.mistakes import refuse


def _unstable() -> str:
    """Signs that may join what stands before them when texts are put together, as a Java character class."""
    second = {part for point in range(0x110000) for part in unicodedata.decomposition(chr(point)).split()[1:]}
    points = sorted(
        {int(part, 16) for part in second if not part.startswith("<") and int(part, 16) >= 0x300}
        | {point for point in range(0x300, 0x110000) if unicodedata.combining(chr(point))}
        | set(range(0x1161, 0x1176))
        | set(range(0x11A8, 0x11C3))
    )
    starts = [point for before, point in zip([-2, *points], points, strict=False) if point != before + 1]
    ends = [point for point, after in zip(points, [*points[1:], -2], strict=True) if point + 1 != after]
    parts = [f"\\x{{{start:x}}}-\\x{{{end:x}}}" for start, end in zip(starts, ends, strict=True)]
    return f"[{''.join(parts)}]"


UNSTABLE = _unstable()
TEMPLATES: dict[str, tuple[str, str]] = {
    # types
    "int": ("BIGINT", "BIGINT"),
    "real": ("DOUBLE", "DOUBLE"),
    "bool": ("BOOLEAN", "BOOLEAN"),
    "text": ("VARCHAR", "STRING"),
    "set": ("VARCHAR[]", "ARRAY<STRING>"),
    "point": ("DOUBLE[]", "ARRAY<DOUBLE>"),
    "points": ("DOUBLE[][]", "ARRAY<ARRAY<DOUBLE>>"),
    "file": (
        "STRUCT(name VARCHAR, sha256 VARCHAR, size BIGINT, media_type VARCHAR)",
        "STRUCT<name: STRING, sha256: STRING, size: BIGINT, media_type: STRING>",
    ),
    # queries
    "with": ("{0} AS NOT MATERIALIZED ({1})", "{0} AS ({1})"),
    "codes_of": (
        "CROSS JOIN LATERAL (SELECT UNNEST({0}) AS code, generate_subscripts({0}, 1) AS place) AS {1}",
        "LATERAL VIEW posexplode({0}) {1} AS place, code",
    ),
    "exploded": ("UNNEST({0})", "explode({0})"),
    "parquet": ("read_parquet('{0}')", "parquet.`{0}`"),
    "folder": ("read_parquet('{0}/*.parquet')", "parquet.`{0}`"),
    # exact numbers: a division that cuts off, a product and a total that cannot run over
    "cut": ("({0} // {1})", "({0} div {1})"),
    "wide_product": (
        "(CAST({0} AS HUGEINT) * CAST({1} AS HUGEINT))",
        "(CAST({0} AS DECIMAL(16, 0)) * CAST({1} AS DECIMAL(16, 0)))",
    ),
    "wide_sum": ("SUM({0}) FILTER (WHERE {1})", "SUM(CAST({0} AS DECIMAL(16, 0))) FILTER (WHERE {1})"),
    # lists
    "list": ("[{0}]", "array({0})"),
    "at": ("{0}[{1}]", "element_at({0}, {1})"),
    "size": ("len({0})", "size({0})"),
    "has": ("list_contains({0}, {1})", "array_contains({0}, {1})"),
    "has_any": ("list_has_any({0}, {1})", "arrays_overlap({0}, {1})"),
    "has_all": ("list_has_all({0}, {1})", "(size(array_except({1}, {0})) = 0)"),
    "sorted": ("list_sort({0})", "array_sort({0})"),
    "place": ("COALESCE(list_position({0}, {1}), 0)", "array_position({0}, {1})"),
    "map": ("list_transform({0}, lambda {1}: {2})", "transform({0}, {1} -> {2})"),
    "filter": ("list_filter({0}, lambda {1}: {2})", "filter({0}, {1} -> {2})"),
    "up_to": ("range(1, {0} + 1)", "sequence(1, {0})"),
    "sum_in_order": (
        "list_reduce(list_prepend(0e0, {0}), lambda total, each: total + each)",
        "aggregate({0}, 0e0, (total, each) -> total + each)",
    ),
    "listed_in_order": (
        "list({0} ORDER BY {1}) FILTER (WHERE {2})",
        "transform(array_sort(collect_list(struct({1} AS place, {0} AS cell)) FILTER (WHERE {2})), each -> each.cell)",
    ),
    "joined": ("array_to_string({0}, {1})", "NULLIF(array_join({0}, {1}), '')"),
    "member": ("{0}.{1}", "{0}.{1}"),
    "file_of": (
        "{{'name': {0}, 'sha256': {1}, 'size': {2}, 'media_type': {3}}}",
        "named_struct('name', {0}, 'sha256', {1}, 'size', {2}, 'media_type', {3})",
    ),
    # text, counted in code points
    "starts_with": ("starts_with({0}, {1})", "startswith({0}, {1})"),
    "ends_with": ("ends_with({0}, {1})", "endswith({0}, {1})"),
    "trim": ("trim({0}, {1})", "trim(BOTH {1} FROM {0})"),
    "trim_left": ("ltrim({0}, {1})", "trim(LEADING {1} FROM {0})"),
    "matches": ("regexp_full_match({0}, {1})", "({0} RLIKE {1})"),
    "nfc": (
        "nfc_normalize({0})",
        "CASE WHEN {0} RLIKE {1} THEN raise_error('Spark has no NFC: text that may have to be composed') ELSE {0} END",
    ),
    # dates
    "day_number": ("CAST({0} - DATE '1970-01-01' AS BIGINT)", "CAST(datediff({0}, DATE '1970-01-01') AS BIGINT)"),
    "date": ("(DATE '1970-01-01' + CAST({0} AS INTEGER))", "date_add(DATE '1970-01-01', CAST({0} AS INT))"),
    "iso_week": ("week({0})", "weekofyear({0})"),
}
"""Name -> how DuckDB writes it, how Spark writes it."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A dialect by name: its column of the table, how it quotes text and writes a pattern."""

    name: str
    column: int
    quote: Callable[[str], str]
    pattern: Callable[[str], str]

    def __call__(self, template: str, *arguments: str | int) -> str:
        """The template filled in."""
        return TEMPLATES[template][self.column].format(*arguments)


def _standard_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _spark_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"


DUCKDB = Dialect("duckdb", 0, _standard_text, lambda pattern: pattern)
SPARK = Dialect("spark", 1, _spark_text, lambda pattern: f"\\A(?:{pattern})\\z")
DIALECTS = {one.name: one for one in (DUCKDB, SPARK)}


def dialect(name: str) -> Dialect:
    """The dialect of a name; refuses one that is not in the table."""
    if name not in DIALECTS:
        raise refuse("unknown_dialect", f"There is no dialect '{name}'.")
    return DIALECTS[name]
