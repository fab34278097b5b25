"""Draws cores (docs/compiled_form.md) that are well typed by construction, from small grammars, one a kind of value.

Where names, rows and codes come from is in `programs.py`. Numbers stand near the limits more often than chance has it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from random import Random
from typing import Any

LIMIT = 2**53 - 1
EXACT = (
    0, 1, -1, 2, 5, 7, -7, 15, 100, 25, 50, -50, 999, LIMIT, -LIMIT, LIMIT - 1, 2**31,
    4503599627370496, -3002399751580331,
)  # fmt: skip
REAL = (0.0, 0.1, 0.5, -0.5, 1.5, 2.5, 1e16, -1e-7, 1e300, 12345.678, 0.30000000000000004)
TEXTS = ("a", "00004", "Nguyễn", "Hà Nội", "🌾 lúa", "e\u0301".encode().decode(), " x ", "aaa", "0", "-12.50", "12.5")
DATES = (0, 8094, 20779, 20780, -719162, 2932896, 11016, 19782, 20148)

YEARS = (0, 1900, 2000, 2026, 10000)
OF_TWO = ("div", "mod", "min", "max", "min_known", "max_known")
OF_DATES = ("year", "month", "day", "quarter", "weekday", "day_of_year", "days_in_month", "iso_week")
BETWEEN_DATES = ("days_between", "months_between", "years_between", "age")
OF_CELLS = ("sum", "min", "max", "sum_known", "min_known", "max_known", "count", "count_answered", "first")
OF_CODES = ("selected_any", "selected_all", "selected_only")


class Program(ABC):
    """Draws cores by kind of value: exact, real, boolean, text, date, set."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.kinds: dict[str, Callable[[int], Any]] = {
            "exact": self.exact, "real": self.real, "boolean": self.boolean,
            "text": self.text, "date": self.date, "set": self.set,
        }  # fmt: skip

    @abstractmethod
    def name(self, kind: str) -> Any:
        """A variable of the kind; where there is none in reach, a constant."""

    @abstractmethod
    def reason(self) -> Any:
        """The reason of some cell."""

    @abstractmethod
    def aggregate(self, kinds: tuple[str, ...], body: str, depth: int) -> Any:
        """An aggregate of one of the kinds, over a body of a kind."""

    @abstractmethod
    def mean(self, depth: int) -> Any:
        """A mean of exact numbers: the aggregate whose core says their decimals."""

    def of(self, kind: str, depth: int) -> Any:
        """A core of the kind, at most so deep."""
        return self.kinds[kind](depth)

    def pick(self, *choices: Callable[[], Any]) -> Any:
        return self.random.choice(choices)()

    def exact(self, depth: int) -> Any:
        random = self.random
        if depth == 0:
            return self.pick(
                lambda: ["lit", random.choice(EXACT)], lambda: ["lit", random.choice(EXACT)], lambda: self.name("exact")
            )
        less, small = depth - 1, random.randint(0, 4)
        return self.pick(
            lambda: [random.choice(("add", "sub", "mul")), self.exact(less), self.exact(less)],
            lambda: ["neg", self.exact(less)],
            lambda: ["scale", self.exact(less), small],
            lambda: ["call", "round", self.exact(less), ["lit", small], ["lit", random.randint(-9, 9)]],
            lambda: ["call", "rround", self.real(less), ["lit", random.randint(-9, 9)]],
            lambda: ["call", random.choice(("floor", "ceil")), self.exact(less), ["lit", small]],
            lambda: ["call", random.choice(("rfloor", "rceil")), self.real(less)],
            lambda: ["call", random.choice(OF_TWO), self.exact(less), self.exact(less)],
            lambda: ["call", random.choice(("abs", "sign")), self.exact(less)],
            lambda: ["call", "power", self.exact(less), ["lit", small]],
            lambda: ["call", "to_number", self.text(less), ["lit", small]],
            lambda: ["call", "length", self.text(less)],
            lambda: ["call", "index_of", self.text(less), self.text(less)],
            lambda: ["call", random.choice(OF_DATES), self.date(less)],
            lambda: ["call", random.choice(BETWEEN_DATES), self.date(less), self.date(less)],
            lambda: ["call", random.choice(("date_of", "time_of")), self.exact(less)],
            lambda: ["call", random.choice(("hour", "minute")), ["call", "time_of", self.exact(less)]],
            lambda: ["call", "count_selected", self.set(less)],
            lambda: ["call", "rank_of", self.set(less), ["lit", random.choice("123")]],
            lambda: ["call", "count_answered", self.exact(less), self.text(less)],
            lambda: ["coalesce", self.exact(less), self.exact(less)],
            lambda: ["if", self.boolean(less), self.exact(less), self.exact(less)],
            lambda: self.aggregate(OF_CELLS, "exact", less),
        )  # fmt: skip

    def real(self, depth: int) -> Any:
        random = self.random
        if depth == 0:
            return self.pick(lambda: ["lit", random.choice(REAL)], lambda: self.name("real"))
        less = depth - 1
        return self.pick(
            lambda: [random.choice(("radd", "rsub", "rmul", "rdiv")), self.real(less), self.real(less)],
            lambda: ["rneg", self.real(less)],
            lambda: ["real", self.exact(less), random.randint(0, 9)],
            lambda: ["call", "sqrt", self.real(less)],
            lambda: ["call", "rpower", self.real(less), ["lit", random.randint(0, 4)]],
            lambda: ["call", "distance", self.point(), self.point()],
            lambda: self.aggregate(("rsum", "rmin", "rmax", "rsum_known", "rmean", "rmean_known"), "real", less),
            lambda: self.mean(less),
        )

    def boolean(self, depth: int) -> Any:
        random = self.random
        if depth == 0:
            return ["lit", random.random() < 0.5]
        less = depth - 1
        compared = random.choice(("eq", "ne", "lt", "le", "gt", "ge"))
        return self.pick(
            lambda: [random.choice(("and", "or")), *(self.boolean(less) for _ in range(random.randint(2, 3)))],
            lambda: ["implies", self.boolean(less), self.boolean(less)],
            lambda: ["not", self.boolean(less)],
            lambda: [compared, self.exact(less), self.exact(less)],
            lambda: [random.choice(("lt", "le", "gt", "ge")), self.real(less), self.real(less)],
            lambda: [random.choice(("eq", "ne")), self.text(less), self.text(less)],
            lambda: [random.choice(("eq", "ne")), self.set(less), self.set(less)],
            lambda: ["between", self.exact(less), self.exact(less), self.exact(less)],
            lambda: ["in", self.text(less), random.sample(TEXTS, 3)],
            lambda: ["missing", self.exact(less)],
            lambda: ["call", "same_as", self.set(less), self.set(less)],
            lambda: ["call", random.choice(OF_CODES), self.set(less), ["lit", random.sample("123", 2)]],
            lambda: ["call", random.choice(("is_subset", "overlaps")), self.set(less), self.set(less)],
            lambda: ["call", random.choice(("starts_with", "ends_with", "contains")), self.text(less), self.text(less)],
            lambda: self.aggregate(("any", "all"), "boolean", less),
            lambda: self.aggregate(("unique",), "exact", less),
        )  # fmt: skip

    def text(self, depth: int) -> Any:
        random = self.random
        if depth == 0:
            return self.pick(lambda: ["lit", random.choice(TEXTS)], lambda: self.name("text"))
        less, n = depth - 1, ["lit", random.randint(-1, 6)]
        return self.pick(
            lambda: ["call", "concat", self.text(less), self.text(less)],
            lambda: ["call", "substring", self.text(less), n, ["lit", random.randint(0, 4)]],
            lambda: ["call", random.choice(("left", "right", "first_code")), self.text(less), n],
            lambda: ["call", "trim", self.text(less)],
            lambda: ["call", "part", self.text(less), self.text(0), n],
            lambda: ["call", "replace", self.text(less), self.text(0), self.text(less)],
            lambda: ["call", "pad_left", self.text(less), n, ["lit", random.choice(("0", "🌾"))]],
            lambda: ["call", "to_text", self.exact(less), ["lit", "decimal:2"]],
            lambda: ["call", "to_text", self.date(less), ["lit", "date"]],
            lambda: ["call", "first_selected", self.set(less)],
            lambda: ["call", "nth_selected", self.set(less), n],
            lambda: self.joined(less),
            self.reason,
        )  # fmt: skip

    def joined(self, depth: int) -> Any:
        """Texts of rows; inside a row, what one of them would be."""
        found = self.aggregate(("join",), "text", depth)
        return [*found, self.random.choice(("", ", ", "é"))] if found[0] == "agg" else found

    def date(self, depth: int) -> Any:
        random = self.random
        if depth == 0:
            return self.pick(lambda: ["lit", random.choice(DATES)], lambda: self.name("date"), lambda: ["today"])
        less, n = depth - 1, ["lit", random.choice((-1, 1, 11, 12, 13, -25, 480, 10000))]
        return self.pick(
            lambda: ["call", random.choice(("add_days", "add_months", "add_years")), self.date(less), n],
            lambda: ["call", "date", *(["lit", random.choice(part)] for part in (YEARS, range(14), range(33)))],
            lambda: ["call", random.choice(("first_day", "last_day")), self.month(less, n)],
            lambda: self.date(0),
        )  # fmt: skip

    def month(self, depth: int, n: Any) -> Any:
        return ["call", "shift_month", ["call", "year_month", self.date(depth)], n]

    def set(self, depth: int) -> Any:
        return self.pick(
            lambda: ["lit", sorted(self.random.sample("123", self.random.randint(1, 3)))],
            lambda: self.name("set"),
            lambda: ["if", self.boolean(max(depth - 1, 0)), self.name("set"), ["lit", ["2", "1"]]],
        )

    def point(self) -> Any:
        return ["lit", [self.random.uniform(-90, 90), self.random.uniform(-180, 180), None]]
