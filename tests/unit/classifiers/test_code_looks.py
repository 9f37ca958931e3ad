"""A code's looks: parts that a crop leaves, frames that differ, nothing flat and nothing twice."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from bot.domain.bank import KNOWN_DISTANCE
from bot.domain.hash_code import MOST_LOOKS, CodeLook, HashCode, parse, write
from classifiers.code_looks import WINDOWS, looks_of
from classifiers.decoding.seen import Of, View
from classifiers.hashing import look_at
from tests.unit.classifiers.pictures import drawing, photo


def views(*pictures: Image.Image, of: Of = Of.PICTURE) -> list[View]:
    return [View(picture, of) for picture in pictures]


def nearest(looks: Sequence[CodeLook], picture: Image.Image) -> int:
    """Return how many bits the picture is away from the nearest look."""
    posted = int(look_at(picture).pdq, 16)
    return min((int(look.pdq, 16) ^ posted).bit_count() for look in looks)


def test_there_are_as_many_windows_as_fit_and_the_whole_is_the_first() -> None:
    assert len(set(WINDOWS)) == len(WINDOWS) == MOST_LOOKS
    assert WINDOWS[0] == (0, 0, 1000, 1000)
    for left, top, right, bottom in WINDOWS:
        assert 0 <= left < right <= 1000
        assert 0 <= top < bottom <= 1000
        # The smaller a part, the more pictures have one that is like it.
        assert (right - left) * (bottom - top) >= 700_000


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea", "rocket"])
def test_a_picture_gives_its_own_hash_first_and_a_code_that_can_be_read(name: str) -> None:
    looks = looks_of(views(photo(name)))

    whole = look_at(photo(name))
    assert looks[0] == CodeLook(whole.pdq, whole.dhash, whole.quality)
    assert len(looks) == MOST_LOOKS
    code = HashCode("ab" * 32, looks)
    assert parse(write(code)) == code


@pytest.mark.parametrize(
    "window", [(0, 0, 1, 0.88), (0, 0.22, 1, 1), (0.05, 0.05, 0.95, 0.95), (0.125, 0, 0.875, 1)]
)
def test_what_was_cut_off_is_found_where_the_whole_picture_is_not(
    window: tuple[float, float, float, float],
) -> None:
    picture = photo("astronaut")
    left, top, right, bottom = (
        round(edge * side) for edge, side in zip(window, picture.size * 2, strict=True)
    )
    cropped = picture.crop((left, top, right, bottom)).resize((400, 400))
    looks = looks_of(views(picture))

    assert nearest(looks, cropped) <= KNOWN_DISTANCE
    assert nearest(looks[:1], cropped) > KNOWN_DISTANCE


def test_half_of_uneven_crops_are_nearer_to_a_part_than_to_the_whole() -> None:
    # The list of windows is chosen by such crops (docs/hashing.md); here only that it helps.
    picture, chance = photo("coffee"), np.random.default_rng(1)
    looks = looks_of(views(picture))
    width, height = picture.size
    crops = []
    for _ in range(20):
        left, top, right, bottom = (chance.random() * 0.12 for _ in range(4))
        box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
        crops.append(picture.crop(tuple(round(edge) for edge in box)))  # type: ignore[arg-type]  # four of them

    near = [crop for crop in crops if nearest(looks, crop) <= 63]
    alone = [crop for crop in crops if nearest(looks[:1], crop) <= 63]
    assert len(near) >= 10 > len(alone)


def test_a_flat_picture_gives_nothing() -> None:
    assert looks_of(views(Image.new("RGB", (300, 200), "white"))) == ()
    assert looks_of([]) == ()


def test_flat_parts_are_left_out() -> None:
    # All that there is to see lies in one corner, so that some parts show next to nothing of it.
    picture = Image.new("RGB", (1000, 1000), "white")
    picture.paste(photo("coffee").resize((225, 225)), (0, 0))
    looks = looks_of(views(picture))

    assert 0 < len(looks) < MOST_LOOKS
    assert all(look.quality >= 50 for look in looks)


def test_a_picture_of_one_pixel_is_flat_and_no_error() -> None:
    assert looks_of(views(Image.new("RGB", (1, 1)))) == ()


def test_what_transparency_hides_is_left_out() -> None:
    shown, hidden = photo("coffee"), photo("rocket")
    looks = looks_of([View(shown), View(hidden, Of.HIDDEN)])

    assert looks == looks_of(views(shown))


def test_of_a_film_the_frames_that_differ_come_first() -> None:
    shots = [drawing(seed) for seed in range(4)]
    # Each shot is seen three times, with a little noise of the encoder.
    frames = [shot.resize((320 + more, 240)) for shot in shots for more in range(3)]
    looks = looks_of(views(*frames, of=Of.FRAME))

    assert len(looks) == MOST_LOOKS
    assert looks[0].pdq == look_at(frames[0]).pdq
    for shot in shots:
        assert nearest(looks[:4], shot) <= KNOWN_DISTANCE


def test_of_a_long_film_the_frames_are_spread_over_all_of_it() -> None:
    shots = [drawing(seed) for seed in range(30)]
    frames = [*([shots[0]] * 30), *shots]
    looks = looks_of(views(*frames, of=Of.FRAME))

    assert len(looks) == MOST_LOOKS
    assert sum(nearest(looks, shot) == 0 for shot in shots) == MOST_LOOKS


def test_a_black_first_frame_does_not_stand_for_the_film() -> None:
    black = Image.new("RGB", (320, 240))
    looks = looks_of(views(black, drawing(1), of=Of.FRAME))

    assert looks == looks_of(views(drawing(1), of=Of.FRAME))
