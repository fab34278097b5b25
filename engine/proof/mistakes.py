"""The codes of what the linter finds, with severity, what it says and the remedy. `{subject}` is filled in."""

from __future__ import annotations

from engine.errors import Severity

MISTAKES: dict[str, tuple[Severity, str, str]] = {
    "interview_impossible": (
        "warning",
        "No interview can be completed",
        "Change one of the checks that are named: together they leave no answers.",
    ),
    "item_unreachable": (
        "warning", "'{subject}' is never asked", "Correct the condition, or remove the item.",
    ),
    "condition_always_true": (
        "warning", "This condition is always true: {subject}", "Remove it, or correct what was meant.",
    ),
    "constraint_impossible": (
        "warning", "No answer to '{subject}' satisfies its constraint", "Correct the constraint.",
    ),
    "constraint_never_fails": (
        "info", "No answer to '{subject}' fails its constraint", "Remove the constraint, or make it say more.",
    ),
    "edit_never_applies": (
        "warning", "The edit {subject} is never judged", "Correct its condition, or remove it.",
    ),
    "edit_never_fails": (
        "warning", "The edit {subject} never fails", "Remove it, or correct what it requires.",
    ),
    "edit_never_passes": (
        "warning", "The edit {subject} fails whenever it can be judged", "Correct what it requires.",
    ),
    "edit_traps": (
        "warning",
        "The hard edit {subject} compares only what came with the assignment: where it fails, nobody can correct it",
        "Make it soft or an edit of the office, or name an answer in it.",
    ),
    "edits_contradict": (
        "warning", "{subject} cannot both pass", "Make their conditions exclude each other, or correct one.",
    ),
    "edit_implied": (
        "info", "The edit {subject} never fails alone", "Remove it if it adds nothing for those who read the failures.",
    ),
    "code_never_offered": (
        "info", "The choice filter of '{subject}' never lets these codes through", "Correct the filter or the list.",
    ),
    "answer_traps": (
        "info", "After the answer {subject} the interview cannot be completed", "Correct the checks that are named.",
    ),
    "branch_never_taken": (
        "warning", "This branch is never taken: {subject}", "Remove the branch, or correct the condition.",
    ),
    "division_by_zero": (
        "info", "A divisor can be zero, and the result is then missing, in {subject}",
        "Say what the result is then, with if or coalesce.",
    ),
    "may_overflow": (
        "info", "The result can be too large for an exact number, in {subject}",
        "Bound the questions that it is made of by constraints.",
    ),
    "text_may_lack": (
        "info", "The text of {subject} names a value that may be missing where it is shown",
        "Write the text so that it reads well without, or use coalesce.",
    ),
    "default_fails": (
        "warning", "The default of '{subject}' fails its constraint", "Correct the default or the constraint.",
    ),
    "names_later": (
        "warning", "The condition of '{subject}' names what is asked later",
        "Move the question behind what its condition names.",
    ),
    "preload_unused": (
        "info", "The preloaded variable '{subject}' is named nowhere", "Remove it, or use it in an edit or a text.",
    ),
    "calculation_unused": (
        "info", "The calculation '{subject}' is named nowhere", "Nothing to do where it is for the tables.",
    ),
    "not_decided": (
        "info", "Not decided whether {subject}", "Give more --seconds, or look at the expression.",
    ),
    "proof_disagrees": (
        "warning", "The proof and the engine disagree about {subject}", "Report it with the form as a defect.",
    ),
}  # fmt: skip
