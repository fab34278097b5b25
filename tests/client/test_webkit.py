"""An interview in WebKit, the engine of Safari: the same as in Firefox, and every kind of question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.client.office import Office, Server
from tests.client.sittings import interviewed_in_two_sittings, send, sign_in
from tests.client.webkit import webkit

TYPED = {"age": "34", "income": "1250,5", "name": "  Ước  ", "born": "22111990", "moved": "071999", "tag": "893850"}
PICKED = """((field) => {
  field.value = "05:30";
  field.dispatchEvent(new Event("change"));
})(document.querySelector("[data-path=wakes] input"))"""
ANSWERS = {
    "age": 34, "income": "1250.50", "name": "Ước", "born": "1990-11-22", "moved": "1999-07", "tag": "893850",
    "wakes": "05:30:00", "job": "02", "water": ["1", "3"], "best": ["3", "1"], "agrees": True,
}  # fmt: skip

OUT_OF_PLACE = """Array.from(document.querySelectorAll(".question")).filter((question) => {
  const box = (element) => element.getBoundingClientRect();
  const seen = (places) => Array.from(question.querySelectorAll(places), box).filter(({ width }) => width > 1);
  const within = ({ top, bottom }, around) => top >= around.top && bottom <= around.bottom;
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  const tools = seen(".tools .icon");
  const others = seen(":is(input, button, .asks .words):not(.tools *, details:not([open]) *)");
  return !others.every((other) => within(other, box(question)) && tools.every((tool) => apart(tool, other)));
}).map(({ dataset }) => dataset.path).join(" ")"""
"""Questions whose words or controls lie outside their card, or under its tools."""


def test_an_interview_in_webkit_outlives_its_killing_without_a_network_and_is_sent(
    tmp_path: Path, office: Office, server: Server, household: dict[str, Any]
) -> None:
    interviewed_in_two_sittings(webkit, tmp_path, office, server, household, second_copy=False)


def test_every_kind_of_question_lies_in_its_card_and_takes_answers_in_webkit(
    tmp_path: Path, office: Office, server: Server, every_kind: dict[str, Any]
) -> None:
    office.hand_out(every_kind, {"household": "001"})
    with webkit(tmp_path) as page:
        sign_in(page, server)
        for path, typed in TYPED.items():
            page.fill(f"[data-path={path}] input", typed)
        page.run(PICKED)
        page.fill("[data-path=job] input[type=search]", "02")
        page.until("document.querySelector('[data-path=job] input[type=radio]')?.value === '02'")
        page.click("[data-path=job] input[type=radio]")
        for which in (2, 0):
            page.click("[data-path=water] input", which)
            page.click("[data-path=best] .tiles button", which)
        page.click("[data-path=agrees] input")
        assert page.run(OUT_OF_PLACE) == ""
        page.sees(".saving.saved")
        send(page)
    assert office.answers() == ANSWERS
