"""Every mistake that an author can make in an expression: its code, and what to do about it.

The message is written where the mistake is seen; the remedy here is the default, which a more exact one may replace.
"""

from __future__ import annotations

from engine.errors import Finding, Severity

MISTAKES: dict[str, str] = {
    "bad_character": "Remove the character, or put text in quotes.",
    "unclosed_text": "End the text with the quote it began with; write the quote itself twice.",
    "syntax": "Write the expression as engine/expression/README.md, Grammar, shows.",
    "foreign_operator": "Use the operator of this language.",
    "too_deep": "Split the expression: put parts into calculations.",
    "empty_expression": "Write an expression, or leave the whole property out.",
    "unknown_name": "Write the name of a question, calculation or preloaded value of this scope or one around it.",
    "not_a_value": "Name a question; a section, group or roster has no value of its own.",
    "unknown_attribute": "Name an attribute of the code list.",
    "list_outside_aggregate": "Put the list into an aggregate such as sum(…), count(…) or any(… where …).",
    "not_a_list": "Give a roster, or a roster and one of its questions: people, people.age.",
    "unknown_function": "Use a function of engine/expression/README.md.",
    "wrong_arguments": "Give the arguments that the function takes.",
    "where_misplaced": "Use where only in an aggregate over a roster.",
    "needs_cell": "Give the name of a question, not a computed value.",
    "needs_constant": "Write the value out.",
    "not_boolean": "Write a condition: a comparison, or a function that gives true or false.",
    "not_number": "Give a number.",
    "wrong_type": "Give a value of the type that is needed.",
    "unlike_types": "Compare values of the same type.",
    "no_order": "Compare with = or !=; only numbers, dates and times have an order.",
    "equal_reals": "Write within(a, b, tolerance), or round both sides first.",
    "set_compared": "Use selected(x, 'code'), selected_all, selected_any or selected_only.",
    "unknown_code": "Use a code of the list.",
    "unknown_reason": "Use a reason that the question offers, or one the engine sets: not_asked, not_reached, unknown.",
    "reason_not_offered": "Add the reason to missing of the question, or leave the test out.",
    "bad_constant": "Write the constant in the form of its type.",
    "bad_number": "Write at most 9 decimals and at most 2^53-1.",
    "empty_text": "Empty text does not exist; write is_missing(x) or is_answered(x).",
    "unit_clash": "Convert one side, as weeks * 7 to days, or make it a calculation that states its unit.",
    "too_many_decimals": "Round a part with round(x, n) first.",
    "bad_regex": "Use only what RE2, JavaScript and Python share: see the README of the expression language.",
    "only_in_text": "Use label(x) only in {references} of labels and messages.",
    "template_brace": "Write {{ or }} for a brace itself; close every {reference} with }.",
    "no_others_here": "Use other(x), mirror(x) only within a roster with rows of others.",
    "no_rows_here": "Use position(), row_before(x) only inside a roster.",
}


def finding(
    code: str, message: str, span: tuple[int, int] | None, remedy: str | None = None, severity: Severity = "error"
) -> Finding:
    """A finding with the table's remedy unless a more exact one is given."""
    return Finding(code, message, remedy or MISTAKES[code], severity=severity, span=span)
