"""What XLSForms compute from beyond the answers, and what they read by place: given, joined, looked up, drawn."""

from __future__ import annotations

from engine.response import Interview
from tests.forms.read import Clock
from tests.interchange.sheets import codes, compiled, form, item

HEAD = ["type", "name", "label", "relevant", "calculation", "choice_filter"]
CHOICES = [
    ["list_name", "name", "label", "town"],
    ["crop", "rice", "Rice", ""],
    ["crop", "maize", "Maize", ""],
    ["crop", "tea", "Tea", ""],
    ["street", "1", "Lake street", "north"],
    ["street", "1", "Market street", "south"],
    ["street", "2", "Hill street", "south"],
]


def interview(made: object) -> Interview:
    return Interview.open(compiled(made).form(), device="tablet", user="lan", clock=Clock())  # type: ignore[arg-type]


def test_the_nth_of_several_choices_is_read_by_its_place() -> None:
    made = form([HEAD, ["select_multiple crop", "m", "M"], ["calculate", "first", "", "", "selected-at(${m}, 0)"],
                 ["begin repeat", "r", "R"], ["calculate", "here", "", "", "selected-at(${m}, position(..) - 1)"],
                 ["text", "t", "T"], ["end repeat"]], CHOICES)  # fmt: skip
    assert item(made, "first")["calculation"] == "first_selected(m)"
    assert item(made, "here")["calculation"] == "nth_selected(m, position())"
    running = interview(made)
    running.answer("m", ["maize", "tea"])
    rows = [running.add_row("r") for _ in range(3)]
    assert [running.value(f"r[{row}].here") for row in rows] == ["maize", "tea", None]


def test_texts_of_rows_are_joined_and_taken_apart_again() -> None:
    made = form([HEAD, ["begin repeat", "r", "R"], ["text", "name", "N"], ["end repeat"],
                 ["calculate", "all", "", "", "join(' ', ${name})"],
                 ["calculate", "second", "", "", "selected-at(${all}, 1)"],
                 ["calculate", "n", "", "", "count-selected(${all})"],
                 ["text", "t", "T", "selected(${all}, 'lan')"]])  # fmt: skip
    assert item(made, "all")["calculation"] == "join(r.name, ' ')"
    assert {one.code for one in made.findings} == {"expression_differs"}
    running = interview(made)
    assert running.value("n") == 0
    for name in ("an", "lan"):
        running.answer(f"r[{running.add_row('r')}].name", name)
    assert [running.value(one) for one in ("all", "second", "n")] == ["an lan", "lan", 2] and running.on_route("t")


def test_rows_for_which_a_condition_holds_are_summed_and_counted() -> None:
    made = form([HEAD, ["begin repeat", "r", "R"], ["integer", "n", "N"], ["calculate", "big", "", "", "${n} > 2"],
                 ["end repeat"], ["calculate", "s", "", "", "sum-if(${n}, ${n} > 1)"],
                 ["calculate", "c", "", "", "count-if(${n}, ${n} > 1)"],
                 ["calculate", "b", "", "", "sum(${big})"]])  # fmt: skip
    running = interview(made)
    for number in (1, 2, 3):
        running.answer(f"r[{running.add_row('r')}].n", number)
    assert [running.value(one) for one in ("s", "c", "b")] == [5, 2, 1]


def test_once_is_the_value_itself_and_says_so() -> None:
    made = form([HEAD, ["integer", "a", "A"], ["calculate", "b", "", "", "once(${a})"],
                 ["calculate", "day", "", "", "once(today())"], ["note", "n", "${b} ${day}"]])  # fmt: skip
    assert item(made, "b")["calculation"] == "a" and item(made, "day")["calculation"] == "today()"
    assert [(one.code, one.place.row) for one in made.findings] == [("expression_differs", 3)]


def test_a_random_draw_is_given_with_the_assignment() -> None:
    made = form([HEAD, ["calculate", "arm", "", "", "int(once(random()) * 3) + 1"], ["note", "n", "Arm ${arm}"]])
    assert made.document["preload"] == [{"name": "arm_random", "type": "decimal", "decimals": 6}]
    found = [one for one in made.findings if one.code == "expression_differs"]
    assert len(found) == 1 and "give arm_random" in found[0].message
    running = Interview.open(
        compiled(made).form(), device="tablet", user="lan", clock=Clock(), open={"preload": {"arm_random": 0.7}}
    )
    assert running.value("arm") == 3


