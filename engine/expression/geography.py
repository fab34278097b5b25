"""Distances and areas on a sphere, from + − × ÷ and √ of doubles alone in a fixed order, the same in all engines.

Sine and cosine are Taylor polynomials on a quarter turn, arcsine one up to one half and a reduction above. Their error
is a few units in the last place, far below a millimetre. No library sine is used: they differ between machines.
"""

from __future__ import annotations

import math
from itertools import pairwise

Point = list[float]

RADIUS = 6371008.8
"""Mean radius of the earth in metres (IUGG)."""
RADIAN = 0.017453292519943295
"""π / 180."""
HALF_TURN = 3.141592653589793
QUARTER_TURN = 1.5707963267948966

SINE = (
    1.0, -0.16666666666666666, 0.008333333333333333, -0.0001984126984126984, 2.7557319223985893e-06,
    -2.505210838544172e-08, 1.6059043836821613e-10, -7.647163731819816e-13, 2.8114572543455206e-15,
    -8.22063524662433e-18, 1.9572941063391263e-20,
)  # fmt: skip
"""(−1)^k / (2k+1)!"""
COSINE = (
    1.0, -0.5, 0.041666666666666664, -0.001388888888888889, 2.48015873015873e-05, -2.755731922398589e-07,
    2.08767569878681e-09, -1.1470745597729725e-11, 4.779477332387385e-14, -1.5619206968586225e-16,
    4.110317623312165e-19, -8.896791392450574e-22,
)  # fmt: skip
"""(−1)^k / (2k)!"""
ARCSINE = (
    1.0, 0.16666666666666666, 0.075, 0.044642857142857144, 0.030381944444444444, 0.022372159090909092,
    0.017352764423076924, 0.01396484375, 0.011551800896139705, 0.009761609529194078, 0.008390335809616815,
    0.0073125258735988454, 0.006447210311889649, 0.005740037670841923, 0.005153309682319904, 0.004660143486915096,
    0.004240907093679363, 0.003880964558837669, 0.003569205393825935, 0.003297059503473485, 0.0030578216492580306,
    0.002846178401108942, 0.00265787063820729, 0.0024894486782468836, 0.002338091892111975, 0.0022014739737101263,
    0.0020776610325181676,
)  # fmt: skip
"""(2k)! / (4^k (k!)² (2k+1)) to fourteen digits; what matters is that every engine has these very doubles."""


def _polynomial(coefficients: tuple[float, ...], square: float) -> float:
    """Horner's rule from the last coefficient."""
    result = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        result = result * square + coefficient
    return result


def sine(x: float) -> float:
    """The sine of x radians, |x| at most a quarter turn."""
    return x * _polynomial(SINE, x * x)


def cosine(x: float) -> float:
    """The cosine of x radians, |x| at most a quarter turn."""
    return _polynomial(COSINE, x * x)


def arcsine(x: float) -> float:
    """The angle between 0 and a quarter turn whose sine is x, 0 ≤ x ≤ 1."""
    if x <= 0.5:
        return x * _polynomial(ARCSINE, x * x)
    rest = math.sqrt((1.0 - x) / 2.0)
    return QUARTER_TURN - 2.0 * (rest * _polynomial(ARCSINE, rest * rest))


def _turn(degrees: float) -> float:
    """A difference of longitudes brought between −180 and 180 degrees."""
    if degrees > 180.0:
        return degrees - 360.0
    return degrees + 360.0 if degrees < -180.0 else degrees


def distance(p: Point, q: Point) -> float:
    """Metres between two points, by the haversine formula."""
    across = sine((q[0] - p[0]) * RADIAN / 2.0)
    along = sine(_turn(q[1] - p[1]) * RADIAN / 2.0)
    a = across * across + cosine(p[0] * RADIAN) * cosine(q[0] * RADIAN) * (along * along)
    return 2.0 * RADIUS * arcsine(math.sqrt(min(1.0, max(0.0, a))))


def path_length(trace: list[Point]) -> float:
    """Metres along a trace, summed from its first point."""
    total = 0.0
    for start, end in pairwise(trace):
        total = total + distance(start, end)
    return total


def area(shape: list[Point]) -> float | None:
    """Square metres: R²/2 × |Σ Δλ (2 + sin φ₁ + sin φ₂)| over the sides, the last point joined to the first."""
    if len(shape) < 3:
        return None
    total = 0.0
    for start, end in zip(shape, [*shape[1:], shape[0]], strict=True):
        heights = 2.0 + sine(start[0] * RADIAN) + sine(end[0] * RADIAN)
        total = total + _turn(end[1] - start[1]) * RADIAN * heights
    return abs(total * RADIUS * RADIUS / 2.0)


def inside(p: Point, shape: list[Point]) -> bool | None:
    """True when a line north from p crosses the sides an odd number of times; a side includes its western end."""
    if len(shape) < 3:
        return None
    odd = False
    for start, end in zip(shape, [*shape[1:], shape[0]], strict=True):
        west, east = (start, end) if start[1] <= end[1] else (end, start)
        if west[1] <= p[1] < east[1]:
            crossing = (p[0] - west[0]) * (east[1] - west[1]) - (end[0] - start[0]) * (p[1] - west[1]) * (
                1.0 if west is start else -1.0
            )
            odd = odd != (crossing < 0.0)
    return odd


def count_points(points: list[Point]) -> int:
    """The number of points of a trace or shape."""
    return len(points)


def latitude(p: Point) -> float:
    """Degrees north."""
    return p[0]


def longitude(p: Point) -> float:
    """Degrees east."""
    return p[1]


def accuracy(p: Point) -> float | None:
    """Metres; None when the device gave none."""
    return p[2]
