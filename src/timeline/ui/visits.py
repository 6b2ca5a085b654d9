"""What the server does around Streamlit's runs of the script: each in its turn, timed, and pages counted."""

from functools import cache

from streamlit import runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from timeline import metrics, turns


@cache
def watch() -> None:
    """From now on, for the whole process; a second call changes nothing."""
    # Around the script itself neither callbacks nor fragments would be seen. A visitor who waits for a turn
    # waits for the answer: the time counts.
    in_turn = turns.taken(ScriptRunner._run_script)
    ScriptRunner._run_script = metrics.rerun(in_turn)  # type: ignore[method-assign]
    metrics.sessions(lambda: runtime.get_instance()._session_mgr.num_active_sessions())
