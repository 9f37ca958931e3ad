"""A model that was added is there whole or not at all, whenever the machine stops."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from classifiers.installed import install, installed_manifests
from classifiers.manifest import read_manifest
from classifiers.offers import OfferRefused
from classifiers.registry import open_cascade, verify_models
from tests.commands.shell import ROOT, environment
from tests.unit.classifiers.offered import BLIND, SEEING, offered

BRIGHTER = ((0.5, 0.0), (0.0, 1.0), (0.0, 0.0))
# Dies as at a power cut, when a file is about to be on the disk.
DEATH = f"""
import os, sys
from pathlib import Path
from classifiers.installed import install
from tests.unit.classifiers.offered import offered

written = []

def fsync(descriptor):
    written.append(descriptor)
    if len(written) == int(sys.argv[2]):
        os._exit(9)

os.fsync = fsync
place = Path(sys.argv[1])
install(*offered(place / "offer", {BRIGHTER}), place / "data")
"""


def files(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "models").iterdir())


def test_nothing_is_installed_where_there_is_no_folder(tmp_path: Path) -> None:
    assert installed_manifests(tmp_path / "none") == ()
    assert list(tmp_path.iterdir()) == []


def test_added_model_is_opened_with_the_built_in_ones(tmp_path: Path) -> None:
    offer, weights = offered(tmp_path / "offer")

    manifest = install(offer, weights, tmp_path / "data")

    assert installed_manifests(tmp_path / "data") == (manifest,)
    assert open_cascade([manifest]).stages[-1].first.id == "reddish"
    assert read_manifest(manifest).file.sha256 == hashlib.sha256(weights).hexdigest()
    assert len(files(tmp_path / "data")) == 2


def test_model_that_does_not_see_the_canary_is_not_added(tmp_path: Path) -> None:
    offer, weights = offered(tmp_path / "offer", BLIND)

    with pytest.raises(OfferRefused, match=r"does not tell it from a blank.*Nothing was changed"):
        install(offer, weights, tmp_path / "data")

    assert files(tmp_path / "data") == []


def test_model_that_is_refused_leaves_the_older_one_as_it_was(tmp_path: Path) -> None:
    install(*offered(tmp_path / "offer"), tmp_path / "data")
    before = files(tmp_path / "data")

    with pytest.raises(OfferRefused):
        install(*offered(tmp_path / "offer", BLIND), tmp_path / "data")

    assert files(tmp_path / "data") == before
    assert verify_models(installed_manifests(tmp_path / "data"))[-1].ok


def test_newer_weights_take_the_place_of_older_ones(tmp_path: Path) -> None:
    install(*offered(tmp_path / "offer"), tmp_path / "data")
    offer, weights = offered(tmp_path / "offer", BRIGHTER)

    manifest = install(offer, weights, tmp_path / "data")
    assert install(offer, weights, tmp_path / "data") == manifest

    assert len(files(tmp_path / "data")) == 2
    assert read_manifest(manifest).file.sha256 == hashlib.sha256(weights).hexdigest()


@pytest.mark.parametrize("write", [1, 2])
def test_death_while_it_is_written_changes_nothing_and_is_swept_up(
    tmp_path: Path, write: int
) -> None:
    manifest = install(*offered(tmp_path / "offer", SEEING), tmp_path / "data")
    before = manifest.read_text(encoding="utf-8")

    died = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", DEATH, str(tmp_path), str(write)],
        cwd=ROOT,
        env=environment(tmp_path),
        check=False,
    )

    assert died.returncode == 9
    assert [name for name in files(tmp_path / "data") if ".part" in name]
    assert installed_manifests(tmp_path / "data") == (manifest,)
    assert manifest.read_text(encoding="utf-8") == before
    assert verify_models([manifest])[-1].ok

    install(*offered(tmp_path / "offer", BRIGHTER), tmp_path / "data")
    assert len(files(tmp_path / "data")) == 2


def test_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(OfferRefused, match=r"models cannot be written to \(Not a directory\)"):
        install(*offered(tmp_path / "offer"), tmp_path / "data")


def test_altered_file_is_found_when_it_is_checked(tmp_path: Path) -> None:
    manifest = install(*offered(tmp_path / "offer"), tmp_path / "data")
    (weights,) = (tmp_path / "data" / "models").glob("*.onnx")
    content = weights.read_bytes()
    weights.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    check = verify_models([manifest])[-1]
    assert (check.ok, "has sha256" in check.detail) == (False, True)
    os.truncate(weights, 5)
    assert "has 5 bytes" in verify_models([manifest])[-1].detail
