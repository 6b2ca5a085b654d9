"""The bytes of a CSV file: what keeps its rows from being told apart, and where they begin.

A file is looked at a block at a time, since it may be larger than memory.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator
from csv import Error as CsvError
from csv import reader
from io import StringIO
from pathlib import Path

import numpy as np
import pyarrow as pa

from timeline.faults import Fault
from timeline.vocabulary import N_

# A megabyte fits the processor’s cache.
_BLOCK = 2**20
# Where a header ends is looked for in these many bytes first, and then in so many and no more.
_FIRST_BYTES = 2**16
_LONGEST_HEADER = 2**24
_LONGEST_NAME = 1000
# The longest letter of UTF-8 takes as many.
_LETTER = 4


def fault(file: Path) -> Fault | None:
    """What is wrong with the file as a whole: unreadable, no UTF-8, empty, or a quotation never closed."""
    row, quotes, is_blank = 1, 0, True
    try:
        for block in _blocks(file):
            if not _is_utf8(block) and (found := _no_text(file.name, block, row)):
                return found
            row += _times("\n", block)
            quotes += _times('"', block)
            is_blank = is_blank and block.isspace()
    except OSError:
        return Fault(file.name, None, None, None, N_("this file, readable"))
    if is_blank:
        return Fault(file.name, None, None, None, N_("a header and rows; the file is empty"))
    if quotes % 2:
        return Fault(file.name, None, None, None, N_("quotation marks in pairs; one is never closed"))
    return None


def header(file: Path) -> tuple[list[str], int]:
    """The cells of the first row, and where in the file the other rows begin."""
    whole = file.stat().st_size
    for size in (_FIRST_BYTES, _LONGEST_HEADER):
        with file.open("rb") as opened:
            raw = opened.read(size)
        mark = len(BOM_UTF8) if raw.startswith(BOM_UTF8) else 0
        # The last letter may be cut in two.
        text = raw[mark:].decode(errors="ignore")
        lines = StringIO(text, newline="")
        try:
            names = next(reader(lines), [])
        except CsvError:  # a name longer than any
            names = []
        if max(map(len, names), default=0) > _LONGEST_NAME:
            names = []
        if lines.tell() < len(text) or size >= whole:
            return [name.strip() for name in names], mark + len(text[: lines.tell()].encode())
    return [], whole


def _blocks(file: Path) -> Iterator[bytes]:
    """The file without a byte order mark; no block but the last ends within a letter."""
    with file.open("rb") as opened:
        rest = opened.read(len(BOM_UTF8)).removeprefix(BOM_UTF8)
        while read := opened.read(_BLOCK):
            block = rest + read
            end = _last_letter(block)
            rest = block[end:]
            yield block[:end]
        if rest:
            yield rest


def _last_letter(block: bytes) -> int:
    """Where the last letter begins, if it takes several bytes and may be cut; else the end of the block."""
    for back in range(1, min(_LETTER, len(block)) + 1):
        if block[-back] < 0x80:
            break
        if block[-back] >= 0xC0:
            return len(block) - back
    return len(block)


def _is_utf8(block: bytes) -> bool:
    """Whether the bytes are UTF-8; Arrow takes a quarter of the time in which Python makes a text of them."""
    ends = pa.array([0, len(block)], pa.int64()).buffers()[1]
    whole = pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(block)])
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _no_text(name: str, block: bytes, row: int) -> Fault | None:
    try:
        block.decode()
    except UnicodeDecodeError as error:
        row += error.object.count(b"\n", 0, error.start)
        value = f"0x{block[error.start]:02X}"
        return Fault(name, row, None, value, N_("text in UTF-8"))
    return None


def _times(letter: str, block: bytes) -> int:
    """How often an ASCII letter occurs; numpy compares many bytes at once, Python each by itself."""
    return int(np.count_nonzero(np.frombuffer(block, dtype="uint8") == ord(letter)))
