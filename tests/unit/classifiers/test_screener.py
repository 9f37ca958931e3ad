"""One file through all steps: what is known, what is scored, what failed."""

import logging
import struct
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.bank import TEST_BANK, BankEntry, MatchRule
from bot.domain.signal import (
    BankMatch,
    Failure,
    MediaFacts,
    NothingShown,
    OpaqueReason,
    Score,
    Screening,
)
from classifiers import screener as screener_module
from classifiers.cascade import Cascade, Stage
from classifiers.decoding.sniff import Limits
from classifiers.hashing import look_at, sha256
from classifiers.models import Model
from classifiers.screener import MediaScreener, open_screener
from classifiers.testcard import card_bytes, draw_card
from tests.unit.classifiers.loading import load
from tests.unit.classifiers.pictures import LIMITS, Here, animation, drawing, encode, photo
from tests.unit.classifiers.third_model import write_third_model


@dataclass
class RednessModel:
    """Scores the share of red, and counts how often it was asked."""

    id: str = "red"
    asked: list[Image.Image] = field(default_factory=list)

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        self.asked.append(picture)
        red = picture.resize((1, 1)).getpixel((0, 0))
        assert isinstance(red, tuple)
        return (Score(self.id, "red", red[0] / 255),)


@dataclass
class BrokenModel:
    """Fails on the pictures that it is told to fail on, by their number."""

    fails: frozenset[int] = frozenset(range(100))
    id: str = "broken"
    count: int = 0

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        self.count += 1
        if self.count - 1 in self.fails:
            raise RuntimeError("secret of the picture")
        return (Score(self.id, "any", 0.25),)


def screener(*models: Model, limits: Limits = LIMITS) -> MediaScreener:
    # Nothing that they say makes anything uncertain.
    stages = [Stage(model, None, clear=2.0, counts=frozenset(), tiles=False) for model in models]
    return MediaScreener(Cascade(stages), Here(limits))


def failures(screening: Screening) -> set[tuple[str, OpaqueReason]]:
    return {
        (signal.source, signal.reason)
        for signal in screening.signals
        if isinstance(signal, Failure)
    }


def scores(screening: Screening) -> dict[str, float]:
    return {signal.label: signal.value for signal in screening.signals if isinstance(signal, Score)}


def matches(screening: Screening) -> list[BankMatch]:
    return [signal for signal in screening.signals if isinstance(signal, BankMatch)]


def test_picture_gets_scores_hashes_and_facts() -> None:
    data = encode(drawing(1), "PNG")

    screening = screener(RednessModel()).screen(data)

    look = look_at(drawing(1))
    assert [type(signal) for signal in screening.signals] == [Score]
    assert screening.facts == MediaFacts("png", len(data), 320, 240)
    assert screening.fingerprint is not None
    assert screening.fingerprint.sha256 == sha256(data)
    assert screening.fingerprint.pdq == look.pdq
    assert screening.fingerprint.dhash == look.dhash


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", OpaqueReason.EMPTY),
        (b"no picture \xff at all", OpaqueReason.NOT_A_PICTURE),
        (b"8BPS\0\1", OpaqueReason.UNSUPPORTED),
        (b"%PDF-1.7", OpaqueReason.UNDECODABLE),
        (b"\xff\xd8\xff\xe0", OpaqueReason.TRUNCATED),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 50_000, 50_000),
            OpaqueReason.TOO_MANY_PIXELS,
        ),
        (encode(drawing(1), "PNG")[:60] + b"\0" * 60, OpaqueReason.UNDECODABLE),
    ],
)
def test_what_cannot_be_judged_is_a_failure_with_its_reason_and_its_digest(
    data: bytes, reason: OpaqueReason
) -> None:
    screening = screener(RednessModel()).screen(data)

    assert failures(screening) == {("decode", reason)}
    assert scores(screening) == {}
    assert screening.fingerprint is not None
    assert screening.fingerprint.sha256 == sha256(data)


