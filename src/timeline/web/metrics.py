"""``/metrics``: what the server counts, for Prometheus; and the counting of every answer.

The figures tell how busy a site is, so not everybody may read them: only who asks from this machine, or
from the networks that ``TIMELINE_METRICS`` names. A request that a proxy passed on is refused whoever the
proxy says it is for: such a header can be written by anyone.
"""

import logging
import os
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline import logs, metrics, waited
from timeline.web.apart import apart
from timeline.web.api import PREFIX
from timeline.web.api.endpoints import ENDPOINTS
from timeline.web.crawlers import PAGES
from timeline.web.health import READY
from timeline.web.reply import NO_STORE

Networks = tuple[IPv4Network | IPv6Network, ...]

# Files and Streamlit's own doors, by their folder.
_FOLDERS = ("/app/static/", "/static/", "/_stcore/", "/media/", "/component/", PREFIX)
_OTHER = "other"
_LOOPBACK = "127.0.0.0/8 ::1"
# What proxies add: https://www.rfc-editor.org/rfc/rfc7239, and what was usual before and beside it.
_PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_log = logging.getLogger(__name__)


def routes() -> list[Route]:
    """The route of the figures; a wrong ``TIMELINE_METRICS`` raises ValueError here, at the start."""
    readers = networks(os.environ)

    def figures(request: Request) -> Response:
        if not may_read(request, readers):
            words = "want a request from this machine, or from a network that TIMELINE_METRICS names\n"
            return PlainTextResponse(words, 403, NO_STORE)
        return Response(metrics.exposition(), 200, NO_STORE, metrics.MEDIA_TYPE)

    return [Route("/metrics", apart(figures))]


def networks(environment: Mapping[str, str]) -> Networks:
    """Who may read: ``TIMELINE_METRICS``, addresses or networks with spaces between, or ``off``.

    Without it, this machine only; ValueError if it is anything else.
    """
    said = environment.get("TIMELINE_METRICS", "").split() or _LOOPBACK.split()
    if said == ["off"]:
        return ()
    try:
        return tuple(ip_network(one) for one in said)
    except ValueError as error:
        raise ValueError(f"TIMELINE_METRICS: want off, or addresses and networks ({error})") from None


def may_read(request: Request, readers: Networks) -> bool:
    """Whether the request comes straight from one of the ``readers``."""
    if request.client is None or any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        peer = ip_address(request.client.host)
    except ValueError:  # a socket that has no address
        return False
    # A socket for both kinds of address shows the older ones in the form of the newer.
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped:
        peer = peer.ipv4_mapped
    return any(peer in network for network in readers)


class Counted:
    """ASGI middleware around all others: counts every answer, and logs those that are our own failure."""

    def __init__(self, app: ASGIApp, routes: Iterable[Route] = (), base_path: str = "") -> None:
        """Wrap ``app``; ``routes`` are told from each other, and what Streamlit serves by its folders."""
        self.app = app
        paths = [*(route.path for route in routes), *(f"{PREFIX}{endpoint.path}" for endpoint in ENDPOINTS)]
        self.patterns = {path: compile_path(path)[0] for path in paths}
        self.base_path = base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and note the status of what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        route = self.route(scope["path"])

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Nobody hears it any more, as nginx has it: no failure of ours.
                status = 499 if waited.is_left(waited.asker()) else message["status"]
                metrics.requested(route, status)
                # That a server is not ready is an answer, and is asked for every few seconds.
                if status >= 500 and route != READY:
                    logs.tell(_log, logging.WARNING, "request failed", route=route, status=status)
            await send(message)

        await self.app(scope, receive, counting)

    def route(self, path: str) -> str:
        """The pattern that ``path`` falls under; however many paths are asked for, these are few."""
        path = path.removeprefix(self.base_path)
        if path in PAGES:
            return path
        found = next((name for name, pattern in self.patterns.items() if pattern.match(path)), "")
        return found or next((f"{name}*" for name in _FOLDERS if path.startswith(name)), _OTHER)
