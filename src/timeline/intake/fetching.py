"""A published sheet by its address, where the operator allows outgoing requests.

An address that a visitor gives must not reach what only the server can: every host on the way is
resolved once, refused unless all its addresses are public, and then spoken to at that very address.
"""

import http.client
import ipaddress
import os
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from timeline.vocabulary import N_

MOST_BYTES = 20_000_000
SECONDS = 15.0
MOST_STEPS = 5
_PIECE = 65_536


class Refused(ValueError):
    """An address that was not read; the text is a message id."""


def is_allowed(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this server may fetch: ``TIMELINE_FETCH=on``."""
    return environment.get("TIMELINE_FETCH", "").strip().lower() == "on"


def fetch(address: str, *, most_bytes: int = MOST_BYTES) -> tuple[str, bytes]:
    """The name and the bytes of the file at ``address``; Refused says why there is none."""
    end = time.monotonic() + SECONDS
    for _ in range(MOST_STEPS):
        host, port, path = _parts(address)
        connection = _Vetted(host, port, public_address(host, port))
        # A server that says little at a time would keep each wait short.
        left = max(end - time.monotonic(), 0.1)
        connection.timeout = left
        watch = threading.Timer(left, connection.cut)
        watch.daemon = True
        watch.start()
        try:
            connection.request(
                "GET", path, headers={"User-Agent": "diplomatic-timeline", "Accept": "text/csv, */*"}
            )
            reply = connection.getresponse()
            if reply.status in (301, 302, 303, 307, 308):
                address = _onward(address, reply.headers.get("location", ""))
                continue
            if reply.status != 200:
                raise Refused(N_("The server at that address gives no file."))
            return _name(path), _body(reply, most_bytes, end)
        except (OSError, http.client.HTTPException) as error:
            raise Refused(N_("The server at that address does not answer.")) from error
        finally:
            watch.cancel()
            connection.end()
    raise Refused(N_("The server at that address gives no file."))


def public_address(host: str, port: int) -> str:
    """An address of ``host``; Refused if any that it has is private, local or reserved."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise Refused(N_("No server has that name.")) from error
    if not found or not all(_is_public(str(one)) for one in found):
        raise Refused(N_("That address is not on the public internet."))
    return str(sorted(found, key=str)[0])


def _is_public(address: str) -> bool:
    number = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None) or number
    # Python counts some of these as global. In those for NAT64 and of old any IPv4 address may be written.
    is_odd = number.is_multicast or number.is_reserved or getattr(number, "is_site_local", False)
    return bool(number.is_global and inner.is_global and not is_odd)


def _parts(address: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(address.strip())
        port = parts.port or 443
    except ValueError as error:
        raise Refused(N_("Give an address that begins with https://.")) from error
    if parts.scheme != "https" or not parts.hostname or parts.username or port != 443:
        raise Refused(N_("Give an address that begins with https://."))
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    if not path.isascii() or any(letter <= " " for letter in path):
        raise Refused(N_("Give an address that begins with https://."))
    return parts.hostname, port, path


def _onward(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError as error:
        raise Refused(N_("The server at that address gives no file.")) from error


def _body(reply: http.client.HTTPResponse, most_bytes: int, end: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := reply.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > most_bytes:
            raise Refused(N_("The file at that address is too large."))
        if time.monotonic() > end:
            break
    # A connection that was cut ends as a whole file does.
    if time.monotonic() > end:
        raise Refused(N_("The server at that address does not answer."))
    return b"".join(pieces)


def _name(path: str) -> str:
    last = path.partition("?")[0].rpartition("/")[2]
    return last if "." in last else f"{last or 'sheet'}.csv"


class _Vetted(http.client.HTTPSConnection):
    """HTTPS to a host at an address that was looked at, whatever its name resolves to by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self._tls)
        self._address = address
        self._plain: socket.socket | None = None

    def connect(self) -> None:
        """Open the connection; the certificate must be the host's."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        # The handshake may be drawn out as well.
        self._plain = plain.dup()
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End the connection, whatever waits for it."""
        with suppress(OSError):
            if self._plain:
                self._plain.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Close the connection, and what it could be cut by; an answer alone may close the former before."""
        self.close()
        if self._plain:
            self._plain.close()
