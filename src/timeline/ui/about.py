"""The page that says how the record is made, what it does not know, and how to cite it."""

from html import escape

import streamlit as st

from timeline import tables
from timeline.dates import parse
from timeline.html.event import source_item
from timeline.html.text import own_words
from timeline.selection import EVERYTHING, Selection
from timeline.tables import localised
from timeline.view import View

# More is no reading, and stands with each event.
MOST_NOTES = 100
MOST_SOURCES = 500


def show(view: View) -> None:
    """The whole page as running text."""
    parts = (_method(view), _unknown(view), _sources(view), _cite(view), _borders(view))
    st.html(f'<div class="prose">{"".join(parts)}</div>')


def _method(view: View) -> str:
    say = view.language.gettext
    points = (
        say(
            "A date is as precise as its source. Where a source gives only the month, the timeline "
            "draws the whole month, hatched, and never a day."
        ),
        say(
            "What was announced and what took place are kept apart. An event that is only planned is "
            "drawn hollow."
        ),
        say(
            "One source is not two. An event is called corroborated when a second source reports it, "
            "and “sources differ” when they disagree; the disagreement is shown, not settled."
        ),
        say(
            "A contact is an event in which both parties took part. Context is what surrounds it: "
            "resolutions, conferences, a forum on the agenda."
        ),
        say(
            "Summaries and statements are in our own words. A short phrase of the source, in its own "
            "language, shows what each statement rests on."
        ),
        say(
            "What a writer thinks is marked as the writer’s opinion and never shown as the ministers’ words."
        ),
    )
    return (
        f"<h2>{say('How the record is made')}</h2><ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"
    )


def _unknown(view: View) -> str:
    """The limits that the record itself states, event by event."""
    say, tag = view.language.gettext, view.language.tag
    rows = [row for row in tables.rows(view.store.noted(MOST_NOTES)) if localised(row, "note", tag)]
    if not rows:
        return ""
    items = "".join(
        f"<li><b>{own_words(row, 'title', view.language)}</b><br>{own_words(row, 'note', view.language)}</li>"
        for row in rows
    )
    return f"<h2>{say('What is not known, and where sources differ')}</h2><ul>{items}</ul>"


def _sources(view: View) -> str:
    rows = view.store.first_sources(MOST_SOURCES)
    if not rows:
        return ""
    items = "".join(source_item(row, view.language) for row in rows)
    left, note = view.store.dataset.counts["sources"] - len(rows), ""
    if left > 0:
        words = view.language.ngettext(
            "{number} more source stands with the events that cite it.",
            "{number} more sources stand with the events that cite them.",
            left,
        )
        note = f'<p class="muted">{words}</p>'
    return f"<h2>{view.language.gettext('Sources')}</h2><ul class='src'>{items}</ul>{note}"


def _cite(view: View) -> str:
    say, language = view.language.gettext, view.language
    package = view.store.dataset.package
    version = say("version {version}", version=package.version) if package.version else ""
    changed = view.store.dataset.modified
    when = say("last changed {date}", date=language.when(parse(changed))) if changed else ""
    reference = say(", ").join(part for part in (escape(view.title), escape(version), escape(when)) if part)
    # The record, not what this visitor sees of it.
    whole = Selection(lang=language.tag, dates=EVERYTHING).in_address()
    link = f'<bdi dir="ltr">{escape(f"{view.root}/?{whole}")}</bdi>'
    terms = say(
        "Our own text is under {licence}; the sources keep their own rights.", licence=escape(package.licence)
    )
    licence = f"<p>{terms}</p>" if package.licence else ""
    return f"<h2>{say('How to cite')}</h2><p>{reference}. {link}</p>{licence}"


def _borders(view: View) -> str:
    say = view.language.gettext
    words = say(
        "The borders and names on the map do not imply endorsement. The land is drawn from Natural "
        "Earth, with borders "
        "adjusted to the practice of the United Nations."
    )
    return f"<h2>{say('The map')}</h2><p>{words}</p>"
