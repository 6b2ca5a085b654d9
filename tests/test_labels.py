"""Labels and numbers on the timeline: none lies on another mark, and what has room is not lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.charts import labels, numbers

# Labels


days = st.tuples(st.floats(0, 890), st.floats(2, 300), st.booleans(), st.text("abc XYZ ابج", max_size=90))


def items_of(drawn: list[tuple[float, float, bool, str]], selected: int) -> list[labels.Item]:
    """Marks in the order of time: a day is 18 pixels wide, a stretch as long as it lasts."""
    return [
        labels.Item(
            x0,
            x0 + (long if is_bar else 18),
            tuple(("5 August 2025", *labels.wrapped(title, width)) for width in labels.WRAPS),
            is_bar,
            is_selected=at == selected,
        )
        for at, (x0, long, is_bar, title) in enumerate(sorted(drawn))
    ]


@settings(max_examples=200, deadline=None)
@given(st.lists(days, max_size=14), st.integers(0, 13))
def test_labels_overlap_neither_each_other_nor_any_mark(
    drawn: list[tuple[float, float, bool, str]], selected: int
) -> None:
    items = items_of(drawn, selected)
    placed = labels.place(items, 908.0)
    boxes = [one.box for one in placed if one.box]
    marks = [labels._mark(item, one.level) for item, one in zip(items, placed, strict=True)]
    top = labels.height_of(one.level for one in placed)

    assert not any(one.touches(other, 0) for at, one in enumerate(boxes) for other in boxes[:at])
    assert not any(box.touches(mark, 0) for box in boxes for mark in marks)
    assert not any(one.touches(other, 0) for at, one in enumerate(marks) for other in marks[:at])
    assert all(0 <= box.x0 <= box.x1 <= 908 and 0 <= box.y0 <= box.y1 <= top for box in boxes)
    assert all(one.lines in item.shapes for item, one in zip(items, placed, strict=True) if one.box)


def test_the_selected_event_is_labelled_first() -> None:
    crowd = [(400.0, 18.0, False, "A title of some length that fills the lane " * 3) for _ in range(6)]
    chosen = [labels.place(items_of(crowd, at), 908.0)[at].box is not None for at in range(6)]

    assert chosen == [True] * 6
    assert any(one.box is None for one in labels.place(items_of(crowd, -1), 908.0))


def test_a_lane_is_as_high_whatever_is_selected() -> None:
    crowd = [(x, 40.0, True, "A title") for x in (0.0, 10.0, 20.0, 700.0)]

    assert {
        labels.height_of(one.level for one in labels.place(items_of(crowd, at), 908.0)) for at in range(4)
    } == {labels.FOOT + 2 * labels.LEVEL + 86}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ("",)),
        ("short", ("short",)),
        ("one two three", ("one two", "three")),
        ("incomprehensibilities no", ("incomprehensibilities", "no")),
        ("  one   two ", ("one two",)),
    ],
)
def test_text_breaks_at_spaces_and_long_words_stay_whole(text: str, lines: tuple[str, ...]) -> None:
    assert labels.wrapped(text, 8) == lines


@given(st.text(max_size=200), st.integers(1, 60))
def test_wrapping_loses_no_word(text: str, width: int) -> None:
    assert " ".join(labels.wrapped(text, width)).split() == text.split()


# Numbers, where a page is too narrow for labels


@settings(max_examples=200, deadline=None)
@given(st.lists(days, max_size=14), st.integers(0, 13), st.floats(0.28, 0.86))
def test_numbers_lie_neither_on_each_other_nor_on_another_mark_however_narrow_the_page(
    drawn: list[tuple[float, float, bool, str]], selected: int, share: float
) -> None:
    items = items_of(drawn, selected)
    levels = [one.level for one in labels.place(items, 908.0)]
    places = numbers.place(items, levels, range(1, len(items) + 1), 908.0)
    marks = [
        numbers._mark(item, labels.FOOT + labels.LEVEL * level, share)
        for item, level in zip(items, levels, strict=True)
    ]
    boxes = {at: place.box(share, len(str(at + 1))) for at, place in enumerate(places) if place}

    assert not any(box.touches(boxes[other], 0) for at, box in boxes.items() for other in boxes if other < at)
    assert not any(
        box.touches(mark, 0) for at, box in boxes.items() for other, mark in enumerate(marks) if other != at
    )


def test_an_event_that_stands_alone_keeps_its_number() -> None:
    items = items_of([(100, 0, False, "A"), (500, 0, False, "B"), (530, 0, False, "C")], selected=1)

    assert [bool(place) for place in numbers.place(items, [0, 0, 0], [1, 2, 3], 908.0)] == [
        True,
        False,
        False,
    ]
