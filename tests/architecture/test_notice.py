"""LICENSE is the whole AGPL, and NOTICE names every installed library with its true licence."""

import hashlib
import re
from importlib.metadata import PackageNotFoundError, distribution, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The AGPL-3.0 as the Free Software Foundation publishes it in plain text.
AGPL_SHA256 = "8486a10c4393cee1c25392769ddd3b2d6c242d6ec7928e1414efff7dfb2f07ef"
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
NAMED = dict(re.findall(r"^- ([a-z0-9-]+): (\S.*)$", NOTICE, re.MULTILINE))
# The package is wrong about its own weights; NOTICE says why.
KNOWN_TO_BE_WRONG = {"nudenet"}


def _locked() -> set[str]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return {
        re.sub(r"[-_.]+", "-", name).lower()
        for name in re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock, re.MULTILINE)
    }


def test_the_licence_is_the_whole_agpl_word_by_word() -> None:
    text = (ROOT / "LICENSE").read_bytes()
    assert hashlib.sha256(text).hexdigest() == AGPL_SHA256
    assert b"How to Apply These Terms to Your New Programs" in text


def test_notice_names_every_library_of_the_lock_and_no_other() -> None:
    locked = _locked()
    assert len(locked) > 40
    assert NAMED.keys() == locked


def test_notice_is_in_alphabetical_order() -> None:
    assert list(NAMED) == sorted(NAMED)


@pytest.mark.parametrize("name", sorted(NAMED.keys() - KNOWN_TO_BE_WRONG))
def test_notice_says_what_the_installed_package_says(name: str) -> None:
    try:
        found = metadata(name)
    except PackageNotFoundError:
        # One is for Windows, the other for Python 3.13.
        assert name in {"colorama", "audioop-lts"}, "everything else is installed"
        return
    declared = found.get_all("License-Expression")
    if declared is not None:
        assert declared == [NAMED[name]]
        return
    # Older packages say it in their own words: the licence's family has to be the same.
    words = f"{found.get_all('License')} {found.get_all('Classifier')}"
    family = NAMED[name].partition("-")[0]
    spoken = {
        "Apache": "Apache|APL",
        "PSF": "PSF|Python Software Foundation",
        "LGPL": "LGPL|LESSER GENERAL PUBLIC",
    }
    assert re.search(spoken.get(family, family), words)


def test_nudenet_still_ships_the_agpl_although_its_metadata_says_mit() -> None:
    assert metadata("nudenet").get_all("License") == ["MIT"]
    shipped = [
        path.read_bytes()
        for path in (Path(str(file.locate())) for file in distribution("nudenet").files or [])
        if path.name == "LICENSE"
    ]
    assert [hashlib.sha256(text).hexdigest() for text in shipped] == [AGPL_SHA256]


@pytest.mark.parametrize(
    "words", ["Yahoo Inc.", "BSD-2-Clause", "NudeNet 320n", "AGPL-3.0", "facebook/ThreatExchange"]
)
def test_notice_names_both_models_and_the_hash(words: str) -> None:
    assert words in NOTICE
