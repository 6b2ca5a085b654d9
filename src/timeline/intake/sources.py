"""Where an event's sources stand in one sheet: an address, a name, or ids beside their addresses.

A single address stays in ``source_url``, where it can be mended. Names, and several addresses to an
event, become rows of ``sources``, so that each keeps an id of its own. A name and its address in one
cell are ``Name <https://…>``, as in the header of a letter.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from timeline.dataset import TakenIds, slug
from timeline.intake.dates import MARKS
from timeline.intake.headings import SOURCE, SOURCE_URLS
from timeline.rules import ID
from timeline.tables import cells_of, split

_SCHEME = re.compile("https?://", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
# What stands between separators; an address in angle brackets may have one in it.
_PART = re.compile(r"(?:<https?://[^<>\s]+>|[^;؛\n<]+|<)+", re.IGNORECASE)
_BEFORE_ADDRESS = re.compile(r"\s(?=https?://)", re.IGNORECASE)
_WITH_ADDRESS = re.compile(r"([^<>]*)<(https?://[^<>\s]+)>", re.IGNORECASE)
# An event's own, beside those of the table.
_OWN = ("source_title", "source_url")
# What would end a name or look like an address, and what a name has in its place.
_OTHERWISE = str.maketrans(";؛\n<>", ",، ()")


def told(events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return ``events`` without the columns that only stand for sources, and the table they imply."""
    if SOURCE not in events:
        if SOURCE_URLS not in events:
            return events, None
        events = events.rename(columns={SOURCE_URLS: SOURCE})
    names = [_several(cell) for cell in events[SOURCE]]
    urls = [_several(cell) for cell in events[SOURCE_URLS]] if SOURCE_URLS in events else [[] for _ in names]
    rest = events.drop(columns=[SOURCE, SOURCE_URLS], errors="ignore")
    if SOURCE_URLS in events and (known := _pairs(names, urls)) is not None:
        return rest.assign(sources=[";".join(one) for one in names]), _table(known)
    if "source_url" not in events and SOURCE_URLS not in events and all(len(one) < 2 for one in names):
        plain = [one[0] if one else "" for one in names]
        if all(not one or _ADDRESS.fullmatch(one) for one in plain):
            return rest.assign(source_url=plain), None
    own = rest["source_url"] if "source_url" in rest else [""] * len(rest)
    links = [[*many, *filter(None, [one])] for many, one in zip(urls, own, strict=True)]
    return _named(rest.drop(columns="source_url", errors="ignore"), names, links)


def retold(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The way back from ``told``: the events with names and addresses for the ids of their sources.

    Ids that were given with nothing but addresses stay, with the addresses beside them.
    """
    events, table = frames["events"], frames.get("sources")
    if table is None or "sources" not in events:
        return events
    known = cells_of(table, "id")
    titles, urls, publishers = (
        dict(zip(known, cells_of(table, column), strict=True)) for column in ("title", "url", "publisher")
    )
    ids = [split(cell) for cell in events["sources"]]
    if not any(titles.values()) and not all(_is_made(id, url) for id, url in urls.items()):
        links = [" ; ".join(filter(None, (urls.get(id, "") for id in row))) for row in ids]
        if all(len(_several(cell)) in (0, len(row)) for cell, row in zip(links, ids, strict=True)):
            return events.assign(**{SOURCE_URLS: links})
    written = {id: _written(id, titles[id], urls[id]) for id in known}
    for id in _alike(written):
        written[id] = _written(id, f"{titles[id]} ({publishers[id] or id})".strip(), urls[id])
    for id in _alike(written):
        written[id] = _written(id, f"{titles[id]} ({id})".strip(), urls[id])
    own = [_written("", *pair) for pair in zip(*(cells_of(events, name) for name in _OWN), strict=True)]
    rows = [[*(written.get(id, id) for id in row), one] for row, one in zip(ids, own, strict=True)]
    cells = ["; ".join(dict.fromkeys(filter(None, row))) for row in rows]
    return events.drop(columns=[*_OWN], errors="ignore").assign(sources=cells)


def _alike(written: Mapping[str, str]) -> list[str]:
    """The ids of sources that would be written as others are."""
    times = Counter(written.values())
    return [id for id, text in written.items() if times[text] > 1]


def _is_made(id: str, url: str) -> bool:
    """Whether the id is one that an address gets here, be it with a number."""
    return re.fullmatch(rf"{re.escape(_slug(url))}(-\d+)?", id) is not None


def _written(id: str, title: str, url: str) -> str:
    """A source as ``told`` reads it back."""
    name = _SCHEME.sub("", title).translate(_OTHERWISE)
    if not url:
        return name or id
    is_plain = not name and len(_several(url)) == 1
    return url if is_plain else f"{name} <{url}>".strip()


def _named(
    rest: pd.DataFrame, names: Sequence[Sequence[str]], links: Sequence[Sequence[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every name or address an id; as many addresses as names belong to them, others to themselves."""
    ids: dict[tuple[str, str], str] = {}
    taken = TakenIds()
    cells = []
    for row, beside in zip(names, links, strict=True):
        theirs = beside if len(beside) == len(row) else [""] * len(row)
        keys = [_key(name, link) for name, link in zip(row, theirs, strict=True)]
        known = {url for _, url in keys}
        keys += [("", link) for link in beside if link not in known]
        for key in keys:
            if key not in ids:
                ids[key] = taken.new(_slug(key[0] or key[1]))
        cells.append(";".join(dict.fromkeys(ids[key] for key in keys)))
    rows = [(id, title, url) for (title, url), id in ids.items()]
    return rest.assign(sources=cells), _table(rows)


def _key(name: str, link: str) -> tuple[str, str]:
    """Title and address of a source."""
    if both := _WITH_ADDRESS.fullmatch(name):
        return both[1].strip(), both[2]
    return ("", name) if _ADDRESS.fullmatch(name) else (name, link)


def _pairs(
    names: Sequence[Sequence[str]], urls: Sequence[Sequence[str]]
) -> list[tuple[str, str, str]] | None:
    """Ids and their addresses, as our own download has them side by side; None if they are none."""
    known: dict[str, str] = {}
    for ids, links in zip(names, urls, strict=True):
        if len(links) not in (0, len(ids)) or not all(map(_is_id, ids)):
            return None
        for id, link in zip(ids, links or [""] * len(ids), strict=True):
            if link and known.get(id, link) not in ("", link):
                return None
            known[id] = known.get(id) or link
    return [(id, "", url) for id, url in known.items()]


def _is_id(name: str) -> bool:
    """Whether this is an id, as ``un-2025`` is, and no name, as ``Reuters`` is."""
    return re.fullmatch(ID, name) is not None and (slug(name) == name or bool(re.search(r"[\d._~-]", name)))


def _table(rows: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["id", "title", "url"], dtype="str")
    return table.set_axis(pd.RangeIndex(2, len(table) + 2))


def _several(cell: str) -> list[str]:
    parts = (one for part in _PART.findall(cell) for one in _BEFORE_ADDRESS.split(part))
    return [part for one in parts if (part := one.strip().strip(f",،{MARKS}").strip())]


def _slug(text: str) -> str:
    return slug(_SCHEME.sub("", text))
