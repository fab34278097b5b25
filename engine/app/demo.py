"""What a new database begins with: the questionnaires of `forms/`, and for a first look accounts and assignments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from engine.auth import passwords
from engine.errors import InputError, Refusal
from engine.store import assignments, forms, users
from engine.store.assignments import NewAssignment
from engine.store.models import FormVersion, User

FORMS = Path(__file__).parents[2] / "forms"


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account; its password is no secret."""

    name: str
    full_name: str
    role: str
    areas: tuple[str, ...] = ()

    @property
    def password(self) -> str:
        """The password that is printed at the start."""
        return f"{self.name}-demo"


ACCOUNTS = (
    Account("admin", "Quản trị viên", "administrator"),
    Account("designer", "Phạm Thu Trang", "designer"),
    Account("supervisor", "Trần Văn Minh", "supervisor", ("01/00004",)),
    Account("enumerator", "Nguyễn Thị Lan", "enumerator", ("01/00004/003",)),
    Account("supervisor2", "Hồ Thị Yến", "supervisor", ("40/17611",)),
    Account("enumerator2", "Lê Quang Huy", "enumerator", ("40/17611/007",)),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one questionnaire of `forms/`; `problem` says why it was not published."""

    folder: Path
    version: FormVersion | None = None
    new: bool = False
    problem: InputError | Refusal | None = None


def load_forms(session: Session, root: Path = FORMS) -> Iterator[Loaded]:
    """Publish each `form.json` below the folder whose version is not published yet; commits each."""
    for path in sorted(root.glob("*/form.json")):
        try:
            version, new = forms.publish(session, path.read_text("utf-8"), beside(path.parent), None)
            session.commit()
            yield Loaded(path.parent, version, new)
        except (InputError, Refusal) as problem:
            session.rollback()
            yield Loaded(path.parent, problem=problem)


def add_accounts(session: Session) -> None:
    """Create the demonstration accounts, and drafts for the designer to begin with; commits."""
    for one in ACCOUNTS:
        users.add(
            session,
            name=one.name,
            full_name=one.full_name,
            password_hash=passwords.hashed(one.password),
            role=one.role,
            user_areas=one.areas,
        )
    designer = users.by_name(session, "designer")
    for form in forms.all_forms(session):
        version = forms.versions(session, form.id)[0]
        if designer is not None:
            forms.save_draft(session, form.id, version.source, version.files, 0, designer)
    session.commit()


def give_out(session: Session, loaded: Loaded) -> int:
    """Give out the assignments of `demo.json` beside a questionnaire; commits. Their number."""
    path = loaded.folder / "demo.json"
    if loaded.version is None or not path.exists():
        return 0
    people = {user.name: user for user in users.all_users(session)}
    listed = json.loads(path.read_text("utf-8"))
    given = assignments.give_out(session, [_assignment(loaded.version, one, people) for one in listed], "admin")
    session.commit()
    return len(given)


def beside(folder: Path) -> dict[str, str]:
    """The texts of the code-list files below a form's folder, by their paths in the questionnaire."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.csv"))}


def _assignment(version: FormVersion, one: Mapping[str, Any], people: Mapping[str, User]) -> NewAssignment:
    return NewAssignment(
        form_id=version.form_id,
        version=version.version,
        enumerator_id=people[one["enumerator"]].id,
        area=one["area"],
        unit=one["unit"],
        label=one["label"],
        address=one.get("address", ""),
        preload=one.get("preload", {}),
        previous=one.get("previous", {}),
        due=date.fromisoformat(one["due"]) if one.get("due") else None,
        training=one.get("training", False),
    )
