"""The type column of an XLSForm: what is asked, from which list, however it is spelled. Tables, one row a spelling."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

SIMPLE: Mapping[str, str] = {
    "text": "text", "string": "text", "str": "text", "add_text_prompt": "text", "email": "text",
    "phone_number": "text",
    "phone": "text", "number_of_phone": "text", "integer": "integer", "int": "integer", "number": "integer",
    "add_integer_prompt": "integer", "decimal": "decimal", "float": "decimal", "add_decimal_prompt": "decimal",
    "date": "date", "add_date_prompt": "date", "time": "time", "datetime": "datetime", "date_time": "datetime",
    "geopoint": "geopoint", "gps": "geopoint", "location": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape",
    "image": "photo", "photo": "photo", "picture": "photo", "add_image_prompt": "photo", "audio": "audio",
    "video": "file", "file": "file", "barcode": "barcode", "qrcode": "barcode", "note": "note",
    "add_note_prompt": "note",
    "calculate": "calculation", "calculation": "calculation", "calculate_here": "calculation", "calc": "calculation",
    "hidden": "hidden", "hidden_string": "hidden", "hidden_int": "hidden", "hidden_integer": "hidden",
    "csv_external": "external",
    "xml_external": "external", "acknowledge": "acknowledge", "trigger": "acknowledge", "range": "range",
    "signature": "signature",
}  # fmt: skip

METADATA: Mapping[str, str] = {
    "start": "log", "end": "log", "audit": "log", "start_geopoint": "log", "background_audio": "log",
    "audio_audit": "log",
    "text_audit": "log", "speed_violations_count": "log", "speed_violations_list": "log",
    "speed_violations_audit": "log",
    "sensor_statistic": "log", "sensor_stream": "log", "background_geopoint": "log", "comments": "log",
    "today": "today",
    "deviceid": "given", "device_id": "given", "username": "given", "email_metadata": "given",
    "subscriberid": "given",
    "simserial": "given", "phonenumber": "given", "imei": "given", "caseid": "given", "uri:deviceid": "log",
    "uri:username": "log",
    "get_device_id": "given", "get_start_time": "log", "get_end_time": "log", "get_today": "today",
    "add_start_time": "log",
    "instanceid": "log", "start_time": "log", "end_time": "log",
}  # fmt: skip
"""What the device records: in the log of the interview anyway, the reference date, or given with the assignment."""

_BEGIN = re.compile(r"(begin|end)[\s_-]*(group|repeat|lgroup|section|roster|loop)\b.*", re.IGNORECASE | re.DOTALL)
_SELECT = re.compile(
    r"(?P<how>select[\s_-]?one|select[\s_]?1|select1|select[\s_-]?multiple|select[\s_]?all(?:[\s_]that[\s_]apply)?|select[\s_]?many"
    r"|select|rank|add[\s_]select[\s_]one[\s_]prompt[\s_]using|add[\s_]select[\s_]multiple[\s_]prompt[\s_]using)"
    r"(?P<from>[\s_](?:from[\s_])?(?:external|file))?(?:[\s_]+using)?(?:\s+from)?\s+(?P<list>\S+)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a row is: a type of ours, or one of the words in SIMPLE and METADATA, `begin`, `end`, `unknown`.

    `container` is `group` or `repeat`; `choices` the list, `file` the file of one; `other` asks for another answer in
    words; `guessed` is the spelling it was taken for.
    """

    kind: str
    container: str = ""
    choices: str = ""
    file: bool = False
    other: bool = False
    guessed: str | None = None


def read_kind(text: str) -> Kind:
    """What the text of a type cell says."""
    begin = _BEGIN.fullmatch(text.strip())
    if begin:
        return Kind(
            begin.group(1).lower(), "repeat" if (begin.group(2) or "").lower() in ("repeat", "roster") else "group"
        )
    select = _SELECT.fullmatch(text.strip())
    if select:
        return _select(select)
    word = re.sub(r"[\s\-]+", "_", text.strip().lower())
    for table in (SIMPLE, METADATA):
        if word in table:
            return Kind(table[word])
    return _nearest(word, text)


def _select(match: re.Match[str]) -> Kind:
    how = re.sub(r"[\s_-]+", "", match.group("how").lower())
    kind = "rank" if how == "rank" else "select_many" if re.search("multiple|all|many", how) else "select_one"
    rest = match.group("rest").strip().lower().replace("_", " ")
    is_file = bool(re.search(r"\.(csv|xml|geojson)$", match.group("list"), re.IGNORECASE))
    return Kind(kind, choices=match.group("list"), file=is_file, other="other" in rest)


def _nearest(word: str, text: str) -> Kind:
    first, _, rest = text.strip().partition(" ")
    close = difflib.get_close_matches(word, [*SIMPLE, *METADATA], 1, 0.8)
    if close:
        return replace(read_kind(close[0]), guessed=close[0])
    if rest and difflib.get_close_matches(first.lower(), ["select_one", "select_multiple"], 1, 0.75):
        meant = difflib.get_close_matches(first.lower(), ["select_one", "select_multiple"], 1, 0.75)[0]
        return replace(read_kind(f"{meant} {rest}"), guessed=meant)
    return Kind("unknown")
