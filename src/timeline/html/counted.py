"""What a reader is told where events are counted and not drawn: by what, how, and when there were most."""

from timeline.charts.columns import busiest
from timeline.dates import parse
from timeline.language import Language
from timeline.periods import Calendar
from timeline.view import View
from timeline.vocabulary import N_

_IMPRECISE = N_(
    "An event counts in every column that it lasts in or may lie in, so that together they can show more."
)


def note(view: View) -> str:
    """Under the chart: what a column is, and how an event counts whose day is not known."""
    say = view.language.gettext
    first, last = map(view.calendar.number, view.window)
    # Of a single one there is nothing to say: what is hatched is in the legend.
    columns = [
        by(view.calendar, view.language),
        say(_IMPRECISE),
        say("Hatched: may lie in another column instead."),
    ]
    told = [
        say("Too many events to draw one by one."),
        *(columns if first < last else ()),
        say("Each row has a scale of its own."),
    ]
    return f'<p class="note counted">{" ".join(told)}</p>'


def by(calendar: Calendar, language: Language) -> str:
    """What a column is, and what a click on it does."""
    say = language.gettext
    if calendar.unit == "day":
        return say("A column is a day; a click on it shows that day.")
    if calendar.unit == "month":
        return say("A column is a month; a click on it shows that month.")
    if calendar.years == 1:
        return say("A column is a year; a click on it shows that year.")
    return language.ngettext(
        "A column is {number} year; a click on it shows them.",
        "A column is {number} years; a click on it shows them.",
        calendar.years,
    )


def in_words(view: View) -> str:
    """The counted timeline for who does not see it: the span, and the periods with most events."""
    language = view.language
    first, last = view.window
    most = (
        language.gettext(
            "{period} ({events})",
            period=language.when(parse(bucket.period.text)),
            events=language.ngettext("{number} event", "{number} events", bucket.events),
        )
        for bucket in busiest(view.buckets)
    )
    return language.ngettext(
        "Timeline of {number} event, {span}, counted; most of them in {periods}",
        "Timeline of {number} events, {span}, counted; most of them in {periods}",
        view.count,
        span=language.span(first, last),
        periods=language.listed(most),
    )
