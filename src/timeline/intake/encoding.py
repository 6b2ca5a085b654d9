"""Bytes as text: which encoding a file is in, when nothing in it says so.

UTF-8 and UTF-16 announce themselves or can be told for certain. The 8-bit code pages of older
spreadsheets cannot: the one in which the text makes words is taken, and said.
"""

import codecs
import re
from collections.abc import Callable

from timeline.faults import Fault
from timeline.intake.notes import Note
from timeline.vocabulary import N_

# The 8-bit code pages that a record in these languages may come in: codec -> name.
CODE_PAGES = {
    "cp1256": N_("Windows-1256 (Arabic)"),
    "cp1251": N_("Windows-1251 (Cyrillic)"),
    "cp1252": N_("Windows-1252 (Western)"),
}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Three bytes beyond ASCII in a row are a word of another script; one alone is an accent.
_WORD = re.compile(rb"[\x80-\xff]{3,}")


def decode(name: str, raw: bytes, notes: list[Note], faults: list[Fault], encoding: str = "") -> str | None:
    """Return the text of ``raw``, or None with a fault if it is no text in any encoding known here."""
    codec = encoding or _recognised(raw)
    if not codec:
        faults.append(Fault(name, None, None, None, N_("text in UTF-8")))
        return None
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        row, value = raw.count(b"\n", 0, error.start) + 1, f"0x{raw[error.start]:02X}"
        faults.append(Fault(name, row, None, value, N_("text in UTF-8")))
        return None
    if codec in CODE_PAGES:
        notes.append(
            Note(
                N_("The file does not state its encoding; it was read as {encoding}."),
                {"encoding": CODE_PAGES[codec]},
            )
        )
    elif codec.startswith("utf-16"):
        notes.append(Note(N_("The file was read as {encoding}."), {"encoding": "UTF-16"}))
    return text


def _recognised(raw: bytes) -> str:
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return codec
    if b"\0" in raw:
        return _without_mark(raw)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _code_page(raw)
    return "utf-8"


def _without_mark(raw: bytes) -> str:
    """UTF-16 whose mark was lost: every other byte of its commas and digits is zero."""
    looked_at = raw[:4000]
    even, odd = looked_at[0::2].count(0), looked_at[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd) or max(even, odd) * 50 < len(looked_at):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _code_page(raw: bytes) -> str:
    words = b" ".join(_WORD.findall(raw))
    if len(words) * 2 < sum(byte > 127 for byte in raw):
        return "cp1252"
    arabic = _share(words, "cp1256", lambda letter: "\u0600" <= letter <= "\u06ff")
    cyrillic = _share(words, "cp1251", lambda letter: "\u0400" <= letter <= "\u045f")
    if max(arabic, cyrillic) < 0.8:
        return "cp1252"
    return "cp1256" if arabic >= cyrillic - 0.1 else "cp1251"


def _share(words: bytes, codec: str, belongs: Callable[[str], bool]) -> float:
    letters = [letter for letter in words.decode(codec, "replace") if letter != " "]
    return sum(map(belongs, letters)) / max(len(letters), 1)
