"""Barcodes before the camera of a browser that has no reader of its own, under the policy that the server sends."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Response
from playwright.sync_api import Page, Playwright, expect

from engine.app import SECURITY_HEADERS
from offline_client import pages
from tests.client.codes import ean13, film, qr
from tests.client.conftest import (
    CAMERA,
    ROOT,
    begin,
    compiled,
    in_hand,
    question,
    saved,
    sign_in,
    start,
    to_list,
    unlock,
)
from tests.client.office import Office, Server
from tests.client.tablet import ARGUMENTS, CHROMIUM

METER = "Công tơ số 0123"
FILES = pages.EXTRAS["barcode"]
KEPT = """async (files) => {
  const base = `/client/${document.documentElement.dataset.hash}`;
  return (await Promise.all(files.map((file) => caches.match(`${base}/${file}`)))).every(Boolean);
}"""

Before = Callable[[list[bytes], int], Page]


@pytest.fixture(scope="module")
def tagged() -> dict[str, Any]:
    return compiled(ROOT / "tests/client/forms/tagged.json")


@pytest.fixture
def before(playwright: Playwright, server: Server, tmp_path: Path) -> Iterator[Before]:
    """Opens a page on a phone whose camera sees a code."""
    server.app.after_request(with_policy)
    with ExitStack() as open_things:

        def page_before(modules: list[bytes], scale: int) -> Page:
            seen = f"--use-file-for-fake-video-capture={film(modules, tmp_path / 'film.y4m', scale)}"
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *CAMERA, seen])
            open_things.callback(browser.close)
            context = open_things.enter_context(in_hand(browser, server))
            context.grant_permissions(["camera"], origin=server.url)
            return context.new_page()

        yield page_before


def wait_until_kept(page: Page) -> None:
    """Wait until the reader is on the device."""
    for _ in range(300):
        if page.evaluate(KEPT, list(FILES)):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the reader was not kept")


def with_policy(response: Response) -> Response:
    """The headers of the real server."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def test_a_qr_code_is_read_without_a_network(
    before: Before, office: Office, server: Server, tagged: dict[str, Any]
) -> None:
    page = before(qr(unicodedata.normalize("NFD", METER)), 7)
    office.hand_out(tagged, {"household": "001"}, label="Hộ 001")
    sign_in(page)
    assert page.evaluate("'BarcodeDetector' in globalThis") is False
    page.evaluate("navigator.serviceWorker.ready")
    wait_until_kept(page)
    server.stop()
    page.reload()
    unlock(page)
    start(page)
    question(page, "tag").get_by_role("button", name="Quét bằng máy ảnh").click()
    expect(question(page, "tag").get_by_role("textbox")).to_have_value(METER)
    expect(question(page, "tag").get_by_text(f"Đã đọc: {METER}")).to_be_visible()
    expect(question(page, "tag").locator("video")).to_be_hidden()
    assert page.evaluate(
        "document.querySelector('video').srcObject.getTracks().every((one) => one.readyState === 'ended')"
    )
    saved(page)
    server.start()
    to_list(page)
    page.locator(".sync .button").click()
    page.wait_for_selector('[data-unsent="0"]')
    assert office.answers()["tag"] == METER


def test_a_code_of_lines_is_read_and_can_be_put_right_by_hand(
    before: Before, office: Office, tagged: dict[str, Any]
) -> None:
    page = before(ean13("8934563138165"), 4)
    begin(page, office, tagged)
    question(page, "tag").get_by_role("button", name="Quét bằng máy ảnh").click()
    box = question(page, "tag").get_by_role("textbox")
    expect(box).to_have_value("8934563138165")
    box.fill("8934563138166")
    box.press("Tab")
    saved(page)
    page.reload()
    unlock(page)
    expect(box).to_have_value("8934563138166")


def test_a_reader_that_could_not_be_fetched_is_said_keeps_nothing_back_and_comes_with_the_next_sync(
    before: Before, office: Office, server: Server, tagged: dict[str, Any]
) -> None:
    page = before(qr(METER), 7)
    page.context.route("**/*.wasm", lambda route: route.abort())
    office.hand_out(tagged, {"household": "001"})
    sign_in(page)
    page.evaluate("navigator.serviceWorker.ready")  # the shell is whole without it
    server.stop()
    page.reload()
    unlock(page)
    start(page)
    question(page, "tag").get_by_role("button", name="Quét bằng máy ảnh").click()
    expect(question(page, "tag").get_by_text("Bộ đọc mã chưa có trên máy này")).to_be_visible()
    question(page, "tag").get_by_role("textbox").fill("A-17")
    question(page, "tag").get_by_role("textbox").press("Tab")
    saved(page)
    server.start()
    page.context.unroute_all()
    to_list(page)
    page.locator(".sync .button").click()
    wait_until_kept(page)
    assert office.answers()["tag"] == "A-17"


def test_a_newer_client_brings_the_reader_of_the_one_before_along(
    before: Before, office: Office, server: Server, tagged: dict[str, Any]
) -> None:
    page = before(qr(METER), 7)
    office.hand_out(tagged, {"household": "001"})
    sign_in(page)
    page.evaluate("navigator.serviceWorker.ready")
    wait_until_kept(page)
    page.reload()
    unlock(page)
    with server.app.app_context():
        new = pages.Assets("f" * 16, pages.current_assets().files)
        server.app.extensions["offline_client"] = new
    office.refuse_token = True  # nothing is pulled any more, so that only the worker can have kept it
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    page.wait_for_selector(f"html[data-hash={new.hash}]", state="attached")
    assert page.evaluate(KEPT, list(FILES))


def test_the_reader_is_no_burden_where_no_form_asks_for_codes(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"})
    sign_in(page)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_selector('[data-sync="idle"]')
    cached = page.evaluate(
        "caches.keys().then(async ([name]) => (await (await caches.open(name)).keys()).map(({url}) => url))"
    )
    assert len(cached) > 50
    assert not [url for url in cached if url.endswith(FILES)]
