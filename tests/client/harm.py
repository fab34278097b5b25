"""What a browser or a disk does to the client's database, as scripts for a page of its address that does not run it."""

from __future__ import annotations

from playwright.sync_api import Page

ELSEWHERE = "/manifest.webmanifest"
GONE = """() => new Promise((done, failed) => {
  const asked = indexedDB.deleteDatabase("phieu");
  asked.onsuccess = () => done();
  asked.onerror = failed;
})"""
EACH = """([store, numbers, how]) => new Promise((done) => {
  const open = indexedDB.open("phieu");
  open.onsuccess = () => {
    const records = open.result.transaction(store, "readwrite").objectStore(store);
    records.getAll().onsuccess = ({ target }) => {
      const hit = target.result.filter(({ seq }) => numbers === null || numbers.includes(seq));
      for (const one of hit) {
        const key = Array.isArray(records.keyPath) ? records.keyPath.map((name) => one[name]) : one[records.keyPath];
        if (how === "gone") records.delete(key);
        else records.put({ ...one, sealed: one.sealed.slice(0, 20) });
      }
      records.transaction.oncomplete = () => { open.result.close(); done(hit.length); };
    };
  };
})"""
FORGET = """async (numbers) => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("phieu");
  for await (const [name, handle] of folder.entries()) {
    if (name === "device" || name.includes(".")) continue;
    const lines = (await (await handle.getFile()).text()).split("\\n");
    const kept = lines.filter((line) => !line || !numbers.includes(JSON.parse(line).record.seq));
    const file = await handle.createWritable();
    await file.write(kept.join("\\n"));
    await file.close();
  }
}"""

NO_COPY = """async () => (await navigator.storage.getDirectory()).removeEntry("phieu", { recursive: true })"""


def database_gone(page: Page) -> None:
    """All of it, as when a browser finds it damaged and begins anew."""
    page.evaluate(GONE)


def records_gone(page: Page, store: str, numbers: list[int] | None = None) -> int:
    """The records of events with these numbers (of the whole store, where none are given); how many there were."""
    return int(page.evaluate(EACH, [store, numbers, "gone"]))


def records_spoilt(page: Page, numbers: list[int] | None = None) -> int:
    """Cuts what is sealed in the events with these numbers; how many there were."""
    return int(page.evaluate(EACH, ["events", numbers, "spoilt"]))


def copy_gone(page: Page) -> None:
    """There is no second copy any more."""
    page.evaluate(NO_COPY)


def copy_forgets(page: Page, numbers: list[int]) -> None:
    """The second copy has the events with these numbers no more."""
    page.evaluate(FORGET, numbers)


def events_gone_for_good(page: Page, numbers: list[int]) -> None:
    """Neither the database nor the second copy has the events with these numbers any more."""
    assert records_gone(page, "events", numbers) == len(numbers)
    copy_forgets(page, numbers)
