"""The codes of mistakes in a questionnaire document, with the remedy for each. Mistakes inside expressions have their
codes in `engine/expression/mistakes.py`; where the message names something, the place that finds it writes it."""

from __future__ import annotations

from engine.errors import Finding, Severity

MISTAKES: dict[str, tuple[Severity, str]] = {
    "json_syntax": ("error", "Correct the JSON at this place; an editor with JSON support shows it."),
    "json_duplicate_key": ("error", "Keep one of the two; the other would be lost without notice."),
    "json_too_deep": ("error", "Nest less deeply; sections and rosters rarely need more than five levels."),
    "schema": ("error", "See the description of this property in engine/questionnaire/schema.json."),
    "schema_unknown_property": ("error", "Remove it, or correct its spelling; the properties known here are listed."),
    "schema_missing_property": ("error", "Add it; engine/questionnaire/schema.json says what it holds."),
    "file_missing": ("error", "Put the file into the folder of the questionnaire, or correct its path."),
    "file_not_utf8": ("error", "Save the file as UTF-8."),
    "file_column_missing": ("error", "Name a column that the first line of the file has."),
    "file_bad_row": ("error", "Correct this line of the file."),
    "file_attribute_type": ("error", "Correct the value in the file, or declare the attribute as text."),
    "language_unknown": ("error", "Add the language under languages, or remove this text."),
    "translation_missing": ("warning", "Add the text; until then the first language that has it is shown."),
    "name_duplicate": ("error", "Give one of the two another name; names are unique within their roster."),
    "name_hides": ("warning", "Give it another name, or mind that the inner one is meant inside the roster."),
    "name_reserved": ("error", "Choose another name; this one is a word of the expression language."),
    "code_list_unknown": ("error", "Declare the list under code_lists, or correct its name."),
    "code_list_unused": ("warning", "Remove the list, or name it under codes of a question."),
    "code_duplicate": ("error", "Remove one of the two; codes are unique within their list."),
    "code_unknown": ("error", "Name a code of the list."),
    "attribute_type": ("error", "Give the attribute one type throughout the list."),
    "property_needed": ("error", "Add the property; this type of item needs it."),
    "property_misplaced": ("error", "Remove the property; it means nothing for this type of item."),
    "label_missing": ("warning", "Add a label; people would see the name of the item."),
    "reason_unknown": ("error", "Declare its text under reasons."),
    "reason_reserved": ("error", "Choose another name; the engine gives this reason itself."),
    "rows_unknown": ("error", "Name a select_many or rank question that stands before the roster, in it or outside."),
    "others_outside": ("error", "Put the roster directly into the rows of the roster whose other rows it is about."),
    "rows_limits": ("error", "Make min_rows at most max_rows; leave both out where rows are not added by hand."),
    "roster_unknown": ("error", "Name a roster; nested rosters with dots from the outermost, such as people.jobs."),
    "edit_duplicate": ("error", "Give each edit its own id."),
    "confirm_reason_duplicate": ("error", "Give each reason its own code."),
    "phone_unknown": ("error", "Declare the variable under preload, or name one that is."),
    "respondents_untold": ("warning", "Say under respondents who asks, what for, and what is done with the answers."),
    "reference_date": ("error", "Write a calendar date as YYYY-MM-DD."),
    "cycle": ("error", "Break the circle: let one of these expressions do without the next."),
}


def finding(
    code: str, pointer: str, message: str, *, remedy: str | None = None, span: tuple[int, int] | None = None
) -> Finding:
    """A finding of the table; `remedy` says it better where the place knows more."""
    severity, usual = MISTAKES[code]
    return Finding(code, message, remedy or usual, pointer, severity, span)
