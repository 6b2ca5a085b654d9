"""One spelling for the many: what a reader types finds what the record wrote.

Arabic writes one word with or without vowel signs and hamza, Latin with or without accents.
``fold`` is applied to the data and to the query alike, so that it can never favour one of them.
"""

import unicodedata
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


def fold(text: str) -> str:
    """Return ``text`` without case, accents, tashkeel, hamza and the forms of alef, ya and ta marbuta.

    Punctuation becomes a space and runs of space become one.
    """
    return " ".join([word for one in text.split() if (word := _folded(one))])


def words(query: str) -> tuple[str, ...]:
    """Return the folded words of ``query``, in their order, without those that another one contains.

    A word is found wherever the text contains it, so that these would be looked for again in vain.
    """
    asked = dict.fromkeys(fold(query).split())
    return tuple(word for word in asked if not any(word in other for other in asked if other != word))


@lru_cache(maxsize=2**16)  # A large record says millions of words, and few different ones.
def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word).casefold().translate(_SAME_LETTER)
    kept = (_kept(letter) for letter in unicodedata.normalize("NFKD", letters))
    return " ".join("".join(kept).split())


def _kept(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind[0] == "M" or kind == "Cf":
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(letter))
    return letter if kind[0] in "LN" else " "
