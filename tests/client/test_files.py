"""Photos, recordings, signatures, files and walks, in a Chromium with made-up camera, microphone and positions.

What is said to be saved is there after a power cut; what is sent arrives whole, also over a line that breaks.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

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
    sync,
    to_list,
    unlock,
)
from tests.client.office import Office, Server
from tests.client.pictures import all_sent, give, picture, size_of
from tests.client.tablet import ARGUMENTS, CHROMIUM, Tablet
from tests.client.test_looks import SCREENS, fits

KEPT = "Đã lưu trên máy"


@pytest.fixture(scope="module")
def with_camera(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *CAMERA])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def form() -> dict[str, Any]:
    return compiled(ROOT / "tests/client/forms/files.json")


@pytest.fixture
def device(with_camera: Browser, server: Server) -> Iterator[BrowserContext]:
    with in_hand(with_camera, server) as context:
        context.grant_permissions(["geolocation", "camera", "microphone"], origin=server.url)
        yield context


@pytest.fixture
def interview(page: Page, office: Office, form: dict[str, Any]) -> Page:
    return begin(page, office, form)


def test_a_photo_is_made_small_turned_upright_shown_and_sent_whole(interview: Page, office: Office) -> None:
    give(interview, "front", picture(interview, 3000, 1500, tall=True))
    shown = question(interview, "front").locator("img.photo")
    assert shown.evaluate("(img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight])") == [800, 1600]
    expect(question(interview, "front").get_by_role("button", name="Xoá front.jpg")).to_be_visible()
    expect(question(interview, "front").get_by_text("Chụp lại")).to_be_visible()
    all_sent(interview)
    value = office.answers()["front"]
    data = office.files[value["sha256"]]
    assert (value["name"], value["media_type"], value["size"]) == ("front.jpg", "image/jpeg", len(data))
    assert hashlib.sha256(data).hexdigest() == value["sha256"]
    assert size_of(data) == (800, 1600)
    assert len(data) < 400_000
    assert b"Exif" not in data


def test_a_photo_is_taken_again_and_removed(interview: Page, office: Office) -> None:
    give(interview, "front", picture(interview, 300, 200))
    give(interview, "front", picture(interview, 200, 300))
    size = "(img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight])"
    assert question(interview, "front").locator("img.photo").evaluate(size) == [200, 300]
    question(interview, "front").get_by_role("button", name="Xoá front.jpg").click()
    expect(question(interview, "front").locator("img")).to_have_count(0)
    saved(interview)
    all_sent(interview)
    kinds = [one["type"] for one in office.events.values() if one.get("path") == "front"]
    assert sorted(kinds) == ["answer", "answer", "clear"]
    assert len(office.files) == 2


def test_what_is_no_picture_is_said_and_not_answered(interview: Page, office: Office) -> None:
    text = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    question(interview, "front").locator("input[type=file]").first.set_input_files([text])
    expect(question(interview, "front").locator(".file-status.problem")).to_contain_text("Không mở được ảnh")
    all_sent(interview)
    assert "front" not in office.answers()


def test_the_same_photo_twice_is_sent_once(interview: Page, office: Office) -> None:
    photo = picture(interview)
    give(interview, "front", photo)
    give(interview, "back", photo)
    all_sent(interview)
    answers = office.answers()
    assert answers["front"]["sha256"] == answers["back"]["sha256"]
    assert list(office.files) == [answers["front"]["sha256"]]
    assert sum(length for _, _, length in office.pieces) == answers["front"]["size"]


def test_an_upload_that_is_cut_goes_on_where_it_was_also_after_the_server_was_restarted(
    interview: Page, office: Office, server: Server
) -> None:
    tries = (number.to_bytes(4, "big") * 175_000 for number in range(10_000))
    data = next(one for one in tries if hashlib.sha256(one).hexdigest().startswith("00"))  # files go in this order
    office.cut_after = 2
    give(interview, "paper", {"name": "Sổ đỏ.pdf", "mimeType": "application/pdf", "buffer": data})
    give(interview, "front", picture(interview))
    to_list(interview)
    sync(interview)
    interview.wait_for_selector('[data-unsent="0"][data-files="2"]')
    expect(interview.locator(".sync [role=status] strong")).to_have_text("Đã gửi hết câu trả lời")
    expect(interview.locator(".sync")).to_contain_text("2 tệp chờ gửi")
    assert len(office.pieces) == 2
    server.stop()
    interview.wait_for_timeout(200)
    server.start()
    office.cut_after = None
    sync(interview)
    interview.wait_for_selector('[data-files="0"]')
    answers = office.answers()
    assert office.files[answers["paper"]["sha256"]] == data
    assert answers["paper"]["name"] == "Sổ đỏ.pdf"
    for value in answers.values():
        came = [(offset, length) for sha256, offset, length in office.pieces if sha256 == value["sha256"]]
        ends = [0, *(offset + length for offset, length in came)]
        assert [offset for offset, _ in came] == ends[:-1], "nothing is sent twice, nothing is left out"


def test_a_power_cut_after_the_photo_was_saved_loses_nothing(
    tablet: Tablet, office: Office, server: Server, form: dict[str, Any]
) -> None:
    page = begin(tablet.on(), office, form, url=server.url)
    page.evaluate("navigator.serviceWorker.ready")
    server.stop()
    give(page, "front", picture(page))
    tablet.power_cut()

    page = tablet.on()
    page.goto(server.url)
    unlock(page)
    start(page, "Hộ 001")
    size = "(img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight])"
    assert question(page, "front").locator("img.photo").evaluate(size) == [800, 600]
    to_list(page)
    assert page.locator("[data-files]").get_attribute("data-files") == "1"
    server.start()
    sync(page)
    page.wait_for_selector('[data-unsent="0"][data-files="0"]')
    value = office.answers()["front"]
    assert hashlib.sha256(office.files[value["sha256"]]).hexdigest() == value["sha256"]


IN_STORE = """async (work) => {
  const open = indexedDB.open("phieu");
  const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const transaction = database.transaction(["files", "pieces", "interviews"], "readwrite");
  const ended = new Promise((done) => (transaction.oncomplete = done));
  const ask = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const [files, pieces] = [transaction.objectStore("files"), transaction.objectStore("pieces")];
  let told = null;
  if (work === "count") told = [await ask(files.count()), await ask(pieces.count())];
  if (work === "damage") await ask(pieces.delete((await ask(pieces.getAllKeys()))[0]));
  await ended;
  database.close();
  return told;
}"""


def test_one_damaged_file_hides_no_other(interview: Page, office: Office) -> None:
    give(interview, "front", picture(interview, 90, 60))
    interview.evaluate(IN_STORE, "damage")
    give(interview, "back", picture(interview, 60, 90))
    to_list(interview)
    sync(interview)
    interview.wait_for_selector('[data-unsent="0"][data-files="1"]')
    expect(interview.locator(".sync")).to_contain_text("1 tệp không gửi được từ máy này")
    answers = office.answers()
    assert list(office.files) == [answers["back"]["sha256"]]
    start(interview)
    expect(question(interview, "front").locator(".file-status")).to_contain_text("không đọc được tệp này")
    expect(question(interview, "back").locator("img.photo")).to_be_visible()


def test_a_file_stays_on_the_device_until_it_is_there_and_the_interview_approved(
    interview: Page, office: Office
) -> None:
    give(interview, "front", picture(interview, 90, 60))
    all_sent(interview)
    assert interview.evaluate(IN_STORE, "count") == [1, 1]
    name = next(iter(office.events))[0]
    approval = {"type": "approve", "device": "server", "seq": 1, "hlc": "2099-01-01T00:00:00.000Z-0000", "user": "s"}
    log = {"interview": name, "assignment": 1, "form": {"id": "files", "version": "1"}, "events": [approval]}
    office.feed.append(log)
    sync(interview)
    interview.wait_for_selector("[data-status=approved]")
    assert interview.evaluate(IN_STORE, "count") == [0, 0]
    start(interview)
    expect(question(interview, "front").locator(".file-status")).to_contain_text("không còn trên máy")


def test_what_was_on_a_device_of_the_first_version_is_still_there(
    device: BrowserContext, office: Office, form: dict[str, Any]
) -> None:
    page = device.new_page()
    page.goto("/manifest.webmanifest")
    page.evaluate(
        """() => new Promise((done) => {
          const open = indexedDB.open("phieu", 1);
          open.onupgradeneeded = () => {
            const stores = { meta: "key", forms: ["id", "version"], assignments: ["user", "id"], interviews: "id",
              events: ["interview", "device", "seq"], outbox: ["interview", "device", "seq"], quarantine: "id" };
            for (const [name, keyPath] of Object.entries(stores)) open.result.createObjectStore(name, { keyPath });
          };
          open.onsuccess = () => {
            const transaction = open.result.transaction("meta", "readwrite");
            transaction.objectStore("meta").put({ key: "device", value: "oldname1" });
            transaction.oncomplete = () => (open.result.close(), done());
          };
        })"""
    )
    begin(page, office, form)
    give(page, "front", picture(page, 90, 60))
    all_sent(page)
    assert {one["device"] for one in office.events.values()} == {"oldname1"}


def test_sound_is_recorded_and_heard_again(interview: Page, office: Office) -> None:
    talk = question(interview, "talk")
    talk.get_by_role("button", name="Ghi âm", exact=True).click()
    expect(talk.locator(".file-status")).to_contain_text("Đang ghi 0:01")
    talk.get_by_role("button", name="Dừng và lưu").click()
    expect(talk.locator(".file-status")).to_have_text(KEPT)
    sound = "(audio) => new Promise((done) => { audio.onloadedmetadata = () => done(true); audio.load(); })"
    assert talk.locator("audio").evaluate(sound)
    expect(talk.get_by_role("button", name="Ghi lại")).to_be_visible()
    all_sent(interview)
    value = office.answers()["talk"]
    assert value["media_type"] == "audio/webm"
    assert office.files[value["sha256"]].startswith(b"\x1a\x45\xdf\xa3")


def test_leaving_the_page_ends_a_recording_and_saves_it(interview: Page, office: Office) -> None:
    question(interview, "talk").get_by_role("button", name="Ghi âm", exact=True).click()
    expect(question(interview, "talk").locator(".file-status")).to_contain_text("Đang ghi")
    interview.wait_for_timeout(600)
    all_sent(interview)
    assert office.files[office.answers()["talk"]["sha256"]]


def test_a_signature_is_drawn_taken_back_and_saved(interview: Page, office: Office) -> None:
    signed = question(interview, "signed")
    signed.locator("canvas").scroll_into_view_if_needed()
    box = signed.locator("canvas").bounding_box()
    for left in (20, 90):
        interview.mouse.move(box["x"] + left, box["y"] + 20)
        interview.mouse.down()
        interview.mouse.move(box["x"] + left + 60, box["y"] + 70, steps=6)
        interview.mouse.up()
    signed.get_by_role("button", name="Bỏ nét cuối").click()
    signed.get_by_role("button", name="Lưu chữ ký").first.click()
    expect(signed.locator(".file-status")).to_have_text(KEPT)
    expect(signed.locator("canvas")).to_be_hidden()
    all_sent(interview)
    data = office.files[office.answers()["signed"]["sha256"]]
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (800, 320)


def test_a_signature_is_typed_with_the_keyboard_alone(interview: Page, office: Office) -> None:
    signed = question(interview, "signed")
    signed.locator("summary").focus()
    interview.keyboard.press("Enter")
    interview.keyboard.press("Tab")
    interview.keyboard.type("Nguyen Van Hung")
    interview.keyboard.press("Tab")
    interview.keyboard.press("Enter")
    expect(signed.locator(".file-status")).to_have_text(KEPT)
    all_sent(interview)
    assert office.answers()["signed"]["name"] == "signed.png"


def test_a_path_is_walked_and_bad_positions_add_no_point(interview: Page, office: Office) -> None:
    interview.click("[data-next]")
    path = question(interview, "path")
    places = [(21.0, 105.8, 5), (21.0, 105.8005, 80), (21.0, 105.80001, 5), (21.0, 105.801, 6), (21.001, 105.801, 6)]
    for number, (latitude, longitude, accuracy) in enumerate(places):
        interview.context.set_geolocation({"latitude": latitude, "longitude": longitude, "accuracy": accuracy})
        if number == 0:
            path.get_by_role("button", name="Đi và đo").click()
        expect(path.locator("[role=status]")).to_contain_text(f"{accuracy} m")
        interview.wait_for_timeout(150)
    path.get_by_role("button", name="Dừng").click()
    expect(path.locator("output")).to_have_text("Chiều dài 215 m")
    expect(path.locator("[role=status]")).to_have_text("3 điểm")
    path.get_by_role("button", name="Bỏ điểm cuối").click()
    expect(path.locator("output")).to_have_text("Chiều dài 104 m")
    saved(interview)
    all_sent(interview)
    assert office.answers()["path"] == [[21, 105.8, 5], [21, 105.801, 6]]


def test_an_area_is_typed_and_tapped_and_measured(interview: Page, office: Office) -> None:
    interview.click("[data-next]")
    field = question(interview, "field")
    field.locator("summary").click()
    for latitude, longitude in (("21", "105,8"), ("21,001", "105,8")):
        field.locator("input").nth(0).fill(latitude)
        field.locator("input").nth(1).fill(longitude)
        field.get_by_role("button", name="Thêm điểm này").click()
    expect(field.locator("[role=status]")).to_have_text("2 điểm. Cần thêm 1 điểm.")
    box = field.locator("svg.sketch").bounding_box()
    field.locator("svg.sketch").click(position={"x": box["width"] * 0.9, "y": box["height"] / 2})
    expect(field.locator("output")).to_contain_text("Diện tích")
    expect(field.locator("output")).to_contain_text("ha")
    saved(interview)
    all_sent(interview)
    shape = office.answers()["field"]
    assert shape[:2] == [[21, 105.8, None], [21.001, 105.8, None]]
    assert 105.8004 < shape[2][1] < 105.8007
    assert abs(shape[2][0] - 21.0005) < 0.00002


def test_a_barcode_is_typed_where_no_camera_reads_it(interview: Page, office: Office) -> None:
    interview.click("[data-next]")
    question(interview, "tag").locator("input").fill("8938505974194")
    interview.keyboard.press("Tab")
    saved(interview)
    all_sent(interview)
    assert office.answers()["tag"] == "8938505974194"


DETECTOR = """globalThis.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(["ean_13", "qr_code"]); }
  detect(video) { return Promise.resolve(video.videoWidth > 0 ? [{ rawValue: "8938505974194" }] : []); }
};"""


def test_a_barcode_is_read_from_the_camera(device: BrowserContext, office: Office, form: dict[str, Any]) -> None:
    device.add_init_script(DETECTOR)
    page = device.new_page()
    begin(page, office, form)
    page.click("[data-next]")
    question(page, "tag").get_by_role("button", name="Quét bằng máy ảnh").click()
    expect(question(page, "tag").locator("input")).to_have_value("8938505974194")
    expect(question(page, "tag").locator("video")).to_be_hidden()


@pytest.mark.parametrize("size", SCREENS)
def test_the_questions_fit_the_hand(
    with_camera: Browser, server: Server, office: Office, form: dict[str, Any], size: tuple[int, int]
) -> None:
    office.hand_out(form, {"household": "001"}, label="Hộ 001")
    context = with_camera.new_context(viewport={"width": size[0], "height": size[1]}, base_url=server.url)
    page = context.new_page()
    sign_in(page)
    start(page)
    give(page, "front", picture(page, 900, 600))
    fits(page)
    page.click("[data-next]")
    fits(page)
    context.close()
