"""`phieu user add|list|password|deactivate|activate`: accounts, from the machine that the server runs on."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from typing import Any

from sqlalchemy.orm import Session

from engine.auth import passwords
from engine.cli.db import add_database, opened
from engine.errors import UsageError
from engine.store import users
from engine.store.models import ROLES, User

NAME = "user"
HELP = "Create, list and change accounts."
SHORTEST = 8


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    adding = actions.add_parser("add", help="create an account; the password is asked for, or read from standard input")
    adding.add_argument("name")
    adding.add_argument("--role", choices=ROLES, required=True)
    adding.add_argument("--full-name", default="", metavar="TEXT")
    adding.add_argument("--language", default="vi")
    adding.add_argument("--area", action="append", default=[], metavar="PREFIX", help="such as 01/00004; repeatable")
    listing = actions.add_parser("list", help="all accounts")
    listing.add_argument("--json", action="store_true", help="print them as JSON")
    others = [actions.add_parser("password", help="give an account a new password and end its sessions")]
    others.append(actions.add_parser("deactivate", help="switch an account off and end its sessions"))
    others.append(actions.add_parser("activate", help="switch an account on again"))
    for other in others:
        other.add_argument("name")
    for action in (adding, listing, *others):
        add_database(action)


def run(args: argparse.Namespace) -> int:
    """Do what is asked."""
    with opened(args.database) as session:
        ACTIONS[args.action](session, args)
        session.commit()
    return 0


def _add(session: Session, args: argparse.Namespace) -> None:
    user = users.add(
        session,
        name=args.name,
        full_name=args.full_name or args.name,
        password_hash=passwords.hashed(_asked()),
        role=args.role,
        language=args.language,
        user_areas=args.area,
        by=f"{getpass.getuser()} (command line)",
    )
    print(f"{user.name} may sign in as {user.role}.")


def _list(session: Session, args: argparse.Namespace) -> None:
    found = users.all_users(session)
    if args.json:
        print(json.dumps([_members(user) for user in found], ensure_ascii=False, indent=1))
        return
    for user in found:
        off = "" if user.active else "  (off)"
        print(f"{user.name:16} {user.role:14} {' '.join(user.area_prefixes):24} {user.full_name}{off}")


def _members(user: User) -> dict[str, Any]:
    told = {"name": user.name, "full_name": user.full_name, "role": user.role, "language": user.language}
    return told | {"active": user.active, "areas": list(user.area_prefixes)}


def _password(session: Session, args: argparse.Namespace) -> None:
    users.set_password(session, _named(session, args.name), passwords.hashed(_asked()), "command line")
    print(f"{args.name} has a new password; all sessions have ended.")


def _deactivate(session: Session, args: argparse.Namespace) -> None:
    users.set_active(session, _named(session, args.name), False, "command line")
    print(f"{args.name} is switched off.")


def _activate(session: Session, args: argparse.Namespace) -> None:
    users.set_active(session, _named(session, args.name), True, "command line")
    print(f"{args.name} is switched on.")


ACTIONS = {"add": _add, "list": _list, "password": _password, "deactivate": _deactivate, "activate": _activate}


def _named(session: Session, name: str) -> User:
    user = users.by_name(session, name)
    if user is None:
        raise UsageError(f"There is no account named {name!r}; phieu user list shows them.")
    return user


def _asked() -> str:
    """The password, typed twice on a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise UsageError("The two are not the same.")
    if len(password) < SHORTEST:
        raise UsageError(f"A password has at least {SHORTEST} characters.")
    return password
