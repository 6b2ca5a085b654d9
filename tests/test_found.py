"""Which events have words: as bits or as places, the same ones, in any block."""

import duckdb
import pytest

from timeline.engine.found import blocks, every, fetched, looked_up, shorter

# More than two blocks of events, and a last one that is not full.
EVENTS = 40_000
EDGES = (0, 1, 7, 8, 16_383, 16_384, 32_767, 32_768, 39_999)


@pytest.fixture
def base() -> duckdb.DuckDBPyConnection:
    base = duckdb.connect()
    base.execute(f"CREATE TABLE traits AS SELECT range AS \"at\", 'e' || range AS id FROM range({EVENTS})")
    return base


def found(base: duckdb.DuckDBPyConnection, *conditions: str) -> tuple[list[str], list[int]]:
    """The columns of what is kept of the events that fulfil all conditions, and where they lie."""
    query = every([blocks(f"FROM traits WHERE {condition}") for condition in conditions])
    kept = shorter(base.query(fetched(query)).to_arrow_table())
    base.register("kept", kept)
    rows = base.query(looked_up("kept", kept)).fetchall()
    assert all(id == f"e{at}" for at, id in rows)
    return kept.column_names, sorted(at for at, _ in rows)


def test_a_few_events_are_kept_as_their_places(base: duckdb.DuckDBPyConnection) -> None:
    assert found(base, f'"at" IN {EDGES}') == (["at"], list(EDGES))


@pytest.mark.parametrize("step", [1, 2, 30])
def test_many_events_are_kept_as_bits(base: duckdb.DuckDBPyConnection, step: int) -> None:
    assert found(base, f'"at" % {step} = 0') == (["block", "bits"], list(range(0, EVENTS, step)))


@pytest.mark.parametrize("step", [1, 2, 30, 65, 5_000])
def test_what_is_kept_is_the_shorter(base: duckdb.DuckDBPyConnection, step: int) -> None:
    kept, places = found(base, f'"at" % {step} = 0')

    # A place takes eight bytes, the bits of a block two kilobytes.
    assert kept == (["at"] if len(places) * 8 < 3 * 2_048 else ["block", "bits"])


def test_an_event_of_a_block_without_any_other_is_found(base: duckdb.DuckDBPyConnection) -> None:
    assert found(base, '"at" >= 16384 AND "at" < 32768')[1] == list(range(16_384, 32_768))
    assert found(base, '"at" = 20000')[1] == [20_000]


def test_events_need_each_of_the_words(base: duckdb.DuckDBPyConnection) -> None:
    assert found(base, '"at" % 2 = 0', '"at" % 3 = 0')[1] == list(range(0, EVENTS, 6))
    # Blocks of only one of the two.
    assert found(base, '"at" < 20000', '"at" >= 19990')[1] == list(range(19_990, 20_000))
    assert found(base, '"at" < 100', '"at" > 39000')[1] == []


def test_nothing_is_found_of_nothing(base: duckdb.DuckDBPyConnection) -> None:
    assert found(base, "false")[1] == []
    base.execute("DELETE FROM traits")
    assert found(base, "true")[1] == []
