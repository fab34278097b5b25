"""Where SQL runs: DuckDB on this machine, Spark where it is installed. Each session has the same few members."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
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
        self._folder = TemporaryDirectory(prefix="phieu-spark-")
        builder = importlib.import_module("pyspark.sql").SparkSession.builder.appName("phieu edit")
        settings = {
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.warehouse.dir": self._folder.name,  # Spark makes it, and would make it in the folder it runs in
            "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
        }
        for name, value in settings.items():
            builder = builder.config(name, value)
        self._spark = builder.getOrCreate()
        self._spark.sparkContext.setLogLevel("ERROR")

    def view(self, name: str, sql: str) -> None:
        self._spark.sql(sql).createOrReplaceTempView(name)

    def table(self, name: str, sql: str) -> None:
        """The rows stay with the executors; the plan that made them is let go, so that queries over them stay small."""
        self._spark.sql(sql).localCheckpoint().createOrReplaceTempView(name)

    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        found: pa.Table = self._spark.sql(sql).toArrow()
        for batch in found.to_batches(FETCHED):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def write(self, sql: str, path: Path) -> None:
        table: pa.Table = self._spark.sql(sql).toArrow()
        pq.write_table(table, path, compression="zstd")

    def close(self) -> None:
        self._spark.stop()
        self._folder.cleanup()


SESSIONS = {"duckdb": DuckSession, "spark": SparkSession}
"""What opens a session of each engine."""