def test_file_over_the_byte_limit_is_too_big_but_may_still_be_known() -> None:
    data = encode(drawing(1), "PNG")
    subject = screener(RednessModel(), limits=Limits(most_bytes=10))
    load(subject, BankEntry("school", "one", sha256=sha256(data)))

    screening = subject.screen(data)

    assert failures(screening) == {("decode", OpaqueReason.TOO_BIG)}
    assert [match.bank for match in matches(screening)] == ["school"]


@pytest.mark.parametrize("form", ["png", "jpg", "webp", "gif"])
def test_card_is_known_without_any_bank_loaded(form: str) -> None:
    model = RednessModel()

    screening = screener(model).screen(card_bytes(form))

    (match,) = matches(screening)
    assert (match.bank, match.test) == (TEST_BANK, True)
    assert model.asked == []


def test_match_short_circuits_the_models_but_not_the_fingerprint() -> None:
    model = RednessModel()
    subject = screener(model)
    load(subject, BankEntry("school", "one", pdq=look_at(drawing(1)).pdq))

    screening = subject.screen(encode(drawing(1), "JPEG"))

    assert [match.bank for match in matches(screening)] == ["school"]
    assert model.asked == []
    assert screening.fingerprint is not None
    assert screening.fingerprint.pdq is not None


def test_picture_that_is_known_only_as_a_file_is_matched_without_asking_the_models() -> None:
    model = RednessModel()
    subject = screener(model)
    data = encode(drawing(1), "PNG")
    load(subject, BankEntry("school", "one", sha256=sha256(data)))

    screening = subject.screen(data)

    assert screening.signals == (BankMatch("school", "one", 0, MatchRule.FILE),)
    assert model.asked == []


def test_loading_banks_replaces_the_old_ones_and_keeps_the_card() -> None:
    subject = screener()
    picture = encode(drawing(1), "PNG")
    load(subject, BankEntry("old", "one", sha256=sha256(picture)))
    load(subject, BankEntry("new", "two", pdq=look_at(drawing(2)).pdq))

    assert matches(subject.screen(picture)) == []
    assert [match.bank for match in matches(subject.screen(encode(drawing(2), "PNG")))] == ["new"]
    assert [match.bank for match in matches(subject.screen(card_bytes("png")))] == [TEST_BANK]


