"""How long compiling takes: `python bench/python/compile.py [--profile]`.

A questionnaire of 1,000 questions in 20 sections and a roster, with 600 expressions (conditions, constraints,
calculations, aggregates, edits, references in texts), made here. Measured in processor time, the least of several runs:
`cold` without a memory of earlier compiling, in a process that has compiled another form; `same` the same text once
more; the others one edit of one item after the whole form, each run another edit: what the designer's editor asks for.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from time import process_time
from typing import Any

from engine.expression.parser import parse
from engine.questionnaire import Compiler

SECTIONS, QUESTIONS, ROSTER = 20, 48, 20
"""Sections, questions in each, questions of the roster: with the roster and its use, 1,000 items that are asked."""
RUNS = 9


def main() -> None:
    """Print a line for each measure; with `--profile`, where the time of one that was edited goes."""
    document = questionnaire()
    compiled = Compiler().compile(as_text(document)).form()
    asked = sum(one.is_asked for one in Compiler().compile(as_text(document)).questionnaire.walk())  # type: ignore[union-attr]
    print(f"{asked} questions, {len(compiled['nodes'])} nodes, {len(as_text(document)) // 1024} KB of text")
    print(f"{'cold':28}{1000 * min(cold(document) for _ in range(RUNS)):8.1f} ms")
    for name, edit in EDITS.items():
        print(f"{name:28}{1000 * min(edited(document, edit)):8.1f} ms")
    if "--profile" in sys.argv:
        profile(document, EDITS["an expression"])


def questionnaire() -> dict[str, Any]:
    """The document."""
    people = [_question(f"p{i}", number=i, first=i - i % 10, wide=False) for i in range(ROSTER)]
    roster = {"name": "people", "type": "roster", "label": _text("People"), "row_label": "p0 + 1", "max_rows": 20}
    items: list[dict[str, Any]] = [roster | {"items": people}]
    for section in range(SECTIONS):
        first = section * QUESTIONS
        inner = [_question(f"q{first + i}", number=first + i, first=first, wide=True) for i in range(QUESTIONS)]
        names = " + ".join(f"coalesce(q{first + i}, 0)" for i in range(0, 20, 4))
        inner.append({"name": f"total{section}", "type": "calculation", "calculation": names})
        inner.append({"name": f"members{section}", "type": "calculation", "calculation":
                      f"sum_known(people.p{section % ROSTER - section % 4} where p0 > {section})"})  # fmt: skip
        items.append({"name": f"s{section}", "type": "section", "label": _text(f"Section {section}"), "items": inner})
    items += [_question(f"last{i}", number=4 * i, first=0, wide=True) for i in range(1000 - len_asked(items))]
    return {
        "id": "large", "version": "1", "languages": ["vi", "en"], "title": _text("Large"),
        "code_lists": {"answers": [{"code": str(code), "label": _text(f"Answer {code}")} for code in range(1, 9)]},
        "items": items, "edits": [_edit(number) for number in range(60)],
    }  # fmt: skip


def len_asked(items: list[dict[str, Any]]) -> int:
    """How many of the items and those within are questions."""
    inner = sum(len_asked(item.get("items", [])) for item in items)
    return inner + sum("items" not in item and "calculation" not in item for item in items)


def _question(name: str, *, number: int, first: int, wide: bool) -> dict[str, Any]:
    """A question of four kinds in turn; `first` is the number of the one that all of the section refer to."""
    letter = "q" if wide else "p"
    item: dict[str, Any] = {"name": name, "label": _text(f"Question {number} of this part of the questionnaire")}
    match number % 4:
        case 0:
            item |= {"type": "integer", "unit": "years"}
            item |= {"constraint": f"{name} between 0 and {number + 100}"} if number % 8 == 0 else {}
        case 1:
            item |= {"type": "select_one", "codes": "answers", "missing": ["dont_know", "refused"]}
            item |= {"relevant": f"{letter}{first} > {number % 7} or is_missing({letter}{number - 1})"}
        case 2:
            item |= {"type": "decimal", "hint": _text("With two decimals")}
            item |= {"relevant": f"{letter}{number - 1} in {{'1', '2', '3'}}"} if number % 8 == 2 else {}
        case _:
            item |= {"type": "text"}
            item["label"] = (
                _text(f"What is {number} beside {{{letter}{number - 3}}}?") if number % 16 == 3 else item["label"]
            )
    return item


def _edit(number: int) -> dict[str, Any]:
    first, second = f"q{number * 12}", f"q{number * 12 + 4}"
    require = f"{first} <= {second} + {number} or total0 > 9"
    message = _text(f"{{{first}}} is more than {{{second}}}.")
    return {"id": f"E{number}", "when": f"is_answered({first})", "require": require, "message": message}


def _text(words: str) -> dict[str, str]:
    return {"vi": words, "en": words}


def as_text(document: dict[str, Any]) -> str:
    """The document as an author keeps it."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def cold(document: dict[str, Any]) -> float:
    """Seconds of compiling with nothing remembered."""
    parse.cache_clear()
    text, compiler = as_text(document), Compiler()
    return timed(lambda: compiler.compile(text))


def edited(document: dict[str, Any], edit: Callable[[dict[str, Any], int], None]) -> Iterator[float]:
    """Seconds of compiling after one edit, for several."""
    for run in range(RUNS):
        compiler, after = Compiler(), deepcopy(document)
        compiler.compile(as_text(document))
        edit(after, run)
        text = as_text(after)
        yield timed(lambda compiler=compiler, text=text: compiler.compile(text))  # type: ignore[misc]


def _label(document: dict[str, Any], run: int) -> None:
    document["items"][5]["items"][7]["label"]["en"] += f" ({run})"


def _expression(document: dict[str, Any], run: int) -> None:
    document["items"][5]["items"][9]["relevant"] = f"q{4 * 48} > {run + 20}"


def _type(document: dict[str, Any], run: int) -> None:
    document["items"][5]["items"][0] |= {"type": "decimal", "decimals": run + 1}


def _rename(document: dict[str, Any], run: int) -> None:
    document["items"][5]["items"][0]["name"] = f"another{run}"


def _insert(document: dict[str, Any], run: int) -> None:
    document["items"].insert(0, {"name": f"new{run}", "type": "text", "label": _text("New")})


EDITS: dict[str, Callable[[dict[str, Any], int], None]] = {
    "same": lambda document, run: None,
    "a label": _label,
    "an expression": _expression,
    "type of a much-used question": _type,
    "name of a much-used question": _rename,
    "a question at the top": _insert,
}


def timed(work: Callable[[], object]) -> float:
    """Processor time of one run."""
    start = process_time()
    work()
    return process_time() - start


def profile(document: dict[str, Any], edit: Callable[[dict[str, Any], int], None]) -> None:
    """Where the time of an edit goes."""
    compiler, after = Compiler(), deepcopy(document)
    compiler.compile(as_text(document))
    edit(after, 0)
    with cProfile.Profile() as profiler:
        compiler.compile(as_text(after))
    pstats.Stats(profiler).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
