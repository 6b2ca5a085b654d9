"""A file that is written whole or not at all: a full disk leaves what was there."""

from pathlib import Path
from secrets import token_hex


def put(path: Path, body: bytes, *, overwrite: bool = False) -> None:
    """Write ``body``; FileExistsError where there is a file already, unless it is to be replaced."""
    if not overwrite:
        _create(path, body)
        return
    # A link stays one, and what it leads to is replaced.
    path = path.resolve()
    if path.exists() and not path.is_file():
        # A device or a pipe takes what it is given.
        path.write_bytes(body)
        return
    beside = path.with_name(f".{token_hex(6)}")
    try:
        _create(beside, body)
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _create(path: Path, body: bytes) -> None:
    with path.open("xb") as file:
        try:
            file.write(body)
            file.flush()
        except OSError:
            path.unlink()
            raise
