"""A Selection and its one spelling as a URL query, whatever the query says."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets import shipped
from timeline import dates
from timeline.search import fold
from timeline.selection import EVERYTHING, FACETS, LISTED, Ignored, Selection

KNOWN = {
    "topic": {"trade", "peace-trust", "lldc"},
    "place": {"awaza", "عشق آباد"},
    "party": {"TKM", "SOM"},
    "event": {"one", "two"},
}
VALUES = {name: sorted(LISTED.get(name) or KNOWN[name]) for name in FACETS}
INTERVALS = [
    "2025",
    "2025-08",
    "2025-08-05/2025-08-08",
    "2025-08/..",
    "../2025?",
    EVERYTHING,
    "0001",
    "9999-12-31",
]


def parsed(query: str) -> tuple[Selection, Ignored]:
    return Selection.from_query(query, KNOWN)


several = {name: st.lists(st.sampled_from(values), unique=True) for name, values in VALUES.items()}
selections = st.builds(
    lambda lists, **single: Selection(**single).with_(**lists),
    st.fixed_dictionaries(several),
    lang=st.sampled_from(["", "en", "ar"]),
    dates=st.sampled_from(["", *INTERVALS]),
    match=st.sampled_from(["", "all"]),
    q=st.text(max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: not text or fold(text)),
    event=st.sampled_from(["", "one", "two"]),
)

# Query strings that mean something, or nearly. A byte a piece costs a hundredth of drawing each piece.
PIECES = [
    *(f"&{name}=" for name in [*Selection.__dataclass_fields__, "embed", "Topic", "topic[]", "utm_source"]),
    *INTERVALS,
    *("2025-13", "all", "ar", "trade", "lldc", "peace-trust", "held", "Held", "TKM", "awaza", "one"),
    *(quote("عشق آباد"), "عشق آباد", "x" * 250, "word+" * 60, "'; DROP TABLE events; --", "<script>", "{0}"),
    *(
        "&",
        "=",
        "+",
        "%",
        "%zz",
        "%ff%fe",
        "%00",
        "%26",
        "#",
        ";",
        "?",
        "/",
        "\x00",
        "\n",
        " ",
        "\u202e",
        "\u0663",
        "é",
    ),
]
queries = st.binary(max_size=24).map(lambda raw: "".join(PIECES[byte % len(PIECES)] for byte in raw))


@settings(max_examples=300, deadline=None)
@given(selections)
def test_a_selection_survives_its_query(selection: Selection) -> None:
    assert parsed(selection.to_query()) == (selection, ())


@settings(max_examples=10_000, deadline=None)
@given(queries)
def test_any_query_gives_a_canonical_selection(query: str) -> None:
    selection, _ = parsed(query)

    assert selection.canonical() == selection
    assert parsed(selection.to_query()) == (selection, ())


@settings(max_examples=400, deadline=None)
@given(queries)
def test_any_query_can_be_answered(query: str) -> None:
    store = shipped()
    selection, _ = Selection.from_query(query, store.known)

    assert 0 <= store.count(selection) <= store.total


@given(st.text())
def test_any_text_gives_a_canonical_selection(query: str) -> None:
    selection, _ = parsed(query)

    assert parsed(selection.to_query()) == (selection, ())


def test_a_query_is_spelled_in_one_way() -> None:
    query = "event=one&q=++a++b+&match=all&party=TKM&kind=visit&topic=trade&topic=lldc&dates=2025-08&lang=ar"
    selection, ignored = parsed(query + "&topic=lldc&embed=true")

    assert selection.to_query() == (
        "lang=ar&dates=2025-08&topic=lldc&topic=trade&kind=visit&party=TKM&match=all&q=a+b&event=one"
    )
    assert ignored == ()


def test_nothing_asked_is_an_empty_query() -> None:
    assert parsed("") == (Selection(), ())
    assert Selection().to_query() == ""


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ("colour=red", [("colour", "red")]),
        ("topic=trade&topic=tourism", [("topic", "tourism")]),
        ("topic=Trade", [("topic", "Trade")]),
        ("kind=call&status=Held&role=", [("kind", "call"), ("status", "Held"), ("role", "")]),
        ("lang=fr", [("lang", "fr")]),
        ("lang=en&lang=ar", [("lang", "ar")]),
        ("dates=2025-13", [("dates", "2025-13")]),
        ("dates=2026%2F2025", [("dates", "2026/2025")]),
        ("dates=2025&dates=2025&dates=2026", [("dates", "2026")]),
        ("match=any", [("match", "any")]),
        ("event=three", [("event", "three")]),
        ("event=one&event=two", [("event", "two")]),
        ("colour=red&colour=red&colour=blue", [("colour", "red"), ("colour", "blue")]),
        ("party=tkm", [("party", "tkm")]),
        ("q=%20", [("q", " ")]),
        ("q=***", [("q", "***")]),
        ("q=%00%D8%9F", [("q", "\x00؟")]),
    ],
)
def test_what_is_asked_in_vain_comes_back(query: str, ignored: list[tuple[str, str]]) -> None:
    assert parsed(query)[1] == tuple(ignored)


def test_the_rest_of_a_query_applies() -> None:
    selection, ignored = parsed("topic=trade&topic=tourism&dates=2025-13&dates=2025&party=XYZ&q=a")

    assert selection == Selection(topic=("trade",), dates="2025", q="a")
    assert ignored == (("topic", "tourism"), ("dates", "2025-13"), ("party", "XYZ"))


@pytest.mark.parametrize(
    "query", ["embed=true", "embed_options=light_theme", "lang=ar&lang=ar", "topic=trade&topic=trade"]
)
def test_what_asks_nothing_new_is_not_worth_a_notice(query: str) -> None:
    assert parsed(query)[1] == ()


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("match=all", ""),
        ("match=all&topic=trade", ""),
        ("match=all&topic=trade&topic=trade", ""),
        ("match=all&topic=trade&topic=lldc", "all"),
        ("topic=trade&topic=lldc", ""),
    ],
)
def test_match_is_kept_only_where_it_makes_a_difference(query: str, match: str) -> None:
    assert parsed(query)[0].match == match


@pytest.mark.parametrize(
    ("text", "kept"), [("2025-08-XX", "2025-08"), ("2025-XX-XX?", "2025?"), ("../..", EVERYTHING)]
)
def test_dates_are_spelled_in_one_way(text: str, kept: str) -> None:
    assert parsed(urlencode({"dates": text}))[0].dates == kept


def test_a_long_search_is_cut_to_what_a_link_can_carry() -> None:
    selection, _ = parsed("q=" + "x" * 199 + "+" + "y" * 100)

    assert selection.q == "x" * 199
    assert parsed(selection.to_query())[0] == selection


def test_every_facet_is_a_field_and_some_take_a_fixed_list() -> None:
    assert set(FACETS) | {"lang", "dates", "match", "q", "event"} == set(Selection.__dataclass_fields__)
    assert set(LISTED) == {"kind", "status", "role", "level", "verification"}


def test_filters_are_what_narrows_dates_aside() -> None:
    selection = Selection(lang="ar", dates="2025", topic=("lldc", "trade"), q="a", event="one", match="all")

    assert selection.filters() == [("topic", "lldc"), ("topic", "trade"), ("q", "a")]
    assert selection.without_filters() == Selection(lang="ar", event="one")


def test_dropping_a_filter_leaves_the_others() -> None:
    selection = Selection(topic=("lldc", "trade"), match="all", q="a", dates="2025")

    assert selection.dropping("topic", "lldc") == Selection(topic=("trade",), q="a", dates="2025")
    assert selection.dropping("q", "a") == Selection(topic=("lldc", "trade"), match="all", dates="2025")


def test_changes_are_sorted_and_counted_once() -> None:
    assert Selection().with_(topic=["trade", "lldc", "trade"]) == Selection(topic=("lldc", "trade"))
    assert Selection(topic=("a", "b"), match="all").with_(topic=["a"]) == Selection(topic=("a",))


@given(st.sampled_from(INTERVALS))
def test_known_intervals_are_in_their_own_spelling(text: str) -> None:
    assert dates.parse(text).text == text


def test_words_that_are_too_many_are_named() -> None:
    words = " ".join(["water"] * 34)
    selection, ignored = Selection.from_query([("q", f" {words}  zzzzzz ")], {})

    assert selection.q == words[:200].rstrip()
    assert ignored == (("q", f"{words} zzzzzz"[200:].lstrip()),)
    assert Selection.from_query([("q", words[:200])], {})[1] == ()


def test_what_asks_for_one_thing_is_not_looked_for_without_end() -> None:
    looked: list[object] = []

    class Events(list[str]):
        def __contains__(self, id: object) -> bool:
            looked.append(id)
            return id == "there"

    pairs = [("event", f"not-{number}") for number in range(2)] + [("event", "there")]
    late = [("event", f"more-{number}") for number in range(1000)]
    selection, ignored = Selection.from_query([*pairs, *late], {"event": Events()})

    assert selection.event == "there"
    assert ignored == (*pairs[:2], *late)
    assert looked == ["not-0", "not-1", "there"]


def test_a_question_has_a_bound_however_many_values_a_link_repeats() -> None:
    ids = [f"t{number:04}" for number in range(1000)]
    selection, ignored = Selection.from_query([("topic", id) for id in ids], {"topic": set(ids)})

    assert selection.topic == tuple(ids[:200])
    assert ignored == tuple(("topic", id) for id in ids[200:])
    assert Selection.from_query(selection.to_query(), {"topic": set(ids)}) == (selection, ())


def test_a_value_that_is_repeated_is_one() -> None:
    pairs = [("topic", "trade")] * 1000 + [("topic", "culture")]

    assert Selection.from_query(pairs, {"topic": ["trade", "culture"]})[0].topic == ("culture", "trade")
