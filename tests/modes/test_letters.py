"""Letters to respondents in a real browser: the QR code is read from what is printed, and opens the questionnaire."""

from __future__ import annotations

import base64
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.conftest import PASSWORD
from tests.modes.conftest import Server
from tests.modes.field import Field

Device = Callable[..., Page]
A4 = (int((210 - 2 * 12) / 25.4 * 96), int((297 - 2 * 12) / 25.4 * 96))
"""What the margins leave of the paper, in the pixels of CSS."""
MILLIMETRE = 96 / 25.4

READ = """async (png) => {
  const base = `/client/${document.documentElement.dataset.hash}`;
  const { openReader } = await import(`${base}/widgets/barcode_reader.js`);
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  // the reader looks at a camera's film; a picture that stands still has its size under other names
  Object.assign(image, { videoWidth: image.naturalWidth, videoHeight: image.naturalHeight });
  const reader = await openReader();
  const text = await reader.read(image);
  reader.close();
  return text;
}"""

BOX = """(svg, path) => {
  const { x, y, width, height } = svg.querySelector(path).getBBox();
  return { x, y, width, height };
}"""


def print_letters(page: Page, language: str = "English") -> None:
    """As a supervisor: make codes for all that may have one, and open the page to print."""
    page.goto("/admin/")
    page.get_by_role("button", name=language).click()
    page.locator("[name=name]").fill("supervisor")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".navigation").wait_for()
    page.goto("/admin/assignments/codes")
    page.locator("[name=all]").check()
    page.locator("[name=step][value=print]").click()
    page.locator(".letter").first.wait_for()


def read(page: Page, picture: bytes) -> str | None:
    """What the client's own reader finds in a picture."""
    page.goto("/")
    page.locator("#name, #code").first.wait_for()
    found: str | None = page.evaluate(READ, base64.b64encode(picture).decode())
    return found


def test_the_qr_code_of_a_printed_letter_opens_the_questionnaire_of_its_household(
    field: Field, device: Device, server: Server
) -> None:
    office = device(*A4)
    print_letters(office)
    office.emulate_media(media="print")
    letter = office.locator(".letter", has_text="Household self")
    code = letter.locator(".code").inner_text()
    expect(letter).to_contain_text(f"http://127.0.0.1:{server.port}/r")
    phone = device()
    address = read(phone, letter.screenshot())
    assert address == f"http://127.0.0.1:{server.port}/#/code/{code}"
    asked: list[str] = []
    fresh = device()
    fresh.on("request", lambda request: asked.append(request.url))
    fresh.goto(address)
    expect(fresh.get_by_text("For: Household self")).to_be_visible()
    assert code not in fresh.url
    assert not [url for url in asked if code in url.split("#")[0]]


def test_the_code_of_the_address_stands_in_its_field_when_it_cannot_be_tried(
    field: Field, device: Device, server: Server
) -> None:
    page = device()
    page.goto("/r")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    code = field.code()
    server.stop()
    page.goto("about:blank")
    page.goto(f"http://127.0.0.1:{server.port}/#/code/{code}")
    expect(page.get_by_label("Code")).to_have_value(code)
    expect(page.get_by_role("alert")).not_to_be_empty()


def test_every_letter_has_its_own_code_large_enough_on_paper_with_its_margin(field: Field, device: Device) -> None:
    office = device(*A4)
    print_letters(office)
    office.emulate_media(media="print")
    letters = office.locator(".letter")
    assert letters.count() == 4
    read_from = device()
    pictures = [(one.locator(".code").inner_text(), one.screenshot()) for one in letters.all()]
    assert [(read(read_from, picture) or "").rsplit("/", 1)[-1] for _, picture in pictures] == [
        code for code, _ in pictures
    ]
    for one in letters.locator("svg").all():
        box = one.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 22 * MILLIMETRE
        modules = int(one.evaluate("svg => svg.viewBox.baseVal.width"))
        dark = one.evaluate(BOX, "path[stroke]")
        assert (dark["x"], dark["x"] + dark["width"]) == (4, modules - 4)
        assert one.evaluate(BOX, "path[fill]")["width"] == modules
    assert office.evaluate("document.documentElement.scrollWidth") <= A4[0]
