"""A device from before there was encryption: work goes on, and the first sign-in seals everything without a loss."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.client.conftest import question, saved, start, sync, to_list, unlock
from tests.client.office import PASSWORD, Office
from tests.client.test_encryption import stored

EVENTS = 250
"""Of each of two interviews; sealed by the hundred."""

SECOND_VERSION = """([form, count]) => new Promise((done) => {
  const open = indexedDB.open("phieu", 2);
  open.onupgradeneeded = () => {
    const stores = { meta: "key", forms: ["id", "version"], assignments: ["user", "id"], interviews: "id",
      events: ["interview", "device", "seq"], outbox: ["interview", "device", "seq"], quarantine: "id",
      files: ["interview", "sha256"], pieces: ["interview", "sha256", "index"] };
    for (const [name, keyPath] of Object.entries(stores)) open.result.createObjectStore(name, { keyPath });
  };
  open.onsuccess = () => {
    const t = open.result.transaction(Array.from(open.result.objectStoreNames), "readwrite");
    const put = (store, record) => t.objectStore(store).put(record);
    const name = { id: form.id, version: form.version };
    const user = { name: "enumerator", full_name: "Nguyễn Thị Hoà", role: "enumerator", language: "vi", areas: ["01"] };
    put("meta", { key: "device", value: "oldname1" });
    put("meta", { key: "session", value: { token: "good", expires: "2030-01-01T00:00:00Z", user } });
    put("forms", { ...name, hash: form.hash, compiled: form, received: "2026-01-01" });
    for (const [at, owner] of ["enumerator", "colleague"].entries()) {
      const interview = `interview${at}`;
      const label = `Hộ ${owner}`, began = "2026-01-01T00:00:00.000Z";
      put("assignments", { user: owner, id: at + 1, form: name, unit: { household: "001" }, label,
        address: "Ngõ Bí Mật", area: "01", preload: {}, previous: {}, due: null, status: "assigned", interview: null,
        training: false });
      put("interviews", { id: interview, user: owner, assignment: at + 1, form: name, label, status: "open",
        created: began, changed: began, remarks: 0 });
      for (let seq = 1; seq <= count; seq += 1) {
        const hlc = `2026-01-01T00:00:00.000Z-${seq.toString(16).padStart(4, "0")}`;
        const rest = seq === 1 ? { type: "open", form: name, reference: "2026-01-01", mode: "capi", language: "vi" }
          : seq === 2 ? { type: "answer", path: "owns", value: "2" }
          : { type: "answer", path: "rent", value: seq, before: null };
        const event = { ...rest, device: "oldname1", seq, hlc, user: owner };
        put("events", { interview, device: "oldname1", seq, event });
        put("outbox", { interview, device: "oldname1", seq, user: owner });
      }
    }
    t.oncomplete = () => done(open.result.close());
  };
})"""

HANGS = """
import { start } from "./app.js";
import { commit, openStorage } from "./storage/database.js";
import { httpTransport } from "./sync/transport.js";
let left = LEFT;
const write = (database, stores, work) => {
  const swept = stores.length === 1 && ["assignments", "interviews", "events"].includes(stores[0]);
  if (!swept) return commit(database, stores, work);
  left -= 1;
  globalThis.hanging = left < 0;
  return left < 0 ? new Promise(() => {}) : commit(database, stores, work);
};
await start(document.getElementById("app"), { storage: await openStorage({ write }), transport: httpTransport() });
"""


@pytest.fixture
def old(page: Page, office: Office, household: dict[str, Any]) -> Page:
    """A page of a device of the second version, with two users' unsent answers in clear."""
    office.forms[household["id"], household["version"]] = household
    page.goto("/manifest.webmanifest")
    page.evaluate(SECOND_VERSION, [household, EVENTS])
    return page


def sign_in_again(page: Page, name: str = "enumerator") -> None:
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("[data-sync]")


def sealed(page: Page) -> list[bool]:
    """Of every event on the device, whether it is sealed."""
    return ["sealed" in one for one in stored(page)["events"]]


def test_work_goes_on_in_clear_until_the_first_sign_in_and_says_so(old: Page, office: Office) -> None:
    office.refuse_token = True
    old.goto("/")
    old.locator(".banner.warning", has_text="chưa được mã hoá").wait_for()
    start(old, "Hộ enumerator")
    assert question(old, "rent").locator("input").input_value() == str(EVENTS)
    question(old, "rent").locator("input").fill("31")
    old.keyboard.press("Tab")
    saved(old)
    to_list(old)
    assert not any(sealed(old))
    old.locator(".sync .button", has_text="Đăng nhập").click()
    sign_in_again(old)
    old.wait_for_selector('[data-unsent="0"]')
    assert all(sealed(old))
    start(old, "Hộ enumerator")
    assert question(old, "rent").locator("input").input_value() == "31"


def wait_until_sealed(page: Page) -> None:
    for _ in range(100):
        if all(sealed(page)):
            return
        page.wait_for_timeout(100)
    raise AssertionError("events are left in clear")


def arrived(office: Office) -> set[tuple[str, int]]:
    """Which of the old events the office has."""
    return {(name, seq) for name, _, seq in office.events if seq <= EVENTS}


@pytest.mark.parametrize("batches", [0, 1, 4, 6])
def test_ending_in_the_middle_of_sealing_loses_nothing(old: Page, office: Office, batches: int) -> None:
    office.refuse_token = True
    old.context.route(
        "**/main.js",
        lambda route: route.fulfill(body=HANGS.replace("LEFT", str(batches)), content_type="text/javascript"),
    )
    old.goto("/")
    old.locator(".sync .button", has_text="Đăng nhập").click()
    office.lose_answer = True
    old.fill("#name", "enumerator")
    old.fill("#password", PASSWORD)
    old.click("button[type=submit]")
    old.wait_for_function("globalThis.hanging")
    context = old.context
    old.close()
    context.unroute("**/main.js")
    page = context.new_page()
    page.goto("/")
    so_far = sealed(page)
    assert len(so_far) == 2 * EVENTS and not all(so_far)
    assert any(so_far) == (batches > 2)
    unlock(page)  # goes on sealing where it ended
    start(page, "Hộ enumerator")
    assert question(page, "rent").locator("input").input_value() == str(EVENTS)
    office.lose_answer = False
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"]')
    wait_until_sealed(page)
    everything = stored(page)
    assert len(everything["events"]) >= 2 * EVENTS  # and the page that was opened just now
    text = json.dumps(everything, ensure_ascii=False)
    assert "Bí Mật" not in text and '"good"' not in text
    assert arrived(office) == {("interview0", seq) for seq in range(1, EVENTS + 1)}
    page.locator(".bar .button").last.click()
    sign_in_again(page, "colleague")  # whose key only the office could open
    page.wait_for_selector('[data-unsent="0"]')
    assert arrived(office) == {(f"interview{at}", seq) for at in (0, 1) for seq in range(1, EVENTS + 1)}
