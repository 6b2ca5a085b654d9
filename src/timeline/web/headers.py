"""What a browser may do with anything this server sends, said on every response.

``docs/security.md`` tells what the policy leaves open and why. A response that says one of these
itself, such as a page with a stricter policy of its own, keeps what it says.

Streamlit's page holds inline scripts. They run because the policy names their hashes: no other inline
script does, whoever manages to write one into the record.
"""

import os
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# https://www.w3.org/TR/CSP3/#framework-directive-source-list, without what no host can need.
_ANCESTOR = re.compile(
    r"""\*|'self'|'none'|https?:|(https?://)?(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:([0-9]+|\*))?""",
    re.IGNORECASE,
)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# What a page could ask a visitor for, and this one never does. Copy buttons keep clipboard-write; whoever
# looks at what they copied reads the clipboard, which a browser asks the visitor about.
_DENIED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera"),
    *("display-capture", "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection"),
    *("local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
    *("publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb"),
    *("window-management", "xr-spatial-tracking"),
)
_FAILED = b"Internal Server Error"


class Headers:
    """ASGI middleware, outermost of those that answer; ``scripts`` are inline scripts that pages may run."""

    def __init__(self, app: ASGIApp, scripts: Iterable[str] = ()) -> None:
        """Wrap ``app``; a wrong ``TIMELINE_FRAME_ANCESTORS`` raises ValueError here, at the start."""
        self.app = app
        self.headers = headers(scripts, frame_ancestors(os.environ))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; a failure that nobody answered is answered here, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def saying(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                sent = MutableHeaders(raw=list(message["headers"]))
                for name, value in self.headers.items():
                    sent.setdefault(name, value)
                # Two rules for one thing: frame-ancestors is the one that can name who may embed.
                del sent["x-frame-options"]
                message = {**message, "headers": sent.raw}
            await send(message)

        try:
            await self.app(scope, receive, saying)
        except Exception:
            if not started:
                plain = [(b"content-type", b"text/plain; charset=utf-8")]
                await saying({"type": "http.response.start", "status": 500, "headers": plain})
                await send({"type": "http.response.body", "body": _FAILED})
            raise


def headers(scripts: Iterable[str], ancestors: str) -> dict[str, str]:
    """The headers by name, for pages that run ``scripts`` and that ``ancestors`` may embed."""
    return {
        "content-security-policy": policy(scripts, ancestors),
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": ", ".join(f"{name}=()" for name in _DENIED),
    }


def policy(scripts: Iterable[str], ancestors: str) -> str:
    """The Content-Security-Policy under which the dashboard still works."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    directives = {
        "default-src": "'none'",
        "script-src": f"'self' 'wasm-unsafe-eval' {hashes}".rstrip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        # Left out it would be what scripts are.
        "worker-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": ancestors,
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def frame_ancestors(environment: Mapping[str, str]) -> str:
    """Who may embed the dashboard: ``TIMELINE_FRAME_ANCESTORS``, else anyone; ValueError if it is no list."""
    said = environment.get("TIMELINE_FRAME_ANCESTORS", "").strip(" ")
    # Only spaces part them: a line break here is a mistake, and in a header an attack.
    sources = re.split(" +", said or "*")
    for source in sources:
        if not _ANCESTOR.fullmatch(source):
            raise ValueError(f"TIMELINE_FRAME_ANCESTORS: want *, 'self', 'none' or hosts (got {source!r})")
    return " ".join(sources)


def inline_scripts(page: str) -> list[str]:
    """The text of every inline script in the HTML ``page``, as a hash of it is made."""
    return _INLINE.findall(page)


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()
