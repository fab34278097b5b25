"""Password hashes: argon2id with the library's current parameters, renewed at sign-in when those have moved on."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

hasher = PasswordHasher()

_nobody: list[str] = []


def hashed(password: str) -> str:
    """The hash to store."""
    return hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the hash. Without a hash as much time is spent, and the answer is no, so that
    the time taken does not tell which names exist."""
    try:
        return hasher.verify(stored or _hash_of_nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether the hash was made with older parameters."""
    return hasher.check_needs_rehash(stored)


def _hash_of_nobody() -> str:
    if not _nobody:
        _nobody.append(hasher.hash("nobody signs in with this"))
    return _nobody[0]
