"""Method, sources, what is not known, how to cite."""

from timeline.ui import about, view

about.show(view.current())
