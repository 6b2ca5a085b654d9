"""The map: places sized by how many events they saw, calls as arcs between capitals.

The land and the parties are files that the app serves itself; no style, tile or font comes from
elsewhere. deck.gl neither joins nor reorders Arabic letters, so labels are shaped here.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from unicodedata import bidirectional

import pandas as pd
import pydeck as pdk
from arabic_reshaper import reshape
from bidi.algorithm import get_display

from timeline.charts.deck import Deck
from timeline.charts.look import colour, mark
from timeline.charts.pane import LEAST_PART, Camera, bounds, nearer, view
from timeline.charts.room import Room
from timeline.geography import basemap
from timeline.geography.spots import Bounds, Link, Position, Spot, Whereabouts, links_of, met_spots
from timeline.language import Language
from timeline.package import Party
from timeline.tables import Row
from timeline.vocabulary import Theme

RADIUS = 9.0
WIDEST = 28.0
# Of places that are counted, which are many and lie close.
WIDEST_COUNTED = 22.0
MOST_NAMES = 12
# The height of a name with the room around it, and about how wide its letters are, and those of a number.
LINE = 26.0
LETTER = 9.0
DIGIT = 7.0
# How a name stands to the east or west of its place, or above or below it.
ANCHORS = {1: "start", -1: "end", 0: "middle"}


def deck(
    events: pd.DataFrame,
    places: Mapping[str, Row],
    parties: Sequence[Party],
    language: Language,
    theme: Theme,
    selected: str = "",
) -> pdk.Deck:
    """Draw ``events`` (from ``Store.events``) at their ``places``, by id; the selected one is emphasised."""
    shown = Whereabouts(met_spots(events, places, language), links_of(events, places, language))
    return drawn(shown, parties, language, theme, selected)


def drawn(
    shown: Whereabouts,
    parties: Sequence[Party],
    language: Language,
    theme: Theme,
    selected: str = "",
    camera: Camera | None = None,
) -> pdk.Deck:
    """The same of places and calls that are known already, drawn one by one or counted."""
    camera = camera or Camera()
    part, height = camera.part, camera.height
    whole = view(part, height, LEAST_PART) if part else view(bounds(shown, parties), height)
    room, radii = partial(_room, whole, height), _radii(shown.spots, part)
    layers = [
        _land(theme),
        *_parties(parties, theme),
        *_arcs(shown.links, language, theme, selected),
        *_circles(radii, language, theme, selected),
        _text("counts", _counts(radii, room(), language), language, colour("page", theme), weight=600),
        *_names(_reach(radii, shown.links, selected), room(), parties, language, theme, selected),
    ]
    return Deck(
        layers=[layer for layer in layers if layer],
        map_provider=None,
        views=[
            pdk.View("MapView", controller={"scrollZoom": False, "dragRotate": False, "touchRotate": False})
        ],
        initial_view_state=nearer(camera, shown, whole),
        parameters={"clearColor": [*_rgb(colour("sea", theme), 1.0), 1.0]},
        tooltip={"text": "{tip}"},
    )


def shaped(text: str, language: Language) -> str:
    """``text`` as a canvas that knows nothing of Arabic must be given it.

    A record may name a place in Arabic letters alone, whatever the page speaks.
    """
    turns = language.is_rtl or any(bidirectional(letter) in ("R", "AL") for letter in text)
    return literal(str(get_display(reshape(text))) if turns else text)


def literal(text: str) -> str:
    """``text`` so that deck.gl shows it: it computes what begins with ``@@``, in data too."""
    return f"\u200b{text}" if text.startswith("@@") else text


def _land(theme: Theme) -> pdk.Layer:
    # Its shores have no line: 40,000 pieces of one would take most of the time of every drawing.
    return pdk.Layer(
        "GeoJsonLayer", basemap.LAND, id="land", get_fill_color=_rgb(colour("land", theme)), stroked=False
    )


def _shapes(id: str, url: str, fill: str, line: str) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        url,
        id=id,
        get_fill_color=_rgb(fill),
        get_line_color=_rgb(line),
        line_width_units="'pixels'",
        get_line_width=1.6,
    )


def _parties(parties: Iterable[Party], theme: Theme) -> list[pdk.Layer]:
    return [
        _shapes(
            f"party-{party.code}",
            basemap.url(party.code),
            party.fill.get(theme, colour("tint", theme)),
            party.mark.get(theme, colour("primary", theme)),
        )
        for party in parties
        if basemap.country(party.code)
    ]


def _arcs(links: Sequence[Link], language: Language, theme: Theme, selected: str) -> list[pdk.Layer]:
    rows = [
        {
            "from": link.ends[0].position,
            "to": link.ends[1].position,
            "color": _rgb(mark(link.kind).colour(theme)),
            "width": 3.4 if selected in link.events else 2,
            "halo": 6 if selected in link.events else 4,
            "events": link.events,
            "tip": literal(_tip(f"{link.ends[0].name} – {link.ends[1].name}", link.counted, language)),
        }
        for link in links
    ]
    shared = {
        "get_source_position": "from",
        "get_target_position": "to",
        "great_circle": True,
        "get_height": 0,
    }
    page = [*_rgb(colour("page", theme)), 180]
    ends = [
        {"position": end.position, "color": row["color"], "events": row["events"], "tip": literal(end.name)}
        for link, row in zip(links, rows, strict=True)
        for end in link.ends
    ]
    return [
        pdk.Layer(
            "ArcLayer", rows, id="halo", **shared,
            get_source_color=page, get_target_color=page, get_width="halo",
        ),
        pdk.Layer(
            "ArcLayer", rows, id="calls", **shared,
            get_source_color="color", get_target_color="color", get_width="width", pickable=True,
        ),
        _dots("ends", ends, radius=5, fill=_rgb(colour("page", theme)), line="color", width=2),
    ]  # fmt: skip


def _circles(radii: Mapping[Spot, float], language: Language, theme: Theme, selected: str) -> list[pdk.Layer]:
    rows = [
        {
            "position": spot.position,
            "radius": radius,
            "ring": radius + 4,
            "events": spot.events,
            "tip": literal(_tip(spot.name, spot.number, language) + _way(spot, language)),
            **({"places": spot.places} if spot.counted else {}),
            **({"part": spot.part} if spot.part else {}),
        }
        for spot, radius in radii.items()
    ]
    rings = [row for row, spot in zip(rows, radii, strict=True) if selected in spot.events]
    ink, page = _rgb(colour("text", theme)), _rgb(colour("page", theme))
    return [
        _dots("selected", rings, radius="ring", fill=page, line=ink, width=1.8),
        _dots("places", rows, radius="radius", fill=ink, line=page, width=1.5),
    ]


def _dots(
    id: str, rows: Sequence[Mapping[str, Any]], *, radius: Any, fill: Any, line: Any, width: float
) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer",
        rows,
        id=id,
        get_position="position",
        get_radius=radius,
        radius_units="'pixels'",
        get_fill_color=fill,
        stroked=True,
        get_line_color=line,
        get_line_width=width,
        line_width_units="'pixels'",
        pickable=True,
    )


def _counts(radii: Mapping[Spot, float], free: Room, language: Language) -> list[dict[str, Any]]:
    """The number in each circle of several events that is wide enough, and not covered by another there.

    A lone 1 would read as the number that the event has in the list.
    """
    wide = []
    # The circles that are drawn last lie on top.
    for spot, radius in reversed(list(radii.items())):
        said = language.number(spot.number)
        # What stands between thousands takes half of the room of a digit.
        across = DIGIT * (len(said) + sum(map(str.isdigit, said))) / 2
        fits = not spot.counted or max(across, LETTER) < 2 * radius
        if spot.number > 1 and fits and free.has(free.around(spot.position, across, DIGIT)):
            wide.append(spot)
        free.take(free.around(spot.position, 2 * radius, 2 * radius))
    return [_label(language.number(spot.number), spot.position, 12, offset=(0, 1)) for spot in reversed(wide)]


def _names(
    reach: Mapping[Spot, float],
    free: Room,
    parties: Sequence[Party],
    language: Language,
    theme: Theme,
    selected: str,
) -> list[pdk.Layer]:
    """Names of places beside their circles, parties on their land and oceans, where there is room."""
    places = _place_names(reach, free, language, selected)
    halo = colour("land", theme)
    layers = [_text("place-names", places, language, colour("text", theme), halo=halo, weight=600)]
    for party in parties:
        country = basemap.country(party.code)
        if not country:
            continue
        name, position = language.territory(party.code), party.caption or country.middle
        if free.claim(position, LETTER * len(name), LETTER):
            words = shaped(name if language.is_rtl else "\u200a".join(name.upper()), language)
            row = _label(words, position, 13.5 if language.is_rtl else 12.5)
            text = party.text.get(theme, colour("text", theme))
            layers.append(_text(f"name-{party.code}", [row], language, text, halo=halo, weight=600))
    oceans = [
        _label(shaped(words, language), position, 12)
        for words, position in ((language.gettext(name), at) for name, at in basemap.OCEANS.items())
        if free.claim(position, DIGIT * len(words), LETTER)
    ]
    return [_text("oceans", oceans, language, colour("muted", theme)), *layers]


def _reach(radii: Mapping[Spot, float], links: Iterable[Link], selected: str) -> dict[Spot, float]:
    """How far from its place the name of each circle stands, and of each end of a call that has none."""
    reach = {spot: radius + (9 if selected in spot.events else 5) for spot, radius in radii.items()}
    held = {spot.id for spot in radii}
    ends = {end.id: end for link in links for end in link.ends if end.id not in held}
    return reach | dict.fromkeys(ends.values(), 11.0)


def _place_names(
    reach: Mapping[Spot, float], free: Room, language: Language, selected: str
) -> list[dict[str, Any]]:
    """The names that find room so far from their places, at most ``MOST_NAMES`` where events are counted.

    Of two that would meet the place that is selected, or that saw more events, has its name; whatever is
    pointed at says its own.
    """
    # Each circle with the ring that it may have; a name stands clear of its own.
    for spot, away in reach.items():
        free.take(free.around(spot.position, 2 * away - 8, 2 * away - 8))
    limit = MOST_NAMES if any(spot.counted for spot in reach) else len(reach)
    names: list[dict[str, Any]] = []
    for spot, away in sorted(reach.items(), key=lambda one: (selected not in one[0].events, -one[0].number)):
        if len(names) == limit:
            break
        side = free.beside(spot.position, LETTER * len(spot.name), LINE, away)
        if side:
            offset = side[0] * away, 1 - side[1] * (away + LETTER)
            words = shaped(spot.name, language)
            names.append(_label(words, spot.position, 15.5, offset=offset, anchor=ANCHORS[side[0]]))
    return names


def _label(
    text: str,
    position: Position,
    size: float,
    *,
    offset: tuple[float, float] = (0, 0),
    anchor: str = "middle",
) -> dict[str, Any]:
    """A row of a layer of texts; it stands so many pixels to the right of a place and below it."""
    return {"text": text, "position": position, "anchor": anchor, "offset": offset, "size": size}


def _text(
    id: str,
    rows: Sequence[Mapping[str, Any]],
    language: Language,
    tint: str,
    *,
    halo: str = "",
    weight: int = 400,
) -> pdk.Layer:
    families = ("IBM Plex Sans Arabic", "Noto Sans Arabic", "IBM Plex Sans", "Noto Sans", "sans-serif")
    return pdk.Layer(
        "TextLayer",
        rows,
        id=id,
        get_text="text",
        get_position="position",
        get_size="size",
        get_color=_rgb(tint),
        get_text_anchor="anchor",
        get_pixel_offset="offset",
        get_alignment_baseline="'center'",
        character_set="'auto'",
        font_family=f"'{', '.join(families if language.is_rtl else families[2:])}'",
        font_weight=weight,
        outline_width=3 if halo else 0,
        outline_color=_rgb(halo) if halo else [0, 0, 0, 0],
        font_settings={"sdf": bool(halo), "fontSize": 32, "buffer": 6, "radius": 10, "smoothing": 0.18},
        pickable=False,
    )


def _radii(spots: Sequence[Spot], part: Bounds | None) -> dict[Spot, float]:
    """By the square root, so that a circle's area tells the number of events, or its share of the most.

    The most is that of counted places, in the ``part`` that is seen.
    """
    most = max((spot.counted for spot in spots if not part or spot.lies_in(part)), default=0)
    return {spot: _radius(spot, most) for spot in spots}


def _radius(spot: Spot, most: int) -> float:
    if most:
        return round(min(max(WIDEST_COUNTED * math.sqrt(spot.number / most), 4.0), WIDEST_COUNTED), 1)
    return min(RADIUS * math.sqrt(spot.number), WIDEST)


def _room(pane: pdk.ViewState, height: float) -> Room:
    return Room(float(pane.zoom), (float(pane.longitude), float(pane.latitude)), height)


def _tip(name: str, number: int, language: Language) -> str:
    """``Awaza: 2 events``, as the number may not stand on the map itself; the name alone of 0."""
    if not number:
        return name
    return f"{name}: {language.ngettext('{number} event', '{number} events', number)}"


def _way(spot: Spot, language: Language) -> str:
    """How a place is reached in a circle that a click does not open."""
    if not spot.counted or spot.places or spot.part:
        return ""
    words = language.gettext(
        "Too many places for a click to open: search for one by its name, or narrow the dates."
    )
    return f"\n{words}"


def _rgb(text: str, whole: float = 255) -> list[float]:
    """``#RRGGBB`` as three numbers up to ``whole``."""
    parts = (int(text[at : at + 2], 16) for at in (1, 3, 5))
    return [part if whole == 255 else part / 255 * whole for part in parts]
