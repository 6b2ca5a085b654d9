"""What else the address of a view gives: a feed, a calendar, a page for paper, a frame, a reference."""

from dataclasses import replace
from html import escape

from timeline import cite
from timeline.dates import has_days, parse
from timeline.view import View


def doors(view: View) -> str:
    """The other addresses of the view and how to cite it, each folded away until asked for."""
    say, root = view.language.gettext, view.root
    asked = replace(view.asked, lang=view.language.tag).in_address()
    feed, calendar = (f"{root}/{name}?{asked}" for name in ("feed.atom", "calendar.ics"))
    shown = replace(view.asked, lang=view.language.tag, event=view.selected).in_address()
    embed = (
        f'<iframe src="{escape(f"{root}/?embed=true&{shown}")}" title="{escape(view.title)}" '
        'width="100%" height="720" loading="lazy"></iframe>'
    )
    follow = say("A feed reader or a calendar that follows one of these shows what changes in this view.")
    parts = (
        (
            say("Subscribe"),
            f"<p>{follow}{_end(view)}</p>{say('Feed')} {_code(feed)}{say('Calendar')} {_code(calendar)}",
        ),
        (
            say("Print or keep"),
            f'<p><a href="{escape(f"{root}/briefing?{asked}")}" target="_blank" rel="noopener">'
            f"{say('This view as a page for paper')}</a></p>"
            f'<p><a href="{escape(f"{root}/briefing.html?{asked}")}" download>'
            f"{say('This view as one file that opens without a network')}</a></p>",
        ),
        (say("Embed"), f"<p>{say('Put this into a page of yours.')}</p>{_code(embed)}"),
        (
            say("Cite this"),
            "".join(
                f"{name} {_reference(text) if name == 'APA' else _code(text)}"
                for name, text in cited(view).items()
            ),
        ),
    )
    return "".join(f"<details class='door'><summary>{name}</summary>{body}</details>" for name, body in parts)


def _end(view: View) -> str:
    """That what follows a view with a last day brings nothing after it."""
    last = parse(view.asked.dates).latest
    if not last:
        return ""
    words = view.language.gettext(
        "This view ends on {date}; later events will not come.", date=view.language.day(last)
    )
    return f" {words}"


def of_event(id: str, view: View) -> str:
    """An event's own page, and its entry for a calendar if its days are known."""
    say, tag = view.language.gettext, view.language.tag
    address = escape(cite.event_link(view.root, id, tag))
    calendar = escape(cite.event_link(view.root, f"{id}.ics", tag))
    known = has_days(parse(view.store.event(id)["date"]))
    add = f'<a href="{calendar}">{say("Add to calendar")}</a>' if known else ""
    page = f'<a href="{address}" target="_blank" rel="noopener">{say("Page of this event")}</a>'
    return f'<div class="acts">{page}{add}</div>'


def cited(view: View, event: str | None = None) -> dict[str, str]:
    """How to cite the view, or one event of it: the name of each form -> its text."""
    return {
        "APA": cite.apa(view, event),
        "BibTeX": cite.bibtex(view, event),
        "CSL-JSON": cite.csl_json(view, event),
    }


def _reference(text: str) -> str:
    """A reference in words, its address as HTML that Arabic does not turn."""
    words, _, address = text.rpartition(" ")
    return f'<p class="cited" dir="auto">{escape(words)} <bdi dir="ltr">{escape(address)}</bdi></p>'


def _code(text: str) -> str:
    return f'<code class="whole" dir="auto">{escape(text)}</code>'
