"""A file that is written whole or not at all: a full disk leaves what was there."""

import errno
import os
from pathlib import Path
from secrets import token_hex


def put(path: Path, body: bytes, *, overwrite: bool = False) -> None:
    """Write ``body``; FileExistsError where there is a file already, unless it is to be replaced."""
    if path.exists() and not overwrite:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if path.exists() and not path.is_file():
        # A device or a pipe takes what it is given, and is not to be replaced.
        path.write_bytes(body)
        return
    beside = path.with_name(f".{path.name}-{token_hex(3)}")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
