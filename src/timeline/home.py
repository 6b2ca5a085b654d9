"""Where the app's own files lie: the pages, the fonts and basemap, the look, and the record that ships.

In a checkout they stand at its top, where hosting services look for them; an installed wheel carries
the same files in a folder of the package. Where other packages lie is asked for here too.
"""

from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _home(package: Path) -> Path:
    """The folder of ``app.py`` for a package that lies in a wheel, or under ``src`` of a checkout."""
    carried = package / "app"
    return carried if (carried / "app.py").exists() else package.parents[1]


def folder_of(package: str) -> Path:
    """The folder of an installed package, found without importing it."""
    found = find_spec(package)
    return Path(found.origin if found and found.origin else "").parent


HOME = _home(_PACKAGE)
