"""The page of topics: who raised what, when; one topic's story; what goes together; how contacts follow."""

from collections.abc import Iterable
from html import escape
from itertools import islice

import streamlit as st

from timeline import tables, topics, vocabulary
from timeline.charts import cadence, matrix
from timeline.html.answer import latest
from timeline.html.event import statement_list
from timeline.html.facts import parties, sign, when
from timeline.html.text import isolated, own_words
from timeline.tables import Row
from timeline.topics import Cell, Gap
from timeline.ui import plot
from timeline.ui.view import pairs_to_params
from timeline.view import View

MOST_TOPICS = 24
MOST_EVENTS = 40
USUAL_PAIRS = 10
MOST_PAIRS = 25
MOST_GAPS = 50
MOST_PARTIES = 50
# Events and statements that the topics tell of, all together; each has the same share of them.
MOST_LINES = 200


def show(view: View) -> None:
    """The whole page for the events in view."""
    view = view.latest()
    found = topics.cells(view)
    with st.container(key="topics-page"):
        if view.is_cut:
            st.html(f'<p class="note">{latest(view)}</p>')
        if found:
            _matrix(view, found)
            _story(view)
            _together(view, found)
        _cadence(view)
        _levels(view)
        _actors(view)


def _matrix(view: View, found: list[Cell]) -> None:
    say = view.language.gettext
    every = topics.ranked(found)
    ranked = every[:MOST_TOPICS]
    drawn = view.latest(MOST_EVENTS)
    events = set(drawn.events["id"])
    shown = [cell for cell in found if cell.topic in ranked and cell.event in events]
    hint = say(
        "Numbers count statements, not the writer’s opinions. "
        "An empty mark is a topic of the event that no statement raises."
    )
    heading = f"<h2>{say('What was raised, when')}</h2>"
    st.html(f'<div class="sect">{heading}<span class="muted small matrix-hint">{hint}</span></div>')
    if drawn.is_cut:
        words = view.language.ngettext(
            "Drawn is the latest event in view; the lists below tell of the others.",
            "Drawn are the latest {number} events in view; the lists below tell of the others.",
            len(events),
        )
        st.html(f'<p class="note matrix-note">{words}</p>')
    plot.show(
        matrix.figure(drawn, shown, ranked),
        key="matrix",
        on_select=_pick,
        alt=view.language.ngettext(
            "Topics of {number} event; each is listed with its statements below",
            "Topics of {number} events; each is listed with its statements below",
            len(events),
        ),
    )
    if more := _more(len(every) - len(ranked), view):
        st.html(f'<div class="matrix-note">{more}</div>')
    # A callback may not leave its page.
    picked = st.session_state.pop("picked", None)
    if picked:
        topic, event = picked
        asked = view.selection.with_(topic=(topic,), event=event)
        st.switch_page("pages/timeline.py", query_params=pairs_to_params(asked))


def _pick() -> None:
    st.session_state["picked"] = matrix.chosen_cell(st.session_state["matrix"]["selection"])


