"""What the server's metrics want to know of Streamlit: how long the script runs, how many pages are open."""

from functools import cache

from streamlit import runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from timeline import metrics


@cache
def watch() -> None:
    """Count from now on, for the whole process; a second call changes nothing."""
    # Around the script itself neither callbacks nor fragments would be seen.
    ScriptRunner._run_script = metrics.rerun(ScriptRunner._run_script)  # type: ignore[method-assign]
    metrics.sessions(lambda: runtime.get_instance()._session_mgr.num_active_sessions())
