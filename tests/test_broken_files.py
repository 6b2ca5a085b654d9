"""Files that are broken, or not what their name says: a command says so, and nothing else happens."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from typer.testing import CliRunner

from tests.files import packed_anew, saved, workbook
from timeline.cli import app
from timeline.faults import FaultyDataset
from timeline.formats import workbook as xlsx

LONG = "x" * 10_000_001
ARCHIVE = "want a zip archive of one file of at most 2000 MB, without a password"


def zipped(content: bytes) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.CSV", content)
    return packed.getvalue()


def with_password(archive: bytes) -> bytes:
    """The archive with the mark of one, before its file and in its list of them."""
    raw = bytearray(archive)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    return bytes(raw)


def spoilt(archive: bytes) -> bytes:
    """The archive with other bytes in the middle."""
    middle = len(archive) // 2
    return archive[: middle - 20] + b"\xff" * 20 + archive[middle:]


def words_of_its_own() -> bytes:
    """A workbook of which a sheet defines them."""
    book = saved(workbook(("Sheet1", [["date", "title"], ["2025", "Talks"]])))
    return packed_anew(
        book,
        lambda name, part: (
            name,
            part.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1),
        ),
    )


def test_no_more_is_opened_of_what_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(xlsx, "_description", opened.append)
    (tmp_path / "a.xlsx").write_bytes(words_of_its_own())

    with pytest.raises(FaultyDataset):
        xlsx.read(tmp_path / "a.xlsx")
    assert opened == []


GDELT = "\t".join(map(str, range(61))).encode() + b"\n"


@pytest.mark.parametrize(
    ("name", "raw", "form", "wanted"),
    [
        ("a.xlsx", b"PK\x03\x04 none", "", "want an XLSX or CSV file that can be opened"),
        ("a.xlsx", words_of_its_own(), "", "want an XLSX or CSV file that can be opened"),
        ("a.csv", f"Year,Headline\n2025,{LONG}\n".encode(), "timelinejs-csv", "want CSV: field larger"),
        ("a.tab", LONG.encode(), "icews", "want CSV: field larger"),
        ("a.zip", with_password(zipped(GDELT)), "gdelt", ARCHIVE),
        ("a.zip", spoilt(zipped(bytes(range(256)) * 50)), "gdelt", ARCHIVE),
        ("a.zip", b"none", "gdelt", ARCHIVE),
    ],
    ids=["workbook", "words", "timelinejs", "icews", "password", "spoilt", "archive"],
)
def test_a_broken_file_is_refused(tmp_path: Path, name: str, raw: bytes, form: str, wanted: str) -> None:
    (tmp_path / name).write_bytes(raw)
    options = ["--from", form] if form else []
    said = CliRunner().invoke(app, ["convert", str(tmp_path / name), str(tmp_path / "out.json"), *options])

    assert said.exit_code == 1
    assert f"{name}: {wanted}" in said.output
    assert said.output.endswith("1 fault; nothing was written\n")
    assert [file.name for file in tmp_path.iterdir()] == [name]
