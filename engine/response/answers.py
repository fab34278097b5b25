"""Answers as a nested JSON object (RESPONSE.json) to an interview that can be asked, without a log of events.

`{"form": ID, "answers": {"size": 3, "people": [{"_id": "k3x9qa", "age": 34, "income": {"missing": "refused"}}]}}`, and
beside `answers` optionally `preload`, `unit`, `previous` and `reference_date`, as in the event `open`. Sections may be
nested objects or left out: names are unique in their roster. All mistakes are found at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.edits.failures import Severities
from engine.errors import Finding, ResponseError
from engine.response.events import Event
from engine.response.fold import Cell, LogState
from engine.response.form import Form, ScopeForm, Slot
from engine.response.mistakes import finding
from engine.response.paths import cell_path, row_path
from engine.response.propagate import propagation_of
from engine.response.values import BadValue, internal, read_value
from engine.response.view import View

MEMBERS = ("form", "version", "answers", "preload", "unit", "previous", "reference_date")


def view_of_answers(
    compiled: Mapping[str, Any] | Form,
    response: Any,
    *,
    today: str | None,
    language: str | None = None,
    severities: Severities | None = None,
) -> View:
    """The interview that the answers make. `today` is the reference date where neither response nor form has one;
    None: it is not known.

    Nothing is added: no defaults, no first rows. Raises ResponseError with every answer that does not fit the form,
    its finding at a JSON pointer into the response.
    """
    form = Form.of(compiled)
    log = _Reader(form).read(response, today)
    return View(form, language, log, propagation_of(form, log), severities or {})


class _Reader:
    def __init__(self, form: Form) -> None:
        self._form = form
        self._log = LogState(form)
        self._findings: list[Finding] = []

    def read(self, response: Any, today: str | None) -> LogState:
        if not isinstance(response, dict) or not isinstance(response.get("answers"), dict):
            raise ResponseError([finding("answers_missing", "", "A response is an object with an object 'answers'.")])
        form = self._form.compiled["id"]
        if response.get("form", form) != form:
            message = f"These are answers of '{response['form']}', and the questionnaire is '{form}'."
            self._findings.append(finding("other_form", "/form", message))
        self._open(response, today)
        self._scope(response["answers"], self._form.scopes[0], "", "/answers")
        if self._findings:
            raise ResponseError(self._findings)
        return self._log

    def _open(self, response: Mapping[str, Any], today: str | None) -> None:
        date = response.get("reference_date") or self._form.compiled.get("reference_date") or today
        if date is not None:
            self._check("date", date, "/reference_date")
        members = {"form": self._form.compiled["id"], "reference_date": date, "previous": response.get("previous")}
        for name in ("preload", "unit"):
            given = response.get(name) or {}
            members[name] = given
            for slot in self._form.scopes[0].slots:
                if slot.is_preload and slot.is_unit_key == (name == "unit") and given.get(slot.name) is not None:
                    self._check(slot.type or "text", given[slot.name], f"/{name}/{slot.name}")
        self._log.opened = Event("open", "", 1, "", None, members)
        self._log.status = "open"

    def _check(self, value_type: str, outer: Any, pointer: str) -> None:
        if isinstance(outer, dict) and "missing" in outer:
            return
        try:
            internal(self._form, value_type, outer)
        except BadValue as wrong:
            self._findings.append(Finding(wrong.code, str(wrong), wrong.remedy, pointer))

    def _scope(self, answers: Mapping[str, Any], scope: ScopeForm, row: str, pointer: str) -> None:
        for name, value in answers.items():
            if name == "_id":
                continue
            number = scope.names.get(name)
            if number is not None and scope.slots[number].is_answered:
                self._answer(value, scope.slots[number], row, pointer)
                continue
            place = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            if number is None or scope.slots[number].is_preload:
                where = f"the rows of '{scope.name}' have" if scope.name else "the questionnaire has"
                self._findings.append(finding("unknown_property", place, f"No question: {where} no '{name}'."))
            else:
                self._member(value, scope, scope.slots[number], row, place)

    def _member(self, value: Any, scope: ScopeForm, slot: Slot, row: str, pointer: str) -> None:
        if value is None:
            return
        if slot.roster >= 0:
            self._rows(value, slot, cell_path(row, slot.name), pointer)
        elif slot.type is None and isinstance(value, dict):
            self._scope(value, scope, row, pointer)
        else:
            self._findings.append(finding("not_answerable", pointer, f"'{slot.name}' takes no answer."))

    def _answer(self, value: Any, slot: Slot, row: str, pointer: str) -> None:
        if value is None:
            return
        try:
            read, reason = read_value(self._form, slot, value)
        except BadValue as wrong:
            self._findings.append(Finding(wrong.code, str(wrong), wrong.remedy, f"{pointer}/{slot.name}"))
            return
        self._log.answers_of(row)[slot.slot] = Cell(read, reason, "collected", None)

    def _rows(self, value: Any, slot: Slot, roster: str, pointer: str) -> None:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self._findings.append(finding("rows_not_listed", pointer, f"'{slot.name}' is a roster."))
            return
        seen: set[str] = set()
        for number, row in enumerate(value):
            row_id = str(row.get("_id", number + 1))
            if row_id in seen:
                message = f"The id '{row_id}' stands twice in '{slot.name}'."
                self._findings.append(finding("duplicate_row", f"{pointer}/{number}/_id", message))
            seen.add(row_id)
            self._known_row(slot, row_id, f"{pointer}/{number}")
            if slot.rows_kind == "added" and row_id not in self._log.rows_of(roster).order:
                self._log.rows_of(roster).order.append(row_id)
            self._scope(row, self._form.scopes[slot.roster], row_path(roster, row_id), f"{pointer}/{number}")

    def _known_row(self, slot: Slot, row_id: str, pointer: str) -> None:
        """Rows of a code list have its codes as ids; those of a count and a selection may come later."""
        if slot.rows_kind == "codes" and slot.item is not None:
            name = slot.item.rows.codes
            if row_id not in self._form.lists[name].positions:
                message = f"'{row_id}' is no code of the list '{name}', whose codes are the rows of '{slot.name}'."
                self._findings.append(finding("unknown_row", f"{pointer}/_id", message, "Give a code of the list."))
