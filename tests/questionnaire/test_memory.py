"""A compiler that remembers gives, after any edits, what one that remembers nothing gives: findings and bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.expression import Memo
from engine.questionnaire import Compilation, Compiler, as_bytes, compile_text
from engine.questionnaire.validate import SchemaMemory, breaches, schema
from tests.forms.read import FOLDER, NAMES, source
from tests.questionnaire.test_any_document import FRAGMENTS, changed, places

FORMS = Path(__file__).parents[2] / "forms"
PROPERTIES = ("relevant", "constraint", "calculation", "choice_filter", "require", "when", "default", "required")
WORDS = re.compile(r"\b[a-z]\w*\b")
Document = dict[str, Any]


@cache
def real() -> dict[str, str]:
    """The questionnaires by name: those that are shipped and the tiny ones."""
    shipped = {path.parent.name: path.read_text("utf-8") for path in FORMS.glob("*/form.json")}
    return shipped | {name: source(name) for name in NAMES}


def read_file(name: str) -> str:
    for folder in (FOLDER, *(path.parent for path in FORMS.glob("*/form.json"))):
        if (folder / name).is_file():
            return (folder / name).read_text("utf-8")
    raise LookupError(name)


def holders(document: Any) -> Iterator[list[Any]]:
    """Every list of items of the document, and its edits."""
    for key, value in document.items() if isinstance(document, dict) else ():
        if key in ("items", "edits") and isinstance(value, list) and value:
            yield value
            for one in value:
                yield from holders(one)


def parts(document: Document) -> list[Document]:
    return [one for holder in holders(document) for one in holder if isinstance(one, dict)]


def rename(document: Document, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(parts(document)))
    one["name" if "name" in one else "id"] = data.draw(st.sampled_from(["renamed", "age", "position", "x1"]))


def change_type(document: Document, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(parts(document)))
    one["type"] = data.draw(
        st.sampled_from(["integer", "decimal", "text", "select_one", "calculation", "section", "roster"])
    )
    one["decimals"] = data.draw(st.integers(0, 3))


def change_expression(document: Document, data: st.DataObject) -> None:
    """Another name or operator in an expression, or one expression in the place of another."""
    written = [(one, name) for one in parts(document) for name in PROPERTIES if isinstance(one.get(name), str)]
    if not written:
        return
    one, name = data.draw(st.sampled_from(written))
    text = one[name]
    known = sorted({part["name"] for part in parts(document) if isinstance(part.get("name"), str)}) or ["x"]
    how = data.draw(st.sampled_from(["name", "not", "other", "broken"]))
    if how == "name" and WORDS.search(text):
        found = data.draw(st.sampled_from(list(WORDS.finditer(text))))
        one[name] = text[: found.start()] + data.draw(st.sampled_from(known)) + text[found.end() :]
    elif how == "not":
        one[name] = f"not ({text})"
    elif how == "other":
        one[name] = (lambda other: other[0][other[1]])(data.draw(st.sampled_from(written)))
    else:
        one[name] = text[: data.draw(st.integers(0, len(text)))]


def move(document: Document, data: st.DataObject) -> None:
    """An item elsewhere: its slot, or its scope, becomes another."""
    lists = list(holders(document))
    origin, target = data.draw(st.sampled_from(lists)), data.draw(st.sampled_from(lists))
    one = origin.pop(data.draw(st.integers(0, len(origin) - 1)))
    if any(target is inside for inside in holders(one)):
        target = origin
    target.insert(data.draw(st.integers(0, len(target))), one)


def copy_one(document: Document, data: st.DataObject) -> None:
    """An item twice, under the same name."""
    holder = data.draw(st.sampled_from(list(holders(document))))
    holder.append(deepcopy(data.draw(st.sampled_from(holder))))


def change_list(document: Document, data: st.DataObject) -> None:
    """A code less, or a code list under another name."""
    lists = document.get("code_lists")
    if not isinstance(lists, dict) or not lists:
        return
    name = data.draw(st.sampled_from(sorted(lists)))
    if isinstance(lists[name], list) and len(lists[name]) > 1 and data.draw(st.booleans()):
        lists[name].pop()
    else:
        lists["other"] = lists.pop(name)


def change_anything(document: Document, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([one for one in places(document) if one]))
    changed(document, place, deepcopy(data.draw(st.sampled_from(FRAGMENTS))))


def change_language(document: Document, data: st.DataObject) -> None:
    document["languages"] = data.draw(st.sampled_from([["en"], ["vi", "en"], ["en", "vi"], ["km"]]))


EDITS: tuple[Callable[[Document, st.DataObject], None], ...] = (
    rename, change_type, change_expression, change_expression, move, copy_one,
    change_list, change_anything, change_language,
)  # fmt: skip


def same(warm: Compilation, cold: Compilation) -> None:
    assert warm.findings == cold.findings
    assert warm.questionnaire == cold.questionnaire
    assert (warm.compiled and as_bytes(warm.compiled)) == (cold.compiled and as_bytes(cold.compiled))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_compiler_that_remembers_gives_what_a_new_one_gives_after_any_edits(data: st.DataObject) -> None:
    compiler, text = Compiler(), data.draw(st.sampled_from(sorted(real().values())))
    compiler.compile(text, read_file)
    for _ in range(data.draw(st.integers(1, 4))):
        document = json.loads(text)
        data.draw(st.sampled_from(EDITS))(document, data)
        after = json.dumps(document, ensure_ascii=data.draw(st.booleans()))
        same(compiler.compile(after, read_file), compile_text(after, read_file))
        if data.draw(st.booleans()) and parts(document):  # go on from here, or from where the author was before
            text = after


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_the_schema_finds_part_by_part_what_it_finds_in_the_whole(name: str, data: st.DataObject) -> None:
    document = json.loads(source(name))
    for _ in range(data.draw(st.integers(1, 4))):
        if isinstance(document, dict | list):
            place = data.draw(st.sampled_from(places(document)))
            document = changed(document, place, deepcopy(data.draw(st.sampled_from(FRAGMENTS))))
    whole = sorted(Draft202012Validator(schema()).iter_errors(document), key=lambda one: order(one.absolute_path))
    found = [(one.path, one.keyword) for one in breaches(document, SchemaMemory())]
    assert found == [(tuple(one.absolute_path), one.validator) for one in whole]


def order(path: Iterable[str | int]) -> list[tuple[int, str]]:
    """Document order: by position in arrays; what stands at one place, as the schema finds it."""
    return [(step, "") if isinstance(step, int) else (-1, step) for step in path]


def test_an_edit_of_one_item_compiles_only_the_expressions_that_look_at_it() -> None:
    document = json.loads(real()["labour_force"])
    compiler = Compiler()
    compiler.compile(json.dumps(document), read_file).form()
    before = dict(compiler._expressions.compiled._now)
    next(one for one in parts(document) if one.get("name") == "age")["label"] = {"vi": "Tuổi tròn"}
    compiler.compile(json.dumps(document), read_file).form()
    after = compiler._expressions.compiled._now
    assert len(after) > 50
    assert all(after[key] is before[key] for key in after)


def test_what_two_questionnaires_in_a_row_do_not_hold_is_forgotten() -> None:
    compiler = Compiler()
    compiler.compile(real()["labour_force"], read_file)
    for name in ("roster", "route"):
        compiler.compile(real()[name], read_file)
    held = compiler._expressions.compiled._now | compiler._expressions.compiled._before
    fresh = Compiler()
    for name in ("roster", "route"):
        fresh.compile(real()[name], read_file)
    assert held.keys() == (fresh._expressions.compiled._now | fresh._expressions.compiled._before).keys()


def test_threads_may_share_a_compiler() -> None:
    compiler = Compiler()
    texts = [text for text in real().values() for _ in range(3)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda text: compiler.compile(text, read_file), texts))
    for text, warm in zip(texts, found, strict=True):
        same(warm, compile_text(text, read_file))


def test_a_memo_keeps_what_is_used_and_forgets_the_rest() -> None:
    memo: Memo[str, int] = Memo()
    memo.put("used", 1)
    memo.put("left", 2)
    memo.turn()
    assert memo.get("used") == 1
    memo.turn()
    assert (memo.get("used"), memo.get("left"), len(memo)) == (1, None, 1)
