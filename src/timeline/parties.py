"""The parties of a record and their colours, where its datapackage.json names none.

A colour tells parties apart on the map and beside their names. There are as many as can be told from
each other and from the kinds' colours by any eye; past those, a party is named and has none.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from timeline.package import Party
from timeline.tables import split

# Light and dark. Each is at least 11 (OKLab x 100) from every other and from every kind's colour.
PALETTE = (
    ("#297D0F", "#889D37"),
    ("#005A9D", "#73A5F6"),
    ("#652A72", "#E8B6F3"),
    ("#7F6612", "#CD995C"),
    ("#984780", "#BB79A5"),
    ("#35520B", "#A2C580"),
    ("#713408", "#F1BEA2"),
)
# What the map's land is mixed with to tint it: a quarter of the colour in light, a third in dark.
_LAND = (("#E7E2D6", 0.26), ("#333C46", 0.34))


def completed(named: Sequence[Party], events: pd.DataFrame) -> tuple[Party, ...]:
    """The parties that are ``named``, else those of the events, most events first; with colours."""
    parties = tuple(named) or tuple(Party(code) for code in _codes(events))
    stated = {colour for party in parties for colour in party.mark.values()}
    free = [pair for pair in PALETTE if not {*pair} & stated]
    return tuple(party if party.mark or not free else _coloured(party, *free.pop(0)) for party in parties)


def _codes(events: pd.DataFrame) -> list[str]:
    counted = Counter(code for cell in events["parties"] for code in split(cell))
    return sorted(counted, key=lambda code: (-counted[code], code))


def _coloured(party: Party, light: str, dark: str) -> Party:
    mark = {"light": light, "dark": dark}
    fill = {theme: _mixed(colour, *land) for (theme, colour), land in zip(mark.items(), _LAND, strict=True)}
    return replace(party, mark=mark, text={**mark, **party.text}, fill={**fill, **party.fill})


def _mixed(colour: str, ground: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(own * share + land * (1 - share)):02X}" for own, land in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
