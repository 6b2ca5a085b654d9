"""A record as an XLSX workbook, one sheet a table, every cell text.

A cell is never a formula, whatever it begins with, and a date never becomes a serial number. The
package's own description stands in a sheet of its own, as the JSON that it is.
"""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell

from timeline.formats import csv
from timeline.formats.content import Content, Loss
from timeline.intake.workbook import MOST_ROWS
from timeline.tables import once, used

DESCRIPTION = "datapackage"
# What a cell can hold (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3).
MOST_CHARACTERS = 32_767
# What XML has no way to say (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(file: Path, day_first: bool | None = None) -> tuple[Content, Loss]:
    """The record in a workbook as people have it, with the description that ours has beside it."""
    # What is in it, and what it would cost to open, is judged before it is opened here.
    found = csv.found(file, day_first)
    about = _description(file)
    content = csv.content(found, file, about)
    return replace(content, notes=() if about else content.notes), Loss()


def write(content: Content, lang: str = "en") -> tuple[bytes, Loss]:
    """The whole record, but for what no cell of a spreadsheet can hold."""
    loss, book = Loss(), openpyxl.Workbook(write_only=True)
    for name, completed in content.frames.items():
        frame = once(completed)
        sheet = book.create_sheet(name)
        columns = used(name, frame)
        sheet.append(columns)
        cells = [frame[column].tolist() for column in columns]
        for number, row in enumerate(zip(*cells, strict=True), start=2):
            if number > MOST_ROWS:
                loss[f"{name}: rows after number {MOST_ROWS}"] += len(frame) - MOST_ROWS + 1
                break
            sheet.append([_cell(sheet, text, f"{name}", loss) for text in row])
    about = {key: said for key, said in content.about.items() if key != "resources"}
    if about:
        sheet = book.create_sheet(DESCRIPTION)
        sheet.append([_cell(sheet, json.dumps(about, ensure_ascii=False), DESCRIPTION, loss)])
    body = BytesIO()
    book.save(body)
    return body.getvalue(), loss


def _description(file: Path) -> dict[str, Any]:
    # A path whose ending openpyxl does not know is no file to it.
    with file.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True)
        if DESCRIPTION not in book.sheetnames:
            return {}
        try:
            said = json.loads(str(book[DESCRIPTION]["A1"].value))
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}


def _cell(sheet: object, text: str, table: str, loss: Loss) -> WriteOnlyCell:
    kept = _NOT_XML.sub("", text)
    if kept != text:
        loss[f"{table}: cells with control characters, without them"] += 1
    if len(kept) > MOST_CHARACTERS:
        loss[f"{table}: cells cut at {MOST_CHARACTERS} characters"] += 1
    cell = WriteOnlyCell(sheet, kept[:MOST_CHARACTERS])
    cell.data_type = "s"
    return cell
