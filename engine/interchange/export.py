"""A questionnaire out as an XLSForm: rows of survey, choices and settings, and what XLSForm has nothing like."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import openpyxl

from engine.errors import Finding, QuestionnaireError
from engine.expression.parser import parse
from engine.expression.template import parse_template
from engine.expression.tree import Name, Node
from engine.interchange.export_names import Exported, export_names
from engine.interchange.languages import TAGS
from engine.interchange.mistakes import MISTAKES
from engine.interchange.xpath.value import NotCarried
from engine.interchange.xpath.written import Writer
from engine.questionnaire import compile_text
from engine.questionnaire.model import Edit, Item, Questionnaire, Text

Cells = dict[str, str]
TYPES = {
    "integer": "integer", "decimal": "decimal", "text": "text", "date": "date", "time": "time", "datetime": "dateTime",
    "year_month": "date", "boolean": "select_one true_false", "geopoint": "geopoint", "geotrace": "geotrace",
    "geoshape": "geoshape", "photo": "image", "audio": "audio", "file": "file", "signature": "image",
    "barcode": "barcode",     "note": "note", "calculation": "calculate",
}  # fmt: skip
SELECTS = {"select_one": "select_one", "select_many": "select_multiple", "rank": "rank"}
TRUE_FALSE = (("true", {"en": "Yes", "vi": "Có"}), ("false", {"en": "No", "vi": "Không"}))


@dataclass(frozen=True, slots=True)
class XLSForm:
    """The sheets of an exported form, and what is not the same in it."""

    survey: tuple[Cells, ...]
    choices: tuple[Cells, ...]
    settings: Cells
    findings: tuple[Finding, ...]

    def as_bytes(self) -> bytes:
        """The workbook."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in (("survey", self.survey), ("choices", self.choices), ("settings", (self.settings,))):
            sheet = book.create_sheet(name)
            headings = list(dict.fromkeys(key for row in rows for key in row))
            for line in ([*headings], *([row.get(key) for key in headings] for row in rows)):
                sheet.append(line)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def export_xlsform(text: str, read_file: Callable[[str], str] | None = None) -> XLSForm:
    """The questionnaire document `text` as an XLSForm; raises QuestionnaireError where it does not compile."""
    compilation = compile_text(text, read_file)
    if compilation.questionnaire is None or compilation.errors:
        raise QuestionnaireError(compilation.errors)
    return _Export(compilation.questionnaire).form()


