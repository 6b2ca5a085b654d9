"""What a visitor reads before the dashboard is there, and all there is where scripts are off.

It stands in front of Streamlit's root and looks like the page that follows: title, answer, timeline,
list and the selected event, of the same view. Once the dashboard has drawn its timeline, the script
that started it (``scripts.BOOT``) takes it away.
"""

from html import escape

from timeline.charts import svg
from timeline.charts.density_svg import counted_timeline
from timeline.html import counted, listing
from timeline.html.answer import chosen, ignored, in_view, legend, line
from timeline.html.event import article
from timeline.html.facts import kind_and_role
from timeline.html.heading import heading
from timeline.language import language
from timeline.store import LISTED
from timeline.view import View
from timeline.vocabulary import PAGES
from timeline.web.document import first, fonts, view_address
from timeline.web.request import link
from timeline.web.side import side


def first_paint(view: View, root: str) -> str:
    """The markup to stand before Streamlit's root, with the style that goes with it."""
    pages = "" if view.is_embedded else _pages(view, root)
    said = f'<p class="ignored">{ignored(view)}</p>' if view.ignored else ""
    main = f"{pages}{_title(view, root)}{said}{line(view)}"
    if not view.count:
        say = view.language.gettext
        nothing = (
            say("No event matches all of these filters")
            if view.store.total
            else say("The record has no events yet")
        )
        main += f'<div class="nothing"><h2>{nothing}</h2></div>'
    else:
        main += (
            f'{_when(view, root)}<div class="board">{_events(view, root)}{_details(view)}{_where(view)}</div>'
        )
    alone = ' class="alone"' if view.is_embedded else ""
    beside = "" if view.is_embedded else side(view, root)
    return (
        # Read by the script that starts the dashboard, and by a browser that runs none.
        f'<noscript id="fonts"><style>{fonts(root)}</style></noscript>'
        f'<div id="first"{alone}><style>{first(view)}</style>{beside}<main>{main}</main></div>'
    )


def _pages(view: View, root: str) -> str:
    say = view.language.gettext
    links = "".join(
        f'<a href="{escape(link(root, f"/{page}", view.selection))}"'
        f"{'' if page else ' aria-current=page'}>{say(name)}</a>"
        for page, name in PAGES.items()
    )
    return f'<nav class="pages">{links}</nav>'


def _title(view: View, root: str) -> str:
    tag = view.language.tag
    languages = "".join(
        f'<a href="{escape(link(root, "/", view.selection, lang=other))}" lang="{other}"'
        f"{' aria-current=true' if other == tag else ''}>{escape(language(other).endonym)}</a>"
        for other in view.store.dataset.languages
    )
    return (
        f'<div class="head"><div>{heading(view, standfirst=not view.is_embedded)}</div>'
        f'<div class="languages">{languages}</div></div>'
    )


def _when(view: View, root: str) -> str:
    words, signs = view.language.gettext("When"), legend(view, is_drawn=view.are_drawn)
    return (
        f'<section class="when"><div class="sect"><h2>{words}</h2>{signs}</div>'
        f"{_picture(view, root)}{svg.strip(view, view.window, in_view(view))}{chosen(view)}</section>"
    )


def _picture(view: View, root: str) -> str:
    """The events in time, one by one or counted."""
    language, title = view.language, view.language.gettext("Timeline")
    if view.are_drawn:
        return svg.timeline(
            view.events,
            view.stage,
            language,
            href=lambda id: view_address(root, view, event=id),
            selected=view.selected,
            title=title,
        )
    picture = counted_timeline(
        view.buckets,
        view.window,
        language,
        href=lambda period: view_address(root, view, dates=view.within(period)),
        title=title,
    )
    return f"{picture}{counted.note(view)}"


def _events(view: View, root: str) -> str:
    cards = listing.events(view, view.page, href=lambda id: view_address(root, view, event=id))
    return f'<section class="events">{cards}{_pager(view, root)}</section>'


def _pager(view: View, root: str) -> str:
    """Which page this is, and the way to its neighbours: a link to the first event there."""
    if view.pages == 1:
        return ""
    say, ids = view.language.gettext, view.store.ids(view.asked)
    ways = ((view.page - 1, say("Earlier events")), (view.page + 1, say("Later events")))
    links = "".join(
        f'<a href="{escape(view_address(root, view, event=ids[to * LISTED]))}">{words}</a>'
        for to, words in ways
        if 0 <= to < view.pages
    )
    return f'<p class="pager"><span class="muted small">{listing.page(view, view.page)}</span>{links}</p>'


def _details(view: View) -> str:
    row = view.chosen
    if not row:
        return ""
    bar = f'<div class="bar"><span class="kind">{kind_and_role(row, view.language)}</span></div>'
    return f'<article class="details">{bar}{article(row, view)}</article>'


def _where(view: View) -> str:
    """The map needs a script; its frame keeps the page from jumping when it comes."""
    return (
        f'<section class="where"><h2>{view.language.gettext("Where")}</h2><div class="frame"></div></section>'
    )
