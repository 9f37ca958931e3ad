"""The classifiers' one face: sniff, decode, hash, look into the banks, ask the models.

A screener is used by several worker threads at once. It holds no state that changes, but for the
index of loaded banks, which is exchanged whole by one assignment.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from bot.domain.bank import BankEntry
from bot.domain.signal import (
    BankMatch,
    Failure,
    Fingerprint,
    MediaFacts,
    OpaqueReason,
    Score,
    Screening,
    Signal,
)
from classifiers.bank_index import BankIndex, nearest_of_each_bank
from classifiers.decode import SOURCE as DECODER
from classifiers.decode import decode
from classifiers.hashing import fingerprint, look_at, sha256
from classifiers.models import Model
from classifiers.registry import open_models
from classifiers.sniff import Limits, Refusal, sniff
from classifiers.testcard import test_bank

logger = logging.getLogger(__name__)


class MediaScreener:
    """Implements `Screener` with hash banks and models."""

    def __init__(self, models: Sequence[Model], limits: Limits) -> None:
        self._models = tuple(models)
        self._limits = limits
        self._index = BankIndex(test_bank())

    def load_banks(self, entries: Sequence[BankEntry]) -> None:
        """Replace all bank entries but the test card, at once and for all threads."""
        self._index = BankIndex([*test_bank(), *entries])

    def screen(self, data: bytes) -> Screening:
        """Look at one file; whatever goes wrong is a `Failure` among the signals."""
        index = self._index
        digest = sha256(data)
        known = index.find_file(digest)
        try:
            return self._screen(data, digest, known, index)
        # Nothing that a stranger's bytes set off may stop the worker, and unknown is never clean.
        except Exception as error:  # noqa: BLE001
            # Its text may quote the file, its name does not.
            logger.error("an item crashed the screener: %s", type(error).__name__)  # noqa: TRY400
            crashed = Failure("screener", OpaqueReason.CRASHED)
            return Screening((*known, crashed), Fingerprint(digest))

    def _screen(
        self, data: bytes, digest: str, known: tuple[BankMatch, ...], index: BankIndex
    ) -> Screening:
        seen = sniff(data, self._limits)
        facts = MediaFacts(seen.format, len(data), seen.width, seen.height)
        if isinstance(seen, Refusal):
            refused = Failure(DECODER, seen.reason)
            return Screening((*known, refused), Fingerprint(digest), facts)
        decoded = decode(data, seen, self._limits)
        looks = [look_at(view) for view in decoded.views]
        found = [index.find_look(look) for look in looks]
        matches = nearest_of_each_bank((*known, *(match for each in found for match in each)))
        opinions: tuple[Signal, ...] = ()
        # A known picture needs no opinion, and its removal must not wait for two models. The test
        # card vouches for nothing but itself: what stands beside it is looked at.
        if not any(not match.test for match in matches):
            seen_before = [bool(known or each) for each in found]
            opinions = self._ask_models(
                [view for view, old in zip(decoded.views, seen_before, strict=True) if not old]
            )
        return Screening(
            (*matches, *opinions, *decoded.failures),
            fingerprint(digest, looks[0] if looks else None),
            facts,
        )

    def _ask_models(self, views: Sequence[Image.Image]) -> tuple[Signal, ...]:
        """Return for each model and label the highest score over all views."""
        best: dict[tuple[str, str], Score] = {}
        failures: dict[str, Failure] = {}
        for model in self._models:
            for view in views:
                scores = _judge(model, view)
                if isinstance(scores, Failure):
                    failures[model.id] = scores
                    continue
                for score in scores:
                    key = score.model, score.label
                    if key not in best or score.value > best[key].value:
                        best[key] = score
        return (*best.values(), *failures.values())


def _judge(model: Model, view: Image.Image) -> tuple[Score, ...] | Failure:
    try:
        return model.judge(view)
    # A model is foreign code: ONNX Runtime, NumPy and Pillow raise what they like. A model that
    # fails leaves a mark, and the other models are still asked.
    except Exception as error:  # noqa: BLE001
        logger.error("model %s failed: %s", model.id, type(error).__name__)  # noqa: TRY400
        return Failure(model.id, OpaqueReason.MODEL_FAILED)


def open_screener(
    *,
    most_bytes: int,
    most_pixels: int,
    most_streamed_pixels: int,
    manifests: Sequence[Path] = (),
) -> MediaScreener:
    """Load all models and return a screener that is ready.

    Args:
        most_bytes: Of one file.
        most_pixels: Of a picture that has to be decoded whole.
        most_streamed_pixels: Of a baseline JPEG, which is not.
        manifests: Of models besides the built-in ones.

    Raises:
        StartRefused: A model is missing, altered or broken; the text says what to do.
    """
    limits = Limits(most_bytes, most_pixels, most_streamed_pixels)
    return MediaScreener(open_models(manifests), limits)