def test_failure_never_hides_a_match() -> None:
    # A cut file of a known picture: what is there is recognised, and the cut is told as well.
    card = encode(draw_card(), "JPEG", quality=95)

    screening = screener().screen(card[: len(card) * 9 // 10])

    assert [match.bank for match in matches(screening)] == [TEST_BANK]
    assert failures(screening) == {("decode", OpaqueReason.TRUNCATED)}


def test_known_picture_in_the_middle_of_an_animation_is_found() -> None:
    frames = [drawing(1, 200, 200), draw_card(200), drawing(2, 200, 200)]

    screening = screener(RednessModel()).screen(animation(frames, "WEBP", quality=90))

    assert [match.bank for match in matches(screening)] == [TEST_BANK]


def test_known_picture_under_transparency_is_found() -> None:
    card = draw_card()
    card.putalpha(Image.new("L", card.size, 0))

    assert [match.bank for match in matches(screener().screen(encode(card, "PNG")))] == [TEST_BANK]


def test_highest_score_over_all_frames_counts() -> None:
    frames = [Image.new("RGB", (64, 64), (level, 9, 9)) for level in (30, 204, 60)]

    screening = screener(RednessModel()).screen(animation(frames, "WEBP", lossless=True))

    assert scores(screening) == {"red": pytest.approx(204 / 255)}
    assert failures(screening) == set()


def test_score_on_a_seen_frame_stands_beside_the_failure_of_the_unseen_ones() -> None:
    frames = [drawing(seed, 64, 64) for seed in range(70)]

    screening = screener(RednessModel()).screen(animation(frames, "GIF"))

    assert failures(screening) == {("decode", OpaqueReason.TOO_MUCH)}
    assert "red" in scores(screening)


def test_of_a_longer_animation_two_frames_have_to_agree() -> None:
    # Red once, and half red twice.
    levels = [0] * 20
    levels[4], levels[9], levels[14] = 255, 128, 64
    frames = [Image.new("RGB", (64, 64), (level, 9, 9)) for level in levels]
    # Equal frames are stored as one by most programs that write them.
    for number, frame in enumerate(frames):
        frame.putpixel((number, 0), (200, 200, 200))

    screening = screener(RednessModel()).screen(animation(frames, "WEBP", lossless=True))

    (score,) = [signal for signal in screening.signals if isinstance(signal, Score)]
    assert score.value == pytest.approx(1)
    assert score.agreed == pytest.approx(128 / 255, abs=0.01)


def test_of_what_does_not_move_one_look_is_enough() -> None:
    screening = screener(RednessModel()).screen(encode(drawing(1), "PNG"))

    (score,) = [signal for signal in screening.signals if isinstance(signal, Score)]
    assert (score.agreed, score.certain) == (None, score.value)


def test_words_and_sound_are_known_to_show_nothing() -> None:
    model = RednessModel()

    screening = screener(model).screen(b"Homework: page 5")

    assert screening.signals == (NothingShown("decode"),)
    assert model.asked == []


def test_model_that_fails_leaves_a_mark_and_the_others_are_still_asked() -> None:
    screening = screener(BrokenModel(), RednessModel()).screen(encode(drawing(1), "PNG"))

    assert failures(screening) == {("broken", OpaqueReason.MODEL_FAILED)}
    assert "red" in scores(screening)


def test_model_that_fails_on_one_frame_only_leaves_a_mark_too() -> None:
    frames = [drawing(seed, 64, 64) for seed in range(3)]

    screening = screener(BrokenModel(fails=frozenset({1}))).screen(animation(frames, "WEBP"))

    assert failures(screening) == {("broken", OpaqueReason.MODEL_FAILED)}
    assert scores(screening) == {"any": 0.25}


def test_model_whose_output_is_not_finite_has_failed(tmp_path: Path) -> None:
    from classifiers.generic import Classifier
    from classifiers.manifest import read_manifest
    from classifiers.models import load_network

    nan = float("nan")
    manifest = read_manifest(write_third_model(tmp_path, mix=((nan, 0), (0, 0), (0, 0))))
    subject = screener(Classifier(manifest, load_network(manifest)))

    assert failures(subject.screen(encode(drawing(1), "PNG"))) == {
        ("reddish", OpaqueReason.MODEL_FAILED)
    }


def test_unexpected_crash_is_a_failure_and_keeps_the_exact_match(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(view: Image.Image) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(screener_module, "looks_of", crash)
    data = encode(drawing(1), "PNG")
    subject = screener(RednessModel())
    load(subject, BankEntry("school", "one", sha256=sha256(data)))

    screening = subject.screen(data)

    assert failures(screening) == {("screener", OpaqueReason.CRASHED)}
    assert [match.bank for match in matches(screening)] == ["school"]
    assert screening.fingerprint is not None
    assert screening.fingerprint.sha256 == sha256(data)


def test_nothing_is_logged_about_a_picture(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    screener(BrokenModel()).screen(encode(drawing(1), "PNG"))

    # Pillow's own debug lines name chunks and tags by number, never their content.
    assert "secret" not in caplog.text
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("PIL")]
    assert ours == ["model broken failed: RuntimeError"]


def test_two_threads_get_the_answers_of_one(open_nsfw: Model, nudenet: Model) -> None:
    subject = screener(open_nsfw, nudenet)
    files = [encode(photo(name), "JPEG") for name in ("astronaut", "coffee", "chelsea")]
    expected = [subject.screen(data) for data in files]
    found: dict[int, list[Screening]] = {}

    def work(number: int) -> None:
        found[number] = [subject.screen(data) for data in files]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {0: expected, 1: expected}


def test_opened_screener_has_both_models_and_the_operators_own(tmp_path: Path) -> None:
    path = write_third_model(tmp_path, mix=((1, 0), (0, 1), (0, 0)))
    subject = open_screener(
        most_bytes=10**6,
        most_pixels=10**6,
        most_streamed_pixels=10**7,
        workers=1,
        manifests=[path],
    )
    try:
        screening = subject.screen(encode(photo("astronaut"), "JPEG", quality=95))
    finally:
        subject.close()

    answered = {signal.model for signal in screening.signals if isinstance(signal, Score)}
    assert answered == {"open_nsfw", "nudenet", "reddish"}
