"""The polynomials against the library's functions, and distances against a formula that shares nothing with ours."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from engine.expression import geography

ANGLES = st.floats(-math.pi / 2, math.pi / 2)
LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)
POINTS = st.tuples(LATITUDES, LONGITUDES).map(list)


@given(ANGLES)
def test_sine_and_cosine_are_true_to_a_few_units_in_the_last_place(x: float) -> None:
    assert math.isclose(geography.sine(x), math.sin(x), rel_tol=4e-15)
    assert math.isclose(geography.cosine(x), math.cos(x), rel_tol=4e-15, abs_tol=1e-15)


@given(st.floats(0, 1))
def test_arcsine_is_true_to_a_few_units_in_the_last_place(x: float) -> None:
    assert math.isclose(geography.arcsine(x), math.asin(x), rel_tol=4e-15)


@given(POINTS, POINTS)
def test_distance_agrees_with_the_angle_between_vectors(p: list[float], q: list[float]) -> None:
    def vector(point: list[float]) -> tuple[float, float, float]:
        latitude, longitude = math.radians(point[0]), math.radians(point[1])
        return math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude)

    a, b = vector(p), vector(q)
    across = math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    expected = geography.RADIUS * math.atan2(across, sum(x * y for x, y in zip(a, b, strict=True)))
    assert math.isclose(geography.distance(p, q), expected, rel_tol=1e-7, abs_tol=0.2)


def test_coefficients_are_those_of_taylor_to_fourteen_digits() -> None:
    series: list[tuple[Sequence[float], Callable[[int], float]]] = [
        (geography.SINE, lambda k: (-1) ** k / math.factorial(2 * k + 1)),
        (geography.COSINE, lambda k: (-1) ** k / math.factorial(2 * k)),
        (geography.ARCSINE, lambda k: math.factorial(2 * k) / (4**k * math.factorial(k) ** 2 * (2 * k + 1))),
    ]
    for coefficients, exact in series:
        for k, coefficient in enumerate(coefficients):
            assert math.isclose(coefficient, exact(k), rel_tol=1e-14)


def test_an_octant_of_the_sphere_has_an_eighth_of_its_area() -> None:
    octant = [[0.0, 0.0], [0.0, 90.0], [90.0, 90.0], [90.0, 0.0]]
    assert math.isclose(geography.area(octant) or 0, math.pi * geography.RADIUS**2 / 2, rel_tol=1e-12)


@given(st.floats(-80, 80), st.floats(-170, 170), st.integers(3, 8))
def test_the_middle_is_inside_and_a_far_point_is_not(latitude: float, longitude: float, corners: int) -> None:
    turns = [2 * math.pi * k / corners for k in range(corners)]
    shape = [[latitude + math.sin(turn), longitude + math.cos(turn)] for turn in turns]
    assert geography.inside([latitude, longitude], shape) is True
    assert geography.inside([latitude + 3, longitude], shape) is False
    assert geography.inside([latitude, longitude], shape[::-1]) is True
