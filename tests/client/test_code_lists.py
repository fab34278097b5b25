"""Long code lists: every entry is found however people type it, by its groups, and as it was chosen lately."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.questionnaire.compile import compile_text
from tests.client.axe import violations
from tests.client.conftest import ROOT, begin, question, saved
from tests.client.office import Office
from tests.client.typed import plain, telex, vni

LISTS = ROOT / "forms/labour_force/code_lists"

REACHED = """async ([entries, queries]) => {
  const { CodeIndex } = await import(`/client/${document.documentElement.dataset.hash}/widgets/code_index.js`);
  const index = new CodeIndex(entries);
  const only = (entry) => ({ limit: 1, accepts: (found) => found === entry });
  const reaches = (entry, query) => index.search(query, only(entry)).found[0] === entry;
  return queries.filter(([entry, query]) => !reaches(entry, query)).map(([, query]) => query);
}"""
SEARCHED = """async ([entries, query]) => {
  const { CodeIndex } = await import(`/client/${document.documentElement.dataset.hash}/widgets/code_index.js`);
  return new CodeIndex(entries).search(query).found.map((entry) => entries[entry].code);
}"""
FOLDED = """async (texts) => {
  const { fold } = await import(`/client/${document.documentElement.dataset.hash}/widgets/fold.js`);
  return texts.map(fold);
}"""


def entries(name: str) -> list[dict[str, Any]]:
    """A code list of the labour force survey, as the index takes it."""
    with (LISTS / f"{name}.csv").open(encoding="utf-8") as file:
        return [{"code": row["code"], "names": [row["name_vi"]]} for row in csv.DictReader(file)]


@pytest.fixture(scope="session")
def places() -> dict[str, Any]:
    """Provinces, communes, occupations and a small tree of trades."""
    text = (ROOT / "tests/client/forms/places.json").read_text("utf-8")
    form = compile_text(text, lambda name: Path(LISTS.parent, name).read_text("utf-8")).form()
    return json.loads(json.dumps(form))  # type: ignore[no-any-return]


@pytest.fixture
def interview(page: Page, office: Office, places: dict[str, Any]) -> Page:
    return begin(page, office, places)


@pytest.mark.parametrize("name", ["commune", "occupation", "industry", "ethnic_group", "province"])
def test_every_entry_is_found_by_code_without_accents_and_in_the_keys_of_telex_and_vni(page: Page, name: str) -> None:
    listed = entries(name)
    queries: list[tuple[int, str]] = []
    for entry, one in enumerate(listed):
        label = one["names"][0]
        typed = {
            label,
            plain(label),
            telex(label),
            telex(label, late=True),
            vni(label),
            vni(label, late=True),
            one["code"],
        }
        queries += [(entry, query) for query in sorted(typed)]
    page.goto("/")
    assert page.evaluate(REACHED, [listed, queries]) == []


JOBS = [
    {"code": "7212", "names": ["Thợ hàn", "gò hàn", "hàn xì"]},
    {"code": "72", "names": ["Hàn thợ 7212"]},
    {"code": "08", "names": ["Kỹ thuật viên điện"]},
    {"code": "09", "names": ["Nghề nghiệp"]},
    {"code": "10", "names": ["Lái đò trên sông Đường"]},
    {"code": "11", "names": ["Bán hàn the"]},
]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("7212", ["7212", "72"]),
        ("72", ["72", "7212"]),
        ("thợ hàn", ["7212", "72"]),
        ("han", ["7212", "72", "11"]),
        ("han xi", ["7212"]),
        ("go", ["7212"]),
        ("vien dien", ["08"]),
        ("uat", ["08"]),
        ("nghe65", ["09"]),
        ("nghe6f", ["09"]),
        ("dduongwf", ["10"]),
        ("ddof", ["10"]),
        ("nghhe", ["09"]),
        ("nghiep nhge", ["09"]),
        ("thuta", ["08"]),
        ("xyz", []),
        ("  ", []),
    ],
)
def test_the_best_comes_first(page: Page, query: str, first: list[str]) -> None:
    page.goto("/")
    assert page.evaluate(SEARCHED, [JOBS, query]) == first


def test_accents_go_and_letters_of_other_scripts_stay(page: Page) -> None:
    page.goto("/")
    texts = ["Đường  Ươm-giống", "Đu\u031bo\u031b\u0300ng", "H'Leo", "한국 12", "𝐱 ß"]
    assert page.evaluate(FOLDED, texts) == ["duong uom giong", "duong", "h leo", "한국 12", "𝐱 ß"]


def test_a_code_is_reached_by_going_down_its_groups(interview: Page) -> None:
    work = question(interview, "work")
    expect(work.locator("[data-group]")).to_have_count(2)
    work.locator("[data-group='7']").click()
    expect(work.locator(".tile input")).to_have_count(1)  # the group itself can be chosen
    work.locator("[data-group='72']").click()
    assert work.locator(".tile .words").all_inner_texts()[1].split("\n") == ["Thợ hàn", "Thợ kim loại › Thợ"]
    work.locator("[data-up='72']").click()
    work.locator("[data-group='72']").click()
    work.locator("input[value='7212']").check()
    expect(work.locator(".tile")).to_have_count(1)
    saved(interview)


def test_synonyms_of_a_list_find_its_codes(interview: Page) -> None:
    work = question(interview, "work")
    work.locator("input[type=search]").fill("han xi")
    expect(work.locator(".tile .words").first).to_contain_text("Thợ hàn")


def test_groups_may_come_from_another_list(interview: Page) -> None:
    born = question(interview, "born")
    expect(born.locator("[data-group]")).to_have_count(34)
    born.locator("[data-group='01']").click()
    expect(born.locator(".tile input").first).to_be_focused()
    born.locator("input[type=search]").fill("ba dinh")
    expect(born.locator(".tile .above").first).to_have_text("Thành phố Hà Nội")


def test_a_question_offers_only_what_its_filter_lets_through(interview: Page) -> None:
    here = question(interview, "here")
    expect(here.locator(".tile")).to_have_count(0)
    place = question(interview, "place")
    place.locator("input[type=search]").fill("ha noi")
    place.locator("input[type=radio]").first.check()
    expect(here.locator("[data-group]")).to_have_count(1)
    here.locator("input[type=search]").fill("phuong")
    assert set(here.locator(".tile .above").all_inner_texts()) == {"Thành phố Hà Nội"}


def test_what_was_chosen_lately_comes_first(interview: Page) -> None:
    born = question(interview, "born")
    born.locator("input[type=search]").fill("00025")
    born.locator("input[value='00025']").check()
    born.get_by_role("button", name="Chọn lại").click()
    expect(born.locator(".tile").first).to_contain_text("Giảng Võ")


def test_several_of_a_long_list_are_kept_on_top(interview: Page) -> None:
    others = question(interview, "others")
    for code in ("0210", "9629"):
        others.locator("input[type=search]").fill(code)
        others.locator(f"input[value='{code}']").check()
    others.locator("input[type=search]").fill("")
    assert [others.locator("input[type=checkbox]").nth(n).is_checked() for n in range(3)] == [True, True, False]


def test_the_groups_and_results_are_open_to_all(interview: Page) -> None:
    question(interview, "work").locator("[data-group='7']").click()
    question(interview, "born").locator("input[type=search]").fill("ba dinh")
    assert violations(interview) == []
