"""Functions of numbers, the twin of numbers.py: whole-number arithmetic, and rounding by its definition with floor."""

from __future__ import annotations

from dataclasses import replace

from engine.expression.columns.call import Call, Emit
from engine.expression.columns.cells import Cell, any_of, level_of
from engine.expression.columns.numbers import (
    case,
    clamp,
    finite,
    kept_finite,
    product,
    quotient,
)
from engine.expression.values import LIMIT

WHOLE = 2**53
"""From here on every double is whole."""


def _absolute(call: Call) -> Cell:
    (x,) = call.cells
    low = 0 if x.low <= 0 <= x.high else min(abs(x.low), abs(x.high))
    return replace(x, value=f"abs({x.value})", low=low, high=x.largest, simple=False)


def _sign(call: Call) -> Cell:
    (x,) = call.values
    return call.whole(f"CASE WHEN {x} > 0 THEN 1 WHEN {x} < 0 THEN -1 WHEN {x} = 0 THEN 0 END", -1, 1)


def _round(call: Call) -> Cell:
    x, d, n = call.cells[0], call.number(1), call.number(2)
    if n >= d:
        return _times(call, x, 10 ** (n - d))
    step = 10 ** (d - n)
    size = Cell("int", f"abs({x.value})", level=x.level, low=0, high=x.largest)
    up = Cell("int", f"({size.value} + {step // 2})", level=x.level, low=0, high=x.largest + step // 2)
    rounded = replace(up, value=quotient(call.dialect, up, step), high=up.high // step, error=x.error)
    return _times(call, _signed(x.value, "< 0", rounded), 10 ** max(0, -n))


def _signed(of: str, negative: str, size: Cell) -> Cell:
    """A size with the sign of another number."""
    value = f"CASE WHEN {of} {negative} THEN -{size.value} ELSE {size.value} END"
    return replace(size, value=value, low=-size.high, high=size.high, simple=False)


def _times(call: Call, x: Cell, factor: int) -> Cell:
    by = Cell("int", f"CAST({factor} AS BIGINT)", low=factor, high=factor, simple=True)
    return x if factor == 1 else product(call.dialect, call.context, x, by)


def _round_real(call: Call) -> Cell:
    x, n = call.cells[0], call.number(1)
    power = f"1e{abs(n)}"
    size = f"(abs({x.value}) * {power})" if n >= 0 else f"(abs({x.value}) / {power})"
    y = call.bind(call.result("real", size))
    below = call.bind(replace(y, kind="int", value=_floored(y.value), simple=False))
    rest = f"CASE WHEN {y.value} - CAST({below.value} AS DOUBLE) >= 5e-1 THEN 1 ELSE 0 END"
    rounded = Cell("int", f"({below.value} + {rest})", x.error, below.level, low=0, high=LIMIT)
    rounded = replace(rounded, error=any_of(x.error, _too_large(y.value)))
    return _times(call, _signed(x.value, "< 0", rounded), 10 ** max(0, -n))


def _floored(y: str) -> str:
    return f"CASE WHEN abs({y}) < {WHOLE}e0 THEN CAST(floor({y}) AS BIGINT) END"


def _too_large(y: str) -> str:
    return f"COALESCE(abs({y}) >= {WHOLE}e0, FALSE)"


def _floor(call: Call) -> Cell:
    x, step = call.cells[0], 10 ** call.number(1)
    return replace(x, value=quotient(call.dialect, x, step), low=x.low // step, high=x.high // step, simple=False)


def _ceil(call: Call) -> Cell:
    x, step = call.cells[0], 10 ** call.number(1)
    negative = replace(x, value=f"(-{x.value})", low=-x.high, high=-x.low)
    value = f"(-{quotient(call.dialect, negative, step)})"
    return replace(x, value=value, low=-(-x.low // step), high=-(-x.high // step), simple=False)


def _floor_real(call: Call) -> Cell:
    (x,) = call.cells
    return call.whole(_floored(x.value), error=_too_large(x.value))


def _ceil_real(call: Call) -> Cell:
    (x,) = call.cells
    up = f"CASE WHEN abs({x.value}) < {WHOLE}e0 THEN -CAST(floor(-{x.value}) AS BIGINT) END"
    name = call.bind(call.result("int", up))
    return clamp(call.context, name.value, -WHOLE, WHOLE, any_of(x.error, _too_large(x.value)), name.level)


def _modulus(call: Call) -> str:
    x, y = call.values
    return f"((({x} % NULLIF({y}, 0)) + {y}) % NULLIF({y}, 0))"


def _div(call: Call) -> Cell:
    x, y = call.cells
    rest = call.bind(call.result("int", _modulus(call)))
    value = call.dialect("cut", f"({x.value} - {rest.value})", f"NULLIF({y.value}, 0)")
    return replace(rest, value=value, low=-x.largest, high=x.largest, simple=False)


def _mod(call: Call) -> Cell:
    y = call.cells[1]
    return call.whole(_modulus(call), -y.largest, y.largest)


def _power(call: Call) -> Cell:
    x, n = call.cells[0], call.number(1)
    if n == 0:
        return call.whole(case(f"{x.value} IS NOT NULL", "1"), 1, 1)
    result = x
    for _ in range(n - 1):
        result = product(call.dialect, call.context, call.bind(result), x)
    return result


def _power_real(call: Call) -> Cell:
    x, n = call.cells[0], call.number(1)
    if n == 0:
        return replace(call.result("real", case(f"{x.value} IS NOT NULL", "1e0")), most=1.0, least=1.0)
    result = x
    for _ in range(n - 1):
        result = finite(call.context, "*", call.bind(result), x)
    return result


def _square_root(call: Call) -> Cell:
    (x,) = call.cells
    error = any_of(x.error)
    most = max(1.0, x.most) if x.most < 1e300 else 1e200
    return kept_finite(call.context, case(f"{x.value} >= 0e0", f"sqrt({x.value})"), error, x.level, most, 0.0)


def _to_number(call: Call) -> Cell:
    text, n = call.cells[0], call.number(1)
    parts = f"[.][0-9]{{1,{n}}}" if n else ""
    pattern = call.dialect.quote(call.dialect.pattern(f"-?[0-9]+(?:{parts})?" if n else "-?[0-9]+"))
    plain = case(call.dialect("matches", text.value, pattern), f"replace({text.value}, '-', '')")
    digits = call.bind(call.result("text", f"{plain} || '.'"))
    whole = f"split_part({digits.value}, '.', 1)"
    rest = f"split_part({digits.value}, '.', 2)"
    padded = f"{rest} || repeat('0', {n} - CAST(length({rest}) AS INT))" if n else "''"
    all_digits = call.bind(
        replace(digits, value=call.dialect("trim_left", f"({whole} || {padded})", "'0'"), simple=False)
    )
    short = f"length({all_digits.value}) <= 16"
    number = case(short, f"CAST(('0' || {all_digits.value}) AS BIGINT)")
    size = call.bind(replace(all_digits, kind="int", value=number, simple=False))
    beyond = f"COALESCE(length({all_digits.value}) > 16 OR {size.value} > {LIMIT}, FALSE)"
    signed = f"CASE WHEN {text.value} LIKE '-%' THEN -{size.value} ELSE {size.value} END"
    value = case(f"{size.value} <= {LIMIT}", signed)
    return Cell("int", value, any_of(text.error, beyond), size.level)


def _extreme(name: str, *, known: bool = False) -> Emit:
    """LEAST and GREATEST skip NULL in both dialects, so a strict one asks first."""

    def emit(call: Call) -> Cell:
        values = call.values
        chosen = f"{name}({', '.join(values)})"
        all_known = " AND ".join(f"{value} IS NOT NULL" for value in values)
        sql = chosen if known or len(values) == 1 else case(all_known, chosen)
        first = call.cells[0]
        return replace(
            first, value=sql if len(values) > 1 else values[0], simple=False,
            error=any_of(*(cell.error for cell in call.cells)), level=level_of(*call.cells),
            low=min(cell.low for cell in call.cells), high=max(cell.high for cell in call.cells),
            most=max(cell.most for cell in call.cells), least=min(cell.least for cell in call.cells),
        )  # fmt: skip

    return emit


CALLS: dict[str, Emit] = {
    "abs": _absolute, "sign": _sign, "round": _round, "rround": _round_real, "floor": _floor, "rfloor": _floor_real,
    "ceil": _ceil, "rceil": _ceil_real, "div": _div, "mod": _mod, "power": _power, "rpower": _power_real,
    "sqrt": _square_root, "to_number": _to_number, "min": _extreme("LEAST"), "max": _extreme("GREATEST"),
    "min_known": _extreme("LEAST", known=True), "max_known": _extreme("GREATEST", known=True),
}  # fmt: skip
