"""The shell: whole or not at all, without a network, and a new version only while no interview is open."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from flask import Response, request
from playwright.sync_api import Page

from offline_client import pages
from tests.client.conftest import question, saved, sign_in, start, unlock
from tests.client.office import Office, Server
from tests.waiting import until


def ready(page: Page) -> None:
    """Wait until the service worker is active."""
    page.evaluate("navigator.serviceWorker.ready")


def newer(server: Server) -> str:
    """A newer version of the client on the server; its hash."""
    with server.app.app_context():
        assets = pages.current_assets()
        new = pages.Assets("f" * 16, assets.files)
        server.app.extensions["offline_client"] = new
    return new.hash


def version(page: Page) -> str:
    """The version that the page runs."""
    return str(page.evaluate("document.documentElement.dataset.hash"))


def test_the_client_opens_without_a_network(
    page: Page, office: Office, server: Server, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"})
    sign_in(page)
    ready(page)
    server.stop()
    page.reload()
    unlock(page)
    start(page)
    question(page, "owns").locator("input").first.check()
    saved(page)
    page.reload()
    unlock(page)
    assert question(page, "owns").locator("input").first.is_checked()
    page.goto(page.url.replace("/#", "/?from=home#"))
    unlock(page)
    assert question(page, "owns").locator("input").first.is_checked()


def test_a_page_that_could_not_be_loaded_whole_says_so_and_is_loaded_again(
    page: Page, office: Office, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"})
    page.route("**/view/list.js", lambda route: route.abort())
    page.goto("/")
    missing = page.locator(".banner", has_text="chưa tải được")
    missing.wait_for()
    page.unroute("**/view/list.js")
    missing.get_by_role("button", name="Tải lại").click()
    missing.wait_for(state="detached")
    sign_in(page)


def test_a_page_whose_database_does_not_open_says_so_and_is_loaded_again(page: Page) -> None:
    page.add_init_script("if (!sessionStorage.tried) indexedDB.open = () => { throw new DOMException('not now'); }")
    page.goto("/")
    again = page.locator(".sign-in .banner.danger button", has_text="Tải lại")
    again.wait_for()
    page.evaluate("sessionStorage.tried = 1")
    again.click()
    page.wait_for_selector("#password")


@pytest.mark.parametrize("damage", [lambda whole: whole[:-2000], lambda whole: whole[:-9] + b"// changed"])
def test_a_shell_that_does_not_come_whole_is_not_installed(
    page: Page, server: Server, damage: Callable[[bytes], bytes]
) -> None:
    sent = []

    @server.app.after_request
    def damaged(response: Response) -> Response:
        if request.path.endswith(pages.PACK):
            sent.append(request.path)
            response.set_data(gzip.compress(damage(gzip.decompress(response.get_data()))))
        return response

    page.goto("/")
    for _ in range(300):
        if sent:
            break
        page.wait_for_timeout(100)
    assert sent
    page.wait_for_timeout(1500)  # nothing may come of it
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found?.active ?? null)") is None


def test_a_shell_is_unpacked_as_the_server_serves_each_file(page: Page, server: Server) -> None:
    page.goto("/")
    ready(page)
    differing = page.evaluate(
        """async () => {
        const [name] = await caches.keys();
        const cache = await caches.open(name);
        const wrong = [];
        for (const { url } of await cache.keys()) {
          const [kept, served] = await Promise.all([cache.match(url), fetch(`${url}?anew`)]);
          const same = (await kept.text()) === (await served.text());
          const told = ["content-type", "content-security-policy"].every((header) =>
            kept.headers.get(header)?.split(";")[0] === served.headers.get(header)?.split(";")[0]);
          if (!same || !told) wrong.push(url);
        }
        return wrong;
        }"""
    )
    assert differing == []
    assert (
        page.evaluate(
            "caches.keys().then(([name]) => caches.open(name)).then((kept) => kept.keys()).then((keys) => keys.length)"
        )
        > 100
    )


def test_answers_and_the_api_are_never_cached(page: Page, office: Office, household: dict[str, Any]) -> None:
    office.hand_out(household, {"household": "001"})
    sign_in(page)
    ready(page)
    page.reload()
    unlock(page)
    cached = page.evaluate(
        """async () => {
        const names = await caches.keys();
        const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
        return lists.flat().map(({url}) => new URL(url).pathname);
        }"""
    )
    assert "/" in cached
    assert not [path for path in cached if path.startswith(("/api", "/admin"))]


def test_the_letters_come_after_the_first_sync_and_then_need_no_network(
    page: Page, office: Office, server: Server, household: dict[str, Any]
) -> None:
    kept = """async () => {
      const [name] = await caches.keys();
      return (await (await caches.open(name)).keys()).filter(({ url }) => url.endsWith(".woff2")).length;
    }"""
    page.goto("/")
    ready(page)
    assert page.evaluate(kept) == 0
    office.hand_out(household, {"household": "001"})
    sign_in(page)
    for _ in range(100):
        if page.evaluate(kept) == len(pages.EXTRAS["letters"]):
            break
        page.wait_for_timeout(100)
    page.reload()
    server.stop()
    unlock(page)
    page.evaluate("document.fonts.load('600 1rem \"Be Vietnam Pro\"', 'ữ')")
    assert page.evaluate("document.fonts.check('600 1rem \"Be Vietnam Pro\"', 'ữ')")


def test_a_new_version_waits_until_no_interview_is_open(
    page: Page, office: Office, server: Server, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"})
    sign_in(page)
    ready(page)
    page.reload()
    unlock(page)
    start(page)
    question(page, "owns").locator("input").first.check()
    saved(page)
    old = version(page)
    new = newer(server)
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    until(page, "navigator.serviceWorker.getRegistration().then((found) => found.waiting !== null)")
    page.wait_for_timeout(300)
    assert version(page) == old
    assert f"phieu-{old}" in page.evaluate("caches.keys()")
    page.locator(".bar .button").first.click()
    page.wait_for_function(f"document.documentElement.dataset.hash === '{new}'")
    unlock(page)
    start(page)
    assert question(page, "owns").locator("input").first.is_checked()
    until(page, "caches.keys().then((names) => names.length === 1)")


@pytest.mark.parametrize("icon", ["icon-192.png", "icon-512.png", "icon-maskable-512.png", "mark.svg"])
def test_the_manifest_names_icons_that_are_there(page: Page, icon: str) -> None:
    page.goto("/")
    manifest = page.evaluate("fetch('/manifest.webmanifest').then((answer) => answer.json())")
    (source,) = [one["src"] for one in manifest["icons"] if one["src"].endswith(icon)]
    assert page.request.get(source).status == 200
