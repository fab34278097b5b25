"""Regular expressions of Java, as XLSForms write them, in the common subset of our language (full matches)."""

from __future__ import annotations

import re

from engine.expression.regex import common_pattern
from engine.interchange.xpath.value import NotCarried

CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": " \\t\\n\\f\\r"}
OPPOSITES = {"D": "d", "W": "w", "S": "s"}
SPACES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def common_form(pattern: str) -> str:
    """The pattern in the common subset; raises NotCarried where it has none."""
    if re.search(r"\(\?(?!:)|\\[1-9bBpPzZAG]|\[[^\]]*&&", pattern):
        raise NotCarried(f"the pattern {pattern} uses what other engines do not have")
    found = _without_anchors(_classes(pattern))
    found = re.sub(r"(?<!\\)([*+?}])[?+]", r"\1", found)  # lazy and possessive make no difference to most full matches
    plain, mistake = common_pattern(found)
    if mistake is not None or plain is None:
        raise NotCarried(f"the pattern {pattern}: {mistake}")
    return found


def _classes(pattern: str) -> str:
    """`\\d` and its like written out, within brackets and outside."""
    found, inside, place = "", False, 0
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\" and place + 1 < len(pattern):
            found += _escaped(pattern[place + 1], inside, pattern)
            place += 2
            continue
        inside = (sign == "[" or inside) and sign != "]"
        found += sign
        place += 1
    return found


def _escaped(letter: str, inside: bool, pattern: str) -> str:
    if letter in CLASSES:
        listed = CLASSES[letter].encode().decode("unicode_escape") if letter == "s" else CLASSES[letter]
        return listed if inside else f"[{listed}]"
    if letter in OPPOSITES:
        if inside:
            raise NotCarried(f"the pattern {pattern} has a class within a class")
        return f"[^{CLASSES[OPPOSITES[letter]]}]"
    if letter in SPACES:
        return SPACES[letter]
    if letter.isalnum():
        raise NotCarried(f"the pattern {pattern} uses \\{letter}")
    return f"\\{letter}"


def _without_anchors(pattern: str) -> str:
    """Anchors around the whole or around each alternative say what a full match says anyway."""
    parts = _alternatives(pattern)
    stripped = []
    for part in parts:
        part = part.removeprefix("^")
        if part.endswith("$") and not part.endswith("\\$"):
            part = part[:-1]
        stripped.append(part)
    joined = "|".join(stripped)
    if re.search(r"(?<!\\)(?<!\[)\^|(?<!\\)\$(?![^\[]*\])", joined):
        match = re.fullmatch(r"\(\^?(.*?)\$?\)", joined)
        if match and len(_alternatives(match.group(1))) >= 1 and "(" not in match.group(1):
            return f"({_without_anchors(match.group(1))})"
        raise NotCarried(f"the pattern {pattern} has anchors within")
    return joined


def _alternatives(pattern: str) -> list[str]:
    parts, depth, inside, current = [], 0, False, ""
    for place, sign in enumerate(pattern):
        escaped = place > 0 and pattern[place - 1] == "\\"
        if not escaped:
            inside = (sign == "[" or inside) and sign != "]"
            depth += 0 if inside else (sign == "(") - (sign == ")")
            if sign == "|" and depth == 0 and not inside:
                parts.append(current)
                current = ""
                continue
        current += sign
    return [*parts, current]
