"""The client is small enough for a slow network: what every device installs, without the extras that few forms need."""

from __future__ import annotations

from offline_client import pages
from offline_client.pack import packed


def test_what_every_device_installs_is_small() -> None:
    files: list[tuple[str, bytes, dict[str, str]]] = [(path, data, {}) for path, data in installed().items()]
    assert len(packed(files).compressed) < 200_000


def test_extras_are_files_that_are_there_and_not_in_the_shell() -> None:
    extras = [path for files in pages.EXTRAS.values() for path in files]
    assert set(extras) <= pages.read_assets(pages.ROOT).files.keys()
    assert not set(extras) & installed().keys()


def installed() -> dict[str, bytes]:
    """The files of the shell."""
    files = pages.read_assets(pages.ROOT).files
    listed = pages.shell_files(files)
    return {path: files[path] for path in (*listed, pages.SHELL, pages.WORKER)}
