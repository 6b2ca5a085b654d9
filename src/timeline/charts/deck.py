"""A deck of pydeck's, made and written down without what nobody here needs."""

import json
import sys

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

# No notebook draws a deck here. For each deck pydeck imports five times what a notebook needs, in vain: a
# tenth of a click's script. It is told what it finds out itself, that there is no such module.
sys.modules.setdefault("pydeck.widget", None)  # type: ignore[arg-type]


class Deck(pdk.Deck):  # type: ignore[misc]  # pydeck comes without types
    """A deck in few letters: pydeck indents it, which takes Python's slow way and a third more room."""

    def to_json(self) -> str:
        """What goes to the browser."""
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))
