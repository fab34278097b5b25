"""Relations between members: a row for each other member, asked once a pair, the other side inferred."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.questionnaire import compile_text
from engine.response import Interview
from engine.response.form import Form
from tests.forms.read import Clock, answered, compiled, failing, interview
from tests.response.actions import look

REACH = compile_text((Path(__file__).parent / "reach.json").read_text("utf-8")).form()
"""Every way in which the row of a pair comes to a cell of another member or pair."""


def family(*members: tuple[str, str, int]) -> tuple[Interview, list[str]]:
    """An interview with members given by name, sex and age; the paths of their rows."""
    asked = interview("kinship")
    paths = []
    for name, sex, age in members:
        path = f"people[{asked.add_row('people')}]"
        for question, value in (("name", name), ("sex", sex), ("age", age)):
            asked.answer(f"{path}.{question}", value)
        paths.append(path)
    return asked, paths


def tie(one: str, other: str, what: str = "tie") -> str:
    """The path of what is said of one member towards another."""
    return f"{one}.ties[{other.removeprefix('people[').removesuffix(']')}].{what}"


THREE = (("Lan", "2", 40), ("Nam", "1", 42), ("Bé", "2", 6))


def test_each_member_has_a_row_for_each_other_and_each_pair_is_asked_once() -> None:
    asked, (lan, nam, be) = family(*THREE)
    assert [asked.rows(f"{one}.ties") for one in (lan, nam, be)] == [
        [f"{one}.ties[{other[7:-1]}]" for other in (lan, nam, be) if other != one] for one in (lan, nam, be)
    ]
    on_route = [
        (one, other)
        for one in (lan, nam, be)
        for other in (lan, nam, be)
        if one != other and asked.on_route(tie(one, other))
    ]
    assert on_route == [(nam, lan), (be, lan), (be, nam)]


def test_the_other_side_follows_from_the_inverse() -> None:
    asked, (lan, nam, be) = family(*THREE)
    asked.answer(tie(nam, lan), "1")
    changed = asked.answer(tie(be, lan), "2")
    assert tie(lan, be, "kin") in changed
    sides = ((nam, lan), (lan, nam), (be, lan), (lan, be), (be, nam))
    assert [asked.value(tie(*one, "kin")) for one in sides] == ["1", "1", "2", "3", None]


def test_the_text_names_both() -> None:
    asked, (lan, nam, _) = family(*THREE)
    assert asked.text(tie(nam, lan), "label") == "Nam là gì của Lan?"
    assert asked.row_label(tie(nam, lan).removesuffix(".tie")) == "Lan"
    asked.answer(f"{lan}.name", "Liên")
    assert asked.row_label(tie(nam, lan).removesuffix(".tie")) == "Liên"


def test_impossible_relations_fail_where_they_stand() -> None:
    asked, (lan, nam, be) = family(("Lan", "2", 40), ("Hòa", "2", 15), ("Bé", "2", 6))
    asked.answer(tie(be, lan), "2")
    assert failing(asked) == []
    asked.answer(tie(be, nam), "2")
    assert sorted(failing(asked)) == [f"older_child@{nam}.ties[{be[7:-1]}]", f"two_mothers@{be}"]
    asked.answer(tie(be, nam), "4")
    assert failing(asked) == []


def test_a_removed_member_takes_the_pairs_along_and_brings_them_back() -> None:
    asked, (lan, nam, be) = family(*THREE)
    asked.answer(tie(be, lan), "2")
    asked.answer(tie(nam, lan), "1")
    asked.remove_row(lan)
    assert asked.rows(f"{be}.ties") == [f"{be}.ties[{nam[7:-1]}]"]
    asked.restore_row(lan)
    assert asked.value(tie(be, lan)) == "2"
    assert asked.value(tie(lan, nam, "kin")) == "1"


def test_a_pair_that_changes_sides_keeps_its_answer_for_when_it_comes_back() -> None:
    asked, (lan, nam, _) = family(*THREE)
    asked.answer(tie(nam, lan), "1")
    asked.move_row(nam, None)
    assert asked.value(tie(nam, lan)) is None
    assert asked.cell(tie(nam, lan)).answer == "1"
    asked.move_row(nam, lan[7:-1])
    assert asked.value(tie(lan, nam, "kin")) == "1"


def test_devices_that_added_members_apart_come_to_the_same_pairs() -> None:
    tablet, (lan, nam) = family(*THREE[:2])
    phone = interview("kinship", events=tablet.events, device="phone")
    tablet.answer(tie(nam, lan), "1")
    be = f"people[{phone.add_row('people')}]"
    phone.answer(tie(be, nam), "2")
    old = f"people[{tablet.add_row('people')}]"
    tablet.answer(tie(old, lan), "3")
    before = list(tablet.events)
    tablet.receive(phone.events)
    phone.receive(before)
    for one in (tablet, phone):
        assert len(one.rows("people")) == 4
        assert all(len(one.rows(f"{member}.ties")) == 3 for member in one.rows("people"))
        assert [one.value(tie(*pair, "kin")) for pair in ((lan, nam), (nam, be), (lan, old))] == ["1", "3", "2"]
    assert tablet.rows("people") == phone.rows("people")


def test_answers_by_themselves_hold_the_pairs() -> None:
    people: list[dict[str, Any]] = [
        {"_id": "a", "name": "Lan", "age": 40, "sex": "2"},
        {"_id": "b", "name": "Bé", "age": 35, "ties": [{"_id": "a", "tie": "2"}]},
    ]
    view = answered("kinship", {"people": people})
    assert view.value("people[a].ties[b].kin") == "3"
    assert failing(view) == ["older_child@people[a].ties[b]"]


def test_the_rows_of_others_stand_in_the_compiled_form() -> None:
    items = compiled("kinship")["items"][0]["items"]
    ties = next(one for one in items if one["name"] == "family")["items"][0]
    assert ties["rows"] == {"kind": "others"}


STEPS = st.lists(
    st.tuples(st.sampled_from(("gave", "gave", "older", "why", "age", "owns", "rows")), *[st.integers(0, 99)] * 3),
    min_size=1,
    max_size=12,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_each_change_among_many_members_is_as_if_worked_out_from_scratch(steps: list[Any]) -> None:
    working = Interview.open(REACH, clock=Clock())
    for _ in range(6):
        working.add_row("people")
    for what, one, other, value in steps:
        before = look(working)["cells"]
        changed = set(take(working, what, one, other, value))
        fresh = look(Interview.open(REACH, events=working.events))
        assert look(working) == fresh
        if what != "rows":
            assert {path for path, cell in fresh["cells"].items() if before.get(path) != cell} <= changed


def take(working: Interview, what: str, one: int, other: int, value: int) -> list[str]:
    """One step: an answer of a member, or about a pair, or rows that come, go and move."""
    rows = working.rows("people")
    member = rows[one % len(rows)]
    if what == "rows":
        if value % 3 == 0:
            working.add_row("people")
            return []
        return working.remove_row(member) if value % 3 == 1 else working.move_row(member, None)
    if what in ("age", "owns"):
        return working.answer(f"{member}.{what}", value % 20 if what == "age" else "12"[value % 2])
    ties = working.rows(f"{member}.ties")
    answers = {"gave": value % 12, "older": value % 2 == 0, "why": f"because {value}"}
    return working.answer(f"{ties[other % len(ties)]}.{what}", answers[what])


@pytest.mark.parametrize(
    ("slot", "kind", "reach"),
    [("gave", "got", "mirror"), ("gave", "both", "mirror"), ("gave", "share", "mirror"), ("gave", "of_all", "any"),
     ("gave", "theirs", "any"), ("age", "there", "any"), ("age", "older", "other"), ("older", "why", "mirror")],
)  # fmt: skip
def test_an_answer_about_a_pair_runs_the_row_on_the_other_side_and_no_other(slot: str, kind: str, reach: str) -> None:
    form = Form.of(REACH)
    place = form.resolve(f"people[a].{'ties[b].' if slot in ('gave', 'older') else ''}{slot}")
    assert place is not None
    ties = form.scopes[place.scope.index if place.scope.name == "ties" else place.scope.children[0]]
    nodes = [one.index for one in form.nodes if (one.scope, one.slot) == (ties.index, ties.names[kind])]
    found = {
        one.pair for one in place.scope.slots[place.slot].dependents if one.node.index in nodes and len(one.down) == 2
    }
    assert found == {reach}
