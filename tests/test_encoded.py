"""A file is looked at a block at a time, and what is said of it does not depend on where a block ends."""

from pathlib import Path

import pyarrow as pa
import pytest

from tests.datasets import SHIPPED, faults, write
from timeline import encoded, tables
from timeline.dataset import OPTIONAL, read
from timeline.encoded import fault, header
from timeline.faults import Fault

# Letters of one to four bytes.
LETTERS = "aé€𐎀"


@pytest.fixture(params=[1, 2, 3, 4, 5, 7])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """So many bytes are read at once."""
    monkeypatch.setattr(encoded, "_BLOCK", request.param)
    return int(request.param)


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_letters_that_a_block_cuts_are_whole(tmp_path: Path, mark: bytes) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(mark + f'date,title\n2025,"{LETTERS * 3}"\n'.encode())

    assert fault(file) is None
    assert header(file) == (["date", "title"], len(mark) + len("date,title\n"))


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("end", range(1, 4))
def test_a_letter_that_the_file_cuts_is_no_text(tmp_path: Path, end: int) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(f"date,title\n2025,{LETTERS}".encode()[:-end])

    found = fault(file)

    assert found
    assert (found.row, found.value, found.wanted) == (2, "0xF0", "text in UTF-8")


@pytest.mark.usefixtures("block")
def test_the_row_of_a_bad_letter_is_counted_over_all_blocks(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"date,title\n" + "2025,é\n".encode() * 5 + b"2025,\xe9t\n2025,A\n")

    found = fault(file)

    assert found
    assert (found.row, found.value) == (7, "0xE9")


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", "a header and rows; the file is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "a header and rows; the file is empty"),
        (b'a,"b"\n"c,d\n', "quotation marks in pairs; one is never closed"),
    ],
)
def test_a_file_is_judged_as_a_whole(tmp_path: Path, content: bytes, wanted: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)

    found = fault(tmp_path / "a.csv")

    assert found
    assert found.wanted == wanted


def test_a_header_longer_than_what_is_read_first_is_read_whole(tmp_path: Path) -> None:
    names = [f"n{number}é" for number in range(20_000)]
    first = f"{','.join(names)}\n".encode()
    (tmp_path / "a.csv").write_bytes(first + b"x\n")

    assert header(tmp_path / "a.csv") == (names, len(first))


def test_a_header_that_never_ends_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoded, "_LONGEST_HEADER", 100_000)
    folder = write(tmp_path, events="x," * 100_000)

    assert header(folder / "events.csv")[0] == []
    assert faults(folder) == [("events.csv", 1, None, None, "the names of the columns")]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("before", [0, 1, 200_000])
def test_a_row_that_does_not_fit_is_not_asked_for_its_text_where_there_is_none(
    tmp_path: Path, before: int
) -> None:
    (tmp_path / "events.csv").write_bytes(b"date,title\n" + b"2025,A\n" * before + b"\xd3,,,\n")

    assert faults(tmp_path) == [("events.csv", before + 2, None, "0xD3", "text in UTF-8")]


# Where the cells are


def test_cells_in_a_file_say_what_cells_in_memory_say(tmp_path: Path) -> None:
    inside, outside = read(SHIPPED), read(SHIPPED, tmp_path)

    for name in ("events", *OPTIONAL):
        assert getattr(outside, name).equals(getattr(inside, name))
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        f"{name}.arrow" for name in ("events", *OPTIONAL)
    )


def test_a_row_longer_than_a_block_is_read_into_a_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_BLOCK", 100)
    long = "A" * 1000
    folder = write(tmp_path / "record", events=f"date,title\n2025,{long}\n2026,B\n")

    assert list(read(folder, tmp_path).events["title_en"]) == [long, "B"]
    assert faults(folder, events=f"date,title\n2025,{long}\nx,B\n")[0][:4] == ("events.csv", 3, "date", "x")


def test_cells_in_a_file_take_no_memory(tmp_path: Path) -> None:
    row = f"2025-08-05,{'A' * 500}\n"
    folder = write(tmp_path / "record", events="date,title_en\n" + row * 20_000)
    before = pa.system_memory_pool().bytes_allocated()

    wrong: list[Fault] = []
    held = tables.read_table(folder / "events.csv", wrong, (), tmp_path)
    of_file = pa.system_memory_pool().bytes_allocated() - before
    in_memory = tables.read_table(folder / "events.csv", wrong)
    of_memory = pa.system_memory_pool().bytes_allocated() - before - of_file

    assert held is not None
    assert in_memory is not None
    assert held.equals(in_memory)
    assert not wrong
    assert of_memory > 20_000 * len(row)
    assert of_file < of_memory / 10
