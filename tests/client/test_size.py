"""The client is small enough for a slow network: what every device installs, without the extras that few forms need."""

from __future__ import annotations

import gzip

from offline_client import pages


def test_what_every_device_installs_is_small() -> None:
    sizes = {path: len(gzip.compress(data, mtime=0)) for path, data in installed().items()}
    fonts = sum(size for path, size in sizes.items() if path.startswith("fonts/"))
    assert sum(sizes.values()) - fonts < 200_000
    assert fonts < 80_000


def test_extras_are_files_that_are_there_and_not_in_the_shell() -> None:
    extras = [path for files in pages.EXTRAS.values() for path in files]
    assert set(extras) <= pages.read_assets(pages.ROOT).files.keys()
    assert not set(extras) & installed().keys()


def installed() -> dict[str, bytes]:
    """The files of the shell."""
    files = pages.read_assets(pages.ROOT).files
    listed = pages.shell_files(files)
    return {path: files[path] for path in (*listed, pages.SHELL, pages.WORKER)}
