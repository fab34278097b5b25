"""The cookie session of the admin: what it opens, when it ends, and that no other site can use it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from engine.store import db
from engine.store.models import Token, utc_now
from tests.admin.office import PASSWORD, Browser


@pytest.fixture
def supervisor(app: Flask, people: dict[str, int]) -> FlaskClient:
    """A supervisor's browser, signed in."""
    browser = Browser(app.test_client())
    assert browser.send("/sign-in", name="supervisor", password=PASSWORD).status_code == 302
    return browser.client


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/admin/interviews/").status_code == 200


@pytest.mark.parametrize("token", ["", "guessed", "ký tự"])
def test_a_form_from_another_site_changes_nothing(supervisor: FlaskClient, token: str) -> None:
    for address in ("/admin/sign-out", "/admin/assignments/", "/admin/interviews/x/approve"):
        answer = supervisor.post(address, data={"csrf_token": token})
        assert answer.status_code == 400, address
    assert is_signed_in(supervisor)


def test_a_token_of_before_the_sign_in_is_of_no_use_after_it(app: Flask, people: dict[str, int]) -> None:
    browser = Browser(app.test_client())
    before = browser.token()
    browser.send("/sign-in", name="supervisor", password=PASSWORD)
    assert browser.client.post("/admin/sign-out", data={"csrf_token": before}).status_code == 400


def test_the_cookie_is_hidden_from_scripts_and_other_sites(app: Flask, people: dict[str, int]) -> None:
    answer = Browser(app.test_client()).send("/sign-in", name="supervisor", password=PASSWORD)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_cookie_never_opens_the_api(supervisor: FlaskClient) -> None:
    assert supervisor.get("/api/v1/sync/pull?device=tablet-1").status_code == 401


def test_signing_out_ends_the_session_on_the_server_too(supervisor: FlaskClient) -> None:
    cookie = supervisor.get_cookie("phieu")
    assert cookie is not None
    Browser(supervisor).send("/sign-out")
    supervisor.set_cookie("phieu", cookie.value)
    assert not is_signed_in(supervisor)


def test_a_session_that_has_expired_asks_to_sign_in(app: Flask, supervisor: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(update(Token).values(expires=utc_now() - timedelta(seconds=1)))
        db.session.commit()
    answer = supervisor.get("/admin/interviews/")
    assert answer.status_code == 302
    assert "/admin/sign-in" in answer.headers["Location"]


def test_a_cookie_that_was_changed_is_no_session(supervisor: FlaskClient) -> None:
    cookie = supervisor.get_cookie("phieu")
    assert cookie is not None
    supervisor.set_cookie("phieu", cookie.value[:-2] + ("AA" if not cookie.value.endswith("AA") else "BB"))
    assert not is_signed_in(supervisor)
