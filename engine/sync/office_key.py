"""The office's key pair: devices seal for it what only the office may open, data keys above all.

The private key lies in a file beside the server's secret key, made at the first start and readable by this account
only. Without it nothing that was sealed for it can be opened again: a backup of the server takes it along.
The sealed form is that of `offline_client/storage/office_key.js`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
POINT = 65
NONCE = 12
TAG = 16


class CannotOpen(Exception):  # noqa: N818 - an outcome that each caller tells in its own words
    """It was sealed for another key or another place, or was changed."""


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """The key pair; `told` is what devices get of it."""

    private: ec.EllipticCurvePrivateKey

    @property
    def id(self) -> str:
        """A name of the key: the beginning of the SHA-256 of its public half."""
        return hashlib.sha256(self._point()).hexdigest()[:16]

    def told(self) -> dict[str, str]:
        """The public key as devices get it."""
        return {"id": self.id, "public": base64.b64encode(self._point()).decode()}

    def open(self, sealed: bytes) -> bytes:
        """What a device sealed for this key. CannotOpen."""
        point, rest = sealed[1 : 1 + POINT], sealed[1 + POINT :]
        if sealed[:1] != bytes([VERSION]):
            raise CannotOpen
        try:
            theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        except ValueError as error:
            raise CannotOpen from error
        shared = self.private.exchange(ec.ECDH(), theirs)
        key = HKDF(hashes.SHA256(), length=32, salt=point, info=b"phieu office").derive(shared)
        return opened(key, rest, point)

    def open_data_key(self, sealed: bytes, user: str) -> bytes:
        """The data key of a device, if it is this user's. CannotOpen."""
        told = read_data_key(self.open(sealed))
        if told["user"] != user:
            raise CannotOpen
        return base64.b64decode(told["key"])

    def _point(self) -> bytes:
        form = serialization.PublicFormat.UncompressedPoint
        return self.private.public_key().public_bytes(serialization.Encoding.X962, form)


def read_data_key(plain: bytes) -> dict[str, Any]:
    """User and key (base64) as a device writes them. CannotOpen when it is something else."""
    try:
        told = json.loads(plain)
        good = isinstance(told["user"], str) and len(base64.b64decode(told["key"])) == 32
    except (ValueError, KeyError, TypeError) as error:
        raise CannotOpen from error
    if not good:
        raise CannotOpen
    return dict(told)


def opened(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """A value sealed as in `offline_client/storage/gcm.js`: version, nonce, AES-GCM. CannotOpen."""
    if sealed[:1] != bytes([VERSION]) or len(sealed) < 1 + NONCE + TAG:
        raise CannotOpen
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], about)
    except InvalidTag as error:
        raise CannotOpen from error


def load_or_make(path: Path) -> OfficeKey:
    """The key in this file, made if there is none; of two processes that start together, both use the first one's."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return OfficeKey(key)
    raise ValueError(f"{path} holds no key of the curve P-256")


def _make(path: Path) -> None:
    """Write a new key aside, whole, then give it its name unless another process was first."""
    text = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # the other process's key is used
    finally:
        aside.unlink()
