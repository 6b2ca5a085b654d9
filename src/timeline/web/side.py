"""The filters of the first paint: links and a search form, which need no script."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from timeline import vocabulary
from timeline.html.text import isolated
from timeline.presets import chosen_preset, presets
from timeline.selection import LONGEST_SEARCH, Selection
from timeline.topics import FIRST_TOPICS
from timeline.view import View
from timeline.web.request import link

# Label, address, how many events it would show, whether it is chosen.
Pill = tuple[str, str, int | None, bool]


def side(view: View, root: str) -> str:
    """The whole column."""
    say, counts = view.language.gettext, view.store.facets(view.asked)
    verdicts = _values(view, root, "verification", vocabulary.VERIFICATIONS, counts)
    clear = escape(link(root, "/", view.selection.without_filters()))
    topics = list(counts["topic"])[:FIRST_TOPICS]
    topics += [topic for topic in view.selection.topic if topic not in topics]
    return (
        f'<aside class="side"><div class="sect"><h2>{say("Filters")}</h2>'
        f'<a href="{clear}">{say("Clear all")}</a></div>{_search(view, root)}'
        f"{_group(say('Dates'), _presets(view, root))}"
        f"{_group(say('Topics'), _values(view, root, 'topic', topics, counts))}"
        f"{_group(say('Kind'), _values(view, root, 'kind', vocabulary.KINDS, counts))}"
        f"{_group(say('Role'), _values(view, root, 'role', vocabulary.ROLES, counts))}"
        f"{_group(say('Verification'), verdicts)}"
        "</aside>"
    )


def _search(view: View, root: str) -> str:
    say = view.language.gettext
    others = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in view.selection.to_pairs()
        if name != "q"
    )
    return (
        f'<form action="{escape(root)}/"><label for="first-q">{say("Search")}</label>'
        f'<input id="first-q" name="q" value="{escape(view.selection.q)}" maxlength="{LONGEST_SEARCH}" '
        f'placeholder="{escape(say("Title, place, topic, statement"))}">{others}</form>'
    )


def _presets(view: View, root: str) -> Iterator[Pill]:
    offered = presets(view)
    here = chosen_preset(view, offered)
    for id, (label, chosen) in offered.items():
        yield label, link(root, "/", chosen), view.would_show(chosen), id == here


def _values(
    view: View, root: str, name: str, offered: Iterable[str], counts: Mapping[str, Mapping[str, int]]
) -> Iterator[Pill]:
    """A link for each value that would show an event or is chosen; to a chosen one, to be without it."""
    chosen: tuple[str, ...] = getattr(view.selection, name)
    for id in offered:
        if id in counts[name] or id in chosen:
            other = _toggled(view.selection, name, id)
            yield view.named(name, id), link(root, "/", other), counts[name].get(id, 0), id in chosen


def _toggled(selection: Selection, name: str, id: str) -> Selection:
    chosen: tuple[str, ...] = getattr(selection, name)
    return selection.dropping(name, id) if id in chosen else selection.with_(**{name: (*chosen, id)})


def _group(name: str, pills: Iterable[Pill]) -> str:
    items = "".join(
        f'<a class="pill" href="{escape(address)}"{" aria-current=true" if chosen else ""}>'
        f"{isolated(label)} <small>{number}</small></a>"
        for label, address, number, chosen in pills
    )
    return f"<h3>{name}</h3><div>{items}</div>" if items else ""
