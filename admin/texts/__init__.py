"""The words of the admin in Vietnamese and English, one file a topic. A text has its key, then (Vietnamese, English).

What a questionnaire says is not here: that comes from the questionnaire, in its languages.
"""

from __future__ import annotations

from typing import Any

from admin.texts.common import COMMON
from admin.texts.designer import DESIGNER
from admin.texts.fieldwork import FIELDWORK
from admin.texts.interview import INTERVIEW
from admin.texts.modes import MODES
from admin.texts.office import OFFICE
from admin.texts.quarantine import QUARANTINE

LANGUAGES = ("vi", "en")

TEXTS: dict[str, tuple[str, str]] = {
    **COMMON, **DESIGNER, **FIELDWORK, **INTERVIEW, **MODES, **OFFICE, **QUARANTINE,
}  # fmt: skip


def text(key: str, language: str, *, otherwise: object = None, **values: Any) -> str:
    """The text in the language with its {names} filled in. An unknown key gives `otherwise`, or KeyError without it."""
    if key not in TEXTS and otherwise is not None:
        return str(otherwise)
    words = TEXTS[key][LANGUAGES.index(language)]
    return words.format(**values) if values else words


def table(prefix: str, language: str) -> dict[str, str]:
    """All texts whose keys begin so, for a script."""
    at = LANGUAGES.index(language)
    return {key: words[at] for key, words in TEXTS.items() if key.startswith(prefix)}
