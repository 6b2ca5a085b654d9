"""The dashboard on any dataset, from a checkout or an installed wheel, wherever it is called."""

import os
import runpy
import sys
from pathlib import Path

from timeline.home import HOME
from timeline.objects import is_address


def serve(data: str, port: int) -> None:
    """Run Streamlit where the app lies, on the dataset in ``data``, until it is stopped."""
    os.environ["TIMELINE_DATA"] = data if is_address(data) else str(Path(data).resolve())
    # Streamlit looks for its configuration, and the pages for their icon, where it is run.
    os.chdir(HOME)
    sys.argv = ["streamlit", "run", str(HOME / "app.py"), "--server.port", str(port)]
    runpy.run_module("streamlit", run_name="__main__")
