"""The charts on the page: drawn by ``timeline.charts``, clicked here."""

from dataclasses import replace
from functools import partial

import streamlit as st
from pydeck import Deck

from timeline.charts import density, hits, overview, stretch
from timeline.charts import map as world
from timeline.charts import timeline as chart
from timeline.charts.canvas import Figure
from timeline.charts.pane import Camera
from timeline.dates import parse
from timeline.geography.spots import Bounds, Whereabouts, counted_links, counted_spots, links_of, met_spots
from timeline.html import counted
from timeline.html.answer import chosen, in_view, legend
from timeline.selection import Selection
from timeline.ui import plot
from timeline.ui.view import go, select
from timeline.view import FEW, View

# Places, and calls, that the map says in words: a longer list nobody hears to its end.
MOST_IN_WORDS = 20


def timeline(view: View) -> None:
    """The events in time, into the current container."""
    first, last = view.window
    words = view.language.ngettext(
        "Timeline of {number} event, {span}; the same event follows as a list",
        "Timeline of {number} events, {span}; the same events follow as a list",
        view.count,
        span=view.language.span(first, last),
    )
    _in_time(view, words)


def record(view: View) -> None:
    """Below the timeline: the strip of the whole record, and a line that names the selected event."""
    # Not in the figure, which then stays as it is.
    st.html(f'<p class="in-view">{in_view(view)}</p>')
    plot.show(
        _strip(view),
        key="overview",
        on_select=partial(_drag, view),
        by=plot.DRAG,
        alt=view.language.gettext("The whole record; drag across it to choose dates"),
    )
    st.html(chosen(view))


def course(view: View) -> None:
    """The events in time with the selected one among them, and nothing more."""
    with st.container(key="when"):
        first, last = view.window
        words = view.language.ngettext(
            "Timeline of {number} event, {span}, with the event that is told",
            "Timeline of {number} events, {span}, with the event that is told",
            view.count,
            span=view.language.span(first, last),
        )
        _in_time(view, words)


def on_map(view: View, part: Bounds | None = None) -> Whereabouts:
    """The places and calls of the events, one by one or counted; those in a ``part`` of the map finer."""
    store, places = view.store, view.store.dataset.by_id["places"]
    if view.are_few:
        spots = met_spots(view.events, places, view.language, part)
        return Whereabouts(spots, links_of(view.events, places, view.language))
    row = view.chosen if store.position(view.asked, view.selected) is not None else None
    return Whereabouts(
        counted_spots(store.places(view.asked), places, view.language, row, part),
        counted_links(store.pairs(view.asked), places, view.language, row),
    )


def places(view: View) -> None:
    """The places and calls of the events, all of them or those in the part of the map that was clicked."""
    part = _part(view)
    _on_map(view, on_map(view, part), Camera(part=part))
    if part:
        words = view.language.gettext("Whole map")
        st.button(words, icon=":material/zoom_out_map:", key="map-whole", on_click=_whole)


def places_near(view: View, shown: Whereabouts, camera: Camera, note: str) -> None:
    """The same near one of the events, with a ``note`` of why there; a click leads to an event alone."""
    whole = [replace(spot, part=None) for spot in shown.spots]
    _on_map(view, replace(shown, spots=whole), camera, note)


def _on_map(view: View, shown: Whereabouts, camera: Camera, note: str = "") -> None:
    say = view.language.gettext
    with st.container(key="where"):
        heading = f'<h2>{say("Where")}</h2><div class="legend">{_signs(shown, view)}</div>'
        st.html(f'<div class="sect">{heading}</div>')
        parties = view.store.dataset.package.parties
        deck = world.drawn(shown, parties, view.language, view.theme, view.selected, camera)
        st.pydeck_chart(
            _renamed(deck),
            key="map",
            height=camera.height,
            on_select=partial(_point, view),
            selection_mode="single-object",
            alt=_map_in_words(shown, view),
        )
        borders = say("The borders and names shown do not imply endorsement. Land: Natural Earth.")
        said = f'<p class="note">{note}</p>' if note else ""
        st.html(f'{said}<p class="caption">{borders}{_nowhere(view.count - shown.number, view)}</p>')


