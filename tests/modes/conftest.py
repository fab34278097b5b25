"""Fixtures: the application with a form that allows every mode, served on a free port, and browsers to reach it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, expect
from werkzeug.serving import BaseWSGIServer, make_server

from tests.modes.field import Field, prepare

CHROMIUM = "/usr/bin/chromium"
PHONE = (360, 740)

expect.set_options(timeout=30_000)  # keys are stretched on purpose, which takes long on a busy machine


@pytest.fixture
def databases(sqlite: object) -> object:
    """One kind of database is enough for what a browser shows."""
    return sqlite


class Server:
    """The application on a port of its own; it can be taken off the network and brought back."""

    def __init__(self, app: Flask) -> None:
        self.app, self.port = app, 0
        self._server: BaseWSGIServer | None = None

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self._server.server_port
        self._server.daemon_threads = False  # type: ignore[attr-defined] # stopping waits for requests under way
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    running = Server(app)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def field(app: Flask, people: dict[str, int]) -> Field:
    return prepare(app, people)


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture
def device(chromium: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens a device with a storage of its own; errors on its pages fail the test."""
    wrong: list[str] = []
    with ExitStack() as stack:

        def opened(width: int = PHONE[0], height: int = PHONE[1], locale: str = "en-GB") -> Page:
            context = stack.enter_context(
                chromium.new_context(
                    viewport={"width": width, "height": height},
                    locale=locale,
                    base_url=f"http://127.0.0.1:{server.port}",
                )
            )
            context.set_default_timeout(30_000)
            context.on("weberror", lambda error: wrong.append(str(error.error)))
            return context.new_page()

        yield opened
    assert not wrong
