"""What the server says of its own life: in words for who reads along, as JSON lines for what collects them.

Nothing that is told here holds a visitor's address or what one searched for. A JSON line gives an
exception's type and place but not its words, which may quote anything; a traceback in text ends with them.
"""

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

FORMS = ("text", "json")


def tell(log: logging.Logger, level: int, event: str, *, words: str = "", **facts: str | int) -> None:
    """Log an ``event`` with its ``facts``; ``words`` say more to a reader than a list of these would."""
    told = {"event": event, "facts": {**facts, **({"message": words} if words else {})}}
    listed = ", ".join(f"{name} {value}" for name, value in facts.items())
    log.log(level, "%s", words or f"{event}: {listed}", extra=told)


def start(environment: Mapping[str, str], stream: TextIO | None = None) -> None:
    """Log as ``TIMELINE_LOG`` says: ``text`` (the default: warnings in words) or ``json`` (all events).

    Lines go to ``stream``, else to standard error. Any other value raises ValueError.
    """
    form = environment.get("TIMELINE_LOG", "").strip() or "text"
    if form not in FORMS:
        raise ValueError(f"TIMELINE_LOG: want text or json (got {form!r})")
    if form == "text":
        return
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    logging.root.addHandler(handler)
    logging.getLogger("timeline").setLevel(logging.INFO)
    in_one_form()


def in_one_form() -> None:
    """Have whoever logs by now in a form of its own, such as Streamlit and its server, go on in JSON lines.

    Nothing changes where the log is in words.
    """
    forms = [handler.formatter for handler in logging.root.handlers]
    lines = next((form for form in forms if isinstance(form, JsonLines)), None)
    for logger in list(logging.root.manager.loggerDict.values()) if lines else ():
        for handler in logger.handlers if isinstance(logger, logging.Logger) else ():
            handler.setFormatter(lines)
    # Streamlit leaves uvicorn's messages of failures to nobody, and Python prints those as they are.
    if lines and logging.lastResort:
        logging.lastResort.setFormatter(lines)


class JsonLines(logging.Formatter):
    """One JSON object a record, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time (UTC, RFC 3339), level and event with its facts; of others, the logger and its message."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        if hasattr(record, "event"):
            line |= {"event": record.event, **getattr(record, "facts", {})}
        else:
            line |= {"event": "message", "logger": record.name, "message": record.getMessage()}
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "at": _places(record.exc_info[1])}
        return json.dumps(line, ensure_ascii=False)


def _places(error: BaseException | None) -> list[str]:
    """Where ``error`` came through, the innermost last."""
    found = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{place.filename}:{place.lineno} {place.name}" for place in found]
