"""The timeline on a view's card: the lanes, marks and bars of the page's own, too small for their labels.

Where a view holds more events than can be told apart, each lane shows instead how many of them may
lie in each day, month or year.
"""

from timeline import vocabulary
from timeline.charts import labels
from timeline.charts.axis import ticks
from timeline.charts.canvas import MARGIN, WIDTH, Scale
from timeline.charts.layout import LANES, Drawn, Lane, lanes
from timeline.charts.look import colour, mark, outline
from timeline.view import View
from timeline.web.drawing import EDGE, END, Sheet, width

MOST_MARKS = 120
# Rows of marks nearer than this cannot be told apart.
_CLOSEST = 13.0

# Time begins here: before it stand the names of the lanes.
_START = EDGE + 150
_STRETCH = (END - 14 - _START) / (WIDTH - MARGIN)


def legend(sheet: Sheet, view: View, y: float) -> float:
    """The kinds in view, in as many rows as they need; return the last one's baseline."""
    x = float(EDGE)
    names = [(kind, view.language.gettext(vocabulary.KINDS[kind])) for kind in view.kinds]
    small = sum(60 + width(name, "sans-regular", 23) for _, name in names) - 30 > END - EDGE
    size, gap = (20, 24) if small else (23, 30)
    for kind, name in names:
        if x + 30 + width(name, "sans-regular", size) > END:
            x, y = EDGE, y + 34
        corners = outline(mark(kind).symbol, 9.5)
        sheet.shape(x + max(across for across, _ in corners), y - 8, corners, mark(kind).light)
        x = sheet.text(x + 30, y, name, "sans-regular", size, colour("text", "light")) + gap
    return y


def timeline(sheet: Sheet, view: View, top: float, bottom: float) -> None:
    """Draw the view's events between ``top`` and ``bottom``, the axis with its months below."""
    scale = Scale(*view.window)
    _axis(sheet, view, scale, top, bottom)
    few = view.count <= MOST_MARKS
    found = lanes(view.events, scale, view.language, view.selection.event) if few else []
    pitch = (bottom - top) / sum(map(_rows, found)) if found else 0.0
    if pitch < _CLOSEST:
        _counts(sheet, view, scale, top, bottom)
        return
    foot = bottom
    for lane in found:
        height = pitch * _rows(lane)
        _lane(sheet, view, lane.role, foot - height, foot)
        for one in lane.drawn:
            y = foot - pitch * (one.placed.level + 0.75)
            _event(sheet, one, y, pitch, chosen=one.row["id"] == view.selection.event)
        foot -= height


def _rows(lane: Lane) -> float:
    """How many rows of marks a lane needs, with the space above them."""
    return 1.5 + max((one.placed.level for one in lane.drawn), default=0)


def _axis(sheet: Sheet, view: View, scale: Scale, top: float, bottom: float) -> None:
    free = 0.0
    for day, label in ticks(scale.first, scale.last, view.language, most=12):
        x = _START + scale.x(day) * _STRETCH
        sheet.box(x, x + 1, top, bottom + 8, colour("line", "light"))
        words = label.replace("<br>", " ")
        long = width(words, "sans-regular", 22)
        begins = min(x + 6, END - long)
        if begins >= max(free, x - long / 2):
            sheet.text(begins, bottom + 30, words, "sans-regular", 22, colour("muted", "light"))
            free = begins + long + 12


def _lane(sheet: Sheet, view: View, role: str, top: float, foot: float) -> None:
    lines = labels.wrapped(view.language.gettext(LANES[role][0]), 12)
    y = (top + foot) / 2 + 8 - 14 * (len(lines) - 1)
    for at, line in enumerate(lines):
        sheet.text(EDGE, y + 28 * at, line, "sans-semibold", 22, colour("text", "light"))
    sheet.box(EDGE, END, foot - 1, foot, colour("control" if role == "context" else "line", "light"))


def _event(sheet: Sheet, one: Drawn, y: float, pitch: float, *, chosen: bool) -> None:
    """A mark, or a bar with its symbol above where there is room: never on it, since no day is known."""
    kind = mark(one.row["kind"])
    x0, x1 = (_START + end * _STRETCH for end in (one.item.x0, one.item.x1))
    radius = min(12.0, pitch * 0.36)
    ring = colour("text", "light")
    if not one.item.is_bar:
        x = (x0 + x1) / 2
        if chosen:
            sheet.shape(x, y, outline(kind.symbol, radius + 6), ring, hollow=2.4)
        hollow = 2.6 if one.is_hollow else 0.0
        sheet.shape(x, y, outline(kind.symbol, radius), kind.light, hollow=hollow)
        return
    high = min(22.0, pitch * 0.66)
    if chosen:
        sheet.bar(x0 - 6, x1 + 6, y, high + 12, ring, "hollow")
    fill = "hatched" if not one.when.day_is_known else "hollow" if one.is_hollow else "solid"
    sheet.bar(x0, x1, y, high, kind.light, fill)
    if pitch >= 48:
        hollow = 2.2 if one.is_hollow else 0.0
        sheet.shape(x0 + 10, y - high / 2 - 17, outline(kind.symbol, 9.5), kind.light, hollow=hollow)


def _counts(sheet: Sheet, view: View, scale: Scale, top: float, bottom: float) -> None:
    """Both lanes as columns, the fullest one of each as high as the lane."""
    middle = (top + bottom) / 2
    upper = [(one.period, one.upper) for one in view.buckets if one.upper]
    lower = [(one.period, one.lower) for one in view.buckets if one.lower]
    for role, counts, high, foot in (("contact", upper, top, middle), ("context", lower, middle, bottom)):
        _lane(sheet, view, role, high, foot)
        most = max((events for _, events in counts), default=1)
        for period, events in counts:
            x0 = _START + max(scale.x(period.first), 0) * _STRETCH
            x1 = _START + min(scale.x(period.last, end=True), WIDTH - MARGIN) * _STRETCH
            rise = max(2.0, (foot - high - 14) * events / most)
            sheet.box(x0, max(x1 - 1, x0 + 1), foot - 1 - rise, foot - 1, colour("primary", "light"))
