"""The controlled values of a dataset, each with its English name.

The names are messages: ``language.Language.gettext`` gives the Arabic. The order of each table is
the order in which a page offers its values. Kinds and modes follow CAMEO and PLOVER where those
have a word (https://github.com/openeventdata/PLOVER).
"""

from collections.abc import Mapping
from typing import Literal

Theme = Literal["light", "dark"]


def N_(message: str) -> str:
    """Mark ``message`` for the catalogues; whoever shows it translates it."""
    return message


# The dashboard's pages by the last part of their address.
PAGES: Mapping[str, str] = {
    "": N_("Timeline"),
    "story": N_("Walk through"),
    "topics": N_("Topics"),
    "data": N_("Data"),
    "yours": N_("Your data"),
    "about": N_("About"),
}
KINDS: Mapping[str, str] = {
    "meeting": N_("Meeting"),
    "visit": N_("Visit"),
    "conference": N_("Conference"),
    "phone-call": N_("Phone call"),
    "forum": N_("Forum"),
    "agreement": N_("Agreement"),
    "resolution": N_("Resolution"),
    "credentials": N_("Credentials"),
    "relations-established": N_("Relations established"),
    "statement": N_("Statement"),
    "observance": N_("Observance"),
}
ROLES: Mapping[str, str] = {"contact": N_("Contacts"), "context": N_("Context")}
STATUSES: Mapping[str, str] = {
    "held": N_("Held"),
    "planned": N_("Planned"),
    "postponed": N_("Postponed"),
    "cancelled": N_("Cancelled"),
}
# What is announced and not held is drawn hollow.
HOLLOW = ("planned", "postponed", "cancelled")
# Only a gathering is "held"; the word for that status of other kinds.
_GATHERINGS = ("meeting", "conference", "forum")
_HELD: Mapping[str, str] = {"resolution": N_("Adopted"), "credentials": N_("Presented")}
_TOOK_PLACE = N_("Took place")
LEVELS: Mapping[str, str] = {
    "head-of-state": N_("Heads of state"),
    "head-of-government": N_("Heads of government"),
    "foreign-minister": N_("Foreign ministers"),
    "deputy-foreign-minister": N_("Deputy foreign ministers"),
    "ambassador": N_("Ambassador"),
    "official": N_("Officials"),
}
MODES: Mapping[str, str] = {
    "visit": N_("In person, a visit"),
    "third-party": N_("In person, in a third country"),
    "multilateral": N_("Multilateral"),
    "phone": N_("By telephone"),
    "online": N_("Online"),
}
VERIFICATIONS: Mapping[str, str] = {
    "corroborated": N_("Corroborated"),
    "single-source": N_("Single source"),
    "conflicting": N_("Sources differ"),
}
BASES: Mapping[str, str] = {"stated": N_("stated"), "resolved": N_("worked out")}
# Of the kinds of statements the one that neither party voiced: it is shown, and counted nowhere.
OPINION = "assessment"
STATEMENT_KINDS: Mapping[str, str] = {
    "fact": N_("Facts"),
    "agenda": N_("Agenda"),
    "position": N_("Positions"),
    "commitment": N_("Commitments"),
    OPINION: N_("The writer’s opinion"),
}

# Columns of events.csv whose values are one of a fixed list.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "date_basis": BASES,
    "role": ROLES,
    "kind": KINDS,
    "status": STATUSES,
    "status_reported": STATUSES,
    "level": LEVELS,
    "mode": MODES,
    "verification": VERIFICATIONS,
}


def status(kind: str, status: str) -> str:
    """Name a ``status`` as it is said of a ``kind``; "" where the record does not say."""
    if status == "held" and kind not in _GATHERINGS:
        return _HELD.get(kind, _TOOK_PLACE)
    return STATUSES.get(status, "")
