"""`phieu db upgrade`: bring the tables up to this program; and which database the commands of the server work on."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from engine.errors import UsageError
from engine.store import schema
from engine.store.database import open_engine

NAME = "db"
HELP = "Look after the database: upgrade brings its tables up to this program."
DEFAULT_DATABASE = "sqlite:///var/phieu.sqlite"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_database(actions.add_parser("upgrade", help="run the migrations that are missing, all or none"))


def run(args: argparse.Namespace) -> int:
    """Upgrade and say from where to where."""
    before, after = upgrade(args.database)
    told = "is up to date" if before == after else f"went from {before or 'empty'}"
    print(f"{shown(args.database)} {told}: revision {after}.")
    return 0


def add_database(parser: argparse.ArgumentParser) -> None:
    """Add `--database`, whose default the environment variable PHIEU_DATABASE changes."""
    default = os.environ.get("PHIEU_DATABASE", DEFAULT_DATABASE)
    parser.add_argument("--database", metavar="URL", default=default, help=f"the database (default: {shown(default)})")


def upgrade(url: str) -> tuple[str | None, str | None]:
    """Bring the tables up to date; the revision before and after. The folder of a SQLite file is made where missing."""
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = open_engine(url)
        try:
            return schema.upgrade(engine)
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as wrong:
        raise UsageError(f"The database {shown(url)} cannot be used: {wrong}") from wrong


@contextmanager
def opened(url: str) -> Iterator[Session]:
    """A session on a database whose tables are up to date; closed at the end, without a commit of its own."""
    upgrade(url)
    engine = open_engine(url)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def shown(url: str) -> str:
    """The URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "(no URL)"