def _story(view: View) -> None:
    """What was said of each topic that is chosen; of every topic, folded, where none is."""
    say, chosen = view.language.gettext, view.selection.topic
    every = chosen or topics.ranked(topics.cells(view))
    offered = every[:MOST_TOPICS]
    parts, events = [], {row["id"]: row for row in tables.rows(view.events)}
    for topic in offered:
        said = topics.said_of(topic, view)
        number = sum(len(topics.voiced(rows)) for rows in said.values())
        counted = view.language.ngettext("{number} statement", "{number} statements", number)
        told = topics.latest(said, MOST_LINES // len(offered))
        body = _others(topic, len(told), view) if len(told) < len(said) else ""
        body += "".join(_told(view, events[id], rows) for id, rows in told.items())
        opened = " open" if chosen else ""
        parts.append(
            f"<details class='door story'{opened}><summary>{escape(view.named('topic', topic))}"
            f'<span class="muted"> · {counted}</span></summary>{body}</details>'
        )
    more = _more(len(every) - len(offered), view)
    st.html(f"<h2 class='part'>{say('Topic by topic')}</h2>{''.join(parts)}{more}")


def _more(left: int, view: View) -> str:
    """How many topics are not shown, if any."""
    if not left:
        return ""
    words = view.language.ngettext("{number} more topic", "{number} more topics", left)
    return f"<p class='muted small'>{words}</p>"


def _others(topic: str, told: int, view: View) -> str:
    """That only the latest events of a topic are told, and the way to all of them."""
    words = view.language.ngettext("Only the latest event.", "Only the latest {number} events.", told)
    way = view.language.gettext("All events of this topic on the timeline")
    asked = view.selection.with_(topic=(topic,)).to_query()
    return f'<p class="note">{words} <a href="{escape(f"./?{asked}")}">{way}</a></p>'


def _told(view: View, row: Row, said: list[Row]) -> str:
    kinds = vocabulary.STATEMENT_KINDS
    groups = "".join(
        f'<div class="gk">{view.language.gettext(kinds[kind])}</div>{statement_list(rows, view)}'
        for kind in kinds
        if (rows := [one for one in said if one["kind"] == kind])
    )
    nothing = ""
    if not topics.voiced(said):
        nothing = f'<p class="muted small">{view.language.gettext("No statement raises it.")}</p>'
    return (
        f'<div class="told"><div class="when">{sign(row)} {when(row, view.language)}</div>'
        f"<b>{own_words(row, 'title', view.language)}</b>{nothing}{groups}</div>"
    )


def _together(view: View, found: list[Cell]) -> None:
    pairs = topics.together(found)
    told = topics.foremost(pairs, USUAL_PAIRS, MOST_PAIRS)
    if not pairs:
        return
    say, language = view.language.gettext, view.language
    items = "".join(
        f"<li>{language.listed(_quoted(topic, view) for topic in (one, other))}"
        f'<span class="muted"> · {_events(number, view)}</span></li>'
        for one, other, number in pairs[:told]
    )
    left, more = len(pairs) - told, ""
    if left:
        words = language.ngettext("{number} more pair", "{number} more pairs", left)
        more = f"<p class='muted small'>{words}</p>"
    st.html(f"<h2 class='part'>{say('Topics that go together')}</h2><ul class='plain'>{items}</ul>{more}")


def _quoted(topic: str, view: View) -> str:
    """A topic's name so that an “and” in it joins no topics."""
    return view.language.gettext("“{name}”", name=isolated(view.named("topic", topic)))


def _cadence(view: View) -> None:
    say, known = view.language.gettext, topics.gaps(view)
    if not known:
        return
    gaps, note = known[-MOST_GAPS:], ""
    if len(gaps) < len(known):
        words = view.language.ngettext("Only the latest one.", "Only the latest {number}.", len(gaps))
        note = f'<p class="note">{words}</p>'
    st.html(
        f"<h2 class='part'>{say('Between recorded contacts')}</h2>"
        f"<p class='muted small'>{say('Contacts that this record does not hold may lie between.')}</p>"
        f"{note}"
        f"<ul class='plain gaps'>{''.join(_gap(gap, gaps, view) for gap in gaps)}</ul>"
    )


def _levels(view: View) -> None:
    if not cadence.levelled(view):
        return
    say = view.language.gettext
    st.html(f"<h2 class='part'>{say('The level of contacts')}</h2>")
    plot.show(
        cadence.levels(view),
        key="levels",
        alt=say("The level of each contact over time, as the list of events says it"),
    )


def _gap(gap: Gap, among: list[Gap], view: View) -> str:
    """The two contacts, the days between them in words, and a bar that ends hatched where it is a range."""
    whole = cadence.longest(among)
    sure, most = gap.fewest / whole * 100, (gap.most or gap.fewest) / whole * 100
    ends = (" ← " if view.language.is_rtl else " → ").join(
        own_words(row, "title", view.language) for row in (gap.before, gap.after)
    )
    return (
        f"<li><b>{cadence.said(gap, view)}</b><span class='muted small'> {ends}</span>"
        f'<div class="days" aria-hidden="true"><i style="inline-size:{sure:.2f}%"></i>'
        f'<i class="stretch hatched" style="inline-size:{most - sure:.2f}%"></i></div></li>'
    )


def _actors(view: View) -> None:
    counts = view.store.facets(view.asked)["party"]
    if not counts:
        return
    heading, left = view.language.gettext("Parties and organisations"), len(counts) - MOST_PARTIES
    listed = _listed(islice(counts.items(), MOST_PARTIES), view)
    if left > 0:
        words = view.language.ngettext(
            "and {number} more; the search finds its events",
            "and {number} more; the search finds their events",
            left,
        )
        listed += f'<li class="muted">{words}</li>'
    st.html(f"<h2 class='part'>{heading}</h2><ul class='plain'>{listed}</ul>")


def _listed(counts: Iterable[tuple[str, int]], view: View) -> str:
    language = view.language
    return "".join(
        f'<li>{parties(code, language)}<span class="muted"> · {_events(number, view)}</span></li>'
        for code, number in counts
    )


def _events(number: int, view: View) -> str:
    return view.language.ngettext("{number} event", "{number} events", number)
