"""What the command line asks for, understood or refused."""

from collections.abc import Collection
from pathlib import Path

from timeline.cli.told import refuse


def format(name: str, path: Path, option: str) -> str:
    """The format that is named, else that of the file by its ending."""
    from timeline.conversion import FORMATS, format_of

    found = name or format_of(path)
    if found not in FORMATS:
        known = "\n".join(f"  {one.name:15} {one.words}" for one in FORMATS.values())
        refuse(f"{option}: want one of these formats (got {(name or path.name)!r})\n{known}")
    return found


def place(text: str, *, may_be_file: bool = False) -> str:
    """A folder that is there, or an address, which is asked later."""
    from timeline.objects import is_address

    path = Path(text)
    if not is_address(text) and not (path.exists() if may_be_file else path.is_dir()):
        what = "a file or folder" if may_be_file else "a folder"
        refuse(f"{text}: want {what} that is there, or an address such as s3://bucket/record.parquet")
    return text


def order(day_first: bool | None, *, is_asked: bool) -> bool | None:
    """What 03/04/2025 means, if what is read may have such a date."""
    if day_first is not None and not is_asked:
        refuse("--day-first, --month-first: want a CSV or XLSX file, in which such dates may be")
    return day_first


def codes(parties: str, *, least: int = 1) -> list[str]:
    """The codes in ``TKM,SOM``, each once."""
    from timeline.scaffold import unknown

    found = list(dict.fromkeys(code.strip().upper() for code in parties.split(",") if code.strip()))
    wrong = unknown(found)
    if wrong or len(found) < least:
        refuse(f"--parties: want at least {least} code(s) such as TKM,SOM (got {parties!r})")
    return found


def lang(tag: str, offered: Collection[str]) -> str:
    """The language, if it is one of those ``offered``."""
    if tag not in offered:
        refuse(f"--lang: want one of {', '.join(offered)} (got {tag!r})")
    return tag
