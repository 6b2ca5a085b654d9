"""The files of one published npm package, without installing it.

Fonts and map outlines come from npm packages, pinned by version. Packing one fetches its
archive from whichever registry the machine's npm is set to use and runs none of its code.
"""

import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory


def packed_files(package: str) -> dict[str, bytes]:
    """The files of ``name@version``, by their path inside the package."""
    with TemporaryDirectory() as folder:
        command = ["npm", "pack", package, "--silent", "--ignore-scripts", "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
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
