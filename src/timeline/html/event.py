"""Everything known about one event, in words, each claim beside its source."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

from timeline import vocabulary
from timeline.dates import parse
from timeline.formats import entry
from timeline.geography import spots
from timeline.html.facts import badge, change_of_status, parties, place
from timeline.html.text import isolated, marked, own_words
from timeline.language import Language
from timeline.tables import Row, localised, point_is_own, split
from timeline.view import View
from timeline.vocabulary import N_

FIRST_STATEMENTS = 2

MEANINGS: Mapping[str, str] = {
    "fact": N_("what is reported to have happened"),
    "agenda": N_("what was on the table"),
    "position": N_("views ascribed to both sides"),
    "commitment": N_("what they say they will do"),
    vocabulary.OPINION: N_("not the ministers’ words; about the cooperation as a whole"),
}


def article(row: Row, view: View, *, level: int = 2, whole: bool = False) -> str:
    """The event's title, date, facts, summary, statements and sources.

    ``level`` is that of its heading; ``whole`` leaves nothing folded away, as paper needs it.
    """
    return "".join(
        [
            _head(view, row, level),
            _facts(view, row, is_mapped=not whole),
            f'<p class="sum">{own_words(row, "summary", view.language, view.hits)}</p>',
            statements(_said(row, view), view, level=level + 1, whole=whole),
            _sources(view, row, level + 1),
        ]
    )


def telling(row: Row, view: View) -> str:
    """The event as it is told aloud: what happened, when, where and between whom, then what it rests on."""
    summary = own_words(row, "summary", view.language, view.hits)
    among = parties(row["parties"], view.language, view.hits)
    return "".join(
        [
            _head(view, row, 2),
            f'<div class="among">{among}{_whereabouts(view, row)}</div>',
            f'<p class="sum">{summary}</p>' if summary else "",
            statements(_said(row, view), view),
            _sources(view, row),
        ]
    )


def _head(view: View, row: Row, level: int) -> str:
    language = view.language
    status = vocabulary.status(row["kind"], row["status"])
    tag = f'<span class="badge">{language.gettext(status)}</span>' if status else ""
    change = change_of_status(row, language)
    return (
        f"<h{level}>{own_words(row, 'title', language, view.hits)}</h{level}>"
        f'<p class="date"><b>{escape(_long_date(row, language))}</b>'
        f'<span class="muted small"> — {_precision(row, language)}</span></p>'
        f'<div class="tags">{tag}{badge(row["verification"], language)}'
        f"{f'<span class=small>{change}</span>' if change else ''}</div>"
    )


def _long_date(row: Row, language: Language) -> str:
    when = parse(row["date"])
    if when.precision == "day" and when.earliest and not (when.uncertain or when.approximate):
        return language.weekday(when.earliest)
    return language.when(when)


def _precision(row: Row, language: Language) -> str:
    """What of the date is known, and whether the source says it or it was worked out."""
    say, when = language.gettext, parse(row["date"])
    basis = row["date_basis"]
    if when.precision == "day":
        return {
            "stated": say("day stated by the source"),
            "resolved": say("part of the date worked out from the source’s context"),
        }.get(basis, say("day known"))
    if when.day_is_known:
        return say("first and last day stated") if basis == "stated" else say("first and last day")
    known = say("day not reported")
    return (
        f"{known}{say('; ')}{say('year worked out from the source’s context')}"
        if basis == "resolved"
        else known
    )


def _facts(view: View, row: Row, *, is_mapped: bool) -> str:
    language = view.language
    say = language.gettext
    known = view.store.dataset.by_id["topics"]
    topics = split(row["topics"])
    labels = {id: own_words(known[id], "label", language, view.hits) for id in topics if id in known}
    level = vocabulary.LEVELS.get(row["level"], "")
    facts = [
        (say("Parties"), parties(row["parties"], language, view.hits)),
        (say("Level"), say(level)),
        (say("Place"), _place(view, row, is_mapped=is_mapped)),
        (say("Format"), _format(row, language)),
        (say("Part of"), _part_of(view, row)),
        (say("Topics"), " · ".join(labels.get(topic) or isolated(topic, view.hits) for topic in topics)),
        (say("CAMEO code"), escape(row["cameo"])),
    ]
    lines = (f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value)
    return f'<dl class="facts">{"".join(lines)}</dl>'


def _place(view: View, row: Row, *, is_mapped: bool = False) -> str:
    """The place, or that there is none; of a call, how it is drawn where there is a map beside."""
    say = view.language.gettext
    name = place(row, view)
    if name:
        found = view.store.dataset.by_id["places"][row["place"]]
        country = view.language.territory(found["country"]) if found["country"] else ""
        note = "" if point_is_own(found) else own_words(found, "note", view.language)
        full = f"{name}{say(', ')}{escape(country)}" if country else name
        return f'{full}<span class="note">{note}</span>' if note else full
    if row["mode"] == "phone":
        known = view.store.dataset.by_id["places"]
        if is_mapped and spots.lies_between(row["parties"], known, view.language):
            return say("None: a telephone call, drawn between the two capitals")
        return say("None: a telephone call")
    # An empty cell says nothing about the sources: they may name a place that nobody wrote down.
    return say("Not recorded")


def _whereabouts(view: View, row: Row) -> str:
    """The place without a label before it; how they met where the record knows of no place."""
    say = view.language.gettext
    where = _place(view, row) if row["place"] else _manner(row, view.language)
    return f'<span class="where">{where or say("Place not recorded")}</span>'


def _format(row: Row, language: Language) -> str:
    if row["mode"] == "phone" and row["kind"] == "phone-call":
        return ""
    return _manner(row, language)


def _manner(row: Row, language: Language) -> str:
    """How they met. Who meets on the margins of a conference has come, but not on a visit to the host."""
    say, parties = language.gettext, split(row["parties"])
    if row["mode"] != "visit":
        return say(vocabulary.MODES.get(row["mode"], ""))
    host = escape(language.territory(parties[1])) if len(parties) == 2 else ""
    if row["kind"] == "visit":
        return say("In person, a visit to {host}", host=host) if host else say(vocabulary.MODES["visit"])
    return say("In person, in {place}", place=host) if host else say("In person")


def _part_of(view: View, row: Row) -> str:
    if not row["part_of"]:
        return ""
    return own_words(view.store.event(row["part_of"]), "title", view.language)


def _said(row: Row, view: View) -> Sequence[Row]:
    return view.store.said([row["id"]]).get(row["id"], ())


def statements(said: Sequence[Row], view: View, *, level: int = 3, whole: bool = False) -> str:
    """What was said at an event, grouped by kind under a heading; "" if nothing is recorded."""
    if not said:
        return ""
    say = view.language.gettext
    groups = "".join(
        _group(kind, [one for one in said if one["kind"] == kind], view, whole)
        for kind in vocabulary.STATEMENT_KINDS
    )
    dagger = ""
    if any(map(_is_our_reading, said)):
        reading = say("† Placed with this event by us: the source does not say when it was voiced.")
        dagger = f'<p class="dag">{reading}</p>'
    how = f'<span class="muted small">{say("in our words, with the phrase it rests on")}</span>'
    return f"<h{level}>{say('What was said')} {how}</h{level}>{groups}{dagger}"


def _is_our_reading(said: Row) -> bool:
    """Whether we put the statement with its event; an opinion is about no event in particular."""
    return bool(said["event_basis"] == "resolved" and said["kind"] != vocabulary.OPINION)


def _group(kind: str, statements: Sequence[Row], view: View, whole: bool) -> str:
    if not statements:
        return ""
    language = view.language
    items = [_statement(row, view) for row in statements]
    shown = len(items) if whole else FIRST_STATEMENTS
    first, rest = items[:shown], items[shown:]
    more = ""
    if rest:
        words = language.ngettext("Show {number} more", "Show {number} more", len(rest))
        # What was found is seen without looking for it.
        open = " open" if any("<mark>" in item for item in rest) else ""
        more = f"<details{open}><summary>{words}</summary><ul>{''.join(rest)}</ul></details>"
    return (
        f'<div class="grp {kind}"><div class="gk">{language.gettext(vocabulary.STATEMENT_KINDS[kind])}'
        f"<small>{language.gettext(MEANINGS[kind])}</small></div>"
        f"<div><ul>{''.join(first)}</ul>{more}</div></div>"
    )


def statement_list(said: Iterable[Row], view: View) -> str:
    """Statements as an HTML list, each with the phrase it rests on."""
    return f"<ul>{''.join(_statement(row, view) for row in said)}</ul>"


def _statement(row: Row, view: View) -> str:
    language = view.language
    dagger = "†" if _is_our_reading(row) else ""
    evidence = ""
    if row["evidence"]:
        tag = escape(row["evidence_lang"])
        name = language.language_name(row["evidence_lang"])
        said = f'<span class="lg">{escape(name)}</span>' if row["evidence_lang"] != language.tag else ""
        evidence = (
            f'<span class="ev"><bdi lang="{tag}" dir="auto">{_quoted(row, view.hits)}</bdi>{said}</span>'
        )
    return f"<li>{own_words(row, 'text', language, view.hits)}{dagger}{evidence}</li>"


def _quoted(row: Row, hits: Collection[str]) -> str:
    """The phrase in the quotation marks of its own language."""
    opening, closing = ("«", "»") if row["evidence_lang"] == "ar" else ("“", "”")
    return f"{opening}{marked(row['evidence'], hits)}{closing}"


def _sources(view: View, row: Row, level: int = 3) -> str:
    say = view.language.gettext
    cited = entry.sources(row, view.store.cited([row["sources"]]))
    note = own_words(row, "note", view.language)
    verdict = badge(row["verification"], view.language)
    about = f'<div class="vnote {row["verification"]}">{verdict}<span>{note}</span></div>' if note else ""
    items = "".join(source_item(source, view.language, hits=view.hits) for source in cited)
    if not cited:
        items = f'<li class="muted">{say("The record names no source for this event.")}</li>'
    return f"<h{level}>{say('Sources')}</h{level}>{about}<ul class='src'>{items}</ul>"


def source_item(source: Row, language: Language, anchor: str = "", hits: Collection[str] = ()) -> str:
    """One source as an HTML list item: its link, who published it, when, in which language.

    Without a headline it goes by its publisher, or its host, and its day: a list may have several such.
    """
    say, title = language.gettext, source["title"]
    host = urlsplit(source["url"]).netloc.removeprefix("www.")
    day = escape(language.when(parse(source["published"]))) if source["published"] else ""
    publisher = isolated(source["publisher"], hits) if source["publisher"] else ""
    place = f'<bdi dir="ltr">{escape(host)}</bdi>' if host else ""
    known = [part for part in (publisher or place, day) if part]
    about = [publisher, day or say("date not recorded"), _tongue(source, language), place]
    words = isolated(title, hits) if title else say("Page whose headline is not recorded")
    if not title and (publisher or place):
        words = say("{name}: page whose headline is not recorded", name=say(", ").join(known))
        about = [part for part in about if part not in known]
    tag = f' lang="{escape(source["lang"])}"' if title and source["lang"] else ""
    link = f'<a href="{escape(source["url"])}" target="_blank" rel="noopener noreferrer"{tag}>{words}</a>'
    linked = link if source["url"] else words
    id = f' id="{anchor}"' if anchor else ""
    return f'<li{id}>{linked}<div class="m">{_spans(about)}</div>{_note(source, language)}</li>'


def _tongue(source: Row, language: Language) -> str:
    return escape(language.language_name(source["lang"])) if source["lang"] else ""


def _note(source: Row, language: Language) -> str:
    text = localised(source, "note", language.tag)
    return f'<div class="m">{own_words(source, "note", language)}</div>' if text else ""


def _spans(parts: Iterable[str]) -> str:
    return "".join(f"<span>{part}</span>" for part in parts if part)
