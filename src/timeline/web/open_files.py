"""How many files the server may have open.

A visitor takes four: a websocket, and what Streamlit's session waits with. Most systems let a program have
1,024 unless it asks for more, which is 250 visitors; the next one ends the process, since neither Streamlit
nor DuckDB can go on without.
"""

from contextlib import suppress


def allow_many() -> None:
    """Ask for as many as whoever runs this lets it have."""
    # Some systems have no such limit, or refuse what they say it is: then it stays as it was.
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
