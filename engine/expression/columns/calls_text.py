"""Functions of text, the twin of texts.py: NFC, never empty, counted in code points."""

from __future__ import annotations

from dataclasses import replace

from engine.expression.columns.call import Call, Emit
from engine.expression.columns.calls_dates import month_parts, parts_of_day
from engine.expression.columns.cells import Cell, any_of
from engine.expression.columns.dialects import UNSTABLE
from engine.expression.columns.mistakes import refuse
from engine.expression.columns.numbers import case, quotient, remainder
from engine.expression.types import parse_type
from engine.expression.values import WHITE_SPACE

MAX_PADDING = 1000


def _length(call: Call) -> Cell:
    return call.whole(f"length({call.values[0]})", 0)


def composed(call: Call, text: Cell) -> Cell:
    """Text put together, brought to NFC."""
    text = call.bind(text)
    unstable = call.dialect.quote(call.dialect.pattern(f"(?s:.*){UNSTABLE}(?s:.*)"))
    return replace(text, value=call.dialect("nfc", text.value, unstable), simple=False)


def _concat(call: Call) -> Cell:
    return composed(call, call.result("text", f"({' || '.join(call.values)})"))


def _concat_known(call: Call) -> Cell:
    return composed(call, call.result("text", f"NULLIF(concat_ws('', {', '.join(call.values)}), '')"))


def _substring(call: Call) -> Cell:
    x, start, n = call.values
    return call.result("text", _cut(x, start, n, f"{start} >= 1 AND {n} >= 1"))


def _cut(x: str, start: str, n: str, condition: str) -> str:
    """n code points from start; both brought within the length first, so that no argument is too large for a host."""
    length = f"length({x})"
    first = f"CAST(LEAST({start}, {length} + 1) AS INT)"
    return case(condition, f"NULLIF(substring({x}, {first}, CAST(LEAST({n}, {length}) AS INT)), '')")


def _left(call: Call) -> Cell:
    x, n = call.values
    return call.result("text", _cut(x, "1", n, f"{n} >= 1"))


def _right(call: Call) -> Cell:
    x, n = call.values
    return call.result("text", case(f"{n} >= 1", f"right({x}, CAST(LEAST({n}, length({x})) AS INT))"))


def _trim(call: Call) -> Cell:
    return call.result("text", f"NULLIF({call.dialect('trim', call.values[0], call.dialect.quote(WHITE_SPACE))}, '')")


def _test(template: str) -> Emit:
    return lambda call: call.result("bool", call.dialect(template, *call.values))


def _contains(call: Call) -> Cell:
    return call.result("bool", f"contains({call.values[0]}, {call.values[1]})")


def _index_of(call: Call) -> Cell:
    return call.whole(f"instr({call.values[0]}, {call.values[1]})", 0)


def _part(call: Call) -> Cell:
    x, separator, n = call.values
    place = f"CAST(LEAST(GREATEST({n}, 1), length({x}) + 1) AS INT)"
    return call.result("text", case(f"{n} >= 1", f"NULLIF(split_part({x}, {separator}, {place}), '')"))


def _replace(call: Call) -> Cell:
    return composed(call, call.result("text", f"replace({', '.join(call.values)})"))


def _pad_left(call: Call) -> Cell:
    x, n, fill = call.values
    missing = f"CAST(GREATEST(LEAST({n}, {MAX_PADDING}) - length({x}), 0) AS INT)"
    padded = case(f"length({fill}) = 1 AND {n} IS NOT NULL AND {x} IS NOT NULL", f"repeat({fill}, {missing}) || {x}")
    too_far = f"COALESCE({n} > {MAX_PADDING} AND {x} IS NOT NULL AND {fill} IS NOT NULL, FALSE)"
    return composed(call, call.result("text", padded, too_far))


def _matches(call: Call) -> Cell:
    if call.constants[1] is None:
        raise refuse("not_in_columns", "The pattern of 'matches' is not a constant.")
    pattern = call.dialect.quote(call.dialect.pattern(call.constants[1]))
    return call.result("bool", call.dialect("matches", call.values[0], pattern))


