"""Where an event's sources stand in one sheet: an address, a name, or ids beside their addresses.

A single address stays in ``source_url``, where it can be mended. Names, and several addresses to an
event, become rows of ``sources``, so that each keeps an id of its own.
"""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from timeline.dataset import slug
from timeline.intake.headings import SOURCE, SOURCE_URLS

_ADDRESS = re.compile(r"https?://\S+")
_BETWEEN = re.compile(r"\s*[;؛\n]\s*|\s+(?=https?://)")


def told(events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return ``events`` without the columns that only stand for sources, and the table they imply."""
    if SOURCE not in events:
        return events.drop(columns=SOURCE_URLS, errors="ignore"), None
    names = [_several(cell) for cell in events[SOURCE]]
    rest = events.drop(columns=[SOURCE, SOURCE_URLS], errors="ignore")
    if SOURCE_URLS in events:
        urls = [_several(cell) for cell in events[SOURCE_URLS]]
        # Our own download writes ids, and in the same order the addresses of those that have one.
        if all(len(one) in (0, len(many)) for one, many in zip(urls, names, strict=True)):
            return rest.assign(sources=[";".join(one) for one in names]), _table(_pairs(names, urls))
    if "source_url" not in events and all(len(one) < 2 for one in names):
        plain = [one[0] if one else "" for one in names]
        if all(not one or _ADDRESS.fullmatch(one) for one in plain):
            return rest.assign(source_url=plain), None
    return _named(rest, names)


def _named(rest: pd.DataFrame, names: Sequence[Sequence[str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every name or address an id; an event's own ``source_url`` belongs to its only name."""
    links = list(rest["source_url"]) if "source_url" in rest else [""] * len(rest)
    ids: dict[tuple[str, str], str] = {}
    cells = []
    for row, link in zip(names, links, strict=True):
        keys = [_key(name, link if len(row) == 1 else "") for name in row] or ([("", link)] if link else [])
        for key in keys:
            if key not in ids:
                ids[key] = _fresh(slug(re.sub("https?://", "", key[0] or key[1])), ids.values())
        cells.append(";".join(dict.fromkeys(ids[key] for key in keys)))
    rows = [(id, title, url) for (title, url), id in ids.items()]
    return rest.drop(columns="source_url", errors="ignore").assign(sources=cells), _table(rows)


def _key(name: str, link: str) -> tuple[str, str]:
    """Title and address of a source."""
    return ("", name) if _ADDRESS.fullmatch(name) else (name, link)


def _pairs(names: Sequence[Sequence[str]], urls: Sequence[Sequence[str]]) -> Iterable[tuple[str, str, str]]:
    known: dict[str, str] = {}
    for ids, links in zip(names, urls, strict=True):
        for number, id in enumerate(ids):
            known[id] = known.get(id) or (links[number] if links else "")
    return [(id, "", url) for id, url in known.items()]


def _table(rows: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["id", "title", "url"], dtype="str")
    return table.set_axis(pd.RangeIndex(2, len(table) + 2))


def _several(cell: str) -> list[str]:
    return [part for part in _BETWEEN.split(cell.strip()) if part]


def _fresh(id: str, taken: Iterable[str]) -> str:
    held, number, candidate = set(taken), 1, id
    while candidate in held:
        number += 1
        candidate = f"{id}-{number}"
    return candidate
