"""The connection to the database: one engine for an application, set up the same way on SQLite and PostgreSQL.

`db.session` is what requests use; every function of this package takes a session and works without a request.
Writing transactions on SQLite begin with `BEGIN IMMEDIATE`: a transaction that reads first and writes later would fail
at once, without waiting, when another has written in between. `reading()` marks those that only read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.store import areas
from engine.store.models import Base

db = SQLAlchemy(metadata=Base.metadata)

BUSY_TIMEOUT_MS = 20_000
SQLITE_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_MS}")
POSTGRESQL_OPTIONS = "-c synchronous_commit=on -c timezone=UTC -c lock_timeout=20000"

_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


def open_engine(url: str) -> Engine:
    """An engine outside an application, for commands and migrations; the same settings as in the application."""
    engine = create_engine(driver_url(url), **engine_options(url))
    prepare_engine(engine)
    return engine


def driver_url(url: str) -> str:
    """The URL with the driver this project uses: psycopg 3 for `postgresql://` and `postgres://`."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url


def engine_options(url: str) -> dict[str, Any]:
    """Arguments of `create_engine` for the kind of database."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
    return {"connect_args": {"options": POSTGRESQL_OPTIONS}, "pool_pre_ping": True, "pool_size": 10, "max_overflow": 20}


def prepare_engine(engine: Engine) -> None:
    """Attach what each SQLite connection needs; PostgreSQL has it in its connection options."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions that begin inside only read, and take no write lock on SQLite."""
    mark = _only_reads.set(True)
    try:
        yield
    finally:
        _only_reads.reset(mark)


@contextmanager
def writing() -> Iterator[None]:
    """The opposite, for the one write inside a request that otherwise reads."""
    mark = _only_reads.set(False)
    try:
        yield
    finally:
        _only_reads.reset(mark)


def only_read(yes: bool) -> None:
    """The same as a switch, for the beginning and the end of a request."""
    _only_reads.set(yes)


def insert_new(session: Session, table: type[Base], values: dict[str, Any]) -> bool:
    """Insert the row unless one with its key is there; whether it was inserted. Safe against a race."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    result = session.execute(insert(table).values(**values).on_conflict_do_nothing())
    return bool(result.rowcount)  # type: ignore[attr-defined]


def insert_or_replace(session: Session, table: type[Base], key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """Insert the rows; where one with the same key is there, its other columns take the new values."""
    if not rows:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(rows)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin transactions by its own rules
    connection.create_function("area_prefix", 2, areas.prefix, deterministic=True)
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _only_reads.get() else "BEGIN IMMEDIATE")
