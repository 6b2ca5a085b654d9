"""How to read the page: what its marks, its words and a click mean, for who sees it for the first time."""

from timeline.language import Language


def how_to_read(language: Language) -> str:
    """A door beside the answer, closed until it is asked for."""
    say = language.gettext
    hatched = '<i class="stretch hatched" aria-hidden="true"></i>'
    hollow = '<i class="dot hollow" aria-hidden="true"></i>'
    points = (
        ("", say("Contacts are events in which both parties took part; context is what surrounds them.")),
        (hatched, say("Hatched: the event fell within this time; on which day is not known.")),
        (hollow, say("Hollow: announced, and not known to have been held.")),
        (
            "",
            say("Corroborated: a second source reports it. Sources differ: what each of them says is shown."),
        ),
        (
            "",
            say(
                "A click on a mark, a place or a card shows all that is known of an event, with its sources."
            ),
        ),
        (
            "",
            say(
                "Dates are chosen by dragging across the strip of the whole record or,"
                " with a mouse, across the timeline itself."
            ),
        ),
    )
    items = "".join(f"<li>{mark}<span>{words}</span></li>" for mark, words in points)
    return f'<details class="how"><summary>{say("How to read this")}</summary><ul>{items}</ul></details>'
