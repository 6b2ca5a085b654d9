"""Every address that docs/sharing.md gives as an example answers, with the media type that it states."""

import re
from urllib.request import Request, urlopen

import pytest

from tests.conftest import ROOT

EXAMPLES = re.findall(
    r"^\| `(/[^`]*)` \| `([^`]+)` \|",
    (ROOT / "docs" / "sharing.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) > 15


@pytest.mark.parametrize(("address", "media"), EXAMPLES, ids=[address for address, _ in EXAMPLES])
def test_an_example_answers_with_its_media_type(served: str, address: str, media: str) -> None:
    with urlopen(Request(f"{served}{address}", headers={"accept": "text/html,*/*"})) as answer:
        assert (answer.status, answer.headers.get_content_type()) == (200, media)
