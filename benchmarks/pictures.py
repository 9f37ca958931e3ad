"""Gather pictures for measuring hashes: folders, samples of installed packages, and cuts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image, ImageFile

from classifiers.hashing import Look, look_at

# As large as a decoded view (`classifiers/decoding/stills.py`).
SIDE = 1024
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
_SAMPLES = ("astronaut", "camera", "cat", "chelsea", "coffee", "coins", "rocket", "retina", "moon",
            "immunohistochemistry", "hubble_deep_field", "gravel", "grass", "brick")  # fmt: skip
# Two files this near show the same picture, in another size or re-encoded.
_SAME = 60

# Some wallpapers are cut short; what there is of them serves.
ImageFile.LOAD_TRUNCATED_IMAGES = True
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True, eq=False)
class Pictured:
    """A picture, how it looks, and from which file it was cut."""

    source: str
    picture: Image.Image
    look: Look


def opened(path: Path) -> Image.Image | None:
    """Return a picture as a decoder would give it, on white; None where there is none."""
    try:
        with Image.open(path) as image:
            image.draft("RGB", (2 * SIDE, 2 * SIDE))
            whole = (
                image.convert("RGBA")
                if "A" in image.mode or "transparency" in image.info
                else image
            )
            if whole.mode == "RGBA":
                ground = Image.new("RGBA", whole.size, "white")
                whole = Image.alpha_composite(ground, whole)
            picture = whole.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None
    if min(picture.size) < 96:
        return None
    picture.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    return picture


def gathered(
    folders: Sequence[Path], most: int = 100_000, *, samples: bool = True
) -> list[Pictured]:
    """Return different pictures of folders, and the samples of scikit-image."""
    kept: list[Pictured] = []
    seen = np.zeros((0, 4), dtype=np.uint64)
    for source, picture in _candidates(folders, samples=samples):
        look = look_at(picture)
        if look.quality < 50:
            continue
        far = np.bitwise_count(seen[:, None] ^ look.turns[None]).sum(axis=2, dtype=np.int32) > _SAME
        if not far.all():
            continue
        seen = np.vstack((seen, look.turns[:1]))
        kept.append(Pictured(source, picture, look))
        if len(kept) >= most:
            break
    return kept


def _candidates(folders: Sequence[Path], *, samples: bool) -> Iterator[tuple[str, Image.Image]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in _ENDINGS and path.is_file():
                picture = opened(path)
                if picture is not None:
                    yield _origin(path), picture
    for name in _SAMPLES if samples else ():
        yield f"skimage.data.{name}", Image.fromarray(getattr(skimage.data, name)()).convert("RGB")


def _origin(path: Path) -> str:
    """Return what a picture is a form of: packages of wallpapers hold portraits and previews."""
    parts = path.parts
    return str(Path(*parts[: parts.index("contents")])) if "contents" in parts else str(path)


def cuts(pictures: Sequence[Pictured], each: int, seed: int) -> Iterator[tuple[str, Image.Image]]:
    """Yield parts of pictures, of a quarter to three fifths of the sides."""
    chance = np.random.default_rng(seed)
    for one in pictures:
        for _ in range(each):
            share = float(chance.uniform(0.25, 0.6))
            width, height = (round(side * share) for side in one.picture.size)
            left = int(chance.integers(0, one.picture.width - width + 1))
            top = int(chance.integers(0, one.picture.height - height + 1))
            yield one.source, one.picture.crop((left, top, left + width, top + height))
