"""Every frame of a film is compared, and what shows something else is looked at in full."""

import struct
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops

from bot.domain.signal import OpaqueReason
from classifiers.decoding.choosing import MOST_SHOTS
from classifiers.decoding.looking import look_into
from classifiers.decoding.seen import Of, Seen
from classifiers.decoding.sniff import Limits
from tests.unit.classifiers.films import film, sound, two_streams
from tests.unit.classifiers.pictures import LIMITS, difference, drawing, encode

HIDDEN = drawing(9, 128, 96)


def look(data: bytes, seconds: float = 30.0) -> Seen:
    return look_into(data, LIMITS, seconds)


def shows(seen: Seen, picture: Image.Image, most: float = 14) -> bool:
    return any(difference(view.image, picture) < most for view in seen.views)


def calm(count: int) -> Iterator[Image.Image]:
    """Yield frames of one scene that moves a little."""
    scene = drawing(1, 128, 96)
    for number in range(count):
        yield ImageChops.offset(scene, number // 4 % 30, 0)


def with_one_hidden(count: int, place: int) -> Iterator[Image.Image]:
    for number, frame in enumerate(calm(count)):
        yield HIDDEN if number == place else frame


@pytest.mark.parametrize(
    ("form", "codec"),
    [
        ("mp4", "libx264"),
        ("mov", "mpeg4"),
        ("matroska", "libx264"),
        ("webm", "libvpx"),
        ("webm", "libvpx-vp9"),
        ("avi", "mpeg4"),
        ("mpegts", "mpeg2video"),
        ("flv", "flv1"),
    ],
)
def test_every_usual_kind_of_film_is_looked_at(form: str, codec: str) -> None:
    seen = look(film(calm(12), form, codec))
    assert seen.reasons == ()
    assert shows(seen, drawing(1, 128, 96))
    assert {view.of for view in seen.views} == {Of.FRAME}


def test_one_frame_among_two_thousand_is_found() -> None:
    seen = look(film(with_one_hidden(2_000, 1_234), codec="mpeg4"))
    assert seen.reasons == ()
    assert shows(seen, HIDDEN)
    (found,) = [view.at for view in seen.views if difference(view.image, HIDDEN) < 14]
    assert found == pytest.approx(1_234 / 25, abs=0.05)


def test_one_frame_of_a_film_too_large_to_keep_its_frames_is_found() -> None:
    frames = [frame.resize((1920, 1080)) for frame in with_one_hidden(20, 11)]
    seen = look(film(frames, codec="mpeg4"))
    assert {view.image.size for view in seen.views} == {(1024, 576)}
    assert shows(seen, HIDDEN.resize((1024, 576)))


@pytest.mark.parametrize("place", [0, 1, 58, 59])
def test_the_first_and_the_last_frames_are_found(place: int) -> None:
    assert shows(look(film(with_one_hidden(60, place))), HIDDEN)


def test_what_comes_slowly_and_goes_again_is_found() -> None:
    scene = drawing(1, 128, 96)
    shares = [*range(0, 101, 4), *range(100, -1, -4)]
    seen = look(film([Image.blend(scene, HIDDEN, share / 100) for share in shares]))
    assert shows(seen, HIDDEN, most=24)


def test_what_a_second_stream_shows_is_found() -> None:
    seen = look(two_streams(list(calm(10)), [HIDDEN] * 10))
    assert seen.reasons == ()
    assert shows(seen, HIDDEN)


def test_what_comes_after_the_stated_end_is_found() -> None:
    frames = [*calm(50), *[HIDDEN] * 5]
    data = bytearray(film(frames, codec="mpeg4"))
    # The duration of the film, of its track and of its media, in that order: 1 second of 2.2.
    for box, at in ((b"mvhd", 20), (b"tkhd", 24)):
        place = data.index(box) + at
        data[place : place + 4] = struct.pack(">I", 1000)
    place = data.index(b"elst") + 12
    data[place : place + 4] = struct.pack(">I", 1000)
    assert shows(look(bytes(data)), HIDDEN)


def test_the_picture_of_a_live_photo_and_its_film_are_looked_at() -> None:
    picture = drawing(4)
    seen = look(encode(picture, "JPEG") + film(with_one_hidden(30, 20)))
    assert seen.format == "jpeg"
    assert seen.reasons == ()
    assert shows(seen, picture)
    assert shows(seen, HIDDEN)


@pytest.mark.parametrize(("form", "codec"), [("ogg", "libopus"), ("mp3", "libmp3lame")])
def test_sound_shows_nothing_and_that_is_known(form: str, codec: str) -> None:
    seen = look(sound(form, codec))
    assert (seen.views, seen.reasons, seen.is_sound) == ((), (), True)


def test_a_film_that_takes_too_long_is_left_and_never_clean() -> None:
    seen = look(film(calm(60)), seconds=0.0)
    assert seen.reasons == (OpaqueReason.TOO_MUCH,)
    assert len(seen.views) == 1


def test_more_shots_than_are_looked_at_are_never_clean() -> None:
    shots = [drawing(seed, 128, 96) for seed in range(MOST_SHOTS + 10)]
    seen = look(film([shot for shot in shots for _ in range(3)]))
    assert seen.reasons == (OpaqueReason.TOO_MUCH,)
    assert len(seen.views) >= MOST_SHOTS


def test_a_film_that_breaks_off_shows_what_is_there() -> None:
    data = film(with_one_hidden(200, 20), "matroska", "mpeg4")
    seen = look(data[: len(data) // 2])
    assert shows(seen, HIDDEN)


def test_a_film_that_cannot_be_read_is_undecodable() -> None:
    data = film(calm(20))
    seen = look(data[:200] + bytes(len(data) - 200))
    assert seen.views == ()
    assert len(seen.reasons) == 1


def test_frames_with_too_many_pixels_are_not_decoded() -> None:
    limits = Limits(most_bytes=10**7, most_pixels=100 * 100)
    seen = look_into(film(calm(20)), limits, 5.0)
    assert seen.views == ()
    assert len(seen.reasons) == 1


def test_a_film_is_shown_as_a_player_turns_it() -> None:
    data = bytearray(film(calm(10), codec="mpeg4"))
    # The matrix of the track: a quarter turn to the right.
    at = data.index(b"tkhd") + 4 + 40
    turn = (0, 65536, 0, -65536, 0, 0, 0, 0, 0x40000000)
    data[at : at + 36] = struct.pack(">9i", *turn)
    seen = look(bytes(data))
    assert seen.views[0].image.size == (96, 128)
    turned = drawing(1, 128, 96).transpose(Image.Transpose.ROTATE_270)
    assert difference(seen.views[0].image, turned) < 14


def test_what_pillow_refuses_is_decoded_by_the_other() -> None:
    """A picture whose colour profile is broken, for one, is shown by every browser."""
    data = encode(drawing(1), "PNG")
    # Pillow checks the sums of all chunks, browsers only those that matter.
    at = data.index(b"IDAT")
    odd = struct.pack(">I", 9) + b"iCCPbroken!!!" + b"\1\2\3\4"
    seen = look(data[: at - 4] + odd + data[at - 4 :])
    assert seen.reasons == ()
    assert shows(seen, drawing(1))
