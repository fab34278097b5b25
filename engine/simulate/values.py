"""One answer drawn for a cell, in internal form: of its type, its code list as filtered now, near what the form names.

Whether an answer holds its constraint and the edits is looked at by who asks for it (`respondent.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.errors import Overflow
from engine.expression.evaluate import Env
from engine.proof.reads import Cell
from engine.response.form import Form, Slot
from engine.response.frames import Frame
from engine.simulate.draws import Draws
from engine.simulate.hints import Hints
from engine.simulate.patterns import drawn_match

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Lò", "Triệu", "H'", "Kpă")
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Đức", "Thu", "Quang", "")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Sơn", "Tú", "Yến")
FORTY_YEARS = 14_610
NO_HINTS = Hints()


def draw(form: Form, frame: Frame, slot: Slot, hints: dict[Cell, Hints], draws: Draws) -> Any:
    """An internal value for the cell; None where nothing can be offered, such as a list filtered to nothing."""
    kind, _, rest = (slot.type or "").partition(":")
    known = hints.get((frame.scope, slot.slot), NO_HINTS)
    return _DRAWN[kind](_Wish(form, frame, slot, known, draws, rest))


class _Wish:
    """All that a draw may look at: the cell, what the form says of it, and the draws."""

    __slots__ = ("detail", "draws", "form", "frame", "hints", "slot")

    def __init__(self, form: Form, frame: Frame, slot: Slot, hints: Hints, draws: Draws, detail: str) -> None:
        self.form, self.frame, self.slot, self.hints, self.draws, self.detail = form, frame, slot, hints, draws, detail

    def limits(self, low: int, high: int) -> tuple[int, int]:
        """The bounds of the constraint as they are now, the given ones where it says nothing."""
        least = [value + step for closure, step in self.hints.least if (value := self._now(closure)) is not None]
        most = [value + step for closure, step in self.hints.greatest if (value := self._now(closure)) is not None]
        low, high = (max(least) if least else low), (min(most) if most else high)
        if least and not most:
            high = max(high, low + 100)
        if most and not least:
            low = min(low, high)
        return low, max(low, high)

    def offered(self) -> list[str]:
        """The codes that the choice filter leaves."""
        name = self.slot.item.codes if self.slot.item else self.detail
        number = self.slot.item.number("filter") if self.slot.item else None
        codes = list(self.form.lists[name or self.detail].codes)
        if number is None:
            return codes
        node, outer = self.form.nodes[number], self.frame.env
        return [code for code in codes if self._now_in(node.run, Env(None, outer, outer.today, code)) is True]

    def _now(self, closure: Callable[[Env], Any]) -> Any:
        return self._now_in(closure, self.frame.env)

    def _now_in(self, closure: Callable[[Env], Any], env: Env) -> Any:
        try:
            return closure(env)
        except Overflow:
            return None


def _number(wish: _Wish) -> int:
    draws = wish.draws
    scale = 10 ** int(wish.detail or 0)
    near = [value for value in wish.hints.named if isinstance(value, int)]
    low, high = wish.limits(min([0, *near]), max([10 * scale, *(2 * value for value in near)]))
    if near and draws.chance(0.35):
        step: int = draws.pick([0, 1, scale])
        return min(high, max(low, draws.pick(near) + draws.between(-1, 1) * step))
    if draws.chance(0.6):
        high = min(high, max(low, 0) + max(10 * scale, (high - low) // 20))
    drawn = draws.between(low, max(low, high))
    return drawn if scale == 1 or draws.chance(0.2) else min(max(low, drawn // scale * scale), max(low, high))


def _text(wish: _Wish) -> str:
    draws = wish.draws
    if wish.hints.patterns:
        return drawn_match(draws.pick(wish.hints.patterns), draws) or "0"
    named = [value for value in wish.hints.named if isinstance(value, str)]
    if named and draws.chance(0.4):
        return draws.pick(named)
    words = [draws.pick(FAMILY), draws.pick(MIDDLE), draws.pick(GIVEN)]
    return " ".join(word for word in words if word)


def _barcode(wish: _Wish) -> str:
    return drawn_match(wish.hints.patterns[0] if wish.hints.patterns else "[0-9]{13}", wish.draws)


def _near(wish: _Wish, low: int, high: int) -> int:
    low, high = wish.limits(low, high)
    near = [value for value in wish.hints.named if isinstance(value, int) and low <= value <= high]
    return wish.draws.pick(near) if near and wish.draws.chance(0.1) else wish.draws.between(low, high)


def _date(wish: _Wish) -> int:
    today = wish.frame.home.today or 0
    return _near(wish, today - FORTY_YEARS, today)


def _year_month(wish: _Wish) -> int:
    month = 1970 * 12 + (wish.frame.home.today or 0) * 12 // 365
    return _near(wish, month - 480, month - 1)


def _datetime(wish: _Wish) -> int:
    today = wish.frame.home.today or 0
    return _near(wish, (today - 30) * 86_400, today * 86_400)


def _one_code(wish: _Wish) -> str | None:
    offered = wish.offered()
    if not offered or not wish.hints.weights:
        return wish.draws.pick(offered) if offered else None
    weights = [4 + wish.hints.weights.get(code, 0) for code in offered]
    at = wish.draws.below(sum(weights))
    for code, weight in zip(offered, weights, strict=True):
        at -= weight
        if at < 0:
            return code
    return offered[-1]


def _together(wish: _Wish) -> tuple[list[str], list[str]]:
    """The codes offered that may stand together, and those that exclude all others."""
    offered = wish.offered()
    alone = set(wish.slot.item.source.get("exclusive", ())) if wish.slot.item else set()
    return [code for code in offered if code not in alone], [code for code in offered if code in alone]


def _several(wish: _Wish) -> list[str] | None:
    (together, alone), draws = _together(wish), wish.draws
    if alone and (not together or draws.chance(0.2)):
        return [draws.pick(alone)]
    if not together:
        return None
    count = 1 + min(draws.below(len(together)), draws.below(len(together)), 7)
    return sorted(draws.shuffled(together)[:count], key=wish.form.lists[wish.detail].positions.__getitem__)


def _rank(wish: _Wish) -> list[str] | None:
    together, alone = _together(wish)
    if alone and (not together or wish.draws.chance(0.2)):
        return [wish.draws.pick(alone)]
    return wish.draws.shuffled(together) if together else None


def _point(wish: _Wish) -> list[float | None]:
    draws = wish.draws
    return [draws.between(8_560_000, 23_390_000) / 1e6, draws.between(102_140_000, 109_460_000) / 1e6,
            float(draws.between(3, 30))]  # fmt: skip


def _points(wish: _Wish) -> list[list[float | None]]:
    first = _point(wish)
    north, east = first[0] or 0.0, first[1] or 0.0
    corners = [(0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.001)]
    return [[round(north + a, 6), round(east + b, 6), first[2]] for a, b in corners]


def _file(wish: _Wish) -> dict[str, Any]:
    kind = wish.slot.item.type if wish.slot.item else "file"
    media = {"photo": ("jpg", "image/jpeg"), "signature": ("png", "image/png"), "audio": ("ogg", "audio/ogg")}
    ending, media_type = media.get(kind, ("pdf", "application/pdf"))
    digest = "".join(wish.draws.pick("0123456789abcdef") for _ in range(64))
    size = wish.draws.between(20_000, 2_000_000)
    return {"name": f"{wish.slot.name}.{ending}", "sha256": digest, "size": size, "media_type": media_type}


_DRAWN: dict[str, Callable[[_Wish], Any]] = {
    "integer": _number,
    "decimal": _number,
    "text": lambda wish: _barcode(wish) if wish.slot.item and wish.slot.item.type == "barcode" else _text(wish),
    "boolean": lambda wish: wish.draws.chance(0.5),
    "date": _date,
    "time": lambda wish: _near(wish, 6 * 3600, 20 * 3600) // 60 * 60,
    "datetime": _datetime,
    "year_month": _year_month,
    "code": _one_code,
    "codes": _several,
    "rank": _rank,
    "geopoint": _point,
    "geotrace": _points,
    "geoshape": _points,
    "file": _file,
    "real": lambda wish: float(wish.draws.between(0, 100)),
}
"""One row for each kind of type."""
