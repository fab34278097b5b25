"""Names of languages, as XLSForms write them, to language tags."""

from __future__ import annotations

import re
from collections.abc import Mapping

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
UNNAMED = "en"
"""What a form that names no language is taken to be in."""

TAGS: Mapping[str, str] = {
    "english": "en", "français": "fr", "francais": "fr", "french": "fr", "español": "es", "espanol": "es",
    "spanish": "es",
    "العربية": "ar", "arabic": "ar", "português": "pt", "portugues": "pt", "portuguese": "pt", "deutsch": "de",
    "german": "de",
    "русский": "ru", "russian": "ru", "українська": "uk", "ukrainian": "uk", "swahili": "sw", "kiswahili": "sw",
    "tiếng việt": "vi", "tieng viet": "vi", "vietnamese": "vi", "việt": "vi", "khmer": "km", "lao": "lo",
    "thai": "th",
    "myanmar": "my", "burmese": "my", "bahasa": "id", "indonesian": "id", "bahasa indonesia": "id", "malay": "ms",
    "tagalog": "tl", "filipino": "fil", "hiligaynon": "hil", "cebuano": "ceb", "chinese": "zh", "中文": "zh",
    "japanese": "ja",
    "korean": "ko", "hindi": "hi", "bengali": "bn", "bangla": "bn", "বাংলা": "bn", "nepali": "ne", "नेपाली": "ne",
    "urdu": "ur", "tamil": "ta",
    "pashto": "ps", "dari": "prs", "farsi": "fa", "persian": "fa", "turkish": "tr", "türkçe": "tr",
    "kurdish": "ku", "sorani": "ckb",
    "amharic": "am", "tigrinya": "ti", "oromo": "om", "somali": "so", "hausa": "ha", "igbo": "ig", "yoruba": "yo",
    "wolof": "wo",
    "luganda": "lg", "lusoga": "xog", "luo": "luo", "lugbara": "lgg", "ateso": "teo", "ngakarimojong": "kdj",
    "runyankole": "nyn", "runyankole-rukiga": "nyn", "runyoro-rutoro": "nyo", "kinyarwanda": "rw", "kirundi": "rn",
    "lingala": "ln", "kikongo": "kg", "tshiluba": "lua", "shona": "sn", "ndebele": "nd", "chichewa": "ny",
    "nyanja": "ny",
    "bemba": "bem", "malagasy": "mg", "creole": "ht", "haitian creole": "ht", "kreyol": "ht", "quechua": "qu",
    "aymara": "ay",
    "italian": "it", "italiano": "it", "dutch": "nl", "nederlands": "nl", "polish": "pl", "romanian": "ro",
    "greek": "el",
    "moore": "mos", "dioula": "dyu", "bambara": "bm", "fulfulde": "ff", "twi": "tw", "ewe": "ee", "dagbani": "dag",
    "akan": "ak",
}  # fmt: skip


def tag_of(name: str) -> str | None:
    """The tag of a language: the one in parentheses, or that of the name; None for an unknown name."""
    bracketed = re.search(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*\)", name)
    if bracketed and TAG.fullmatch(_cased(bracketed.group(1))):
        return _cased(bracketed.group(1))
    plain = re.sub(r"\(.*?\)", "", name).strip().lower()
    if plain in TAGS:
        return TAGS[plain]
    return plain if len(plain) in (2, 3) and TAG.fullmatch(plain) else None


def made_tag(name: str, number: int) -> str:
    """A private tag for a language without one: `mis-` and the beginning of its name."""
    letters = re.sub(r"[^a-z0-9]", "", name.lower())[:8]
    return f"mis-{letters if len(letters) >= 2 else f'l{number}'}"


def _cased(tag: str) -> str:
    first, _, rest = tag.partition("-")
    return first.lower() + (f"-{rest}" if rest else "")
