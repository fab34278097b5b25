"""`phieu check`, `compile`, `evaluate` and `edit`: output for people and for programs, and exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from engine.cli import main
from tests.forms.read import FOLDER, compiled

FORM = str(FOLDER / "roster.json")


def json_of(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def wrong_form(tmp_path: Path) -> str:
    path = tmp_path / "wrong.json"
    text = (FOLDER / "roster.json").read_text("utf-8")
    path.write_text(text.replace("age >= 15", "agee >= 15").replace("hours <= 84", "hours <= 'x'"), "utf-8")
    return str(path)


def response(tmp_path: Path, answers: Any, **more: Any) -> str:
    path = tmp_path / "response.json"
    path.write_text(json.dumps({"form": "roster", "version": "1", "answers": answers, **more}), "utf-8")
    return str(path)


def test_check_of_a_sound_form_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", FORM]) == 0
    assert capsys.readouterr().out.strip().endswith("no errors, no warnings.")


def test_check_shows_line_code_and_remedy_of_all_mistakes(wrong_form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", wrong_form]) == 1
    told = capsys.readouterr().out
    line = next(n for n, text in enumerate(Path(wrong_form).read_text("utf-8").splitlines(), 1) if "agee" in text)
    assert f"{wrong_form}:{line}:" in told
    assert "unknown_name" in told and "→" in told and "^^^^" in told
    assert "2 errors" in told


def test_check_as_json_has_pointer_span_line_and_column(wrong_form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", wrong_form, "--json"]) == 1
    told = json_of(capsys)
    assert (told["errors"], told["warnings"]) == (2, 0)
    assert {"code", "message", "remedy", "pointer", "span", "line", "column", "severity"} <= set(told["findings"][0])


def test_check_of_broken_json_names_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{\n  "id": "t"\n  "version": "1"\n}', "utf-8")
    assert main(["check", str(path)]) == 1
    assert f"{path}:3:3" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "no/such/form.json"]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["dance"], ["check"], ["evaluate", FORM]])
def test_wrong_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "usage: phieu" in capsys.readouterr().err


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in ("check", "compile", "evaluate", "edit"))


def test_compile_writes_the_same_bytes_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    assert [main(["compile", FORM, "-o", str(path)]) for path in (first, second)] == [0, 0]
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text("utf-8")) == compiled("roster")
    assert "sha256" in capsys.readouterr().out


def test_compile_writes_nothing_when_there_are_errors(wrong_form: str, tmp_path: Path) -> None:
    assert main(["compile", wrong_form, "-o", str(tmp_path / "out.json")]) == 1
    assert not (tmp_path / "out.json").exists()


def test_a_code_list_outside_the_folder_of_the_form_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "form").mkdir()
    (tmp_path / "outside.csv").write_text("code,name_vi,name_en,province\n1,x,x,01\n", "utf-8")
    (tmp_path / "form" / "commune.csv").symlink_to(tmp_path / "outside.csv")
    form = tmp_path / "form" / "form.json"
    form.write_text((FOLDER / "choices.json").read_text("utf-8"), "utf-8")
    assert main(["check", str(form)]) == 1
    assert "file_missing" in capsys.readouterr().out


PEOPLE = [
    {"_id": "ab12cd", "name": "Lan", "age": 34, "hours": 90},
    {"_id": "ef34gh", "age": 10, "hours": 5},
    {"_id": "ij56kl", "name": "Nam", "age": 40, "hours": {"missing": "dont_know"}},
]


def test_evaluate_prints_values_route_and_failures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", FORM, response(tmp_path, {"people": PEOPLE}), "--json"]) == 0
    told = json_of(capsys)
    assert told["values"]["size"] == 3
    assert told["values"]["people[ab12cd].hours"] == 90
    assert "people[ef34gh].hours" not in told["values"]
    assert "total_hours" not in told["values"]
    assert (told["on_route"]["people[ab12cd].hours"], told["on_route"]["people[ef34gh].hours"]) == (True, False)
    failures = {(one["edit"], one["path"]): one for one in told["failures"]}
    assert set(failures) == {("H1", "people[ab12cd]"), ("name:required", "people[ef34gh].name")}
    assert failures["H1", "people[ab12cd]"]["involved"] == ["people[ab12cd].hours"]
    assert failures["H1", "people[ab12cd]"]["message"] == "Lan làm 90 giờ?"
    assert ("H1", "people[ij56kl]", "unknown") in {
        (one["edit"], one["path"], one["outcome"]) for one in told["not_evaluated"]
    }


def test_evaluate_reads_a_compiled_form_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "compiled.json"
    path.write_text(json.dumps(compiled("roster")), "utf-8")
    given = response(tmp_path, {"people": PEOPLE})
    assert [main(["evaluate", form, given, "--json"]) for form in (FORM, str(path))] == [0, 0]
    first, second = capsys.readouterr().out.split("\n}\n", 1)
    assert json.loads(first + "}") == json.loads(second)


def test_evaluate_tells_people_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", FORM, response(tmp_path, {"people": PEOPLE})]) == 0
    told = capsys.readouterr().out
    assert "Failures (2)" in told and "not asked" in told


def test_evaluate_lists_every_answer_that_does_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = [
        {"_id": "a", "age": "old", "size": 1},
        {"_id": "a", "hours": {"missing": "asleep"}},
        {"_id": "b", "place": 1},
    ]
    given = response(tmp_path, {"people": people, "nothing": 1}, form="roster")
    assert main(["evaluate", FORM, given, "--json"]) == 1
    assert {(one["code"], one["pointer"]) for one in json_of(capsys)["findings"]} == {
        ("wrong_value", "/answers/people/0/age"),
        ("unknown_property", "/answers/people/0/size"),
        ("duplicate_row", "/answers/people/1/_id"),
        ("unknown_reason", "/answers/people/1/hours"),
        ("not_answerable", "/answers/people/2/place"),
        ("unknown_property", "/answers/nothing"),
    }


@pytest.mark.parametrize(
    "document", [[], {"answers": 3}, {"form": "other", "answers": {}}, {"answers": {"people": {}}}]
)
def test_evaluate_refuses_what_is_no_response_to_the_form(tmp_path: Path, document: Any) -> None:
    path = tmp_path / "response.json"
    path.write_text(json.dumps(document), "utf-8")
    assert main(["evaluate", FORM, str(path)]) == 1


def test_edit_writes_outcomes_failures_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "responses.jsonl"
    records = [{"id": "r1", "answers": {"people": PEOPLE}}, {"id": "r2", "answers": {"people": []}}]
    lines.write_text("\n".join(json.dumps(one) for one in records) + "\n", "utf-8")
    assert main(["edit", FORM, str(lines), "--engine", "python", "-o", str(tmp_path / "out"), "--json"]) == 0
    told = json_of(capsys)
    assert told == json.loads((tmp_path / "out" / "counts.json").read_text("utf-8"))
    assert told["edits"]["H1"] == {"pass": 0, "fail": 1, "unknown": 1, "not_applicable": 1, "error": 0}
    outcomes = pq.read_table(tmp_path / "out" / "outcomes.parquet").to_pylist()
    assert {"record": "r2", "edit": "A1", "path": "", "outcome": "fail"} in outcomes
    assert len(outcomes) == sum(sum(found.values()) for found in told["edits"].values())
    failures = pq.read_table(tmp_path / "out" / "failures.parquet").to_pylist()
    h1 = next(one for one in failures if one["edit"] == "H1")
    assert (h1["record"], h1["path"], json.loads(h1["values"])) == (
        "r1",
        "people[ab12cd]",
        {"people[ab12cd].hours": 90},
    )


def test_edit_lists_bad_records_and_checks_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "responses.jsonl"
    lines.write_text('{"answers": {"people": []}}\n{"answers": \n{"answers": {"nothing": 1}}\n', "utf-8")
    assert main(["edit", FORM, str(lines), "-o", str(tmp_path / "out"), "--json"]) == 1
    told = json_of(capsys)
    assert (told["records"], [one["line"] for one in told["unread"]]) == (1, [2, 3])


WITHOUT_PYSPARK = """
import sys


class WithoutPyspark:
    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] == "pyspark" else self.finder.find_spec(name, path, target)

    def __getattr__(self, name):
        return getattr(self.finder, name)


sys.meta_path[:] = [WithoutPyspark(finder) for finder in sys.meta_path]
"""
"""A `sitecustomize` under which no finder finds pyspark, whether or not it is installed."""


def without_pyspark(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of `phieu` in a process of its own: a pyspark lies on its path, and is hidden."""
    (tmp_path / "pyspark").mkdir()
    (tmp_path / "pyspark" / "__init__.py").write_text("")
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_PYSPARK)
    told = [sys.executable, "-c", "import sys; from engine.cli import main; sys.exit(main())", *words]
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])])
    return subprocess.run(told, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=False)


def test_an_engine_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    ended = without_pyspark(tmp_path, "edit", FORM, "x.jsonl", "--engine", "spark", "-o", str(tmp_path / "out"))
    assert ended.returncode == 2
    assert "pyspark is not in this installation" in ended.stderr
