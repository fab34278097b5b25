"""Assignments as the office makes and lists them, and the check of each against its questionnaire.

A file of many is read in `assignment_import.py`; storing is `engine.store.assignments`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.auth import access
from engine.auth.access import CurrentUser
from engine.auth.mistakes import refusal
from engine.store import areas, assignments, forms, users
from engine.store.assignments import NewAssignment
from engine.store.models import ASSIGNMENT_STATUSES, Assignment, User
from engine.sync.fold import compiled_form

PAGE = 100
OWN_COLUMNS = ("form", "version", "enumerator", "area", "label", "address", "due", "training", "mode")
TRUTH = {"": False, "0": False, "no": False, "false": False, "1": True, "yes": True, "true": True, "x": True}


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one row: the column, a key of `admin.texts`, and what fills the text."""

    column: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Office:
    """What the rows are checked against, read once: enumerators by name, newest versions, units already given out."""

    session: Session
    user: CurrentUser
    enumerators: dict[str, User]
    newest: dict[str, str]
    taken: set[tuple[str, tuple[tuple[str, str], ...]]]

    @classmethod
    def of(cls, session: Session, user: CurrentUser) -> Office:
        """The office of the person who assigns."""
        newest = {
            form.id: rows[0].version for form in forms.all_forms(session) if (rows := forms.versions(session, form.id))
        }
        given = session.execute(select(Assignment.form_id, Assignment.unit).where(Assignment.status != "cancelled"))
        taken = {(form_id, unit_key(unit)) for form_id, unit in given}
        people = {one.name: one for one in users.enumerators_within(session, user.areas)}
        return cls(session, user, people, newest, taken)


def listed(session: Session, user: CurrentUser, query: Mapping[str, str], after: int) -> Sequence[Assignment]:
    """The assignments of the person's areas that fit the query: `form`, `status`, `area`, `mode`, `enumerator`."""
    conditions: list[ColumnElement[bool]] = [access.areas_filter(user, Assignment.area)]
    if query.get("area"):
        conditions.append(areas.within(Assignment.area, [query["area"].strip("/ ")]))
    if query.get("status") in ASSIGNMENT_STATUSES:
        conditions.append(Assignment.status == query["status"])
    if query.get("mode"):
        conditions.append(Assignment.mode == query["mode"])
    if query.get("form"):
        conditions.append(Assignment.form_id == query["form"])
    if query.get("enumerator"):
        conditions.append(Assignment.enumerator.has(User.name == query["enumerator"]))
    return assignments.listed(session, *conditions, after=after, limit=PAGE)


def visible(session: Session, user: CurrentUser, number: int) -> Assignment:
    """The assignment; Refusal 404 when there is none or it lies in other areas."""
    row = assignments.get(session, number)
    access.must_see(user, row)
    if row is None:
        raise refusal("not_found")
    return row


def read(office: Office, cells: Mapping[str, str]) -> tuple[NewAssignment | None, list[Mistake]]:
    """A new assignment from cells by column name, or all that is wrong with it."""
    form_id = cells.get("form", "").strip()
    version = cells.get("version", "").strip() or office.newest.get(form_id, "")
    compiled = _compiled(office.session, form_id, version)
    if compiled is None:
        return None, [Mistake("form", "assign.unknown_form", {"form": f"{form_id} {version}".strip()})]
    wrong: list[Mistake] = [*_unknown_columns(compiled, cells)]
    unit = _unit(compiled, cells, wrong)
    area, enumerator = _area(office, cells, wrong), _enumerator(office, cells, wrong)
    preload, due = _preload(compiled, cells, wrong), _due(cells, wrong)
    training, mode = _training(cells, wrong), _mode(compiled, cells, wrong)
    if not training and (form_id, unit_key(unit)) in office.taken:
        wrong.append(Mistake("", "assign.taken", {"unit": "/".join(unit.values())}))
    if wrong or enumerator is None:
        return None, wrong
    office.taken.add((form_id, unit_key(unit)))
    label = cells.get("label", "").strip() or "/".join(unit.values())
    address = cells.get("address", "").strip()
    return NewAssignment(
        form_id, version, enumerator.id, area, unit, label, address, preload, {}, due, training, mode
    ), []


