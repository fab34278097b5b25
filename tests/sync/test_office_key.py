"""The office's key: made once, and it opens a data key only for the user whose it is."""

from __future__ import annotations

import base64
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask

from engine.sync.office_key import CannotOpen, OfficeKey, load_or_make
from tests.conftest import PASSWORD

DATA_KEY = bytes(range(32))


def sealed_for(public: str, plain: bytes) -> bytes:
    """What a device seals for the office."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(public))
    ours = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PublicFormat.UncompressedPoint
    point = ours.public_key().public_bytes(serialization.Encoding.X962, form)
    key = HKDF(hashes.SHA256(), 32, point, b"phieu office").derive(ours.exchange(ec.ECDH(), theirs))
    nonce = os.urandom(12)
    return b"\1" + point + b"\1" + nonce + AESGCM(key).encrypt(nonce, plain, point)


def data_key_of(user: str) -> bytes:
    return json.dumps({"user": user, "key": base64.b64encode(DATA_KEY).decode()}).encode()


def ask(app: Flask, name: str, sealed: bytes | str) -> tuple[int, dict[str, str]]:
    """Sign in and ask for the key; status and answer."""
    client = app.test_client()
    told = client.post("/api/v1/session", json={"name": name, "password": PASSWORD, "device": "d7f2k3q9"}).json
    text = sealed if isinstance(sealed, str) else base64.b64encode(sealed).decode()
    headers = {"Authorization": f"Bearer {told['token']}"}  # type: ignore[index]
    answer = client.post("/api/v1/session/key", json={"sealed": text}, headers=headers)
    return answer.status_code, answer.json  # type: ignore[return-value]


def public_key(app: Flask) -> str:
    signing_in = {"name": "enumerator", "password": PASSWORD, "device": "d7f2k3q9"}
    return str(app.test_client().post("/api/v1/session", json=signing_in).json["office_key"]["public"])  # type: ignore[index]


def test_a_user_gets_back_the_key_of_their_device(app: Flask, people: dict[str, int]) -> None:
    status, told = ask(app, "enumerator", sealed_for(public_key(app), data_key_of("enumerator")))
    assert status == 200
    assert base64.b64decode(told["key"]) == DATA_KEY


def test_nobody_gets_the_key_of_another_user(app: Flask, people: dict[str, int]) -> None:
    status, told = ask(app, "colleague", sealed_for(public_key(app), data_key_of("enumerator")))
    assert (status, told["code"]) == (422, "key_not_opened")


@pytest.mark.parametrize("damage", ["changed", "short", "no base64", "not a key"])
def test_what_was_not_sealed_so_is_refused(app: Flask, people: dict[str, int], damage: str) -> None:
    whole = sealed_for(public_key(app), b"[]" if damage == "not a key" else data_key_of("enumerator"))
    changed = whole[:-1] + bytes([whole[-1] ^ 1])
    cases: dict[str, bytes | str] = {"changed": changed, "short": whole[:70], "no base64": "§", "not a key": whole}
    status, told = ask(app, "enumerator", cases[damage])
    assert (status, told["code"]) == (422, "key_not_opened")


def test_nobody_who_is_not_signed_in_gets_a_key(app: Flask, people: dict[str, int]) -> None:
    assert app.test_client().post("/api/v1/session/key", json={"sealed": "AA=="}).status_code == 401


def test_processes_that_start_together_use_one_key(tmp_path: Path) -> None:
    path = tmp_path / "var" / "office_key.pem"
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: load_or_make(path), range(8)))
    assert len({key.id for key in keys}) == 1
    assert path.stat().st_mode & 0o77 == 0
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_what_was_sealed_for_another_office_is_not_opened() -> None:
    here, there = (OfficeKey(ec.generate_private_key(ec.SECP256R1())) for _ in range(2))
    with pytest.raises(CannotOpen):
        here.open(sealed_for(there.told()["public"], b"x"))
