"""What the server does around Streamlit's runs of the script: each in its turn, timed, and pages counted.

A run that its visitor has left, for another one or for good, leaves its question.
"""

from functools import cache

from streamlit import runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from timeline import metrics, turns, waited

_ask_to_stop = ScriptRunner.request_stop


@cache
def watch() -> None:
    """From now on, for the whole process; a second call changes nothing."""
    # Around the script itself neither callbacks nor fragments would be seen. A visitor who waits for a turn
    # waits for the answer: the time counts.
    in_turn = turns.taken(ScriptRunner._run_script)
    ScriptRunner._run_script = metrics.rerun(in_turn)  # type: ignore[method-assign]
    # A run looks whether it is to stop when it sends something; at a question it would go on to the end.
    ScriptRunner.request_stop = _stop_and_leave  # type: ignore[method-assign]
    metrics.sessions(lambda: runtime.get_instance()._session_mgr.num_active_sessions())


def _stop_and_leave(self: ScriptRunner) -> None:
    # First the one: what has been left may find out at once, and then has to know that it is to stop.
    _ask_to_stop(self)
    thread = self._script_thread
    if thread and thread.is_alive():
        waited.leave(thread)
