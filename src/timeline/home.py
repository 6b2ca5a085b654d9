"""Where the app's own files lie: the pages, the fonts and basemap, the look, and the record that ships.

In a checkout they stand at its top, where hosting services look for them; an installed wheel carries
the same files in a folder of the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _home(package: Path) -> Path:
    """The folder of ``app.py`` for a package that lies in a wheel, or under ``src`` of a checkout."""
    carried = package / "app"
    return carried if (carried / "app.py").exists() else package.parents[1]


HOME = _home(_PACKAGE)
