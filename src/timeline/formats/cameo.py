"""What a CAMEO code says of an event: its kind, how the parties met, and which of them came to the other.

CAMEO codes how two actors deal with each other, not about what: Schrodt, CAMEO codebook 1.1b3 (2012).
Codes are strings, since 041 and 41 are not the same.
"""

from dataclasses import dataclass

# The families in which two states deal with each other without conflict, in English and Arabic.
FAMILIES = {
    "03": ("Intent to cooperate", "إبداء نية التعاون"),
    "04": ("Consultation", "تشاور"),
    "05": ("Diplomatic cooperation", "تعاون دبلوماسي"),
    "06": ("Material cooperation", "تعاون مادي"),
}


@dataclass(frozen=True)
class Meaning:
    """``visitor_first`` is None for all but visits; there, whether the first actor is the visitor."""

    kind: str = ""
    mode: str = ""
    visitor_first: bool | None = None


_MEANINGS = {
    "041": Meaning("phone-call", "phone"),
    "042": Meaning("visit", "visit", visitor_first=True),
    "043": Meaning("visit", "visit", visitor_first=False),
    "044": Meaning("meeting", "third-party"),
    "046": Meaning("meeting"),
    "057": Meaning("agreement"),
}
# To praise, defend, rally support for and apologise to: members of family 05 that are words alone.
_SAID = ("051", "052", "053", "055")


def meaning(code: str) -> Meaning:
    """What ``code`` says, or a part of it that has a meaning; nothing where our words have none for it."""
    found = _MEANINGS.get(code[:3])
    if found is None and (code.startswith("03") or code[:3] in _SAID):
        return Meaning("statement")
    return found or Meaning()


def quad_class(code: str) -> str:
    """Verbal or material, cooperation or conflict, as GDELT derives it from the family."""
    family = int(code[:2])
    return "1" if family <= 5 else "2" if family <= 9 else "3" if family <= 14 else "4"


def padded(code: str) -> str:
    """``code`` with the leading zero that a spreadsheet took: no family has a number above 20."""
    return code if len(code) > 1 and code[:2].isdigit() and int(code[:2]) <= 20 else f"0{code}"
