"""The little HTML in which TimelineJS shows an event: paragraphs, the status, and links to the sources.

It is written so that it can be read back: what is no prose of the record has a class that says so.
"""

from html import escape
from html.parser import HTMLParser

Link = tuple[str, str, str]  # the id of a source, its address, its words


def plain(text: str) -> str:
    """``text`` as HTML that shows just these characters."""
    return escape(text).replace("\n", "<br>")


def paragraphs(prose: str, status: str, links: list[Link]) -> str:
    """The text of a slide."""
    anchors = [_anchor(*link) for link in links]
    return "".join(
        (
            f"<p>{plain(prose)}</p>" if prose else "",
            f'<p class="status">{plain(status)}</p>' if status else "",
            f'<p class="sources">{"<br>".join(anchors)}</p>' if anchors else "",
        )
    )


def _anchor(id: str, url: str, words: str) -> str:
    href = f' href="{escape(url)}"' if url else ""
    return f'<a data-source="{escape(id)}"{href}>{escape(words)}</a>'


class Slide(HTMLParser):
    """What a slide's HTML says: ``prose``, ``status`` and ``links``."""

    def __init__(self, html: str) -> None:
        """Read ``html``; whatever it may be, only its words are taken."""
        super().__init__(convert_charrefs=True)
        self._into = "prose"
        self._words: dict[str, list[str]] = {"prose": [], "status": [], "sources": []}
        self.links: list[Link] = []
        self.feed(html)
        self.close()

    @property
    def prose(self) -> str:
        """The words of the record itself."""
        return "".join(self._words["prose"]).strip()

    @property
    def status(self) -> str:
        """The name of the status, in whatever language it was written."""
        return "".join(self._words["status"]).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the words that follow belong."""
        said = dict(attrs)
        if tag == "p":
            self._into = said.get("class") or "prose"
            if self._into not in self._words:
                self._into = "prose"
            if self._into == "prose" and self._words["prose"]:
                self._words["prose"].append("\n")
        elif tag == "br":
            self._words[self._into].append("\n")
        elif tag == "a":
            self.links.append((said.get("data-source") or "", said.get("href") or "", ""))

    def handle_endtag(self, tag: str) -> None:
        """After a paragraph the next words are prose again."""
        if tag == "p":
            self._into = "prose"

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if self._into == "sources" and self.links:
            id, url, words = self.links[-1]
            self.links[-1] = (id, url, words + data)
        else:
            self._words[self._into].append(data)