def _in_time(view: View, words: str) -> None:
    """The heading, the legend and the figure; ``words`` stand for it where it is not seen."""
    signs = legend(view, is_drawn=view.are_drawn)
    st.html(f'<div class="sect"><h2>{view.language.gettext("When")}</h2>{signs}</div>')
    if view.are_drawn:
        drawn = chart.figure(view.events, view.stage, view.language, view.theme, view.selected)
        plot.show(drawn, key="timeline", on_select=partial(_pick, view), by=plot.CLICK_AND_DRAG, alt=words)
        return
    plot.show(
        density.figure(view.buckets, view.window, view.language, view.theme, view.chosen),
        key="timeline",
        on_select=partial(_zoom, view),
        by=plot.CLICK_AND_DRAG,
        alt=counted.in_words(view),
    )
    st.html(counted.note(view))


def _strip(view: View) -> Figure:
    """The whole record, its events one by one or counted."""
    if view.store.total > FEW:
        return overview.counted(*view.store.overview(), view.window, view.language, view.theme)
    events, extent = view.store.events(Selection()), view.store.extent()
    return overview.figure(events, extent, view.window, view.language, view.theme)


def _zoom(view: View) -> None:
    hit = st.session_state["timeline"]["selection"]
    if period := stretch.chosen_dates(hit, view.window):
        go(view.selection.with_(dates=period))
    elif period := density.chosen_period(hit):
        go(view.selection.with_(dates=view.within(period)))


def _pick(view: View) -> None:
    hit = st.session_state["timeline"]["selection"]
    marked = (when.earliest for when in map(parse, view.events["date"]) if when.precision == "day")
    if period := stretch.chosen_dates(hit, view.window, filter(None, marked)):
        go(view.selection.with_(dates=period))
    elif id := chart.chosen_event(hit):
        select(view, id)


def _drag(view: View) -> None:
    if period := stretch.chosen_dates(st.session_state["overview"]["selection"]):
        go(view.selection.with_(dates=period))


def _point(view: View) -> None:
    hit = st.session_state["map"]["selection"]
    if hit.get("objects"):
        st.session_state["map-turn"] = 1 - st.session_state.get("map-turn", 0)
    if narrower := hits.chosen_places(hit):
        go(view.selection.with_(place=narrower))
    elif part := hits.chosen_part(hit):
        st.session_state["map-part"] = (_mapped(view), part)
    elif id := hits.chosen_event(hit, view.selected):
        select(view, id)


def _renamed(deck: Deck) -> Deck:
    """Give layers that can be hit another name after each click.

    Streamlit fades all that was not hit, and takes a second click on the same as taking the first one back;
    it forgets what was hit of a layer that is no longer there.
    """
    for layer in deck.layers:
        if getattr(layer, "pickable", False):
            layer.id = f"{layer.id}-{st.session_state.get('map-turn', 0)}"
    return deck


def _part(view: View) -> Bounds | None:
    """The part of the map that was clicked, as long as the same is asked of the same record."""
    of, part = st.session_state.get("map-part", (None, None))
    return part if of == _mapped(view) else None


def _mapped(view: View) -> tuple[Selection, bool]:
    return view.asked.question(), view.is_private


def _whole() -> None:
    st.session_state.pop("map-part", None)


def _signs(shown: Whereabouts, view: View) -> str:
    """What the signs on the map mean, of those that are there."""
    say = view.language.gettext
    signs = ("dot", say("number of events at a place"), shown.spots), ("arc", say("phone call"), shown.links)
    return "".join(
        f'<span><i class="{sign}" aria-hidden="true"></i>{words}</span>'
        for sign, words, drawn in signs
        if drawn
    )


def _map_in_words(shown: Whereabouts, view: View) -> str:
    """``Map: Awaza (2), Ashgabat (1); 1 call drawn between Ashgabat and Mogadishu``."""
    language = view.language
    places = [f"{spot.name} ({language.number(spot.number)})" for spot in shown.spots[:MOST_IN_WORDS]]
    calls = [
        language.ngettext(
            "{number} call drawn between {cities}",
            "{number} calls drawn between {cities}",
            link.number,
            cities=language.listed(end.name for end in link.ends),
        )
        for link in shown.links[:MOST_IN_WORDS]
    ]
    return language.gettext("Map: {items}", items=language.listed([*places, *calls]))


def _nowhere(missing: int, view: View) -> str:
    """Say that some of the events shown are not on the map, though a place may be named."""
    if not missing:
        return ""
    words = view.language.ngettext(
        "{number} event is not on the map: no place with coordinates.",
        "{number} events are not on the map: no place with coordinates.",
        missing,
    )
    # A number behind the name of the map's source, in Latin letters, would else be taken for a part of it.
    return f" <bdi>{words}</bdi>"
