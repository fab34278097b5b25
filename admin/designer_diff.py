"""What changed between two texts of a questionnaire: part by part as a statistician sees it, and line by line.

Parts are matched by name, not by place: an item by its path, an edit by its id, a code by its list and code.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from admin.designer import Texts
from engine.questionnaire import Questionnaire, load
from engine.questionnaire.model import Item

Kind = Literal["added", "removed", "changed", "moved"]
CONTEXT = 3


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One property of a part, before and after, as text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs: an item, an edit, a code, a preloaded variable or the head of the questionnaire."""

    kind: Kind
    part: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text difference; `sign` is `+`, `-`, a blank, or `@` between two places."""

    sign: str
    text: str
    before: int | None
    after: int | None


def changes(before: Texts, after: Texts) -> list[Change] | None:
    """What changed, part by part; None when one of the texts cannot be read as a questionnaire."""
    old, new = _read(before), _read(after)
    if old is None or new is None:
        return None
    parts_before, parts_after = dict(_parts(old)), dict(_parts(new))
    return [*_compared(parts_before, parts_after), *_moved(old, new)]


def text_changes(before: str, after: str) -> list[TextLine]:
    """The lines that differ with three lines around them; empty when the texts are equal."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[TextLine] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT):
        lines.append(TextLine("@", "", None, None))
        for tag, a, b, c, d in group:
            lines += _lines(tag, old, new, (a, b), (c, d))
    return lines


def _lines(tag: str, old: list[str], new: list[str], a: tuple[int, int], b: tuple[int, int]) -> Iterator[TextLine]:
    if tag == "equal":
        for offset in range(a[1] - a[0]):
            yield TextLine(" ", old[a[0] + offset], a[0] + offset + 1, b[0] + offset + 1)
        return
    yield from (TextLine("-", old[at], at + 1, None) for at in range(*a))
    yield from (TextLine("+", new[at], None, at + 1) for at in range(*b))


def _read(texts: Texts) -> Questionnaire | None:
    return load(texts.source, lambda name: texts.files[name])[0]


Part = tuple[str, str]


def _parts(form: Questionnaire) -> Iterator[tuple[Part, Mapping[str, str]]]:
    yield (
        ("questionnaire", form.id),
        _fields(form, {"items", "edits", "code_lists", "preload", "reasons", "confirm_reasons", "id"}),
    )
    for path, item in _items(form.items, ""):
        yield ("item", path), _fields(item, {"items", "pointer", "name"})
    for edit in form.edits:
        yield ("edit", edit.id), _fields(edit, {"pointer", "id"})
    for variable in form.preload:
        yield ("preload", variable.name), _fields(variable, {"pointer", "name"})
    for code_list in form.code_lists.values():
        for code in code_list.codes:
            yield ("code", f"{code_list.name} · {code.code}"), _fields(code, {"code"})
    for name, label in form.reasons.items():
        yield ("reason", name), _texts("label", label)
    for reason in form.confirm_reasons:
        yield ("confirm_reason", reason.code), _fields(reason, {"pointer", "code"})


def _items(items: tuple[Item, ...], roster: str) -> Iterator[tuple[str, Item]]:
    for item in items:
        path = f"{roster}.{item.name}" if roster else item.name
        yield path, item
        yield from _items(item.items, path if item.type == "roster" else roster)


def _fields(part: Any, without: set[str]) -> dict[str, str]:
    """The properties of a part as text, those empty left out; a text gives one entry a language."""
    shown: dict[str, str] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name in without or value in (None, (), {}, False, ""):
            continue
        shown |= _texts(field.name, value) if isinstance(value, Mapping) else {field.name: _plain(value)}
    return shown


def _texts(name: str, texts: Mapping[str, Any]) -> dict[str, str]:
    return {f"{name} ({key})": str(value) for key, value in texts.items()}


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    if hasattr(value, "pointer"):
        return ", ".join(f"{name}: {text}" for name, text in _fields(value, {"pointer"}).items())
    return str(value).lower() if isinstance(value, bool) else str(value)


def _compared(old: Mapping[Part, Mapping[str, str]], new: Mapping[Part, Mapping[str, str]]) -> Iterator[Change]:
    for part in [*new, *(gone for gone in old if gone not in new)]:
        kind: Kind = "changed" if part in old and part in new else "added" if part in new else "removed"
        differences = _differences(old.get(part, {}), new.get(part, {}))
        if kind != "changed" or differences:
            yield Change(kind, *part, differences)


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[FieldChange, ...]:
    names = [*new, *(name for name in old if name not in new)]
    return tuple(
        FieldChange(name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name) != new.get(name)
    )


def _moved(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    """Items that are in both and stand in another order: the fewest whose move explains it."""
    before, after = [path for path, _ in _items(old.items, "")], [path for path, _ in _items(new.items, "")]
    known = set(before) & set(after)
    first, second = [path for path in before if path in known], [path for path in after if path in known]
    kept = {
        second[block.b + offset]
        for block in difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
        for offset in range(block.size)
    }
    for path in second:
        if path not in kept:
            yield Change("moved", "item", path, (FieldChange("place", _after(first, path), _after(second, path)),))


def _after(order: list[str], path: str) -> str:
    at = order.index(path)
    return order[at - 1] if at else ""
