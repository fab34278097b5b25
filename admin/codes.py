"""Codes for respondents as the office sees them: whose assignments can have one, and the list for letters.

Drawing and checking codes is `engine.auth.codes`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from admin import assignments as work
from engine.auth import access
from engine.auth.access import CurrentUser
from engine.auth.codes import Printed
from engine.store import areas, assignments, codes, forms
from engine.store.models import AccessCode, Assignment
from engine.sync.fold import compiled_form

MOST = 5_000
"""So many codes are made at a time."""
LIVE = ("assigned", "started", "returned", "completed")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """An assignment and its newest code, if it has one."""

    assignment: Assignment
    code: AccessCode | None


def fitting(session: Session, user: CurrentUser, query: Mapping[str, str], limit: int) -> Sequence[Assignment]:
    """The assignments of the person's areas whose questionnaire allows self-completion and that fit the query."""
    conditions: list[ColumnElement[bool]] = [access.areas_filter(user, Assignment.area), _allows_self(session)]
    conditions += [Assignment.status.in_(LIVE), ~Assignment.training]
    if query.get("form"):
        conditions.append(Assignment.form_id == query["form"])
    if query.get("area"):
        conditions.append(areas.within(Assignment.area, [query["area"].strip("/ ")]))
    if query.get("mode"):
        conditions.append(Assignment.mode == query["mode"])
    after = query.get("after", "")
    return assignments.listed(session, *conditions, after=int(after) if after.isdecimal() else 0, limit=limit)


def chosen(session: Session, user: CurrentUser, numbers: Sequence[int]) -> list[Assignment]:
    """The assignments with these numbers that `fitting` would list; the others are left out."""
    wanted = assignments.of_numbers(session, numbers)
    allowed = {one.id for one in _among(session, user, numbers)}
    return [wanted[number] for number in numbers if number in allowed]


def _among(session: Session, user: CurrentUser, numbers: Sequence[int]) -> Sequence[Assignment]:
    """Those of the numbers that may have a code."""
    conditions = [access.areas_filter(user, Assignment.area), _allows_self(session), Assignment.id.in_(numbers)]
    conditions += [Assignment.status.in_(LIVE), ~Assignment.training]
    return assignments.listed(session, *conditions, limit=MOST)


def lines(session: Session, rows: Sequence[Assignment]) -> list[Line]:
    """The assignments with their newest codes."""
    held = codes.of_assignments(session, [row.id for row in rows])
    return [Line(row, held.get(row.id)) for row in rows]


def as_csv(printed: Sequence[Printed], address: str) -> Iterator[str]:
    """The list for letters: a row a code, in UTF-8 with a mark, so that spreadsheets read the accents."""
    keys = sorted({key for one in printed for key in one.assignment.unit})
    yield "\ufeff" + _line(["number", "label", "address", "area", *keys, "due", "website", "code", "link"])
    for one in printed:
        row = one.assignment
        due = row.due.isoformat() if row.due else ""
        unit = [str(row.unit.get(key, "")) for key in keys]
        link = f"{address}/#/code/{one.code}"
        yield _line([str(row.id), row.label, row.address, row.area, *unit, due, f"{address}/r", one.code, link])


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([f"'{cell}" if cell.startswith(DANGEROUS) else cell for cell in cells])
    return buffer.getvalue()


def _allows_self(session: Session) -> ColumnElement[bool]:
    """The condition that the version of the questionnaire names `self` among its modes."""
    found = [
        (version.form_id, version.version)
        for form in forms.all_forms(session)
        for version in forms.versions(session, form.id)
        if "self" in work.modes(compiled_form(session, version.form_id, version.version))
    ]
    by_form: dict[str, list[str]] = {}
    for form_id, version in found:
        by_form.setdefault(form_id, []).append(version)
    condition: ColumnElement[bool] = Assignment.id < 0
    for form_id, versions in by_form.items():
        condition |= (Assignment.form_id == form_id) & Assignment.version.in_(versions)
    return condition
