"""A file as people really have it becomes the record's tables, and nothing is guessed in silence.

``read_file`` takes a CSV or XLSX file in whatever encoding, with whatever separator, column names and
dates, and returns the frames that ``dataset.draft`` takes. Whatever it had to work out is a ``Note``;
whatever it could not read for certain is a ``Fault``, and the cell stays as it was written.
"""

from timeline.intake.notes import Note
from timeline.intake.reading import MOST_BYTES, Intake, read_bytes, read_file
from timeline.intake.settling import settle, sound

__all__ = ["MOST_BYTES", "Intake", "Note", "read_bytes", "read_file", "settle", "sound"]
