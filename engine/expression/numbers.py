"""Functions of numbers on internal values: exact ones on scaled integers, real ones on correctly rounded doubles."""

from __future__ import annotations

import math
import re

from engine.errors import Overflow
from engine.expression.values import LIMIT

_PLAIN_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")


def exact(number: int) -> int:
    """The number itself, or Overflow beyond 2^53−1."""
    if -LIMIT <= number <= LIMIT:
        return number
    raise Overflow("The result is beyond 2^53-1.")


def finite(number: float) -> float:
    """The double itself, without a sign on zero, or Overflow when it is not finite."""
    if math.isfinite(number):
        return number + 0.0
    raise Overflow("The result is not a finite number.")


def sign(x: float) -> int:
    """−1, 0 or 1."""
    return (x > 0) - (x < 0)


def round_exact(x: int, d: int, n: int) -> int:
    """x with d decimals rounded half away from zero to n; the result is scaled by 10^n, for a negative n not at all."""
    if n >= d:
        return exact(x * 10 ** (n - d))
    step = 10 ** (d - n)
    quotient, rest = divmod(abs(x), step)
    rounded = quotient + (2 * rest >= step)
    return exact((-rounded if x < 0 else rounded) * 10 ** max(0, -n))


def round_real(x: float, n: int) -> int:
    """y = |x| × 10^n as a double (|x| / 10^−n for n < 0), its floor, one more when the rest is at least a half."""
    y = abs(x) * float(10**n) if n >= 0 else abs(x) / float(10**-n)
    below = math.floor(finite(y))
    rounded = below + (y - below >= 0.5)
    return exact((-rounded if x < 0 else rounded) * 10 ** max(0, -n))


def floor_exact(x: int, d: int) -> int:
    """The whole number not above x / 10^d."""
    return int(x // 10**d)


def ceil_exact(x: int, d: int) -> int:
    """The whole number not below x / 10^d."""
    return int(-(-x // 10**d))


def floor_real(x: float) -> int:
    """The whole number not above x."""
    return exact(math.floor(x))


def ceil_real(x: float) -> int:
    """The whole number not below x."""
    return exact(math.ceil(x))


def div(x: int, y: int) -> int | None:
    """floor(x / y) of two numbers of one scale; None for y = 0."""
    return x // y if y else None


def mod(x: int, y: int) -> int | None:
    """x − y × div(x, y), of the sign of y; None for y = 0."""
    return x % y if y else None


def power_exact(x: int, n: int) -> int:
    """x multiplied n times, from 1."""
    result = 1
    for _ in range(n):
        result = exact(result * x)
    return result


def power_real(x: float, n: int) -> float:
    """x multiplied n times, from 1.0, from the left."""
    result = 1.0
    for _ in range(n):
        result = finite(result * x)
    return result


def sqrt(x: float) -> float | None:
    """The IEEE square root; None for a negative number."""
    return math.sqrt(x) if x >= 0 else None


def to_number(x: str, n: int) -> int | None:
    """The number that x writes, scaled by 10^n; None when it writes none, or has more than n decimals."""
    match = _PLAIN_NUMBER.fullmatch(x)
    decimals = (match.group(3) or "") if match else ""
    if match is None or len(decimals) > n:
        return None
    digits = (match.group(2) + decimals.ljust(n, "0")).lstrip("0") or "0"
    if len(digits) > 16:
        raise Overflow("The number is beyond 2^53-1.")
    number = exact(int(digits))
    return -number if match.group(1) else number
