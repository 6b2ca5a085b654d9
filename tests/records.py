"""Records for tests of the formats: from the table that ships to anything that cells may hold."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from timeline.formats.content import Content, frame
from timeline.vocabulary import KINDS, LEVELS, MODES, ROLES, STATUSES

# What a cell may hold: letters of any script, marks, quotes, separators, formulas, markup, line ends.
_TEXTS = st.one_of(
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"), include_characters="\n"),
        max_size=40,
    ),
    st.sampled_from(
        ['=1+1"', "@SUM(A1)", "'=x", "-5", "+1", "<b>&amp;</b>", 'a,"b";c', "اجتماع\nوزيري", "a\tb", "&#61;"]
    ),
)
texts = _TEXTS.map(lambda text: text.strip())
titles = texts.map(lambda text: " ".join(text.split()) or "x")
ids = st.from_regex(r"[a-z][a-z0-9.~-]{0,12}", fullmatch=True)
days = st.dates(date(1000, 1, 1)).map(date.isoformat)
dates = st.one_of(
    days,
    days.map(lambda day: day[:7]),
    days.map(lambda day: day[:4]),
    st.tuples(days, days).filter(lambda two: two[0] < two[1]).map(lambda two: "/".join(two)),
    days.map(lambda day: f"{day}/.."),
    days.map(lambda day: f"../{day[:7]}"),
    st.tuples(days, st.sampled_from("?~%")).map("".join),
)
codes = st.from_regex("[A-Z]{3}", fullmatch=True)
urls = st.from_regex(r"https://[a-z]{2,8}\.example/[a-z0-9/=&?;,%-]{0,12}", fullmatch=True)
positions = st.tuples(st.floats(-90, 90).map(str), st.floats(-180, 180).map(str))


def content(events: Iterable[Mapping[str, str]], about: Any = None, **others: Any) -> Content:
    """A record of these rows; the other tables by their name."""
    return Content(
        {"events": frame("events", events)} | {n: frame(n, r) for n, r in others.items()}, about or {}
    )


def listed(values: Iterable[str]) -> st.SearchStrategy[str]:
    """One of the values, or none."""
    return st.sampled_from(["", *values])


def events(**cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    """Some events with an id of their own each, and these cells."""
    rows = st.fixed_dictionaries({"id": ids, "date": dates, "title_en": titles, **cells})
    return st.lists(rows, min_size=1, max_size=4, unique_by=lambda row: row["id"])


# Every column of an event that stands for itself.
PLAIN: Mapping[str, st.SearchStrategy[str]] = {
    "role": listed(ROLES),
    "kind": listed(KINDS),
    "status": listed(STATUSES),
    "level": listed(LEVELS),
    "mode": listed(MODES),
    "parties": st.lists(codes, max_size=3, unique=True).map(";".join),
    "title_ar": titles,
    "summary_en": texts,
    "summary_ar": texts,
    "note_en": texts,
    "note_ar": texts,
    "cameo": listed(["041", "042", "057", "0311"]),
    "modified": days,
}


def cells(record: Content, *columns: str, table: str = "events") -> list[tuple[str, ...]]:
    """What stands in these columns, row by row."""
    written: pd.DataFrame = record.frames[table]
    return [tuple(row) for row in written[list(columns)].itertuples(index=False)]
