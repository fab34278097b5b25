"""The designer's preview: the real runtime in a frame, keeping answers while the draft changes."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page

HOST = """async ({compiled}) => {
  document.body.replaceChildren(); globalThis.told = [];
  const hash = document.documentElement.dataset.hash;
  const frame = document.body.appendChild(document.createElement("iframe"));
  frame.id = "preview"; frame.style = "width:360px;height:700px";
  const ready = new Promise((done) => addEventListener("message", ({data}) => {
    told.push(data);
    if (data.type === "ready") done();
  }));
  frame.src = `/client/${hash}/preview.html`;
  await ready;
  globalThis.show = (compiled, language) =>
    frame.contentWindow.postMessage({type: "preview", compiled, language}, location.origin);
  show(compiled, "vi");
}"""


@pytest.fixture
def preview(page: Page, household: dict[str, Any]) -> FrameLocator:
    page.goto("/")
    page.evaluate(HOST, {"compiled": household})
    return page.frame_locator("#preview")


def test_the_preview_asks_what_the_enumerator_is_asked(preview: FrameLocator) -> None:
    preview.locator('[data-path="owns"] input').nth(1).check()
    preview.locator('[data-path="rent"] input').wait_for()


def test_answers_stay_while_the_draft_changes(page: Page, preview: FrameLocator, household: dict[str, Any]) -> None:
    preview.locator('[data-path="owns"] input').nth(1).check()
    preview.locator('[data-path="rent"] input').fill("77")
    preview.locator('[data-path="rent"] input').press("Tab")
    draft = copy.deepcopy(household)
    draft["texts"]["en"] = [
        text.replace("Monthly", "Weekly") if isinstance(text, str) else text for text in draft["texts"]["en"]
    ]
    draft["hash"] = "0" * 64
    page.evaluate("(compiled) => show(compiled, 'en')", draft)
    preview.locator('[data-path="rent"]', has_text="Weekly rent?").wait_for()
    assert preview.locator('[data-path="rent"] input').input_value() == "77"


def test_a_touched_question_is_told_to_the_designer(page: Page, preview: FrameLocator) -> None:
    preview.locator('[data-path="owns"] input').first.focus()
    page.wait_for_function("told.some(({type, path}) => type === 'focus' && path === 'owns')")
