"""What else the address of a view gives: a feed, a calendar, a page for paper, a frame, a reference."""

from dataclasses import replace
from html import escape
from urllib.parse import urlencode

from timeline import cite
from timeline.dates import has_days, parse
from timeline.view import View


def doors(view: View) -> str:
    """The other addresses of the view and how to cite it, each folded away until asked for."""
    say, root = view.language.gettext, view.root
    asked = urlencode(replace(view.asked, lang=view.language.tag).to_pairs(), safe="/")
    feed, calendar = (f"{root}/{name}?{asked}" for name in ("feed.atom", "calendar.ics"))
    embed = (
        f'<iframe src="{escape(f"{root}/?embed=true&{asked}")}" title="{escape(view.title)}" '
        'width="100%" height="720" loading="lazy"></iframe>'
    )
    event = f"{say('The selected event')} {_code(cite.apa(view, view.selected))}" if view.selected else ""
    follow = say("A feed reader or a calendar that follows one of these shows what changes in this view.")
    parts = (
        (
            say("Subscribe"),
            f"<p>{follow}</p>{say('Feed')} {_code(feed)}{say('Calendar')} {_code(calendar)}",
        ),
        (
            say("Print or keep"),
            f'<p><a href="{escape(f"{root}/briefing?{asked}")}" target="_blank" rel="noopener">'
            f"{say('This view as a page for paper')}</a></p>",
        ),
        (say("Embed"), f"<p>{say('Put this into a page of yours.')}</p>{_code(embed)}"),
        (
            say("Cite this"),
            f"{_code(cite.apa(view))}{event}BibTeX {_code(cite.bibtex(view))}"
            f"CSL-JSON {_code(cite.csl_json(view))}",
        ),
    )
    return "".join(f"<details class='door'><summary>{name}</summary>{body}</details>" for name, body in parts)


def of_event(id: str, view: View) -> str:
    """An event's own page, and its entry for a calendar if its days are known."""
    say, query = view.language.gettext, urlencode({"lang": view.language.tag})
    address = escape(f"{view.root}/events/{id}?{query}")
    calendar = escape(f"{view.root}/events/{id}.ics?{query}")
    known = has_days(parse(view.store.event(id)["date"]))
    add = f'<a href="{calendar}">{say("Add to calendar")}</a>' if known else ""
    page = f'<a href="{address}" target="_blank" rel="noopener">{say("Page of this event")}</a>'
    return f'<div class="acts">{page}{add}</div>'


def _code(text: str) -> str:
    return f'<code class="whole" dir="auto">{escape(text)}</code>'
