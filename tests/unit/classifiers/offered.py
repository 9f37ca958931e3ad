"""An offer of a small model, as one stands in `classifiers/manifests/optional`."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from classifiers.offers import Offer, read_offers
from tests.unit.classifiers.third_model import write_third_model
from tests.unit.classifiers.tiny_onnx import tiny_model

SEEING = ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
BLIND = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
_RULE = '\n[rule]\nlabels = ["red"]\nreview = 0.5\nneeded = false\nsource = "drawn"\n'


def write_offer(
    folder: Path,
    *,
    mix: Sequence[Sequence[float]] = SEEING,
    download: str = 'url = "https://localhost/x.onnx"',
    file: str = "",
) -> bytes:
    """Write the offer without the weights that it means, and return them.

    Args:
        file: The keys of [file], in place of the right ones.
    """
    weights = tiny_model(mix)
    path = write_third_model(folder, mix=mix, extra=_RULE)
    (folder / "tiny.onnx").unlink()
    text = path.read_text(encoding="utf-8")
    right = f'bytes = {len(weights)}\nsha256 = "{hashlib.sha256(weights).hexdigest()}"'
    begin, end = text.index("[file]"), text.index("[origin]")
    tables = f"[download]\n{download}\n\n[file]\n{file or right}\n\n"
    path.write_text(text[:begin] + tables + text[end:], encoding="utf-8")
    return weights


def offered(folder: Path, mix: Sequence[Sequence[float]] = SEEING) -> tuple[Offer, bytes]:
    """Return an offer and the weights that it means."""
    folder.mkdir(exist_ok=True)
    weights = write_offer(folder, mix=mix)
    return read_offers(folder)["reddish"], weights