def test_what_the_log_records_anyway_is_left_to_it_where_nothing_reads_it() -> None:
    made = form([HEAD, ["calculate", "begun", "", "", "once(format-date-time(now(), '%H:%M'))"], ["text", "a", "A"],
                 ["calculate", "device", "", "", "device-info()"], ["calculate", "long", "", "", "duration()"],
                 ["note", "n", "N", "${long} > 60"]])  # fmt: skip
    assert [one["name"] for one in made.document["items"]] == ["a", "long", "n"]
    assert [one.place.row for one in made.findings if one.code == "type_metadata"] == [2, 4]
    assert "expression_not_carried" in codes(made)


def test_data_pulled_for_a_row_is_that_of_the_last_round() -> None:
    made = form([HEAD, ["begin repeat", "people", "P"],
                 ["calculate", "job", "", "", "pulldata('hh', 'job', 'id', ${id})"],
                 ["text", "id", "Id", "${job} = 'farmer'"], ["end repeat"],
                 ["calculate", "head", "", "", "coalesce(pulldata('hh', 'head', 'id', 'x'), 'nobody')"],
                 ["note", "n", "${head}"]])  # fmt: skip
    assert item(made, "job") == {"name": "job", "type": "text", "calculation": "previous(job)"}
    assert made.document["preload"] == [{"name": "head_head", "type": "text"}]
    running = Interview.open(
        compiled(made).form(),
        device="tablet",
        user="lan",
        clock=Clock(),
        open={"previous": {"people[p1].job": "farmer"}},
    )
    assert running.value("people[p1].job") == "farmer" and running.on_route("people[p1].id")
    assert {"type_preloaded", "expression_differs"} <= codes(made)


def test_data_of_the_file_that_has_the_choices_is_an_attribute_of_the_code() -> None:
    made = form([HEAD, ["select_one_from_file towns.csv", "t", "T"],
                 ["calculate", "size", "", "", "pulldata('towns', 'people', 'name', ${t})"]],
                files={"towns.csv": "name,label,people\nhn,Hà Nội,8\nhp,Hải Phòng,2\n"})  # fmt: skip
    assert item(made, "size")["calculation"] == "t.people" and not made.findings
    compiled(made)


def test_choices_with_one_name_are_all_carried_and_expressions_mean_each() -> None:
    made = form([HEAD, ["select_one street", "s", "S", "", "", "town = ${place}"], ["text", "place", "W"],
                 ["text", "t", "T", "${s} = '1'"], ["calculate", "id", "", "", "concat(${place}, '/', ${s})"],
                 ["select_multiple street", "m", "M", "", "", "name != ${s}"],
                 ["text", "u", "U", "selected(${m}, '1')"]], CHOICES)  # fmt: skip
    listed = made.document["code_lists"]["street"]
    assert [(one["code"], one["attributes"]["name"]) for one in listed] == [("1", "1"), ("1_2", "1"), ("2", "2")]
    assert codes(made) - {"list_not_used"} == {"choice_renamed"}
    running = interview(made)
    running.answer("place", "south")
    running.answer("s", "1_2")
    assert running.on_route("t") and running.value("id") == "south/1" and not running.failures()
    running.answer("m", ["1_2"])
    assert running.on_route("u") and [one["edit"] for one in map(as_json, running.failures())] == ["m:choice"]


def as_json(failure: object) -> dict[str, object]:
    return failure.as_json()  # type: ignore[attr-defined, no-any-return]


def test_the_label_of_a_written_code_is_its_text() -> None:
    made = form([HEAD, ["select_one crop", "c", "C"],
                 ["calculate", "best", "", "", "if(${c} = 'tea', jr:choice-name('tea', '${c}'), 'none')"],
                 ["note", "n", "${best}"]], CHOICES)  # fmt: skip
    assert "'Tea'" in item(made, "best")["calculation"] and codes(made) - {"list_not_used", "choice_renamed"} == {
        "expression_differs"
    }
