"""Codes for respondents as the office sees them: whose assignments can have one, the list for letters, the letters.

Drawing and checking codes is `engine.auth.codes`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import segno
from markupsafe import Markup
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
QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004); a reader finds none without them."""


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


@dataclass(frozen=True, slots=True)
class Letter:
    """What is printed for one respondent."""

    assignment: Assignment
    code: str
    picture: Markup
    """The address with the code filled in, as a QR code."""


def letters(printed: Sequence[Printed], address: str) -> list[Letter]:
    """A letter for each code; `address` is that of the server."""
    return [Letter(one.assignment, one.code, picture(link(address, one.code))) for one in printed]


def link(address: str, code: str) -> str:
    """The address that opens the client with the code filled in; what follows `#` never reaches a server or its log."""
    return f"{address}/#/code/{code}"


def picture(text: str) -> Markup:
    """A QR code as SVG, dark on white on every page; 15 of 100 of it may be spoilt (error correction M)."""
    drawn = segno.make(text, error="m", boost_error=False, micro=False)
    svg = drawn.svg_inline(border=QUIET, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True)
    return Markup(svg)  # noqa: S704  # drawn here, of paths alone: the text is not in it


def as_csv(printed: Sequence[Printed], address: str) -> Iterator[str]:
    """The list for letters: a row a code, in UTF-8 with a mark, so that spreadsheets read the accents."""
    keys = sorted({key for one in printed for key in one.assignment.unit})
    yield "\ufeff" + _line(["number", "label", "address", "area", *keys, "due", "website", "code", "link"])
    for one in printed:
        row = one.assignment
        due = row.due.isoformat() if row.due else ""
        unit = [str(row.unit.get(key, "")) for key in keys]
        where = [f"{address}/r", one.code, link(address, one.code)]
        yield _line([str(row.id), row.label, row.address, row.area, *unit, due, *where])


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
