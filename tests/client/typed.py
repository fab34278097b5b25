"""Vietnamese as it reaches a field when no input method reads the keys of Telex or VNI."""

from __future__ import annotations

import re
import unicodedata

TELEX = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
TELEX_SHAPES = {"\u0302": "", "\u0306": "w", "\u031b": "w"}  # the circumflex doubles its letter
VNI = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
VNI_SHAPES = {"\u0302": "6", "\u0306": "8", "\u031b": "7"}


def plain(text: str) -> str:
    """Without accents, as people type in a hurry."""
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    return bare.replace("đ", "d").replace("Đ", "D")


def telex(text: str, *, late: bool = False) -> str:
    """The keys of Telex; `late` puts the tone at the end of the word."""
    return _typed(text, TELEX, TELEX_SHAPES, "d", late=late)


def vni(text: str, *, late: bool = False) -> str:
    """The keys of VNI; `late` puts the tone at the end of the word."""
    return _typed(text, VNI, VNI_SHAPES, "9", late=late)


def _typed(text: str, tones: dict[str, str], shapes: dict[str, str], bar: str, *, late: bool) -> str:
    words = re.split(r"(\W+)", unicodedata.normalize("NFC", text.lower()))
    return "".join(_word(word, tones, shapes, bar, late=late) for word in words)


def _word(word: str, tones: dict[str, str], shapes: dict[str, str], bar: str, *, late: bool) -> str:
    keys, end = "", ""
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        base, marks = parts[0], parts[1:]
        keys += "d" + bar if base == "đ" else base
        keys += "".join(shapes[mark] or base for mark in marks if mark in shapes)
        tone = "".join(tones[mark] for mark in marks if mark in tones)
        keys, end = (keys, end + tone) if late else (keys + tone, end)
    return keys + end
