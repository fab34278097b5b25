"""The way through an interview in Firefox: signed in, answered, a row, reloaded without a network, sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.client.firefox import firefox
from tests.client.office import PASSWORD, Office, Server


def test_an_interview_in_firefox_outlives_a_reload_without_a_network_and_is_sent(
    tmp_path: Path, office: Office, server: Server, household: dict[str, Any]
) -> None:
    office.hand_out(household, {"household": "001"}, label="Hộ 001")
    with firefox(tmp_path) as page:
        page.open(f"{server.url}/")
        page.fill("#name", "enumerator")
        page.fill("#password", PASSWORD)
        page.click("button[type=submit]")
        page.click(".job .button")
        page.click("[data-path=owns] input", which=1)
        page.fill("[data-path=rent] input", "1500")
        page.click("[data-next]")
        page.click("[data-add=people]")
        page.fill(".row-card input", "Lan")
        page.until("document.querySelector('.row-card strong').textContent === 'Lan'")
        page.sees(".saving.saved")
        page.until("navigator.serviceWorker.ready.then(() => true)")
        server.stop()
        page.reload()
        page.fill("#secret", PASSWORD)
        page.click("button[type=submit]")
        page.until("document.querySelector('.row-card strong')?.textContent === 'Lan'")
        server.start()
        page.click(".bar .button")
        page.click(".sync .button")
        page.sees('[data-unsent="0"]')
    answers = office.answers()
    assert answers["rent"] == 1500
    assert "Lan" in answers.values()
