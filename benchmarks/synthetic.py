"""Events of a fixed seed, as many as wanted, without faults: days, months and stretches of thirty years.

The same number gives the same files everywhere. Two in three events lie in the last ten of the years,
since a record thins out backwards.
"""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SEED = 20251203
FIRST = date(1995, 1, 1)
DAYS = 11_000
COLUMNS = (
    *("id", "date", "role", "kind", "status", "level", "mode", "parties", "place", "topics"),
    *("title_en", "title_ar", "summary_en", "source_url", "source_title", "verification"),
)
KINDS = ("meeting", "visit", "conference", "phone-call", "forum", "statement")
LEVELS = ("foreign-minister", "deputy-foreign-minister", "ambassador", "official")
TOPICS = ("trade", "water", "transport", "peace", "education", "energy", "culture", "fisheries")
OTHERS = ("TUR", "ETH", "KAZ", "UN", "KEN", "ARE", "QAT")
WORDS = ("foreign", "ministers", "discuss", "trade", "and", "transport", "agree", "on", "water", "talks")
ARABIC = ("وزيرا", "الخارجية", "يبحثان", "التجارة", "والنقل", "ويتفقان", "على", "المياه", "في", "محادثات")
# Id, names, country, latitude, longitude.
PLACES = (
    ("ashgabat", "Ashgabat", "عشق آباد", "TKM", 37.96, 58.33),
    ("awaza", "Awaza", "أووازا", "TKM", 40.02, 52.97),
    ("mogadishu", "Mogadishu", "مقديشو", "SOM", 2.04, 45.34),
    ("hargeisa", "Hargeisa", "هرجيسا", "SOM", 9.56, 44.06),
    ("istanbul", "Istanbul", "إسطنبول", "TUR", 41.01, 28.98),
    ("nairobi", "Nairobi", "نيروبي", "KEN", -1.29, 36.82),
    ("doha", "Doha", "الدوحة", "QAT", 25.29, 51.53),
    ("new-york", "New York", "نيويورك", "USA", 40.71, -74.01),
)
PACKAGE = {
    "name": "synthetic-events",
    "title": "Synthetic events",
    "timeline": {
        "titles": {"en": "Synthetic events", "ar": "أحداث مصطنعة"},
        "parties": [{"code": "TKM"}, {"code": "SOM"}],
    },
}


def events(file: Path, count: int, places: int = len(PLACES)) -> None:
    """Write ``count`` events to one CSV file; they are at the first so many of ``names`` of places."""
    chance, names = random.Random(SEED), list(_names(places))
    with file.open("w", encoding="utf-8") as out:
        out.write(f"{','.join(COLUMNS)}\n")
        for number in range(count):
            out.write(f"{_event(number, chance, names)}\n")


def folder(path: Path, count: int, places: int = len(PLACES)) -> Path:
    """Write a whole dataset of ``count`` events at so many ``places`` and return its folder."""
    path.mkdir(parents=True, exist_ok=True)
    events(path / "events.csv", count, places)
    rows = ["id,name_en,name_ar,country,lat,lon", *_placed(places)]
    (path / "places.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (path / "datapackage.json").write_text(json.dumps(PACKAGE, ensure_ascii=False), encoding="utf-8")
    return path


def _event(number: int, chance: random.Random, places: list[str]) -> str:
    span = DAYS if chance.random() < 1 / 3 else DAYS // 3
    day = FIRST + timedelta(days=DAYS - 1 - chance.randrange(span))
    when = (f"{day}", f"{day:%Y-%m}", f"{day}/{day + timedelta(days=3)}")[number % 3]
    kind = chance.choices(KINDS, (30, 15, 8, 25, 5, 17))[0]
    role = chance.choices(("contact", "context"), (3, 1))[0]
    parties = "TKM;SOM" if role == "contact" else f"TKM;{chance.choice(OTHERS)}"
    mode, place = ("phone", "") if kind == "phone-call" else ("third-party", chance.choice(places))
    words = [chance.randrange(len(WORDS)) for _ in range(6)]
    title = " ".join(WORDS[word] for word in words)
    cells = (
        *(f"e{number}", when, role, kind, chance.choices(("held", "planned"), (19, 1))[0]),
        *(chance.choice(LEVELS), mode, parties, place, ";".join(chance.sample(TOPICS, 2))),
        *(f"{title} {number}", f"{' '.join(ARABIC[word] for word in words)} {number}", f"{title} {title}."),
        *(f"https://news.example/{number}", title, "single-source"),
    )
    return ",".join(cells)


def _names(places: int) -> Iterator[str]:
    yield from (place[0] for place in PLACES[:places])
    yield from (f"town-{number}" for number in range(len(PLACES), places))


def _placed(places: int) -> Iterator[str]:
    chance = random.Random(SEED)
    for id, name, arabic, country, lat, lon in PLACES[:places]:
        yield f"{id},{name},{arabic},{country},{lat},{lon}"
    for number in range(len(PLACES), places):
        lat, lon = chance.uniform(-35, 60), chance.uniform(-20, 110)
        yield f"town-{number},Town {number},بلدة {number},,{lat:.4f},{lon:.4f}"
