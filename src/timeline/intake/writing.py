"""The mended record as files: what ``dataset.read`` takes, with no column that nobody wrote."""

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from timeline import package
from timeline.intake.headings import SOURCE_URLS
from timeline.intake.sources import retold
from timeline.tables import columns, in_language, languages

# The same record gives the same bytes, whenever it is downloaded.
_MOMENT = (2020, 1, 1, 0, 0, 0)


def csv_of(table: str, frame: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark, which spreadsheets need for Arabic."""
    columns = _columns(table, frame)
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(frame[columns].itertuples(index=False))
    return text.getvalue().encode("utf-8-sig")


def csv_of_events(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """The events alone, with names and addresses of their sources, for which no other file stands."""
    return csv_of("events", retold(frames))


def zip_of(frames: Mapping[str, pd.DataFrame], title: str) -> bytes:
    """The tables as CSV files with their datapackage.json, in one archive."""
    files = {f"{table}.csv": csv_of(table, frame) for table, frame in frames.items()}
    resources = [package.resource(table) for table in frames]
    said = {"$schema": package.PROFILE, "title": title, "resources": resources}
    files["datapackage.json"] = package.written(said)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(ZipInfo(name, _MOMENT), body, ZIP_DEFLATED)
    return packed.getvalue()


def _columns(table: str, frame: pd.DataFrame) -> list[str]:
    """The columns that the frame uses, in the order of the table's."""
    order: list[str] = []
    for column in columns(table, languages((), frame.columns)):
        base, _ = in_language(column)
        if base and base not in order:
            order.append(base)
        order.append(column)
    order += [SOURCE_URLS] if table == "events" else []
    needed = ("date", "title") if table == "events" else ("id",)
    return [
        column
        for column in order
        if column in frame and (column in needed or bool((frame[column] != "").any()))
    ]
