"""Which files of Streamlit's own a dashboard with charts will need.

Streamlit cuts its JavaScript into chunks with a hash in each name, and asks for a chart's only when the
first chart arrives. Its build leaves a manifest that says which chunk needs which.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from timeline.home import folder_of

# As the chunks are named in the manifest; the timeline's is by far the largest.
CHARTS = ("PlotlyChart", "DeckGlJsonChart")
_PAGE = "index.html"

Manifest = Mapping[str, Mapping[str, Any]]


def hints(names: Iterable[str] = CHARTS) -> str:
    """``modulepreload`` links for the chunks of ``names`` that the page does not ask for by itself."""
    manifest = _manifest()
    paged = _closure(manifest, [_PAGE])
    wanted = [file for file in _closure(manifest, _keys(manifest, names)) if file not in paged]
    return "\n".join(f'<link rel="modulepreload" crossorigin href="./{file}">' for file in wanted)


def needed(names: Iterable[str] = CHARTS) -> list[str]:
    """The JavaScript that the page and then the elements ``names`` load, in that order."""
    manifest = _manifest()
    return _closure(manifest, [_PAGE, *_keys(manifest, names)])


def static() -> Path:
    """The folder that Streamlit serves its page from; found without importing Streamlit."""
    return folder_of("streamlit") / "static"


@cache
def _manifest() -> Manifest:
    """What Streamlit's build says of its files; nothing if a later one says it otherwise."""
    try:
        read = json.loads((static() / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _keys(manifest: Manifest, names: Iterable[str]) -> list[str]:
    named = {entry.get("name"): key for key, entry in manifest.items() if entry.get("isDynamicEntry")}
    return [named[name] for name in names if name in named]


def _closure(manifest: Manifest, keys: Iterable[str]) -> list[str]:
    """The files of ``keys`` and of all that they import, each once, what needs others first."""
    found: dict[str, None] = {}
    waiting = list(keys)
    seen = set(waiting)
    for key in waiting:
        entry = manifest.get(key, {})
        if str(entry.get("file", "")).endswith(".js"):
            found[entry["file"]] = None
        new = [one for one in entry.get("imports", ()) if one not in seen]
        seen.update(new)
        waiting.extend(new)
    return list(found)
