"""A code's looks: parts that a crop leaves, frames that differ, nothing flat and nothing twice."""

from collections.abc import Sequence

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


def test_there_are_few_windows_and_the_whole_is_the_first() -> None:
    # From more overlapping parts the picture can be worked out: docs/hashing.md has the figures.
    assert len(set(WINDOWS)) == len(WINDOWS) == 3
    assert WINDOWS[0] == (0, 0, 1000, 1000)
    for left, top, right, bottom in WINDOWS:
        assert 0 <= left < right <= 1000
        assert 0 <= top < bottom <= 1000


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea", "rocket"])
def test_a_picture_gives_its_own_hash_first_and_a_code_that_can_be_read(name: str) -> None:
    looks = looks_of(views(photo(name)))

    whole = look_at(photo(name))
    assert looks[0] == CodeLook(whole.pdq, whole.dhash, whole.quality)
    assert len(looks) == len(WINDOWS)
    code = HashCode("ab" * 32, looks)
    assert parse(write(code)) == code


@pytest.mark.parametrize("window", [(0, 0, 1, 0.88), (0.025, 0.025, 0.975, 0.975)])
def test_what_was_cut_off_is_found_where_the_whole_picture_is_not(
    window: tuple[float, float, float, float],
) -> None:
    picture = photo("astronaut")
    left, top, right, bottom = (
        round(edge * side) for edge, side in zip(window, picture.size * 2, strict=True)
    )
    cropped = picture.crop((left, top, right, bottom)).resize((400, 400))
    looks = looks_of(views(picture))

    assert nearest(looks, cropped) <= KNOWN_DISTANCE / 2
    assert nearest(looks[:1], cropped) > KNOWN_DISTANCE / 2 + 10


def test_a_flat_picture_gives_nothing() -> None:
    assert looks_of(views(Image.new("RGB", (300, 200), "white"))) == ()
    assert looks_of([]) == ()


def test_flat_parts_are_left_out() -> None:
    # All that there is to see stands at the lower edge.
    picture = Image.new("RGB", (1000, 1000), "white")
    picture.paste(photo("coffee").resize((1000, 115)), (0, 885))
    looks = looks_of(views(picture))

    assert 0 < len(looks) < len(WINDOWS)
    assert all(look.quality >= 50 for look in looks)


def test_a_picture_of_one_pixel_is_flat_and_no_error() -> None:
    assert looks_of(views(Image.new("RGB", (1, 1)))) == ()


def test_what_transparency_hides_is_left_out() -> None:
    shown, hidden = photo("coffee"), photo("rocket")
    looks = looks_of([View(shown), View(hidden, Of.HIDDEN)])

    assert looks == looks_of(views(shown))


def test_of_a_film_each_scene_is_there_once_and_no_part_of_any() -> None:
    shots = [drawing(seed) for seed in range(4)]
    # Each shot is seen three times, a little otherwise each time.
    frames = [shot.resize((320 + more, 240)) for shot in shots for more in range(3)]
    looks = looks_of(views(*frames, of=Of.FRAME))

    assert len(looks) == len(shots)
    assert looks[0].pdq == look_at(frames[0]).pdq
    for shot in shots:
        assert nearest(looks, shot) <= KNOWN_DISTANCE


def test_of_a_long_film_the_frames_are_spread_over_all_of_it() -> None:
    shots = [drawing(seed) for seed in range(30)]
    frames = [*([shots[0]] * 30), *shots]
    looks = looks_of(views(*frames, of=Of.FRAME))

    assert len(looks) == MOST_LOOKS
    assert sum(nearest(looks, shot) == 0 for shot in shots) == MOST_LOOKS


def test_a_black_first_frame_does_not_stand_for_the_film() -> None:
    black = Image.new("RGB", (320, 240))
    looks = looks_of(views(black, drawing(1), drawing(2), of=Of.FRAME))

    assert looks == looks_of(views(drawing(1), drawing(2), of=Of.FRAME))
