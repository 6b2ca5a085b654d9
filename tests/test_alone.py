"""The server asks nobody where it is, and an upload touches no disk."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser
from streamlit import net_util

from timeline.ui.alone import keep_to_itself

ROOT = Path(__file__).resolve().parents[1]
# What a start prints, and whom it asks meanwhile, with or without the app.
START = """
import json, sys
import requests
asked = []
requests.get = lambda url, **_: asked.append(url)
if sys.argv[1] == "app":
    import app
from streamlit import config
from streamlit.web import bootstrap
config.get_config_options()
bootstrap._print_url(False)
print(json.dumps(asked))
"""


def asked_by(start: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", START, start], cwd=ROOT, capture_output=True, check=True)
    found: list[str] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def test_the_start_asks_nobody_for_the_address_of_the_machine() -> None:
    assert asked_by("app") == []
    # Else the test would see nothing, whoever were asked.
    assert asked_by("streamlit")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    monkeypatch.setattr(MultiPartParser, "spool_max_size", MultiPartParser.spool_max_size)
    keep_to_itself()


def is_in_memory(megabytes: int) -> bool:
    """Whether an upload of this size went through no file."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = head + b"a" * (megabytes * 2**20) + b"\r\n--x--\r\n"

    async def form() -> bool:
        async def stream() -> AsyncGenerator[bytes, None]:
            yield body

        parser = MultiPartParser(Headers({"content-type": "multipart/form-data; boundary=x"}), stream())
        file = (await parser.parse())["file"]
        assert isinstance(file, UploadFile)
        await file.close()
        return file._in_memory

    return asyncio.run(form())


def test_an_upload_goes_through_a_file_as_starlette_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 2**20)

    assert not is_in_memory(2)


def test_an_upload_stays_in_memory(alone: None) -> None:
    assert is_in_memory(2)
    assert is_in_memory(50)