@dataclass(slots=True)
class _Export:
    questionnaire: Questionnaire
    findings: list[Finding] = field(default_factory=list)
    survey: list[Cells] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    names: Exported = field(init=False)

    def __post_init__(self) -> None:
        self.names = export_names(self.questionnaire)

    def form(self) -> XLSForm:
        source = self.questionnaire
        for name in self.names.given:
            self.survey.append({"type": "hidden", "name": name})
        self.items(source.items, ())
        self.edits(())
        settings = {
            "form_title": _plain(next(iter(source.title.values()))), "form_id": source.id, "version": source.version,
            "default_language": _language(source.languages[0]),
        }  # fmt: skip
        return XLSForm(tuple(self.survey), tuple(self.choices()), settings, tuple(dict.fromkeys(self.findings)))

    def tell(self, code: str, pointer: str, message: str) -> None:
        severity, remedy = MISTAKES[code]
        self.findings.append(Finding(code, message, remedy, pointer, severity))

    # -- rows

    def items(self, items: tuple[Item, ...], rosters: tuple[str, ...]) -> None:
        for item in items:
            if item.is_container:
                self.container(item, rosters)
            else:
                self.question(item, rosters)

    def container(self, item: Item, rosters: tuple[str, ...]) -> None:
        word = "repeat" if item.type == "roster" else "group"
        row = self.row(f"begin {word}", item, rosters)
        if item.type == "roster":
            self.count(item, row, rosters)
        self.survey.append(row)
        inner = (*rosters, item.name) if item.type == "roster" else rosters
        self.items(item.items, inner)
        if item.type == "roster":
            self.edits(inner)
        self.survey.append({"type": f"end {word}", "name": row["name"]})

    def count(self, item: Item, row: Cells, rosters: tuple[str, ...]) -> None:
        kind, value = (item.rows.kind, item.rows.value or "") if item.rows else ("added", "")
        if kind == "count":
            self.put(row, "repeat_count", value, rosters, item.pointer, Writer.value)
        elif kind == "codes":
            row["repeat_count"] = str(len(self.questionnaire.code_lists[value].codes))
            self.tell("export_differs", item.pointer, f"The rows of '{item.name}' do not bear their codes.")
        elif kind == "selected":
            self.put(row, "repeat_count", f"coalesce(count_selected({value}), 0)", rosters, item.pointer, Writer.value)
            self.tell("export_differs", item.pointer, f"The rows of '{item.name}' do not bear their codes.")
        elif kind == "others":
            self.tell("export_not_carried", item.pointer, f"The rows of '{item.name}' are added by hand there.")
        if item.min_rows is not None or item.max_rows is not None:
            self.tell("export_not_carried", item.pointer, f"The number of rows of '{item.name}' is not limited.")

    def question(self, item: Item, rosters: tuple[str, ...]) -> None:
        kind = f"{SELECTS[item.type]} {item.codes}" if item.type in SELECTS else TYPES[item.type]
        row = self.row(kind, item, rosters)
        if item.calculation is not None:
            self.put(row, "calculation", item.calculation, rosters, item.pointer, Writer.value)
            if "calculation" not in row:
                row["calculation"] = "''"
            if item.type != "calculation":
                row["read_only"] = "yes"
        if item.required:
            self.required(item, row, rosters)
        if item.constraint is not None:
            self.put(row, "constraint", item.constraint, rosters, item.pointer, _checked, item.name)
            if item.constraint_severity == "soft":
                message = (
                    f"The constraint of '{item.name}' is soft here; there it cannot be confirmed and stops the answer."
                )
                self.tell("export_differs", f"{item.pointer}/constraint_severity", message)
            self.texts(row, "constraint_message", item.constraint_message, rosters, item.pointer)
        if item.choice_filter is not None:
            self.put(
                row, "choice_filter", item.choice_filter, rosters, item.pointer, Writer.holds, filtering=item.codes
            )
        if item.default is not None:
            self.default(item, row, rosters)
        if item.missing:
            self.tell("export_not_carried", item.pointer, f"'{item.name}' has no reasons for a missing answer there.")
        self.survey.append(row)

    def row(self, kind: str, item: Item, rosters: tuple[str, ...]) -> Cells:
        row: Cells = {"type": kind, "name": self.names.of((*rosters, item.name))}
        if item.type != "calculation":
            self.texts(row, "label", item.label or {self.questionnaire.languages[0]: item.name}, rosters, item.pointer)
            self.texts(row, "hint", item.hint, rosters, item.pointer)
        if item.relevant is not None:
            self.put(row, "relevant", item.relevant, rosters, item.pointer, Writer.holds)
        words = [*item.appearance, *{"year_month": ["month-year"], "signature": ["signature"]}.get(item.type, [])]
        if words:
            row["appearance"] = " ".join(words)
        return row

    def required(self, item: Item, row: Cells, rosters: tuple[str, ...]) -> None:
        if item.required is True:
            row["required"] = "yes"
        else:
            self.put(row, "required", str(item.required), rosters, item.pointer, Writer.holds)

    def default(self, item: Item, row: Cells, rosters: tuple[str, ...]) -> None:
        written = (item.default or "").strip()
        if written.startswith("'") and written.endswith("'") and written.count("'") == 2:
            row["default"] = written[1:-1]
        else:
            self.put(row, "default", written, rosters, item.pointer, Writer.value)

    # -- expressions and texts

    def put(
        self, row: Cells, column: str, text: str, rosters: tuple[str, ...], pointer: str,
        written: Callable[[Writer, Node], str], own: str = "", filtering: str | None = None,
    ) -> None:  # fmt: skip
        writer = self.writer(rosters, own, filtering)
        try:
            row[column] = written(writer, parse(text).node)
        except NotCarried as reason:
            self.tell("export_not_carried", f"{pointer}/{column}", f"{column} '{text}': {reason}.")
            return
        for how in dict.fromkeys(writer.differences):
            self.tell("export_differs", f"{pointer}/{column}", f"{column} '{text}': {how}.")

    def writer(self, rosters: tuple[str, ...], own: str = "", filtering: str | None = None) -> Writer:
        listed = self.questionnaire.code_lists.get(filtering or "")

        def name(parts: tuple[str, ...]) -> str:
            if listed is not None and parts[0] in ("code", "parent", *listed.attributes):
                return "name" if parts[0] == "code" else parts[0]
            if parts == (own,):
                return "."
            return self.names.written(parts, rosters)

        return Writer(name, lambda parts: self.names.kind(parts, rosters))

    def texts(self, row: Cells, column: str, text: Text | None, rosters: tuple[str, ...], pointer: str) -> None:
        for language, words in (text or {}).items():
            found = [
                part if isinstance(part, str) else self.shown(part.text, rosters, pointer)
                for part in parse_template(words)
            ]
            row[f"{column}::{_language(language)}"] = "".join(found)

    def shown(self, text: str, rosters: tuple[str, ...], pointer: str) -> str:
        """A reference in a text: an answer, the label of a choice, or a calculation of its own."""
        node = parse(text).node
        if isinstance(node, Name) and self.names.kind(node.parts, rosters) != "select_one":
            return self.names.written(node.parts, rosters)
        helper: Cells = {"type": "calculate", "name": self.names.helper(text, rosters)}
        if helper["name"] not in self.labels:
            self.labels.add(helper["name"])
            self.put(helper, "calculation", text, rosters, pointer, _labelled)
            helper.setdefault("calculation", "''")
            self.survey.append(helper)
        return f"${{{helper['name']}}}"

    # -- edits and lists

    def edits(self, rosters: tuple[str, ...]) -> None:
        """Edits of a place as notes that appear where they fail: XLSForm has no soft rule."""
        for edit in self.questionnaire.edits:
            if tuple((edit.for_each or "").split(".") if edit.for_each else ()) == rosters:
                self.edit(edit, rosters)

    def edit(self, edit: Edit, rosters: tuple[str, ...]) -> None:
        if edit.phase == "office":
            self.tell("export_not_carried", edit.pointer, f"The edit {edit.id} runs in the office only.")
            return
        row: Cells = {"type": "note", "name": self.names.helper(f"edit {edit.id}", rosters)}
        text = edit.require if edit.when is None else f"({edit.when}) implies ({edit.require})"
        self.put(row, "relevant", text, rosters, edit.pointer, Writer.fails)
        if "relevant" not in row:
            return
        self.texts(row, "label", edit.message, rosters, edit.pointer)
        self.survey.append(row)
        how = "shown as a note; it does not stop the interview" if edit.severity == "hard" else "shown as a note"
        self.tell("export_differs", edit.pointer, f"The edit {edit.id} is {how}.")

    def choices(self) -> list[Cells]:
        rows: list[Cells] = []
        for codes in self.questionnaire.code_lists.values():
            for code in codes.codes:
                row = {"list_name": codes.name, "name": code.code}
                row |= {f"label::{_language(tag)}": _plain(words) for tag, words in code.label.items()}
                row |= {"parent": code.parent} if code.parent else {}
                rows.append(row | {name: str(value) for name, value in code.attributes.items() if value is not None})
        if any(item.type == "boolean" for item in self.questionnaire.walk()):
            for name, label in TRUE_FALSE:
                texts = {f"label::{_language(tag)}": label.get(tag, name) for tag in self.questionnaire.languages}
                rows.append({"list_name": "true_false", "name": name, **texts})
        return rows


def _checked(writer: Writer, node: Node) -> str:
    """A constraint: anything but false."""
    return f"not({writer.fails(node)})"


def _labelled(writer: Writer, node: Node) -> str:
    """A value in a text: a code by its label."""
    from engine.expression.tree import Call

    inner = node.arguments[0].value if isinstance(node, Call) and node.name == "label" else node
    if isinstance(inner, Name) and writer.kind(inner.parts) == "select_one":
        name = writer.name(inner.parts)
        return f"jr:choice-name({name}, '{name}')"
    return writer.value(inner)


def _plain(words: str) -> str:
    return words.replace("{{", "{").replace("}}", "}")


def _language(tag: str) -> str:
    names: dict[str, str] = {}
    for name, each in TAGS.items():
        names.setdefault(each, name.capitalize())
    return f"{names.get(tag, tag)} ({tag})"


__all__ = ["Any", "XLSForm", "export_xlsform"]
