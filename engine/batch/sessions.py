"""Where SQL runs: DuckDB on this machine, Spark where it is installed. Each session has the same few members."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from engine.errors import UsageError
from engine.expression.columns import Dialect, dialect

FETCHED = 10_000
"""Rows fetched at a time."""


class Session(Protocol):
    """What the batch engine asks of a database."""

    dialect: Dialect

    def view(self, name: str, sql: str) -> None:
        """Give a query a name."""

    def table(self, name: str, sql: str) -> None:
        """Run a query once and keep its rows under a name."""

    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""

    def write(self, sql: str, path: Path) -> None:
        """Write the rows of a query as a Parquet file."""

    def close(self) -> None:
        """Let go of everything."""


class DuckSession:
    """DuckDB in memory; `threads` 0 leaves the number to DuckDB."""

    dialect = dialect("duckdb")

    def __init__(self, threads: int = 0) -> None:
        self._database = duckdb.connect()
        self._database.execute("SET preserve_insertion_order = false")
        self._database.execute("SET enable_progress_bar = false")  # it is written where the counts are
        if threads:
            self._database.execute(f"SET threads = {threads}")

    def view(self, name: str, sql: str) -> None:
        self._database.execute(f"CREATE TEMP VIEW {name} AS {sql}")

    def table(self, name: str, sql: str) -> None:
        self._database.execute(f"CREATE TEMP TABLE {name} AS {sql}")

    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        found = self._database.execute(sql)
        while fetched := found.fetchmany(FETCHED):
            yield from fetched

    def write(self, sql: str, path: Path) -> None:
        target = str(path).replace("'", "''")
        self._database.execute(f"COPY ({sql}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")

    def close(self) -> None:
        self._database.close()


class SparkSession:
    """A Spark of this machine or of the cluster that the environment names; pyspark is the extra `spark`."""

    dialect = dialect("spark")

    def __init__(self) -> None:
        if importlib.util.find_spec("pyspark") is None:
            raise UsageError("pyspark is not in this installation. Install phieu[spark], or use --engine duckdb.")
        builder = importlib.import_module("pyspark.sql").SparkSession.builder.appName("phieu edit")
        self._spark = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
        self._spark.sparkContext.setLogLevel("ERROR")

    def view(self, name: str, sql: str) -> None:
        self._spark.sql(sql).createOrReplaceTempView(name)

    def table(self, name: str, sql: str) -> None:
        self._spark.sql(sql).cache().createOrReplaceTempView(name)

    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        return (tuple(_plain(value) for value in row) for row in self._spark.sql(sql).toLocalIterator())

    def write(self, sql: str, path: Path) -> None:
        table: pa.Table = self._spark.sql(sql).toArrow()
        pq.write_table(table, path, compression="zstd")

    def close(self) -> None:
        self._spark.stop()


def _plain(value: Any) -> Any:
    """A value as DuckDB gives it: structs are objects."""
    if hasattr(value, "asDict"):
        return value.asDict()
    return [_plain(one) for one in value] if isinstance(value, list) else value


SESSIONS = {"duckdb": DuckSession, "spark": SparkSession}
"""What opens a session of each engine."""
