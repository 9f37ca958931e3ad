"""What the screener gives out of each view, and what it does with what models removed before."""

from collections.abc import Callable

import pytest
from PIL import Image

from bot.domain.bank import LEAST_QUALITY, TEST_BANK, BankEntry, Standing
from classifiers import screener as screener_module
from classifiers.hashing import look_at, sha256
from classifiers.screener import MOST_HASHES, MediaScreener
from classifiers.testcard import draw_card
from tests.unit.classifiers.loading import load
from tests.unit.classifiers.pictures import animation, drawing, encode
from tests.unit.classifiers.test_screener import RednessModel, matches, scores, screener


def tinted(seed: int, red: int) -> Image.Image:
    """Return a drawing with so much red everywhere: another score, much the same look."""
    _, green, blue = drawing(seed, 200, 200).split()
    return Image.merge("RGB", (Image.new("L", green.size, red), green, blue))


def removed(picture: Image.Image, entry: str = "C-0001-1") -> BankEntry:
    return BankEntry("removed", entry, pdq=look_at(picture).pdq, standing=Standing.UNSURE)


def knowing(*entries: BankEntry) -> tuple[MediaScreener, RednessModel]:
    model = RednessModel()
    subject = screener(model)
    load(subject, *entries)
    return subject, model


def test_every_view_leaves_its_hash_with_what_was_said_of_it_alone() -> None:
    frames = [tinted(1, 20), tinted(2, 204), tinted(3, 90)]

    screening = screener(RednessModel()).screen(animation(frames, "WEBP", lossless=True))

    assert screening.looked_at == 3
    # Those first of which the models said most.
    expected = [frames[1], frames[2], frames[0]]
    assert [one.pdq for one in screening.views] == [look_at(frame).pdq for frame in expected]
    values = [[score.value for score in one.scores] for one in screening.views]
    assert values == [[pytest.approx(level / 255)] for level in (204, 90, 20)]
    assert {one.known for one in screening.views} == {False}
    assert all(one.quality >= LEAST_QUALITY for one in screening.views)


def test_the_hash_of_a_flat_view_is_given_out_as_one() -> None:
    screening = screener(RednessModel()).screen(encode(Image.new("RGB", (64, 64), "red"), "PNG"))

    assert [one.quality for one in screening.views] == [0]


def test_what_shows_much_leaves_a_bounded_number_of_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screener_module, "MOST_HASHES", 2)
    frames = [tinted(seed, red) for seed, red in enumerate((20, 204, 90, 10), start=1)]

    screening = screener(RednessModel()).screen(animation(frames, "WEBP", lossless=True))

    assert screening.looked_at == 4
    assert [one.pdq for one in screening.views] == [look_at(frames[1]).pdq, look_at(frames[2]).pdq]
    assert MOST_HASHES == 40


@pytest.mark.parametrize(
    "entry",
    [
        lambda data: BankEntry(
            "removed", "C-0001-1", sha256=sha256(data), standing=Standing.UNSURE
        ),
        lambda _: removed(drawing(1)),
    ],
    ids=["file", "look"],
)
def test_models_are_asked_about_what_no_person_vouches_for(
    entry: Callable[[bytes], BankEntry],
) -> None:
    data = encode(drawing(1), "PNG")
    subject, model = knowing(entry(data))

    screening = subject.screen(data)

    assert [(one.bank, one.certain) for one in matches(screening)] == [("removed", False)]
    assert len(model.asked) == 1
    assert "red" in scores(screening)


def test_a_match_that_a_person_vouches_for_is_not_hidden_by_a_nearer_one() -> None:
    far = f"{int(look_at(drawing(1)).pdq, 16) ^ 0b111:064x}"
    subject, model = knowing(removed(drawing(1)), BankEntry("removed", "x", pdq=far))

    found = matches(subject.screen(encode(drawing(1), "PNG")))

    assert {(one.entry, one.certain) for one in found} == {("C-0001-1", False), ("x", True)}
    assert model.asked == []


def test_every_entry_that_matched_is_named_if_no_person_vouches_for_it() -> None:
    frames = [drawing(1, 200, 200), drawing(2, 200, 200), drawing(3, 200, 200)]
    subject, model = knowing(
        removed(frames[0], "C-0001-1"),
        removed(frames[0], "C-0002-1"),
        removed(frames[2], "C-0003-1"),
    )

    screening = subject.screen(animation(frames, "WEBP", lossless=True))

    assert sorted(one.entry for one in matches(screening)) == ["C-0001-1", "C-0002-1", "C-0003-1"]
    assert len(model.asked) == 3
    known = {one.pdq for one in screening.views if one.known}
    assert known == {look_at(frames[0]).pdq, look_at(frames[2]).pdq}


def test_the_test_card_hides_nothing_that_was_removed_before() -> None:
    frames = [draw_card(200), drawing(1, 200, 200)]
    subject, model = knowing(removed(frames[1]))

    screening = subject.screen(animation(frames, "WEBP", quality=90))

    assert {one.bank for one in matches(screening)} == {TEST_BANK, "removed"}
    assert len(model.asked) == 1
