"""A store of objects of the tests' own, and who may do what in it."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow.fs as fs
import pytest

OWNER, SECRET = "owner", "the-owners-own-secret"
# Everybody may read what is in this one, and nothing else.
OPEN, CLOSED = "open", "closed"
_IDENTITIES = [
    {
        "name": "owner",
        "credentials": [{"accessKey": OWNER, "secretKey": SECRET}],
        "actions": ["Admin", "Read", "Write", "List"],
    },
    {"name": "anonymous", "actions": [f"Read:{OPEN}"]},
]


@contextmanager
def store(folder: Path, ports: Mapping[str, int]) -> Iterator[str]:
    """Run SeaweedFS, its data in ``folder``, until the block ends; its address, once it answers.

    ``ports`` has one for each of its parts: see ``PARTS``.
    """
    (folder / "identities.json").write_text(json.dumps({"identities": _IDENTITIES}))
    (folder / "data").mkdir()
    command = [str(Path(sys.executable).with_name("weed")), "-logtostderr=true", "server", "-filer", "-s3"]
    command += [f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-volume.max=60"]
    command += [f"-s3.config={folder / 'identities.json'}", "-s3.iam=false", "-master.telemetry=false"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-master.volumeSizeLimitMB=64"]
    command += [f"-{part}={ports[part]}" for part in PARTS]
    said = (folder / "store.log").open("wb")
    with said, subprocess.Popen(command, cwd=folder, stdout=said, stderr=said) as process:
        try:
            address = f"http://127.0.0.1:{ports['s3.port']}"
            _wait_for(address, process, folder / "store.log")
            yield address
        finally:
            process.kill()


PARTS = tuple(f"{part}.port{kind}" for part in ("s3", "master", "volume", "filer") for kind in ("", ".grpc"))


def allow(given: pytest.MonkeyPatch, endpoint: str, who: str = OWNER, secret: str = SECRET) -> None:
    """Say in the environment where the store is, and who asks."""
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": who,
        "AWS_SECRET_ACCESS_KEY": secret,
    }.items():
        given.setenv(name, value)


def owners(address: str) -> fs.S3FileSystem:
    """The way in for who may do everything."""
    return fs.S3FileSystem(
        access_key=OWNER,
        secret_key=SECRET,
        endpoint_override=address,
        region="us-east-1",
        allow_bucket_creation=True,
    )


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            for bucket in (OPEN, CLOSED):
                owners(address).create_dir(bucket)
        except OSError:
            time.sleep(0.1)
        else:
            return
    process.kill()
    raise RuntimeError(f"no store at {address}:\n{log.read_text()}")
