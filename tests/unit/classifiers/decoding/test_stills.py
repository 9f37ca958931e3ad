"""Everything that a person could be shown by a file becomes a view; the rest is a failure."""

import struct
import threading
import warnings
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageChops

from bot.domain.signal import OpaqueReason
from classifiers.decoding.headers import Header
from classifiers.decoding.look import Look
from classifiers.decoding.looking import look_into
from classifiers.decoding.seen import Of, Seen
from classifiers.decoding.sniff import Limits
from classifiers.decoding.stills import look_at_still
from tests.unit.classifiers.pictures import (
    LIMITS,
    animation,
    difference,
    drawing,
    encode,
    photo,
)


def look(data: bytes, limits: Limits = LIMITS) -> Seen:
    return look_into(data, limits, 10.0)


def views(seen: Seen) -> list[Image.Image]:
    return [view.image for view in seen.views]


def never(_: bytes, __: Look) -> None:
    raise AssertionError


@pytest.mark.parametrize(
    "form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF", "AVIF", "JPEG2000"]
)
def test_every_supported_format_gives_one_view_without_a_failure(form: str) -> None:
    decoded = look(encode(drawing(1), form))

    assert decoded.reasons == ()
    assert len(decoded.views) == 1
    assert difference(views(decoded)[0], drawing(1)) < 12


def test_jpeg_is_scaled_while_it_is_decoded_but_not_under_the_working_size() -> None:
    decoded = look(encode(drawing(1, 4000, 3000), "JPEG"))

    assert views(decoded)[0].size == (2000, 1500)


def test_cmyk_jpeg_shows_its_colours() -> None:
    decoded = look(encode(drawing(1).convert("CMYK"), "JPEG", quality=95))

    assert difference(views(decoded)[0], drawing(1)) < 6


def test_sixteen_bit_png_is_not_white() -> None:
    levels = np.asarray(drawing(1).convert("L")).astype(np.uint16) * 257
    decoded = look(encode(Image.fromarray(levels), "PNG"))

    assert difference(views(decoded)[0], drawing(1).convert("L")) < 2


def test_noted_orientation_is_applied() -> None:
    picture = drawing(1)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = picture.transpose(Image.Transpose.ROTATE_90)

    decoded = look(encode(turned, "JPEG", exif=exif, quality=95))

    assert difference(views(decoded)[0], picture) < 4


# Outside of pytest, which puts its own filters in their place, decode.py ignores such warnings.
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_damaged_note_leaves_the_picture_as_it_is() -> None:
    data = encode(drawing(1), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\xff" * 40)

    decoded = look(data)

    assert decoded.reasons == ()
    assert views(decoded)[0].size == drawing(1).size


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "TIFF"])
def test_every_frame_of_a_short_animation_is_looked_at(form: str) -> None:
    # The picture that must not be missed is the one in the middle.
    frames = [drawing(seed, 96, 96) for seed in range(5)]

    decoded = look(animation(frames, form))

    assert decoded.reasons == ()
    assert len(decoded.views) == 5
    for view, frame in zip(views(decoded), frames, strict=True):
        assert difference(view, frame) < 14


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_every_frame_of_a_longer_animation_that_shows_something_else_is_found(form: str) -> None:
    calm, hidden = [drawing(1, 96, 96)] * 40, drawing(5, 96, 96)
    frames = [*calm[:23], hidden, *calm[24:]]
    # Equal frames are stored as one by most programs that write them.
    frames = [ImageChops.offset(frame, number % 3) for number, frame in enumerate(frames)]

    decoded = look(animation(frames, form, duration=100))

    assert decoded.reasons == ()
    assert {view.of for view in decoded.views} == {Of.FRAME}
    assert min(difference(view, frames[23]) for view in views(decoded)) < 14


@pytest.mark.parametrize("form", ["TIFF", "HEIF"])
def test_every_page_and_sub_image_is_looked_at(form: str) -> None:
    pages = [drawing(seed, 96, 96) for seed in range(20)]

    decoded = look(animation(pages, form))

    assert decoded.reasons == ()
    assert len(decoded.views) == 20
    assert difference(views(decoded)[17], pages[17]) < 14


def test_more_pages_than_are_looked_at_are_never_clean() -> None:
    decoded = look(animation([drawing(seed, 16, 16) for seed in range(70)], "TIFF"))

    assert list(decoded.reasons) == [OpaqueReason.TOO_MUCH]
    assert len(decoded.views) == 64


def test_animated_png_with_a_still_picture_of_its_own_shows_both() -> None:
    # Only programs that cannot animate show the first picture, and it is no part of the animation.
    frames = [drawing(seed, 64, 64) for seed in range(4)]

    decoded = look(animation(frames, "PNG", default_image=True))

    assert decoded.reasons == ()
    assert len(decoded.views) == 4
    assert difference(views(decoded)[-1], frames[-1]) < 2


def test_all_pictures_of_a_jpeg_with_several_are_looked_at() -> None:
    frames = [drawing(1, 640, 480), drawing(2, 200, 100)]

    decoded = look(animation(frames, "MPO", quality=95))

    assert [view.size for view in views(decoded)] == [(640, 480), (200, 100)]
    assert difference(views(decoded)[1], frames[1]) < 4


