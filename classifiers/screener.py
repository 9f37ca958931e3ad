"""The classifiers' one face: sniff, decode, hash, look into the banks, ask the models.

A screener is used by several worker threads at once. It holds no state that changes, but for the
index of loaded banks, which is exchanged whole by one assignment.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from bot.domain.bank import KNOWN_DISTANCE, Bank, BankEntry
from bot.domain.message import ChatRef
from bot.domain.signal import (
    BankMatch,
    Extent,
    Failure,
    Fingerprint,
    MediaFacts,
    NothingShown,
    OpaqueReason,
    Score,
    Screening,
    Signal,
    ViewHash,
)
from classifiers.bank_index import nearest_of_each_bank
from classifiers.cascade import Cascade, Opinion
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.seen import Of, Seen, View
from classifiers.decoding.sniff import Limits
from classifiers.hashing import Look, fingerprint, look_at, sha256
from classifiers.loaded_banks import change, load, no_banks
from classifiers.models import Accelerator
from classifiers.registry import open_cascade

logger = logging.getLogger(__name__)

DECODER = "decode"
# Of how many views the hashes are given out: a film that models remove needs few to be known again.
MOST_HASHES = 40


def _utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the day on which a bank ends; tests give another


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

    def __init__(
        self, cascade: Cascade, decoder: Decoder, now: Callable[[], datetime] = _utc_now
    ) -> None:
        self._cascade = cascade
        self._decoder = decoder
        self._now = now
        self._loaded = no_banks()

    def load_banks(
        self,
        banks: Sequence[Bank],
        entries: Iterable[Sequence[BankEntry]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        """Replace all banks but the test card, at once and for all threads."""
        self._loaded = load(banks, entries, list_limit)

    def change_banks(
        self,
        banks: Sequence[Bank],
        changed: Sequence[BankEntry],
        gone: Collection[tuple[str, str]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        """Change what was loaded, at once and for all threads."""
        self._loaded = change(self._loaded, banks, changed, gone, list_limit)

    @property
    def banks(self) -> tuple[Bank, ...]:
        """The banks that are loaded."""
        return tuple(self._loaded.banks.values())

    def likes(self, looks: bytes, sha256: str | None = None) -> tuple[BankMatch, ...]:
        """Return the nearest match of each entry, whatever the kind, the chat and the share."""
        return self._loaded.likes(looks, sha256)

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        """Look at one file; whatever goes wrong is a `Failure` among the signals."""
        loaded = self._loaded
        digest = sha256(data)
        counts = loaded.counting(digest, chat, self._now())
        known = loaded.index.find_file(digest, counts)

        def find(look: Look) -> tuple[BankMatch, ...]:
            return loaded.index.find_look(look, counts)

        try:
            return self._screen(data, digest, known, find, thorough=thorough)
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
        self,
        data: bytes,
        digest: str,
        known: tuple[BankMatch, ...],
        find: Callable[[Look], tuple[BankMatch, ...]],
        *,
        thorough: bool,
    ) -> Screening:
        seen = self._decoder.look_into(data)
        facts = MediaFacts(seen.format, len(data), seen.width, seen.height)
        looks = [look_at(view.image) for view in seen.views]
        found = [find(look) for look in looks]
        matches = nearest_of_each_bank((*known, *(match for each in found for match in each)))
        asked: list[View] = []
        # A known picture needs no opinion, and its removal must not wait for two models. The test
        # card vouches for nothing but itself: what stands beside it is looked at. A match that is
        # not certain decides nothing without the models.
        if not any(match.certain and not match.test for match in matches):
            asked = [
                view
                for view, each in zip(seen.views, found, strict=True)
                if not any(match.certain for match in (*known, *each))
            ]
        opinions = self._ask_models(asked, thorough=thorough)
        failures = tuple(Failure(DECODER, reason) for reason in seen.reasons)
        nothing = () if seen.views or failures else (NothingShown(DECODER),)
        return Screening(
            (*matches, *_summary(opinions), *failures, *nothing),
            fingerprint(digest, looks[0] if looks else None),
            facts,
            seen.links,
            seen.marks,
            _hashes(seen.views, looks, found, dict(opinions)),
            len(seen.views),
        )

    def _ask_models(self, views: Sequence[View], *, thorough: bool) -> list[tuple[View, Opinion]]:
        """Return the views with what the models say of each."""
        frames = [view for view in views if view.of is Of.FRAME]
        images = [frame.image for frame in frames]
        opinions = self._cascade.judge_film(images, thorough=thorough)
        others = [view for view in views if view.of is not Of.FRAME]
        judged = [self._cascade.judge(view.image, thorough=thorough) for view in others]
        return list(zip((*frames, *others), (*opinions, *judged), strict=True))


def _hashes(
    views: Sequence[View],
    looks: Sequence[Look],
    found: Sequence[tuple[BankMatch, ...]],
    opinions: Mapping[View, Opinion],
) -> tuple[ViewHash, ...]:
    """Return the hash of each view, those first of which the models said most."""
    all_of_them = [
        ViewHash(
            look.pdq,
            look.quality,
            opinions[view].scores if view in opinions else (),
            known=bool(matches),
        )
        for view, look, matches in zip(views, looks, found, strict=True)
    ]
    all_of_them.sort(key=lambda view: -max((score.value for score in view.scores), default=0.0))
    return tuple(all_of_them[:MOST_HASHES])


def _summary(opinions: Iterable[tuple[View, Opinion]]) -> tuple[Signal, ...]:
    summary = _Summary()
    for view, opinion in opinions:
        summary.add(view, opinion)
    return summary.signals()


class _Summary:
    """What the models say of all views: for each label the highest score, and what confirms it."""

    def __init__(self) -> None:
        # A film is removed by two frames that agree, a picture by one look.
        self._pictures: dict[_Key, float] = {}
        self._frames: dict[_Key, list[float]] = {}
        self._failures: dict[str, Failure] = {}

    def add(self, view: View, opinion: Opinion) -> None:
        """Take what was said of one view."""
        for score in opinion.scores:
            key = score.model, score.label, score.extent
            if view.of is Of.FRAME:
                self._frames.setdefault(key, []).append(score.value)
            else:
                self._pictures[key] = max(score.value, self._pictures.get(key, 0.0))
        self._failures |= {failure.source: failure for failure in opinion.failures}

    def signals(self) -> tuple[Signal, ...]:
        """Return one score for each label, and a failure for each model that failed."""
        scores = [self._score(key) for key in dict.fromkeys((*self._pictures, *self._frames))]
        return (*scores, *self._failures.values())

    def _score(self, key: "_Key") -> Score:
        model, label, extent = key
        still = self._pictures.get(key, 0.0)
        values = sorted(self._frames.get(key, []), reverse=True)
        if not values:
            return Score(model, label, still, extent=extent)
        second = values[1] if len(values) > 1 else 0.0
        return Score(model, label, max(still, values[0]), max(still, second), extent)


_Key = tuple[str, str, Extent]


def open_screener(
    *,
    most_bytes: int,
    most_pixels: int,
    most_streamed_pixels: int,
    workers: int,
    manifests: Sequence[Path] = (),
    accelerator: Accelerator = Accelerator.NONE,
) -> MediaScreener:
    """Load all models, start the processes that decode, and return a screener that is ready.

    Args:
        most_bytes: Of one file.
        most_pixels: Of a picture that has to be decoded whole.
        most_streamed_pixels: Of a baseline JPEG, which is not.
        workers: How many files are looked at at once.
        manifests: Of models besides the built-in ones.
        accelerator: What runs the models.

    Raises:
        StartRefused: A model is missing, altered or broken, or the processes do not start; the
            text says what to do.
    """
    limits = Limits(most_bytes, most_pixels, most_streamed_pixels)
    decoders = Decoders(workers, limits)
    try:
        cascade = open_cascade(manifests, accelerator)
        decoders.held_by()
    except BaseException:
        decoders.close()
        raise
    return MediaScreener(cascade, decoders)
