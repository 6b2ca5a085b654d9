"""What a view answers in one line: how many events, when, and what is not known about them."""

from html import escape

from timeline import vocabulary
from timeline.charts.sheet import glyph
from timeline.dates import parse
from timeline.html.facts import sign, when
from timeline.html.reading import how_to_read
from timeline.html.text import own_words
from timeline.view import View


def line(view: View) -> str:
    """``Showing 4 of 9 events, 1 Aug – 31 Dec 2025``, the limits of what is shown, and how to read it."""
    return (
        f'<div class="top"><div class="answer" role="status"><span class="say">{sentence(view)}</span>'
        f'<span class="imp">{escape(limits(view))}</span></div>{how_to_read(view.language)}</div>'
    )


def plain_sentence(view: View) -> str:
    """The count and the dates as text, which others may follow."""
    return f"{sentence(view, '{}')}."


def sentence(view: View, count: str = "<b>{}</b>") -> str:
    """The count and the dates; ``count`` says how the count is marked."""
    language = view.language
    shown, total = (language.number(number) for number in (view.count, view.store.total))
    share = language.gettext("{count} of {total}", count=shown, total=total)
    return language.ngettext(
        "Showing {share} event, {span}",
        "Showing {share} events, {span}",
        view.store.total,
        share=count.format(share),
        span=span(view),
    )


def in_view(view: View) -> str:
    """How many of all events are in view, over the strip of the whole record."""
    shown, total = (view.language.number(number) for number in (view.count, view.store.total))
    return view.language.gettext("{count} of {total} in view", count=shown, total=total)


def legend(view: View, *, is_drawn: bool) -> str:
    """Its kinds of those in view, and how status and precision are drawn, one by one or counted."""
    say = view.language.gettext
    kinds = "".join(f"<span>{glyph(kind)}{say(vocabulary.KINDS[kind])}</span>" for kind in view.kinds)
    before = f'{kinds}<span class="sep"></span>' if kinds else ""
    if not is_drawn:
        return (
            f'<div class="legend">{before}'
            f'<span><i class="stretch hatched" aria-hidden="true"></i>{say("May lie elsewhere")}</span></div>'
        )
    signs = "".join(
        f'<span{"" if is_met else " class=opt"}><i class="{sign}" aria-hidden="true"></i>{words}</span>'
        for sign, words, is_met in _signs(view)
    )
    return f'<div class="legend">{before}{signs}</div>'


def _signs(view: View) -> list[tuple[str, str, bool]]:
    """Sign, words, and whether it is met in view: a narrow page leaves the others out."""
    say, statuses = view.language.gettext, set(view.events["status"])
    spans = [parse(text) for text in view.events["date"].unique()]
    hollow = [vocabulary.STATUSES[status] for status in vocabulary.HOLLOW if status in statuses]
    lasting = any(span.day_is_known and span.earliest != span.latest for span in spans)
    unheld = view.language.listed(map(say, hollow)) if hollow else say("Planned")
    # A filled mark is also that of an event of which the record gives no status.
    filled = say("Held, or status not stated") if "" in statuses else say("Held")
    return [
        ("dot", filled, bool(hollow)),
        ("dot hollow", unheld, bool(hollow)),
        ("stretch hatched", say("Day not known"), not all(span.day_is_known for span in spans)),
        ("stretch", say("Known range"), lasting),
    ]


def ignored(view: View) -> str:
    """Which parts of the link could not be used, and that the rest was; ``""`` if all could."""
    if not view.ignored:
        return ""
    names = view.language.listed(
        f"<code>{escape(name)}={escape(value[:80])}</code>" for name, value in view.ignored[:5]
    )
    return view.language.gettext(
        "Part of this link could not be used, and was left out: {names}. Everything else in it applies.",
        names=names,
    )


def latest(view: View) -> str:
    """That only the latest events of the view are told."""
    return view.language.ngettext(
        "This page tells of the latest event in view alone; narrow the dates to see others.",
        "This page tells of the latest {number} events in view; narrow the dates to see others.",
        len(view.events),
    )


def chosen(view: View) -> str:
    """For a page too narrow for labels on the timeline: which event is selected."""
    row = view.chosen
    if not row:
        return ""
    return (
        f'<p class="chosen"><span class="muted">{view.language.gettext("Selected")}</span>'
        f"{sign(row)}"
        f"<span>{when(row, view.language)}<br>{own_words(row, 'title', view.language)}</span></p>"
    )


def span(view: View) -> str:
    """The stretch of time asked for, in words."""
    asked = parse(view.asked.dates)
    return view.language.span(asked.earliest, asked.latest)


def limits(view: View) -> str:
    """How many of the events shown lack a day, and on how many the sources differ."""
    language, say = view.language, []
    unknown, differ, planned = view.summary.vague, view.summary.conflicting, view.summary.planned
    if unknown:
        say.append(
            language.ngettext("For one the day is not known.", "For {number} the day is not known.", unknown)
        )
    if differ:
        say.append(
            language.ngettext("For one the sources differ.", "For {number} the sources differ.", differ)
        )
    if planned:
        say.append(language.ngettext("One is only planned.", "{number} are only planned.", planned))
    return " ".join(say)
