"""A manifest is read strictly, and errors name the key."""

import sys
from pathlib import Path

import pytest

from bot.domain.errors import StartRefused
from classifiers.manifest import BUILT_IN, Kind, Manifest, read_manifest
from tests.unit.classifiers.third_model import write_third_model


def changed(folder: Path, old: str, new: str) -> Path:
    path = write_third_model(folder)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_built_in_manifests_name_the_two_models() -> None:
    manifests = [read_manifest(path) for path in BUILT_IN]

    assert [manifest.id for manifest in manifests] == ["open_nsfw", "nudenet"]
    assert [manifest.kind for manifest in manifests] == [Kind.OPEN_NSFW, Kind.NUDENET]


def test_every_built_in_model_has_a_golden_score(open_nsfw_manifest: Manifest) -> None:
    goldens = [read_manifest(path).golden for path in BUILT_IN]

    # A score near zero could not tell a blind model from a seeing one.
    assert all(golden is not None and golden.score - golden.tolerance > 0.05 for golden in goldens)


def test_packages_of_the_models_are_found_but_not_imported() -> None:
    before = set(sys.modules)

    read_manifest(BUILT_IN[1])

    assert "nudenet" not in set(sys.modules) - before
    assert "cv2" not in sys.modules


def test_further_model_lies_beside_its_manifest(tmp_path: Path) -> None:
    manifest = read_manifest(write_third_model(tmp_path))

    assert manifest.file.path == tmp_path / "tiny.onnx"
    assert manifest.golden is None


def test_rule_for_the_policy_may_stand_in_the_same_file(tmp_path: Path) -> None:
    rule = '\n[rule]\nlabels = ["red"]\nreview = 0.5\nsource = "a guess"\n'

    assert read_manifest(write_third_model(tmp_path, extra=rule)).id == "reddish"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("mean =", "maen =", r"\[input\]: the key mean is missing"),
        ("[origin]", '[origin]\nauthor = "x"', r"\[origin\]: unknown key author"),
        ('kind = "classifier"', 'kind = "magic"', "kind must be one of open_nsfw, nudenet"),
        ('layout = "NCHW"', 'layout = "CHWN"', r"layout must be one of NHWC, NCHW"),
        ("width = 8", "width = 0", "width must be a whole number above 0"),
        ("width = 8", "width = true", "width must be a whole number above 0"),
        ("std = [1.0, 1.0, 1.0]", "std = [1.0, 0.0, 1.0]", "std must be three numbers other"),
        ("std = [1.0, 1.0, 1.0]", "std = [1.0, 1.0]", "std must be a list of 3 numbers"),
        ('positive = ["red"]', 'positive = ["pink"]', "positive must be one or more of the labels"),
        ('positive = ["red"]', "positive = []", "positive must be one or more of the labels"),
        ('labels = ["red", "rest"]', "labels = [1]", "labels must be a list of texts"),
        ('id = "reddish"', 'id = ""', "id must be a text"),
        ("calibrated = false", "calibrated = 0", "calibrated must be true or false"),
        ("scale = 0.0039", 'scale = "0.0039', "reddish.toml: cannot be read"),
        ('sha256 = "', 'sha256 = "zz', "sha256 must be 64 hex digits"),
        ("a = 1.0", "a = true", "a must be a number"),
        ("[origin]", "origin = 3\n[unused]", "unknown key|origin must be a table|is missing"),
    ],
)
def test_wrong_key_is_named_with_what_is_expected(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    with pytest.raises(StartRefused, match=complaint):
        read_manifest(changed(tmp_path, old, new))


@pytest.mark.parametrize(
    ("drawing", "complaint"),
    [
        ("discs = [[1, 2, 3, 4, 5, 6]]", "the key ground is missing"),
        ("ground = [1, 2, 3]\ndiscs = [[1, 2, 3, 4, 5]]", "a list of lists of 6 whole numbers"),
        ("ground = [1, 2, 3]\ndiscs = [1, 2, 3, 4, 5, 6]", "a list of lists of 6 whole numbers"),
        ("ground = [1, 2, 3]\ndiscs = 3", "a list of lists of 6 whole numbers"),
        ("ground = [1, 2, 3]\ndiscs = [[1, 2, 3, 4, 5, true]]", "a list of lists of 6 whole"),
        ("ground = [1, 2, 3]\ndiscs = [[1, 2, 0, 4, 5, 6]]", "discs with a radius above 0"),
        ("ground = [1, 2, 3]\ndiscs = [[1, 2, 3, 4, 5, 256]]", "levels from 0 to 255"),
        ("ground = [1, 2, -3]\ndiscs = [[1, 2, 3, 4, 5, 6]]", "levels from 0 to 255"),
        ("ground = [1, 2, 3]", "unknown key ground"),
    ],
)
def test_canary_that_cannot_be_drawn_is_refused(
    tmp_path: Path, drawing: str, complaint: str
) -> None:
    canary = f'\n[canary]\nlabel = "red"\nscore = 0.5\ntolerance = 0.1\n{drawing}\n'

    with pytest.raises(StartRefused, match=rf"\[canary\]: .*{complaint}"):
        read_manifest(write_third_model(tmp_path, extra=canary))


def test_table_in_the_wrong_place_is_refused(tmp_path: Path) -> None:
    path = write_third_model(tmp_path)
    path.write_text(
        'origin = "here"\n' + path.read_text(encoding="utf-8").replace("[origin]", "[other]"),
        encoding="utf-8",
    )

    with pytest.raises(StartRefused, match=r"origin must be a table, written \[origin\]"):
        read_manifest(path)


def test_missing_manifest_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match=r"model manifest none\.toml: cannot be read \(No such"):
        read_manifest(tmp_path / "none.toml")


def test_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    path = changed(tmp_path, "[file]", '[file]\npackage = "no_such_package_here"')

    with pytest.raises(StartRefused, match="no_such_package_here, which holds a model"):
        read_manifest(path)
