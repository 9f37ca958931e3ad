"""`models` as an operator types it: what is there, what is added, and what is refused."""

import hashlib
from pathlib import Path

from tests.commands.shell import upstander
from tests.secure_server import content, serving
from tests.unit.classifiers.tiny_onnx import tiny_model

# Red against what is left, as two numbers of which a softmax makes shares.
SEEING = ((3.0, 0.0), (0.0, 3.0), (0.0, 0.0))


def export(place: Path) -> tuple[str, str]:
    """Write a model as somebody exports one; return the file and its SHA-256."""
    weights = tiny_model(SEEING)
    (place / "export.onnx").write_bytes(weights)
    return "export.onnx", hashlib.sha256(weights).hexdigest()


def test_models_are_listed_and_no_folder_is_made_by_looking(place: Path) -> None:
    done = upstander(place, "models", "list")

    assert done.returncode == 0, done.stderr
    for words in ("open_nsfw", "built in", "inception", "MIT", "can be added", "needs --sha256"):
        assert words in done.stdout
    assert not (place / "data").exists()


def test_added_model_is_listed_checked_used_and_gone_with_its_manifest(place: Path) -> None:
    file, sha256 = export(place)
    done = upstander(place, "models", "add", "marqo384", "--from", file, "--sha256", sha256)
    assert done.returncode == 0, done.stderr
    assert "has passed its test" in done.stdout
    assert "installed" in upstander(place, "models", "list").stdout
    checked = upstander(place, "models", "verify")
    assert (checked.returncode, "marqo384" in checked.stdout) == (0, True)
    # A scan needs the models and the rules of all of them.
    assert upstander(place, "scan", "--json", file).returncode == 0

    (weights,) = (place / "data" / "models").glob("*.onnx")
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    checked = upstander(place, "models", "verify")
    assert (checked.returncode, "FAIL" in checked.stdout) == (1, True)
    done = upstander(place, "scan", "--json", file)
    assert (done.returncode, "has sha256" in done.stderr) == (1, True)

    (place / "data" / "models" / "marqo384.toml").unlink()
    assert upstander(place, "models", "verify").returncode == 0


def test_half_a_model_of_a_run_that_was_killed_is_not_there(place: Path) -> None:
    folder = place / "data" / "models"
    folder.mkdir(parents=True)
    for name in ("inception.toml.part", "inception-0123.onnx", "inception-0123.onnx.part"):
        (folder / name).write_bytes(b"[file")

    assert "installed" not in upstander(place, "models", "list").stdout
    assert upstander(place, "models", "verify").returncode == 0


def test_what_a_registry_answers_is_not_believed(place: Path) -> None:
    with serving(place, content(b"other")) as server:
        done = upstander(
            *(place, "models", "add", "inception", "--registry", f"{server.address}/npm/"),
            SSL_CERT_FILE=str(server.certificate),
            no_proxy="localhost",
        )

    assert done.returncode == 1
    assert f"{server.address}/npm/nsfwjs/-/nsfwjs-4.4.0.tgz" in done.stderr
    assert "the file has 5 bytes, expected 24973068" in done.stderr
    assert not (place / "data").exists()


def test_model_that_nobody_vouches_for_is_refused_with_what_to_do(place: Path) -> None:
    file, _ = export(place)

    done = upstander(place, "models", "add", "marqo384", "--from", file)

    assert done.returncode == 1
    assert "Nobody has stated the sha256 of model marqo384" in done.stderr
    assert "--sha256 HEX" in done.stderr
    assert not (place / "data").exists()


def test_accelerator_that_is_not_there_refuses_the_start(place: Path) -> None:
    done = upstander(place, "models", "verify", UPSTANDER_SCREENING__ACCELERATOR="cuda")

    assert done.returncode == 1
    assert "[cuda]" in done.stdout
    done = upstander(place, "models", "list", UPSTANDER_SCREENING__ACCELERATOR="gpu")
    assert "must be none, openvino or cuda" in done.stderr
