"""Databases for tests: a SQLite file, and a private PostgreSQL cluster of this test run. A missing one is a failure.

Each test gets a database of its own, copied from one that has been migrated once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from engine.store import schema
from engine.store.database import open_engine

TEMPLATE = "phieu_template"
# The cluster lives for minutes and nothing in it is worth a disk flush; durability settings of the application are
# set on each connection and tested as such.
SERVER_OPTIONS = "-c fsync=off -c listen_addresses='' -c max_connections=60 -c shared_buffers=64MB"


@dataclass
class Sqlite:
    """SQLite files in a folder; a new one for each call."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self) -> str:
        """The URL of a new database with all tables."""
        template = self.folder / "template.db"
        if not template.exists():
            migrate(f"sqlite:///{template}")
        path = self.folder / f"phieu{next(self.numbers)}.db"
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    def empty(self) -> str:
        """The URL of a database without tables."""
        return f"sqlite:///{self.folder / f'empty{next(self.numbers)}.db'}"

    def drop(self, url: str) -> None:
        """Remove the database; its folder goes with the test run."""


@dataclass
class Postgresql:
    """Databases in a running cluster, reached by its socket folder."""

    sockets: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self) -> str:
        """The URL of a new database with all tables."""
        self._make_template()
        return self._create(f"phieu{next(self.numbers)}", TEMPLATE)

    def empty(self) -> str:
        """The URL of a database without tables."""
        return self._create(f"phieu{next(self.numbers)}", "template1")

    def drop(self, url: str) -> None:
        """Remove the database; a connection left open by a test makes this fail."""
        self._execute(f'DROP DATABASE "{url.partition("?")[0].rpartition("/")[2]}"')

    def _make_template(self) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone()
        if there is None:
            migrate(self._create(TEMPLATE, "template1"))

    def _create(self, name: str, template: str) -> str:
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return f"postgresql://postgres@/{name}?host={self.sockets}"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _address(self, name: str) -> str:
        return f"host={self.sockets} user=postgres dbname={name}"


def migrate(url: str) -> None:
    """Bring a database up to date and leave no connection behind."""
    engine = open_engine(url)
    schema.upgrade(engine)
    engine.dispose()


@contextmanager
def cluster() -> Iterator[Postgresql]:
    """A PostgreSQL cluster in a temporary folder, stopped and removed at the end."""
    with tempfile.TemporaryDirectory(prefix="phieu-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        data = folder / "data"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
            shutil.chown(data, "postgres")
        _run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"{SERVER_OPTIONS} -c unix_socket_directories='{folder}'"
        _run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield Postgresql(folder)
        finally:
            _run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*prefix, str(_bin() / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir()
    )


def _bin() -> Path:
    """Where the newest PostgreSQL of this machine has its programs."""
    found = shutil.which("pg_ctl")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not installed and found is None:
        raise RuntimeError("PostgreSQL is not installed; `make test` installs it")
    return installed[-1] if installed else Path(str(found)).parent
