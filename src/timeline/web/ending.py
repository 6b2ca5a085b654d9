"""How long the server waits for its clients when it is told to stop.

Streamlit leaves uvicorn's own answer, which is for ever: one client that takes a long answer slowly would
hold up each restart until somebody kills the process.
"""

import asyncio
from typing import Any

import uvicorn

# Seconds for answers under way; what takes longer is broken off, and its client asks another replica.
PATIENCE = 5


def end_in_time() -> None:
    """Give every server of this process so long from the moment that it is told to stop."""
    shutdown = uvicorn.Server.shutdown

    async def within(self: uvicorn.Server, *sockets: Any, **named: Any) -> None:
        self.config.timeout_graceful_shutdown = PATIENCE
        await shutdown(self, *sockets, **named)
        # What was broken off has bytes left that nobody takes, and would keep its socket.
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)

    uvicorn.Server.shutdown = within  # type: ignore[method-assign]
