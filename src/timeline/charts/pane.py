"""What part of the world the map's pane holds, all of what it shows or a part of it, in Web Mercator."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pydeck as pdk

from timeline.geography import basemap
from timeline.geography.spots import Bounds, Whereabouts
from timeline.package import Party

# The pane that a view is fitted to, in pixels, as wide as that of a phone, and the rim left free in it.
PANE = (360, 420)
RIM = 0.90
# How many times the view of one event is doubled against that of all.
NEARER = 1.25
# What is left free around both ends of a call, as a part of a doubling.
MARGIN = 0.5
# The least that a view holds, as a share of the world, of all events or of a part of the map.
LEAST = 0.02
LEAST_PART = 0.002


@dataclass(frozen=True)
class Camera:
    """Where the map looks: at all, at a ``part``, or ``near`` an event after ``flight`` milliseconds."""

    height: int = PANE[1]
    part: Bounds | None = None
    near: str = ""
    flight: float = 0


def bounds(shown: Whereabouts, parties: Iterable[Party] = ()) -> Bounds:
    """West, south, east, north of all that must be seen; the world if there is nothing."""
    points = [spot.position for spot in shown.spots]
    points += [end.position for link in shown.links for end in link.ends]
    for party in parties:
        country = basemap.country(party.code)
        if country:
            points += [country.bounds[:2], country.bounds[2:]]
    if not points:
        return (-170.0, -56.0, 180.0, 75.0)
    longitudes, latitudes = zip(*points, strict=True)
    return (min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def view(held: Bounds, height: float, least: float = LEAST) -> pdk.ViewState:
    """The Web Mercator view that holds ``held``, and ``least`` of the world, in a pane of this height."""
    west, south, east, north = held
    low, high = _mercator(south), _mercator(north)
    across, up = max((east - west) / 360, least), max(high - low, least)
    zoom = math.log2(RIM * min(PANE[0] / across, height / up) / 512)
    middle = math.degrees(2 * math.atan(math.exp((low + high) * math.pi)) - math.pi / 2)
    return pdk.ViewState(longitude=(west + east) / 2, latitude=middle, zoom=zoom, min_zoom=0, max_zoom=9)


def nearer(camera: Camera, shown: Whereabouts, whole: pdk.ViewState) -> pdk.ViewState:
    """The view near the event, with enough around it to know it by; ``whole`` if that is nowhere."""
    at = [spot for spot in shown.spots if camera.near in spot.events]
    at += [end for link in shown.links if camera.near in link.events for end in link.ends]
    if not at:
        return whole
    there = view(bounds(Whereabouts(at)), camera.height)
    there.zoom = min(there.zoom - MARGIN, whole.zoom + NEARER)
    # Streamlit's deck.gl comes without FlyToInterpolator; it pans and zooms in a straight line.
    there.transition_duration = camera.flight
    return there


def pixels(position: tuple[float, float], zoom: float) -> tuple[float, float]:
    """Where a longitude and latitude lie at a zoom, from the middle of the world, in pixels."""
    world = 512 * 2**zoom
    return position[0] / 360 * world, _mercator(position[1]) * world


def _mercator(latitude: float) -> float:
    """The height of a latitude as a share of the world's, from -0.5 to 0.5."""
    bounded = math.radians(max(min(latitude, 85.0), -85.0))
    return math.log(math.tan(math.pi / 4 + bounded / 2)) / (2 * math.pi)