def _first_code(call: Call) -> Cell:
    x, n = call.values
    return call.result("text", _cut(x, "1", n, f"{n} >= 1 AND {n} <= length({x})"))


def _to_text(call: Call) -> Cell:
    x, declared = call.cells[0], parse_type(str(call.constants[1]))
    if declared.is_exact:
        return replace(x, kind="text", value=_exact_text(call, x, declared.decimals), simple=False)
    if declared.kind in ("text", "code"):
        return x
    if declared.kind not in _WRITERS:
        raise refuse("not_in_columns", f"'to_text' of {declared} is not written by the column engines.")
    return _WRITERS[declared.kind](call, x)


def _exact_text(call: Call, x: Cell, decimals: int) -> str:
    size = Cell("int", f"abs({x.value})", low=0, high=x.largest)
    sign = f"CASE WHEN {x.value} < 0 THEN '-' ELSE '' END"
    text = call.dialect("text")
    if not decimals:
        return f"CAST({x.value} AS {text})"
    step = 10**decimals
    rest = _padded(call, remainder(size, step), decimals)
    return f"({sign} || CAST({quotient(call.dialect, size, step)} AS {text}) || '.' || {rest})"


def _padded(call: Call, number: str, digits: int) -> str:
    return f"lpad(CAST({number} AS {call.dialect('text')}), {digits}, '0')"


def _boolean_text(call: Call, x: Cell) -> Cell:
    return replace(x, kind="text", value=f"CASE WHEN {x.value} THEN 'true' WHEN NOT {x.value} THEN 'false' END")


def _date_text(call: Call, x: Cell) -> Cell:
    year, month, day = parts_of_day(call, x)
    parts = (_padded(call, year, 4), _padded(call, month, 2), _padded(call, day, 2))
    return replace(x, kind="text", value=f"({' || '.join(_joined(parts, '-'))})", simple=False)


def _time_text(call: Call, x: Cell) -> Cell:
    minutes = Cell("int", quotient(call.dialect, x, 60), low=0)
    parts = (quotient(call.dialect, x, 3600), remainder(minutes, 60), remainder(x, 60))
    padded = tuple(_padded(call, part, 2) for part in parts)
    return replace(x, kind="text", value=f"({' || '.join(_joined(padded, ':'))})", simple=False)


def _datetime_text(call: Call, x: Cell) -> Cell:
    day = call.bind(replace(x, value=quotient(call.dialect, x, 86400), low=-719162, high=2932896, simple=False))
    time = call.bind(replace(x, value=remainder(x, 86400), low=0, high=86399, simple=False))
    date_text, time_text = _date_text(call, day), _time_text(call, time)
    return replace(
        date_text, value=f"({date_text.value} || 'T' || {time_text.value})", error=any_of(x.error), level=day.level
    )


def _year_month_text(call: Call, x: Cell) -> Cell:
    year, month = month_parts(call, x)
    return replace(
        x, kind="text", value=f"({_padded(call, year, 4)} || '-' || {_padded(call, month, 2)})", simple=False
    )


def _joined(parts: tuple[str, ...], sign: str) -> list[str]:
    found = [parts[0]]
    for part in parts[1:]:
        found += [f"'{sign}'", part]
    return found


_WRITERS = {
    "boolean": _boolean_text, "date": _date_text, "time": _time_text, "datetime": _datetime_text,
    "year_month": _year_month_text,
}  # fmt: skip
CALLS: dict[str, Emit] = {
    "length": _length, "concat": _concat, "concat_known": _concat_known, "substring": _substring,
    "left": _left, "right": _right, "trim": _trim,
    "starts_with": _test("starts_with"), "ends_with": _test("ends_with"), "contains": _contains,
    "index_of": _index_of, "replace": _replace, "part": _part, "pad_left": _pad_left,
    "matches": _matches, "to_text": _to_text,
    "first_code": _first_code,
}  # fmt: skip
