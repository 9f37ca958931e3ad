"""A drawn picture on which every model must give the score that it gave us.

It shows soft discs of colour and nothing else, yet both built-in models take it for skin, with
red and blue exchanged much less so: the places and colours were found by a random search for that.
So a model that answers zero to everything, or is fed the wrong colours, is found before the first
picture is judged. It is drawn in whole numbers, the same on every machine. A model to which
it says nothing brings discs of its own in its manifest.
"""

import numpy as np
from PIL import Image

from bot.domain.errors import StartRefused
from classifiers.manifest import Drawing, Golden, Manifest
from classifiers.models import Model

_SIDE = 256
# A later disc lies over an earlier one.
_USUAL = Drawing(
    ground=(130, 255, 250),
    discs=(
        (140, 116, 148, 255, 190, 165),
        (52, 72, 120, 25, 40, 70),
        (104, 68, 68, 140, 100, 105),
        (96, 128, 120, 130, 145, 125),
        (64, 84, 48, 125, 0, 0),
        (192, -4, 44, 0, 255, 0),
        (24, 104, 60, 105, 250, 105),
        (0, 160, 60, 190, 155, 170),
    ),
)
# A model without a golden score must at least tell the canary from a blank picture.
_LEAST_DIFFERENCE = 1e-6


def draw_canary(drawing: Drawing = _USUAL) -> Image.Image:
    """Draw the picture."""
    rows, columns = np.mgrid[0:_SIDE, 0:_SIDE].astype(np.int64)
    levels = np.full((_SIDE, _SIDE, 3), drawing.ground, dtype=np.int64)
    for x, y, radius, *colour in drawing.discs:
        inside = np.maximum(0, radius**2 - (columns - x) ** 2 - (rows - y) ** 2)
        weight = (inside * 256 // radius**2)[:, :, None]
        levels = (levels * (256 - weight) + np.array(colour) * weight) >> 8
    return Image.fromarray(levels.astype(np.uint8))


def check_canary(model: Model, manifest: Manifest) -> None:
    """Let a model judge the canary.

    Raises:
        StartRefused: It fails, or its scores are not the expected ones.
    """
    own = manifest.golden.drawing if manifest.golden is not None else None
    try:
        canary = _scores(model, draw_canary(own or _USUAL))
        blank = _scores(model, draw_canary(Drawing(_USUAL.ground, ())))
    # A model with another input or output than its manifest says fails in the depths of ONNX
    # Runtime, NumPy or Pillow with an exception of theirs.
    except Exception as error:
        raise _refuse(manifest, f"it fails ({type(error).__name__})") from error
    if manifest.golden is not None:
        _check_golden(manifest, manifest.golden, canary)
    elif all(abs(canary.get(label, 0.0) - blank[label]) < _LEAST_DIFFERENCE for label in blank):
        raise _refuse(manifest, "it does not tell it from a blank picture")


def _scores(model: Model, picture: Image.Image) -> dict[str, float]:
    return {score.label: score.value for score in model.judge(picture)}


def _check_golden(manifest: Manifest, golden: Golden, scores: dict[str, float]) -> None:
    """Compare all scores: one that is right by chance does not make the others right.

    NudeNet with levels of 0 to 255 for 0 to 1 gives the golden score too, and eight others.
    """
    for label in sorted({golden.label, *scores}):
        expected = golden.score if label == golden.label else 0.0
        found = scores.get(label, 0.0)
        # Written so that a score that is not a number is refused as well.
        if not abs(found - expected) <= golden.tolerance:
            raise _refuse(manifest, f"{label} scores {found:.3f} where {expected:.3f} is expected")


def _refuse(manifest: Manifest, what: str) -> StartRefused:
    return StartRefused(
        f"model {manifest.id}: on the drawn test picture {what}, so it would not find what it is "
        f"for; check the [input] and [output] of its manifest, reinstall the requirements, and if "
        f"it stays so report it with the output of the command doctor"
    )
