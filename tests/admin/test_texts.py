"""The words of the admin: both languages, every key that is used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from admin.texts import LANGUAGES, TEXTS, text
from admin.texts.common import COMMON
from admin.texts.designer import DESIGNER
from admin.texts.fieldwork import FIELDWORK
from admin.texts.interview import INTERVIEW
from admin.texts.modes import MODES
from admin.texts.office import OFFICE
from admin.texts.quarantine import QUARANTINE

ADMIN = Path(__file__).parents[2] / "admin"
# Beside keys read by scripts these are the ones made up at run time from a prefix and a value; see `otherwise`.
IN_TEMPLATES = re.compile(r"""\bt\(\s*["']([a-z_]+(?:\.[a-z_]+)*)["']\s*[,)]""")
IN_SCRIPTS = re.compile(r"""texts\["([a-z_.]+)"\]""")
IN_VIEWS = re.compile(
    r"""(?:said\(|_back\(interview_id, |Task\(\s*|Mistake\([^,]+, |NavigationEntry\()"([a-z_]+(?:\.[a-z_]+)+)\""""
)


def used(pattern: re.Pattern[str], glob: str) -> set[str]:
    return {
        key
        for path in ADMIN.rglob(glob)
        if "vendor" not in path.parts
        for key in pattern.findall(path.read_text("utf-8"))
    }


def test_no_key_is_declared_twice() -> None:
    parts = (COMMON, DESIGNER, FIELDWORK, INTERVIEW, MODES, OFFICE, QUARANTINE)
    assert sum(len(part) for part in parts) == len(TEXTS)


def test_both_languages_fill_in_the_same_names() -> None:
    def names(words: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(words) if name}

    assert {key for key, (first, second) in TEXTS.items() if names(first) != names(second)} == set()


def test_no_text_is_left_empty_in_one_language_only() -> None:
    assert {key for key, words in TEXTS.items() if bool(words[0]) != bool(words[1])} == set()


@pytest.mark.parametrize(("pattern", "glob"), [(IN_TEMPLATES, "*.html"), (IN_SCRIPTS, "*.js"), (IN_VIEWS, "*.py")])
def test_every_key_that_is_used_has_a_text(pattern: re.Pattern[str], glob: str) -> None:
    found = used(pattern, glob)
    assert len(found) > 5, "the pattern finds what it is for"
    assert found - set(TEXTS) == set()


def test_statuses_roles_and_steps_have_texts() -> None:
    from engine.auth.roles import ROLES
    from engine.store.activity import STEPS
    from engine.store.models import ASSIGNMENT_STATUSES, FAILURE_STATUSES, INTERVIEW_STATUSES

    keys = {f"status.{one}" for one in (*ASSIGNMENT_STATUSES, *INTERVIEW_STATUSES)} | {f"role.{one}" for one in ROLES}
    keys |= {f"step.{one}" for one in STEPS} | {f"failure.{one}" for one in FAILURE_STATUSES}
    assert keys - set(TEXTS) == set()


def test_an_unknown_key_is_a_defect_unless_another_text_is_given() -> None:
    with pytest.raises(KeyError):
        text("no.such.key", LANGUAGES[0])
    assert text("no.such.key", "en", otherwise="as it is") == "as it is"
