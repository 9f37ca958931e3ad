"""The model open_nsfw, fed exactly as it was trained: its scores equal those of its package."""

from io import BytesIO

from PIL import Image

from bot.domain.signal import Score
from classifiers.manifest import Manifest
from classifiers.models import Network, Preparation, to_score

# The picture is stretched to this and its middle is cut out. Source: Yahoo's classify_nsfw.py.
_STRETCHED_SIDE = 256


class OpenNsfw:
    """One score, `nsfw`, for the whole picture."""

    def __init__(self, manifest: Manifest, network: Network) -> None:
        self.id = manifest.id
        self._network = network
        self._prepare = Preparation(manifest.input)
        self._labels = manifest.output.labels
        self._positive = manifest.output.positive
        self._width, self._height = manifest.input.width, manifest.input.height

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        """Score one picture."""
        middle = _middle(picture, self._width, self._height)
        answer = self._network.run(self._prepare.to_batch(_through_jpeg(middle)))
        return tuple(
            to_score(self.id, label, float(value))
            for label, value in zip(self._labels, answer, strict=True)
            if label in self._positive
        )


def _middle(picture: Image.Image, width: int, height: int) -> Image.Image:
    """Stretch and cut out in one step, which does not compute what is cut off."""
    across, down = picture.width / _STRETCHED_SIDE, picture.height / _STRETCHED_SIDE
    left, top = (_STRETCHED_SIDE - width) / 2 * across, (_STRETCHED_SIDE - height) / 2 * down
    box = (left, top, left + width * across, top + height * down)
    return picture.resize((width, height), Image.Resampling.BILINEAR, box=box)


def _through_jpeg(picture: Image.Image) -> Image.Image:
    """Save as JPEG and read again, in memory: the model has only ever seen pictures like that."""
    with BytesIO() as buffer:
        picture.save(buffer, "JPEG")
        with Image.open(buffer, formats=["JPEG"]) as again:
            again.load()
            return again