def unit_key(unit: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """A unit as something to compare."""
    return tuple(sorted((name, str(code)) for name, code in unit.items()))


def modes(compiled: Mapping[str, Any]) -> list[str]:
    """The modes that a questionnaire allows."""
    return list(compiled.get("modes") or ["capi"])


def columns(compiled: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The names of the unit's keys and of the other preloaded variables."""
    keys = [str(name) for name in (compiled.get("unit") or {}).get("key", ())]
    return keys, [str(one["name"]) for one in compiled.get("preload", ()) if one["name"] not in keys]


def _compiled(session: Session, form_id: str, version: str) -> Mapping[str, Any] | None:
    try:
        return compiled_form(session, form_id, version)
    except LookupError:
        return None


def _unknown_columns(compiled: Mapping[str, Any], cells: Mapping[str, str]) -> Iterable[Mistake]:
    keys, preload = columns(compiled)
    known = {*OWN_COLUMNS, *keys, *preload}
    for name, text in cells.items():
        if name not in known and text.strip():
            yield Mistake(name, "assign.unknown_column", {"column": name, "known": ", ".join([*keys, *preload])})


def _unit(compiled: Mapping[str, Any], cells: Mapping[str, str], wrong: list[Mistake]) -> dict[str, str]:
    keys, _ = columns(compiled)
    unit = {name: cells.get(name, "").strip() for name in keys}
    wrong += [Mistake(name, "assign.key_missing", {"column": name}) for name, code in unit.items() if not code]
    return unit


def _area(office: Office, cells: Mapping[str, str], wrong: list[Mistake]) -> str:
    area = cells.get("area", "").strip().strip("/")
    if not area:
        wrong.append(Mistake("area", "assign.area_missing"))
    elif not areas.any_covers(office.user.areas, area):
        wrong.append(Mistake("area", "assign.area_not_yours", {"area": area}))
    return area


def _enumerator(office: Office, cells: Mapping[str, str], wrong: list[Mistake]) -> User | None:
    name = cells.get("enumerator", "").strip()
    found = office.enumerators.get(name)
    if found is None:
        wrong.append(Mistake("enumerator", "assign.unknown_enumerator", {"name": name}))
    return found


def _due(cells: Mapping[str, str], wrong: list[Mistake]) -> date | None:
    text = cells.get("due", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        wrong.append(Mistake("due", "assign.bad_date", {"text": text}))
        return None


def _training(cells: Mapping[str, str], wrong: list[Mistake]) -> bool:
    text = cells.get("training", "").strip().lower()
    if text not in TRUTH:
        wrong.append(Mistake("training", "assign.bad_truth", {"column": "training", "text": text}))
    return TRUTH.get(text, False)


def _mode(compiled: Mapping[str, Any], cells: Mapping[str, str], wrong: list[Mistake]) -> str:
    allowed = modes(compiled)
    mode = cells.get("mode", "").strip().lower() or allowed[0]
    if mode not in allowed:
        wrong.append(Mistake("mode", "assign.bad_mode", {"text": mode, "allowed": ", ".join(allowed)}))
    return mode


def _preload(compiled: Mapping[str, Any], cells: Mapping[str, str], wrong: list[Mistake]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    keys, _ = columns(compiled)
    for variable in compiled.get("preload", ()):
        text = cells.get(variable["name"], "").strip()
        if not text or variable["name"] in keys:
            continue
        try:
            values[variable["name"]] = _value(compiled, str(variable["value_type"]), text)
        except ValueError:
            filling = {"column": variable["name"], "type": variable["value_type"], "text": text}
            wrong.append(Mistake(variable["name"], "assign.bad_value", filling))
    return values


def _value(compiled: Mapping[str, Any], value_type: str, text: str) -> Any:
    """A cell in the outer form of its type; ValueError when it does not fit."""
    kind, _, parameter = value_type.partition(":")
    if kind == "integer":
        return int(text)
    if kind == "decimal":
        whole, _, digits = text.removeprefix("-").partition(".")
        if not (whole + digits).isdigit() or len(digits) > int(parameter or 2):
            raise ValueError(text)
        return text
    if kind == "boolean":
        return {**TRUTH, "": None}[text.lower()] if text.lower() in TRUTH else _refuse(text)
    if kind == "code" and text not in compiled["code_lists"][parameter]["codes"]:
        raise ValueError(text)
    if kind == "date":
        return date.fromisoformat(text).isoformat()
    return text.split() if kind in {"codes", "rank"} else text


def _refuse(text: str) -> Any:
    raise ValueError(text)
