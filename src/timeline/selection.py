"""What is asked of the record, and its one spelling as a URL query.

Every door takes the same ``Selection``: the dashboard, the downloads, the command line. Nothing
else reads or writes the query. A query may be wrong in any way: what it asks rightly applies, and
what was ignored comes back by name.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from timeline import dates
from timeline.language import ENDONYMS
from timeline.search import fold
from timeline.vocabulary import COLUMNS

# Parameters that take ids, repeated for "any of". Values of the first three come from the dataset.
FACETS = ("topic", "place", "party", "kind", "status", "role", "level", "verification")
# Those whose values are a fixed list.
LISTED: Mapping[str, Collection[str]] = {facet: COLUMNS[facet] for facet in FACETS if facet in COLUMNS}
EVERYTHING = "../.."
# Streamlit's own parameters, which a link may carry without asking anything of the record.
_PLATFORM = ("embed", "embed_options")
# Characters of a search.
LONGEST_SEARCH = 200
# What asks for one thing is looked at so often in one query: to know whether there is an event is a question.
MOST_TIMES = 3
# Values of one facet: each is a part of every question about the view.
MOST_VALUES = 200

Query = Iterable[tuple[str, str]]
Ignored = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Selection:
    """What to show. Different facets are "and", values of one are "or" (``match="all"``: topics "and").

    ``dates`` is an EDTF date or interval; ``""`` leaves the choice to whoever shows the record.
    """

    lang: str = ""
    dates: str = ""
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    verification: tuple[str, ...] = ()
    match: str = ""
    q: str = ""
    event: str = ""

    @classmethod
    def from_query(
        cls, query: str | Query, known: Mapping[str, Collection[str]]
    ) -> tuple["Selection", Ignored]:
        """Return what ``query`` asks, and the (name, value) pairs that it asks in vain.

        ``known`` gives the dataset's values for ``topic``, ``place``, ``party`` and ``event``, and its
        languages as ``lang``.
        """
        pairs = parse_qsl(query, keep_blank_values=True) if isinstance(query, str) else query
        asked: dict[str, Any] = {}
        chosen: dict[str, set[str]] = {facet: set() for facet in FACETS}
        ignored: list[tuple[str, str]] = []
        times: Counter[str] = Counter()
        for name, value in pairs:
            times[name] += 1
            good = _accepted(name, value, known) if name in FACETS or times[name] <= MOST_TIMES else ""
            if name in FACETS:
                if good and (good in chosen[name] or len(chosen[name]) < MOST_VALUES):
                    chosen[name].add(good)
                else:
                    ignored.append((name, value))
            elif good and name not in asked:
                asked[name] = good
                if name == "q" and (rest := " ".join(value.split())[LONGEST_SEARCH:].lstrip()):
                    ignored.append((name, rest))
            elif name not in _PLATFORM and asked.get(name) != good:
                ignored.append((name, value))
        asked |= {name: tuple(sorted(values)) for name, values in chosen.items()}
        return cls(**asked).canonical(), tuple(dict.fromkeys(ignored))

    def canonical(self) -> "Selection":
        """The same question in its one form: ``match`` only where it makes a difference."""
        return self if len(self.topic) > 1 or not self.match else replace(self, match="")

    def question(self) -> "Selection":
        """The part that decides which events match: neither the language nor the selected event."""
        return replace(self, lang="", event="").canonical()

    def to_query(self) -> str:
        """Return the canonical URL query: one order, one spelling, nothing that is a default."""
        return urlencode(self.to_pairs())

    def in_address(self) -> str:
        """The same as it stands in links that people read: the slash of an interval is not escaped."""
        return urlencode(self.to_pairs(), safe="/")

    def to_pairs(self) -> list[tuple[str, str]]:
        """The canonical query as (name, value) pairs."""
        return [
            (field.name, value)
            for field in fields(self)
            for value in _values(getattr(self, field.name))
            if value
        ]

    def with_(self, **changes: Any) -> "Selection":
        """A copy with ``changes``, canonical again."""
        lists = {name: tuple(sorted(set(value))) for name, value in changes.items() if name in FACETS}
        return replace(self, **(changes | lists)).canonical()

    def without_filters(self) -> "Selection":
        """The same view with nothing narrowed: language and selected event stay."""
        return Selection(lang=self.lang, event=self.event)

    def filters(self) -> list[tuple[str, str]]:
        """The (name, value) pairs that narrow the record, dates aside."""
        return [pair for pair in self.to_pairs() if pair[0] in (*FACETS, "q")]

    def dropping(self, name: str, value: str) -> "Selection":
        """A copy without one of its filters."""
        if name in FACETS:
            return self.with_(**{name: [one for one in getattr(self, name) if one != value]})
        return self.with_(**{name: ""})


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _accepted(name: str, value: str, known: Mapping[str, Collection[str]]) -> str:
    """Return the value as a Selection keeps it, or ``""`` if it asks for nothing there is."""
    if name == "q":
        words = " ".join(value.split())[:LONGEST_SEARCH].rstrip()
        # Signs alone are looked for nowhere.
        return words if fold(words) else ""
    if name == "dates":
        return _dates(value)
    if name == "match":
        return value if value == "all" else ""
    if name == "lang":
        return value if value in known.get("lang", ENDONYMS) else ""
    values = LISTED.get(name) or known.get(name, ())
    return value if value in values else ""


def _dates(value: str) -> str:
    try:
        return dates.parse(value).text
    except ValueError:
        return ""