def test_second_picture_of_a_jpeg_has_the_smaller_limit() -> None:
    # The first is streamed; nothing is known of the second.
    data = animation([drawing(1, 100, 100), drawing(2, 400, 300)], "MPO")
    limits = Limits(most_bytes=10**6, most_pixels=100_000, most_streamed_pixels=10**6)

    decoded = look(data, limits)

    assert list(decoded.reasons) == [OpaqueReason.TOO_MANY_PIXELS]
    assert len(decoded.views) == 1


def test_an_animation_that_takes_too_long_is_left_and_never_clean() -> None:
    data = animation([drawing(seed, 400, 400) for seed in range(30)], "WEBP")

    decoded = look_into(data, LIMITS, 0.0)

    assert list(decoded.reasons) == [OpaqueReason.TOO_MUCH]
    assert len(decoded.views) == 1


@pytest.mark.parametrize("form", ["JPEG", "PNG", "BMP"])
def test_cut_picture_shows_what_is_there_and_fails_as_well(form: str) -> None:
    picture = photo("astronaut")
    data = encode(picture, form)

    decoded = look(data[: len(data) * 2 // 3])

    assert list(decoded.reasons) == [OpaqueReason.TRUNCATED]
    # A BMP is stored from the bottom up.
    seen = (0, 312, 512, 512) if form == "BMP" else (0, 0, 512, 200)
    assert difference(views(decoded)[0].crop(seen), picture.crop(seen)) < 6


def test_animation_that_breaks_off_keeps_the_frames_before() -> None:
    data = animation([drawing(seed, 96, 96) for seed in range(4)], "GIF")

    decoded = look(data[: len(data) * 2 // 3])

    assert list(decoded.reasons) == [OpaqueReason.TRUNCATED]
    assert len(decoded.views) >= 1
    assert difference(views(decoded)[0], drawing(0, 96, 96)) < 14


@pytest.mark.parametrize(
    "form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF", "AVIF", "JPEG2000"]
)
def test_damaged_bytes_never_raise_and_are_never_silent(form: str) -> None:
    # Each file is damaged at random; whatever comes of it is views, a failure, or both.
    data = encode(drawing(3, 64, 64), form)
    chance = np.random.default_rng(7)
    outcomes = []
    for _ in range(60):
        damaged = bytearray(data)
        for place in chance.integers(8, len(data), 6):
            damaged[place] = chance.integers(0, 256)
        outcomes.append(look(bytes(damaged)))

    assert any(outcome.views for outcome in outcomes)
    assert all(outcome.views or outcome.reasons for outcome in outcomes)


def test_picture_without_pixels_is_undecodable() -> None:
    data = encode(drawing(1), "PNG")
    at = data.index(b"IDAT")
    broken = data[: at + 4] + b"\xff" * 40

    decoded = look(broken)

    assert decoded.views == ()
    assert len(decoded.reasons) == 1


def test_only_the_recognised_format_is_tried() -> None:
    # A decoder for another format must not get to see the bytes.
    found = Look(LIMITS, 1.0, never)
    look_at_still(encode(drawing(1), "PNG"), Header("gif", 320, 240, frames=1), found)

    assert found.reasons == [OpaqueReason.UNDECODABLE]


def test_large_picture_is_decoded_without_a_warning_about_bombs() -> None:
    data = encode(Image.new("L", (9500, 9500)), "JPEG")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        decoded = look(data)

    assert decoded.reasons == ()
    assert caught == []


def test_canvas_that_grows_after_the_header_is_not_decoded() -> None:
    # What the header reader could not know is checked once more on what the decoder says.
    data = encode(drawing(1, 400, 300), "PNG")
    limits = Limits(most_bytes=10**6, most_pixels=100_000)

    found = Look(limits, 1.0, never)
    look_at_still(data, Header("png", 10, 10), found)

    assert found.reasons == [OpaqueReason.TOO_MANY_PIXELS]
    assert found.views == []


def test_threads_do_not_disturb_each_other() -> None:
    whole = encode(photo("coffee"), "JPEG")
    cut = whole[: len(whole) // 2]
    found: list[list[OpaqueReason]] = []

    def work(data: bytes) -> None:
        found.extend(list(look(data).reasons) for _ in range(10))

    threads = [threading.Thread(target=work, args=(data,)) for data in (whole, cut)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found.count([]) == 10
    assert found.count([OpaqueReason.TRUNCATED]) == 10


def test_bytes_stay_out_of_the_failures() -> None:
    data = encode(drawing(1), "PNG")
    text = struct.pack(">I", 6) + b"tEXtSecret" + b"\0" * 4
    decoded = look(data[:33] + text + data[33:200])

    assert decoded.reasons
    assert "Secret" not in repr(decoded.reasons)


def test_memory_stays_small_for_a_large_streamed_picture() -> None:
    # 144 megapixels would be 432 MB if they were decoded whole.
    buffer = BytesIO()
    Image.new("L", (12_000, 12_000), 90).save(buffer, "JPEG", quality=30)

    decoded = look(buffer.getvalue())

    assert decoded.reasons == ()
    assert views(decoded)[0].size == (1500, 1500)
