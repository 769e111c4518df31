"""Nothing that kg needs to run is under a licence that would bind those who use it."""

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.conftest import ROOT

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
RUNTIME = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
EXCEPTIONS = {
    "tld": "offered under MPL-1.1, GPL-2.0 or LGPL-2.1 at the user's choice; MPL-1.1 is chosen",
}


def licences(name: str) -> str:
    """All that a package says about its licence, in one line; texts of licences are cut to their first line."""
    about = metadata(name)
    classifiers = [text for text in about.get_all("Classifier") or [] if text.startswith("License ::")]
    named = [about.get("License-Expression") or "", (about.get("License") or "").partition("\n")[0]]
    return " | ".join(filter(None, [*named, *classifiers]))


@pytest.mark.parametrize("name", RUNTIME)
def test_no_copyleft_at_run_time(name: str) -> None:
    try:
        said = licences(name)
    except PackageNotFoundError:
        pytest.skip("in the lock for another version of Python")
    assert said, "says no licence"
    if name not in EXCEPTIONS:
        assert not re.search(r"GPL|General Public License", said), said


def test_exceptions_are_still_needed() -> None:
    assert all("GPL" in licences(name) for name in EXCEPTIONS)
