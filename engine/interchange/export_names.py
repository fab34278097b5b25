"""Names in an exported form: each stands once, and is found from the roster in which an expression stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.interchange.names import unused, valid_name
from engine.interchange.xpath.value import NotCarried
from engine.questionnaire.model import Item, Questionnaire

Path = tuple[str, ...]


@dataclass(slots=True)
class Exported:
    """By the path of rosters and name: the exported name and the item's type; and what comes with the assignment."""

    names: dict[Path, str] = field(default_factory=dict)
    kinds: dict[Path, str] = field(default_factory=dict)
    lists: dict[Path, str] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    helpers: dict[tuple[str, Path], str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def of(self, path: Path) -> str:
        """The exported name of an item."""
        return self.names[path]

    def find(self, parts: Path, rosters: Path) -> tuple[Path, Path]:
        """The path that a name means in a place, and the parts that are left over."""
        parts = parts[1:] if parts[0] == "this" else parts
        for depth in range(len(rosters), -1, -1):
            path = (*rosters[:depth], parts[0])
            rest = parts[1:]
            while path in self.names:
                if rest and self.kinds[path] == "roster" and (*path, rest[0]) in self.names:
                    path, rest = (*path, rest[0]), rest[1:]
                    continue
                return path, rest
        raise NotCarried(f"'{'.'.join(parts)}' has no place in the exported form")

    def written(self, parts: Path, rosters: Path) -> str:
        """`${name}`, or the attribute of a code looked up in its list."""
        path, rest = self.find(parts, rosters)
        reference = f"${{{self.names[path]}}}"
        if not rest:
            return reference
        if len(rest) == 1 and path in self.lists:
            return f"instance('{self.lists[path]}')/root/item[name = {reference}]/{rest[0]}"
        raise NotCarried(f"'{'.'.join(parts)}' looks further than one list")

    def kind(self, parts: Path, rosters: Path) -> str:
        """The type of the item that a name means, "" where it is none."""
        try:
            path, rest = self.find(parts, rosters)
        except NotCarried:
            return ""
        return "text" if rest else self.kinds[path]

    def helper(self, text: str, rosters: Path) -> str:
        """The name of a row made for a text or an edit, the same for the same."""
        key = (text, rosters)
        if key not in self.helpers:
            self.helpers[key] = unused(valid_name(f"shown_{text}")[:40].strip("_"), self.taken)
            self.taken.add(self.helpers[key])
        return self.helpers[key]


def export_names(questionnaire: Questionnaire) -> Exported:
    """The names of all items, preloaded variables and keys of the unit."""
    found = Exported()
    _items(questionnaire.items, (), found)
    keys = questionnaire.unit.key if questionnaire.unit else ()
    found.lists |= {(one.name,): one.codes for one in questionnaire.preload if one.type == "select_one" and one.codes}
    for name, kind in [*((one.name, one.type) for one in questionnaire.preload), *((key, "text") for key in keys)]:
        if (name,) not in found.names:
            _add((name,), kind, found)
            found.given.append(found.names[(name,)])
    return found


def _items(items: tuple[Item, ...], rosters: Path, found: Exported) -> None:
    for item in items:
        path = (*rosters, item.name)
        _add(path, item.type, found)
        if item.type == "select_one" and item.codes:
            found.lists[path] = item.codes
        _items(item.items, path if item.type == "roster" else rosters, found)


def _add(path: Path, kind: str, found: Exported) -> None:
    name = unused(path[-1], found.taken)
    found.names[path], found.kinds[path] = name, kind
    found.taken.add(name)
