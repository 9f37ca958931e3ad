"""Any other picture classifier that a manifest can describe: resize, normalise, read the labels."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.domain.signal import Score
from classifiers.manifest import Calibration, Manifest, Values
from classifiers.models import BrokenOutput, Network, Preparation, to_score


class Classifier:
    """A score for each label that the manifest calls positive."""

    def __init__(self, manifest: Manifest, network: Network) -> None:
        self.id = manifest.id
        self._network = network
        self._prepare = Preparation(manifest.input)
        self._output = manifest.output
        self._calibration = manifest.calibration
        self._size = manifest.input.width, manifest.input.height

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        """Score one picture."""
        small = picture.resize(self._size, Image.Resampling.BILINEAR)
        answer = self._network.run(self._prepare.to_batch(small)).astype(np.float64)
        if answer.shape != (len(self._output.labels),):
            raise BrokenOutput("the output has another shape than the labels")
        values = _to_probabilities(answer, self._output.values)
        return tuple(
            to_score(self.id, label, _calibrate(float(value), self._calibration))
            for label, value in zip(self._output.labels, values, strict=True)
            if label in self._output.positive
        )


def _to_probabilities(answer: NDArray[np.float64], values: Values) -> NDArray[np.float64]:
    match values:
        case Values.SOFTMAX:
            powers = np.exp(answer - answer.max())
            return np.asarray(powers / powers.sum())
        case Values.SIGMOID:
            return np.asarray(1 / (1 + np.exp(-np.clip(answer, -500, 500))))
        case Values.PROBABILITIES:
            return answer
        case Values.BOXES:
            raise BrokenOutput("a classifier has no boxes")


def _calibrate(value: float, calibration: Calibration) -> float:
    """Apply Platt's scaling where it was measured; a raw score is no probability."""
    if not calibration.calibrated or not 0 <= value <= 1:
        return value
    inside = min(max(value, 1e-6), 1 - 1e-6)
    logit = np.log(inside / (1 - inside))
    return float(1 / (1 + np.exp(-(calibration.a * logit + calibration.b))))
