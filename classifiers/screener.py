"""The classifiers' one face: sniff, decode, hash, look into the banks, ask the models.

A screener is used by several worker threads at once. It holds no state that changes, but for the
index of loaded banks, which is exchanged whole by one assignment.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PIL import Image

from bot.domain.bank import BankEntry
from bot.domain.signal import (
    BankMatch,
    Failure,
    Fingerprint,
    MediaFacts,
    NothingShown,
    OpaqueReason,
    Score,
    Screening,
    Signal,
)
from classifiers.bank_index import BankIndex, nearest_of_each_bank
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.seen import Of, Seen, View
from classifiers.decoding.sniff import Limits
from classifiers.hashing import fingerprint, look_at, sha256
from classifiers.models import Model
from classifiers.registry import open_models
from classifiers.testcard import test_bank

logger = logging.getLogger(__name__)

DECODER = "decode"


class Decoder(Protocol):
    """Turns the bytes of a file into small pictures."""

    def look_into(self, data: bytes) -> Seen:
        """Return everything that a file shows. Never raises because of the bytes."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


class MediaScreener:
    """Implements `Screener` with hash banks and models."""

    def __init__(self, models: Sequence[Model], decoder: Decoder) -> None:
        self._models = tuple(models)
        self._decoder = decoder
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

    def close(self) -> None:
        """Let go of the decoder."""
        self._decoder.close()

    def _screen(
        self, data: bytes, digest: str, known: tuple[BankMatch, ...], index: BankIndex
    ) -> Screening:
        seen = self._decoder.look_into(data)
        facts = MediaFacts(seen.format, len(data), seen.width, seen.height)
        looks = [look_at(view.image) for view in seen.views]
        found = [index.find_look(look) for look in looks]
        matches = nearest_of_each_bank((*known, *(match for each in found for match in each)))
        opinions: tuple[Signal, ...] = ()
        # A known picture needs no opinion, and its removal must not wait for two models. The test
        # card vouches for nothing but itself: what stands beside it is looked at.
        if not any(not match.test for match in matches):
            seen_before = [bool(known or each) for each in found]
            opinions = self._ask_models(
                [view for view, old in zip(seen.views, seen_before, strict=True) if not old]
            )
        failures = tuple(Failure(DECODER, reason) for reason in seen.reasons)
        nothing = () if seen.views or failures else (NothingShown(DECODER),)
        return Screening(
            (*matches, *opinions, *failures, *nothing),
            fingerprint(digest, looks[0] if looks else None),
            facts,
        )

    def _ask_models(self, views: Sequence[View]) -> tuple[Signal, ...]:
        """Return each model's opinion of all views."""
        signals: list[Signal] = []
        for model in self._models:
            opinions = Opinions()
            for view in views:
                answer = _judge(model, view.image)
                if isinstance(answer, Failure):
                    signals.append(answer)
                    break
                opinions.add(view, answer)
            signals += opinions.scores()
        return tuple(signals)


class Opinions:
    """What one model says of all views: for each label the highest score, and what confirms it."""

    def __init__(self) -> None:
        # By label, of pictures and of frames: a film is removed by two frames that agree.
        self._pictures: dict[str, Score] = {}
        self._frames: dict[str, list[Score]] = {}

    def add(self, view: View, scores: Sequence[Score]) -> None:
        """Take what it says of one view."""
        for score in scores:
            if view.of is Of.FRAME:
                self._frames.setdefault(score.label, []).append(score)
            elif score.value >= self._pictures.get(score.label, score).value:
                self._pictures[score.label] = score

    def scores(self) -> list[Score]:
        """Return one score for each label."""
        best = dict(self._pictures)
        for label, all_frames in self._frames.items():
            values = sorted((score.value for score in all_frames), reverse=True)
            still = self._pictures.get(label)
            agreed = max(values[1] if len(values) > 1 else 0.0, still.value if still else 0.0)
            highest = max(values[0], still.value if still else 0.0)
            best[label] = replace(all_frames[0], value=highest, agreed=agreed)
        return list(best.values())


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
    workers: int,
    manifests: Sequence[Path] = (),
) -> MediaScreener:
    """Load all models, start the processes that decode, and return a screener that is ready.

    Args:
        most_bytes: Of one file.
        most_pixels: Of a picture that has to be decoded whole.
        most_streamed_pixels: Of a baseline JPEG, which is not.
        workers: How many files are looked at at once.
        manifests: Of models besides the built-in ones.

    Raises:
        StartRefused: A model is missing, altered or broken, or the processes do not start; the
            text says what to do.
    """
    limits = Limits(most_bytes, most_pixels, most_streamed_pixels)
    decoders = Decoders(workers, limits)
    try:
        models = open_models(manifests)
        decoders.held_by()
    except BaseException:
        decoders.close()
        raise
    return MediaScreener(models, decoders)
