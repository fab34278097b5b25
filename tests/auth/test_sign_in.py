"""Signing in and out, throttling, tokens, and the cookie session of the admin."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.auth import roles
from engine.auth.sign_in import TRIES_FOR_NAME_AND_ADDRESS
from engine.store import areas, db, users
from engine.store.models import ROLES, Token
from tests.conftest import PASSWORD


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD) -> TestResponse:
    """Sign a device in."""
    return client.post("/api/v1/session", json={"name": name, "password": password, "device": "tablet-1"})


def test_a_token_opens_the_api_until_signing_out(app: Flask, people: dict[str, int]) -> None:
    client = app.test_client()
    told = sign_in(client, "enumerator").json
    assert told is not None
    headers = {"Authorization": f"Bearer {told['token']}"}
    pull = "/api/v1/sync/pull?device=tablet-1"
    assert client.get(pull, headers=headers).status_code == 200
    with app.app_context():
        assert told["token"] not in db.session.scalars(select(Token.hash)).all()
    assert client.delete("/api/v1/session", headers=headers).status_code == 204
    assert client.get(pull, headers=headers).status_code == 401


@pytest.mark.parametrize(("name", "password"), [("enumerator", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    app: Flask, people: dict[str, int], name: str, password: str
) -> None:
    response = sign_in(app.test_client(), name, password)
    assert (response.status_code, response.json["code"]) == (401, "wrong_credentials")  # type: ignore[index]


def test_wrong_tries_slow_the_next_down_even_with_the_right_password(app: Flask, people: dict[str, int]) -> None:
    client = app.test_client()
    for _ in range(TRIES_FOR_NAME_AND_ADDRESS):
        assert sign_in(client, "enumerator", "wrong").status_code == 401
    response = sign_in(client, "enumerator")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 900
    assert sign_in(client, "outsider").status_code == 200


def test_a_deactivated_account_is_out_at_once(app: Flask, people: dict[str, int]) -> None:
    client = app.test_client()
    token = sign_in(client, "enumerator").json["token"]  # type: ignore[index]
    with app.app_context():
        user = users.by_name(db.session(), "enumerator")
        assert user is not None
        users.set_active(db.session(), user, False, "administrator")
        db.session.commit()
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/sync/pull?device=tablet-1", headers=headers).status_code == 401
    assert sign_in(client, "enumerator").status_code == 401


def test_every_role_of_the_table_exists_and_names_known_permissions() -> None:
    assert set(roles.ROLES) == set(ROLES)
    assert set().union(*roles.ROLES.values()) <= set(roles.PERMISSIONS)
    with pytest.raises(KeyError):
        roles.may("designer", "no such permission")


def test_an_area_covers_itself_and_what_lies_below() -> None:
    assert areas.covers("01/00004", "01/00004")
    assert areas.covers("01/00004", "01/00004/003")
    assert not areas.covers("01/00004", "01/000041")
    assert not areas.covers("01/00004/003", "01/00004")
    assert areas.covers("", "79")
