"""Worlds in a local Spark, for the campaign; pyspark is the extra `spark` and Java 17 must be there.

pyspark is not part of the development environment, so it is loaded by name.
"""

from __future__ import annotations

import importlib
import importlib.util
import tempfile
from typing import Any

from tests.columns.worlds import Rows, tables_of
from tests.conformance.world import World

WAREHOUSE = tempfile.TemporaryDirectory(prefix="phieu-spark-")
"""Spark makes such a folder, and would make it where it was started."""


def is_installed() -> bool:
    """Whether pyspark can be loaded."""
    return importlib.util.find_spec("pyspark") is not None


def session() -> Any:
    """A local session with no more parts than a test needs."""
    builder = importlib.import_module("pyspark.sql").SparkSession.builder.master("local[2]").appName("phieu")
    settings = {
        "spark.sql.shuffle.partitions": "1", "spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC",
        "spark.sql.codegen.wholeStage": "false", "spark.driver.memory": "3g", "spark.sql.warehouse.dir": WAREHOUSE.name,
    }  # fmt: skip
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def load(spark: Any, world: World) -> None:
    """The tables of a world as views."""
    for name, table in tables_of(world).tables():
        spark.createDataFrame(table).createOrReplaceTempView(name)


def run_in(spark: Any) -> Any:
    """Runs a query in a session and gives its rows as plain values."""

    def run(sql: str) -> Rows:
        return [tuple(plain(value) for value in row) for row in spark.sql(sql).collect()]

    return run


def plain(value: Any) -> Any:
    """A value as DuckDB gives it: structs are objects."""
    if hasattr(value, "asDict"):
        return value.asDict()
    return [plain(one) for one in value] if isinstance(value, list) else value
