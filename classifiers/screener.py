"""The classifiers' one face: sniff, decode, hash, look into the banks, ask the models.

A screener is used by several worker threads at once. It holds no state that changes but the banks,
which may be changed while they are searched.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Protocol

from bot.domain.bank import KNOWN_DISTANCE, LEAST_QUALITY, TEST_BANK, Bank, BankEntry, BankKind
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
    ViewKind,
)
from classifiers.banks.asking import Asked, Shown
from classifiers.banks.index import BankIndex, nearest_of_each_bank
from classifiers.cascade import Cascade, Opinion
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.seen import Of, Seen, View
from classifiers.decoding.sniff import Limits
from classifiers.hashing import fingerprint, sha256
from classifiers.models import Accelerator
from classifiers.registry import open_cascade
from classifiers.testcard import test_bank
from classifiers.views import SeenLook, looks_of, whole_of
from classifiers.windows import Refusal, windows_of

logger = logging.getLogger(__name__)

DECODER = "decode"
# Of how many views the hashes are given out: a film that models remove needs few to be known again.
MOST_HASHES = 40
# Windows of a picture take 40 ms. They are made of those views only that may be removed: no preset
# asks an adult below this score (config/presets).
_MOST_WITH_WINDOWS = 4
_SUSPECT = 0.1
# In how many frames of a film pictures in them are searched for.
_SEARCHED_FRAMES = 6


_TEST_BANK = Bank(TEST_BANK, BankKind.OWN)


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
        self._index = _index((), (), KNOWN_DISTANCE)

    def load_banks(
        self,
        banks: Sequence[Bank],
        entries: Iterable[Sequence[BankEntry]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        """Replace all banks but the test card's, at once and for all threads."""
        self._index = _index(banks, entries, list_limit)

    def change_banks(
        self,
        banks: Sequence[Bank],
        changed: Sequence[BankEntry],
        gone: Collection[tuple[str, str]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        """Change what was loaded, at once and for all threads."""
        self._index.change([_TEST_BANK, *banks], changed, gone, list_limit)

    @property
    def banks(self) -> tuple[Bank, ...]:
        """The banks that are loaded."""
        return tuple(bank for bank in self._index.banks if bank is not _TEST_BANK)

    def likes(self, looks: bytes, sha256: str | None = None) -> tuple[BankMatch, ...]:
        """Return what the banks hold of a picture that somebody wants to register."""
        return self._index.likes(looks, sha256)

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        """Look at one file; whatever goes wrong is a `Failure` among the signals."""
        index = self._index
        digest = sha256(data)
        asked = Asked(digest, chat, alone=True, now=self._now())
        known = index.find_file(asked)
        try:
            return self._screen(data, asked, known, index, thorough=thorough)
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
        asked: Asked,
        known: tuple[BankMatch, ...],
        index: BankIndex,
        *,
        thorough: bool,
    ) -> Screening:
        seen = self._decoder.look_into(data)
        facts = MediaFacts(seen.format, len(data), seen.width, seen.height)
        looks = _looks(seen.views)
        found = _matches(index, looks, asked._replace(alone=len(seen.views) == 1))
        matches = nearest_of_each_bank((*known, *(match for each in found for match in each)))
        unknown: list[View] = []
        # A known picture needs no opinion, and its removal must not wait for two models. The test
        # card vouches for nothing but itself: what stands beside it is looked at. A match that is
        # not certain decides nothing without the models.
        if not any(match.certain and not match.test for match in matches):
            unknown = [
                view
                for view, each in zip(seen.views, found, strict=True)
                if not any(_settles(match) for match in (*known, *each))
            ]
        opinions = self._ask_models(unknown, thorough=thorough)
        failures = tuple(Failure(DECODER, reason) for reason in seen.reasons)
        nothing = () if seen.views or failures else (NothingShown(DECODER),)
        return Screening(
            (*matches, *_summary(opinions), *failures, *nothing),
            fingerprint(asked.sha256, looks[0][0].look if looks else None),
            facts,
            seen.links,
            seen.marks,
            _hashes(seen.views, looks, found, dict(opinions)),
            len(seen.views),
            _packed(looks),
        )

    def _ask_models(self, views: Sequence[View], *, thorough: bool) -> list[tuple[View, Opinion]]:
        """Return the views with what the models say of each."""
        frames = [view for view in views if view.of is Of.FRAME]
        images = [frame.image for frame in frames]
        opinions = self._cascade.judge_film(images, thorough=thorough)
        others = [view for view in views if view.of is not Of.FRAME]
        judged = [self._cascade.judge(view.image, thorough=thorough) for view in others]
        return list(zip((*frames, *others), (*opinions, *judged), strict=True))


def _index(
    banks: Iterable[Bank], entries: Iterable[Sequence[BankEntry]], list_limit: int
) -> BankIndex:
    return BankIndex([_TEST_BANK, *banks], chain([test_bank()], entries), list_limit)


def _looks(views: Sequence[View]) -> list[tuple[SeenLook, ...]]:
    """Return for each view how it and the pictures in it look.

    Frames of a film are framed alike, so a few of them are searched for pictures in them.
    """
    frames = [place for place, view in enumerate(views) if view.of is Of.FRAME]
    step = max(1, -(-len(frames) // _SEARCHED_FRAMES))
    only_whole = set(frames) - set(frames[::step])
    return [
        (whole_of(view.image),) if place in only_whole else looks_of(view.image)
        for place, view in enumerate(views)
    ]


def _matches(
    index: BankIndex, looks: Sequence[tuple[SeenLook, ...]], asked: Asked
) -> list[tuple[BankMatch, ...]]:
    """Return for each view what the banks hold of it and its parts, looked up all together."""
    found = iter(
        index.find_looks([Shown(one.view.kind, one.look) for each in looks for one in each], asked)
    )
    return [tuple(match for _ in each for match in next(found)) for each in looks]


def _settles(match: BankMatch) -> bool:
    """Whether the view that matched needs no opinion: a part says nothing of what is around it."""
    return match.certain and match.view in (ViewKind.WHOLE, ViewKind.TRIM)


def _packed(looks: Iterable[tuple[SeenLook, ...]]) -> bytes:
    """Return the upright looks of everything that can be recognised."""
    said = [one.look for each in looks for one in each if one.look.quality >= LEAST_QUALITY]
    return b"".join(
        look.turns[0].tobytes() + look.dhashes[0].tobytes() for look in said[:MOST_HASHES]
    )


def _hashes(
    views: Sequence[View],
    looks: Sequence[tuple[SeenLook, ...]],
    found: Sequence[tuple[BankMatch, ...]],
    opinions: Mapping[View, Opinion],
) -> tuple[ViewHash, ...]:
    """Return the hash of each view, those first of which the models said most."""
    all_of_them = [
        (
            view,
            ViewHash(
                first.look.pdq,
                first.look.quality,
                opinions[view].scores if view in opinions else (),
                known=bool(matches),
            ),
        )
        for view, (first, *_), matches in zip(views, looks, found, strict=True)
    ]
    all_of_them.sort(key=lambda one: -_highest(one[1]))
    kept = all_of_them[:MOST_HASHES]
    return tuple(
        replace(one, windows=_windows(view))
        if place < _MOST_WITH_WINDOWS and _suspect(one)
        else one
        for place, (view, one) in enumerate(kept)
    )


def _highest(one: ViewHash) -> float:
    return max((score.value for score in one.scores), default=0.0)


def _suspect(one: ViewHash) -> bool:
    """Whether the view may be removed, and so become an entry of a bank."""
    return one.quality >= LEAST_QUALITY and _highest(one) >= _SUSPECT


def _windows(view: View) -> bytes:
    windows = windows_of(view.image)
    return b"" if isinstance(windows, Refusal) else windows.packed


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
