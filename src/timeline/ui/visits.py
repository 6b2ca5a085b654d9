"""What the server does around Streamlit's runs of the script: each in its turn, timed, and pages counted.

A run that its visitor has left, for another one or for good, leaves its question.
"""

from collections.abc import Callable
from functools import cache, wraps

from streamlit import runtime
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from timeline import metrics, turns, waited


@cache
def watch() -> None:
    """From now on, for the whole process; a second call changes nothing."""
    # Around the script itself neither callbacks nor fragments would be seen. A visitor who waits for a turn
    # waits for the answer: the time counts.
    in_turn = turns.taken(ScriptRunner._run_script)
    ScriptRunner._run_script = metrics.rerun(in_turn)  # type: ignore[method-assign]
    ScriptRunner.request_stop = _leaving(ScriptRunner.request_stop)  # type: ignore[method-assign, assignment]
    metrics.sessions(lambda: runtime.get_instance()._session_mgr.num_active_sessions())


def _leaving(stop: Callable[[ScriptRunner], None]) -> Callable[[ScriptRunner], None]:
    """A run looks for a request to stop whenever it sends something: at a question it would go on."""

    @wraps(stop)
    def stop_and_leave(run: ScriptRunner) -> None:
        # What has been left may find out at once, and then has to know that it is to stop.
        stop(run)
        thread = run._script_thread
        if thread and thread.is_alive():
            waited.leave(thread)

    return stop_and_leave
