"""One spelling for the many: what a reader types finds what the record wrote.

Arabic writes one word with or without vowel signs and hamza, Latin with or without accents.
``fold`` is applied to the data and to the query alike, so that it can never favour one of them.
"""

import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

# Letters that decomposition leaves whole. Farsi ya and kaf stand where an Arabic keyboard has its own.
_SAME_LETTER = str.maketrans(
    {
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ء": None,
        "ـ": None,
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "’": "'",
        "ʼ": "'",
    }
)

# No word that many texts say is longer. What is without spaces may be as long as a file, and is not kept.
_LONGEST = 60


def fold(text: str) -> str:
    """Return ``text`` without case, accents, tashkeel, hamza and the forms of alef, ya and ta marbuta.

    Punctuation becomes a space and runs of space become one.
    """
    folded = [_folded(one) if len(one) <= _LONGEST else _folded.__wrapped__(one) for one in text.split()]
    return " ".join(filter(None, folded))


def words(query: str) -> tuple[str, ...]:
    """Return the folded words of ``query``, in their order, without those that another one contains.

    A word is found wherever the text contains it, so that these would be looked for again in vain.
    """
    asked = dict.fromkeys(fold(query).split())
    return tuple(word for word in asked if not any(word in other for other in asked if other != word))


def places(text: str, asked: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where ``text``, as it is written, has what ``words`` gave: from which letter up to which, in order.

    Signs that fold to nothing belong to the letter before them; places that touch are one.
    """
    if not asked:
        return
    known = {letter: _letters(letter) for letter in set(text)}
    folded = "".join(known[letter] for letter in text)
    at = [place for place, letter in enumerate(text) for _ in known[letter]]
    found = (
        (at[start], max(at[end - 1] + 1, *at[end : end + 1] or [len(text)]))
        for word in asked
        for start, end in _occurrences(word, folded)
    )
    first = last = 0
    for start, end in sorted(found):
        if start > last:
            if last:
                yield first, last
            first = start
        last = max(last, end)
    if last:
        yield first, last


def _occurrences(word: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + len(word))


@lru_cache(maxsize=2**16)  # A large record says millions of words, and few different ones.
def _folded(word: str) -> str:
    return " ".join(_letters(word).split())


def _letters(text: str) -> str:
    """Each letter as it is compared; what is none as a space."""
    letters = unicodedata.normalize("NFKD", text).casefold().translate(_SAME_LETTER)
    return "".join(map(_kept, unicodedata.normalize("NFKD", letters)))


def _kept(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind[0] == "M" or kind == "Cf":
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(letter))
    return letter if kind[0] in "LN" else " "
