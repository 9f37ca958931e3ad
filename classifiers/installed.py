"""The models that an operator has added: a manifest and an ONNX file each, in the data folder.

The manifest is written last and names the file by its SHA-256. So a model is there whole or not at
all, whenever the machine stops, and a start reads nothing but manifests and what they name.
"""

import hashlib
import os
from pathlib import Path

from bot.domain.errors import StartRefused
from classifiers.manifest import read_manifest
from classifiers.offers import Offer, OfferRefused
from classifiers.registry import open_model

_FOLDER = "models"
_UNFINISHED = ".part"


def installed_manifests(data_dir: Path) -> tuple[Path, ...]:
    """Return the manifests of the models that were added."""
    return tuple(sorted((data_dir / _FOLDER).glob("*.toml")))


def install(offer: Offer, weights: bytes, data_dir: Path) -> Path:
    """Store a model once it has judged the canary; return its manifest.

    Raises:
        OfferRefused: It does not see what it should, or the folder cannot be written to. What was
            there before still is.
    """
    folder = data_dir / _FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return _place(offer, weights, folder)
        finally:
            _sweep(offer.id, folder)
    except OSError as error:
        raise OfferRefused(
            f"{folder} cannot be written to ({error.strerror}). Nothing was changed."
        ) from error
    except StartRefused as error:
        raise OfferRefused(f"{error}. Nothing was changed.") from error


def _place(offer: Offer, weights: bytes, folder: Path) -> Path:
    manifest = folder / f"{offer.id}.toml"
    name = f"{offer.id}-{hashlib.sha256(weights).hexdigest()[:16]}.onnx"
    _write(folder / name, weights)
    fresh = manifest.with_name(manifest.name + _UNFINISHED)
    _write(fresh, offer.to_manifest(name, weights).encode())
    open_model(read_manifest(fresh))
    return fresh.replace(manifest)


def _write(path: Path, content: bytes) -> None:
    """Write beside the place and move, so that nobody ever finds half a file."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _sweep(model: str, folder: Path) -> None:
    """Remove what no manifest names: half a file of a run that was killed, and older weights."""
    manifest = folder / f"{model}.toml"
    named = manifest.read_text(encoding="utf-8") if manifest.exists() else ""
    for path in (*folder.glob(f"{model}-*.onnx*"), *folder.glob(f"{model}.toml{_UNFINISHED}*")):
        if f'"{path.name}"' not in named:
            path.unlink(missing_ok=True)
