"""Waiting in a browser for what only a promise tells: a database, a cache, a service worker.

Playwright's `wait_for_function` takes a promise for true as soon as it is given, so that it waits for nothing;
`evaluate` waits for the promise and gives what it comes to.
"""

from __future__ import annotations

import time

from playwright.sync_api import Page


def until(page: Page, expression: str, seconds: float = 30) -> None:
    """Wait until an expression is true, or the promise that it gives comes to what is true; it is asked anew each time.

    Raises AssertionError when the time is up.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"after {seconds} s this is still not so: {expression}"
        page.wait_for_timeout(50)
