"""An interview in Firefox: signed in, answered, reloaded without a network, killed, opened again, locked, sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.client.firefox import firefox
from tests.client.office import Office, Server
from tests.client.sittings import interviewed_in_two_sittings


def test_an_interview_in_firefox_outlives_its_killing_without_a_network_and_is_sent(
    tmp_path: Path, office: Office, server: Server, household: dict[str, Any]
) -> None:
    interviewed_in_two_sittings(firefox, tmp_path, office, server, household, second_copy=True)
