"""Which of many texts are the same, and where one of them is, in a few bytes each however long they are.

A column of ids may be as long as a record is: a set of Python's texts would take ten times the room.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]
# Python's texts of so many cells are made at once.
_AT_ONCE = 50_000


def firsts(cells: "pd.Series[str]") -> Mask:
    """Whether each cell is the first with its text."""
    found = np.ones(len(cells), dtype=bool)
    doubtful = np.flatnonzero(shared(cells))
    codes, _ = pd.factorize(cells.iloc[doubtful])
    found[doubtful] = False
    found[doubtful[np.unique(codes, return_index=True)[1]]] = True
    return found


def shared(cells: "pd.Series[str]") -> Mask:
    """Whether another cell may have the text of each: of all that are repeated, and of hardly any other."""
    marks = _marks(cells)
    ordered = np.sort(marks)
    return np.isin(marks, ordered[1:][ordered[1:] == ordered[:-1]])


class Keys:
    """Texts that are all different, to be found again."""

    def __init__(self, cells: "pd.Series[str]") -> None:
        """Keep ``cells``, and sixteen bytes for each."""
        self._cells = cells
        marks = _marks(cells)
        self._order = np.argsort(marks)
        self._marks = marks[self._order]

    def find(self, wanted: "pd.Series[str]") -> npt.NDArray[np.intp]:
        """Where each text is, counted from 0; -1 for one that is not there."""
        found = np.full(len(wanted), -1)
        marks = _marks(wanted)
        at = np.searchsorted(self._marks, marks)
        open = np.arange(len(wanted))
        # Two texts with one mark lie beside each other.
        while len(open := open[at[open] < len(self._marks)]):
            open = open[self._marks[at[open]] == marks[open]]
            places = self._order[at[open]]
            is_it = (self._cells.iloc[places].to_numpy() == wanted.iloc[open].to_numpy()).astype(bool)
            found[open[is_it]] = places[is_it]
            open = open[~is_it]
            at[open] += 1
        return found


def _marks(cells: "pd.Series[str]") -> npt.NDArray[np.uint64]:
    """A number for each cell: the same for equal texts, and hardly ever for others."""
    blocks = (cells.iloc[start : start + _AT_ONCE] for start in range(0, len(cells), _AT_ONCE))
    marks = [pd.util.hash_array(block.to_numpy(dtype="object"), categorize=False) for block in blocks]
    return np.concatenate(marks) if marks else np.empty(0, dtype="uint64")
