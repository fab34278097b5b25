"""The 50 edits of the benchmark, each in the language and as an expert would write it for DuckDB."""

from __future__ import annotations

from typing import Any

INTEGERS = [f"i{place:02}" for place in range(30)]
DECIMALS = [f"d{place}" for place in range(5)]
CODES = [f"c{place}" for place in range(5)]

PASS, FAIL, UNKNOWN, NOT_APPLICABLE = range(4)


def questionnaire() -> dict[str, Any]:
    """The form: 40 questions, of which 20 may be off route, and the edits."""
    listed = [{"code": code, "label": {"en": code}} for code in "123"]
    missing = ["refused", "dont_know"]
    items: list[dict[str, Any]] = [{"name": name, "type": "integer", "missing": missing} for name in INTEGERS]
    for item in items[10:]:
        item["relevant"] = "c0 != '3'"
    items += [{"name": name, "type": "decimal", "decimals": 2, "missing": missing} for name in DECIMALS]
    items += [{"name": name, "type": "select_one", "codes": "abc", "missing": missing} for name in CODES]
    edits = [
        {"id": name, "severity": "soft", "require": rule, "message": {"en": "Please check."}} for name, rule, _ in EDITS
    ]
    for item in items:
        item["label"] = {"en": item["name"]}
    return {
        "id": "bench", "version": "1", "languages": ["en"], "title": {"en": "Bench"}, "code_lists": {"abc": listed},
        "items": items, "edits": edits,
    }  # fmt: skip


def _judged(names: list[str], condition: str, antecedent: str = "") -> str:
    """Five outcomes by hand: off route, antecedent false, pass, fail, unknown; no error can arise."""
    conditional = [name for name in dict.fromkeys(names) if name in INTEGERS[10:]]
    off = " OR ".join(f"{name}__reason = 'not_asked'" for name in conditional)
    whens = [f"WHEN {off} THEN {NOT_APPLICABLE}"] if off else []
    if antecedent:
        whens.append(f"WHEN NOT ({antecedent}) THEN {NOT_APPLICABLE}")
        whens.append(f"WHEN {condition} THEN {PASS}")
        whens.append(f"WHEN ({antecedent}) IS NULL OR ({condition}) IS NULL THEN {UNKNOWN} ELSE {FAIL}")
    else:
        whens.append(f"WHEN {condition} THEN {PASS} WHEN NOT ({condition}) THEN {FAIL} ELSE {UNKNOWN}")
    return f"CAST(CASE {' '.join(whens)} END AS TINYINT)"


def _edits() -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []

    def add(rule: str, names: list[str], condition: str, antecedent: str = "") -> None:
        found.append((f"E{len(found):02}", rule, _judged(names, condition, antecedent)))

    for n in range(5):
        a, b, c, d = (INTEGERS[(n * 6 + step) % 30] for step in (0, 1, 2, 3))
        x, y, code, other = DECIMALS[n], DECIMALS[(n + 1) % 5], CODES[n], CODES[(n + 2) % 5]
        add(f"{a} + {b} <= {c} + {d}", [a, b, c, d], f"{a} + {b} <= {c} + {d}")
        add(f"{a} between 0 and 950", [a], f"{a} BETWEEN 0 AND 950")
        add(f"{code} = '1' implies {b} > 20", [b], f"{b} > 20", f"{code} = '1'")
        add(f"{x} <= {y} * 3", [], f"{x} <= {y} * 3")
        add(f"{x} + {y} >= 100.5", [], f"{x} + {y} >= 100.5")
        add(f"{a} = 0 or {b} / {a} < 4", [a, b], f"{a} = 0 OR CAST({b} AS DOUBLE) / {a} < 4")
        add(f"{code} in {{'1', '2'}} and {c} >= 5", [c], f"{code} IN ('1', '2') AND {c} >= 5")
        add(f"mod({c}, 10) != 7", [c], f"{c} % 10 <> 7")
        add(
            f"if {other} = '2' then {a} > {c} else {d} > 3", [a, c, d],
            f"CASE WHEN {other} IS NULL THEN NULL WHEN {other} = '2' THEN {a} > {c} ELSE {d} > 3 END",
        )  # fmt: skip
        add(f"abs({b} - {c}) <= 900 and not is_missing({d})", [b, c], f"abs({b} - {c}) <= 900 AND {d} IS NOT NULL")
    return found


EDITS = _edits()
"""Id, rule in the language, SQL by hand."""
