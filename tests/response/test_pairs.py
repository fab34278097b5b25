"""Relations between members: a row for each other member, asked once a pair, the other side inferred."""

from __future__ import annotations

from typing import Any

from engine.response import Interview
from tests.forms.read import answered, compiled, failing, interview


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
