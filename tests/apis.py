"""The API for tests: where it is, and one that is mounted on nothing."""

from starlette.applications import Starlette

from timeline.web import api

V1 = "/api/v1"
LOCAL = "http://localhost:8501"
FORMATS = ("events", "events.csv", "events.geojson")
HOSTILE = (
    '<script>alert(1)</script>"]]>',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\u202egnp.exe\u2066",
    "x" * 10_000,
    "one\r\ntwo",
)


def mounted() -> api.Api:
    """The API before a server that has nothing of its own."""
    return api.Api(Starlette())
