"""The columns of a record in the reader's words."""

from collections.abc import Mapping

from timeline.language import Language
from timeline.tables import in_language
from timeline.vocabulary import N_

NAMES: Mapping[str, str] = {
    "": N_("Not used"),
    "id": N_("Identifier"),
    "date": N_("Date"),
    "start": N_("First day"),
    "end": N_("Last day"),
    "title": N_("Title"),
    "title_en": N_("Title in English"),
    "title_ar": N_("Title in Arabic"),
    "summary": N_("Summary"),
    "summary_en": N_("Summary in English"),
    "summary_ar": N_("Summary in Arabic"),
    "note": N_("Note"),
    "note_en": N_("Note in English"),
    "note_ar": N_("Note in Arabic"),
    "date_basis": N_("Stated or worked out"),
    "role": N_("Role"),
    "kind": N_("Kind"),
    "status": N_("Status"),
    "status_reported": N_("Status as reported"),
    "level": N_("Level"),
    "mode": N_("Format"),
    "parties": N_("Parties"),
    "place": N_("Place"),
    "topics": N_("Topics"),
    "part_of": N_("Part of"),
    "verification": N_("Verification"),
    "cameo": N_("CAMEO code"),
    "modified": N_("Last changed"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "source": N_("Source"),
    "sources": N_("Sources"),
    "source_url": N_("Address of the source"),
    "source_urls": N_("Addresses of the sources"),
    "source_title": N_("Title of the source"),
}


def named(column: str, language: Language) -> str:
    """What a column is called; one that is none of ours keeps the name that it has."""
    base, tag = in_language(column)
    if base in NAMES and tag and column not in NAMES:
        return f"{language.gettext(NAMES[base])} ({language.language_name(tag)})"
    return language.gettext(NAMES[column]) if column in NAMES else column
