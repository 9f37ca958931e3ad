"""What a file is and how large its canvas is, from its first bytes."""

import struct

import pytest

from bot.domain.signal import OpaqueReason
from classifiers.decoding.headers import Header, Malformed
from classifiers.decoding.looking import look_into
from classifiers.decoding.sniff import read_header, recognise
from tests.unit.classifiers.pictures import LIMITS, animation, drawing, encode

SIZE = (320, 240)


def refusal(data: bytes) -> OpaqueReason:
    seen = look_into(data, LIMITS, 5.0)
    assert seen.views == ()
    (reason,) = seen.reasons
    return reason


def header(data: bytes) -> Header | None:
    return read_header(recognise(data), data)


@pytest.mark.parametrize(
    ("form", "options", "expected"),
    [
        ("JPEG", {}, Header("jpeg", *SIZE, streamed=True)),
        ("JPEG", {"progressive": True}, Header("jpeg", *SIZE)),
        ("PNG", {}, Header("png", *SIZE)),
        ("GIF", {}, Header("gif", *SIZE, frames=1)),
        ("BMP", {}, Header("bmp", *SIZE)),
        ("TIFF", {}, Header("tiff", *SIZE, frames=1)),
        ("WEBP", {}, Header("webp", *SIZE)),
        ("WEBP", {"lossless": True}, Header("webp", *SIZE)),
        ("WEBP", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}, Header("webp", *SIZE)),
    ],
)
def test_true_format_and_size_are_read_from_the_header(
    form: str, options: dict[str, object], expected: Header
) -> None:
    assert header(encode(drawing(1), form, **options)) == expected


@pytest.mark.parametrize("form", ["GIF", "TIFF"])
def test_frames_are_counted_without_a_decoder(form: str) -> None:
    seen = header(animation([drawing(seed) for seed in range(5)], form))

    assert isinstance(seen, Header)
    assert seen.frames == 5


def test_jpeg_in_several_scans_is_not_streamed_even_if_it_is_baseline() -> None:
    # The decoder keeps all coefficients of such a file, 1.7 GB for 900 megapixels.
    data = encode(drawing(1), "JPEG")
    at = data.index(b"\xff\xda")
    assert data[at + 4] == 3
    one_component = data[: at + 4] + b"\x01" + data[at + 5 :]

    seen = header(one_component)

    assert isinstance(seen, Header)
    assert not seen.streamed


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", OpaqueReason.EMPTY),
        (b"Dear diary \xff\xfe, this is no picture.", OpaqueReason.NOT_A_PICTURE),
        (b"\0" * 64, OpaqueReason.NOT_A_PICTURE),
        (b"7z\xbc\xaf\x27\x1crest", OpaqueReason.UNSUPPORTED),
        (b"Rar!\x1a\x07\x01\0", OpaqueReason.UNSUPPORTED),
        (b"8BPS\0\x01", OpaqueReason.UNSUPPORTED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OpaqueReason.UNSUPPORTED),
        (b"RIFF\0\0\0\0WHAT", OpaqueReason.UNSUPPORTED),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', OpaqueReason.UNSUPPORTED),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<SVG>", OpaqueReason.UNSUPPORTED),
        (b"Look: <IMG src='https://a.example/a.png'>", OpaqueReason.UNSUPPORTED),
        (b"%PDF-1.7\n", OpaqueReason.UNDECODABLE),
        (b"\n\n%PDF-1.4\n", OpaqueReason.UNDECODABLE),
        (b"PK\x03\x04rest", OpaqueReason.UNDECODABLE),
        (b"\x1f\x8b\x08rest", OpaqueReason.UNDECODABLE),
        (b"\0\0\0\x18ftypheic\0\0\0\0", OpaqueReason.TRUNCATED),
        (b"\0\0\0\x18ftypavif\0\0\0\0", OpaqueReason.TRUNCATED),
        (b"\0\0\0\x18ftypisom\0\0\0\0", OpaqueReason.UNDECODABLE),
        (b"\0\0\0\x08wide\0\0\0\0mdat", OpaqueReason.UNDECODABLE),
        (b"\x1aE\xdf\xa3\x01", OpaqueReason.UNDECODABLE),
        (b"RIFF\0\0\0\0AVI LIST", OpaqueReason.UNDECODABLE),
        (b"\x47" + b"\0" * 187 + b"\x47" + b"\0" * 187 + b"\x47\0", OpaqueReason.TRUNCATED),
    ],
)
def test_what_is_no_readable_picture_is_named_by_its_bytes(
    data: bytes, reason: OpaqueReason
) -> None:
    assert refusal(data) is reason


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heif"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "avif"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0", "mp4"),
        (b"%PDF-", "pdf"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wave"),
        (b"ID3\x04\0\0", "mp3"),
        (b"BEGIN:VCARD\r\nVERSION:4.0", "vcard"),
        (b'{"v":"5.5","fr":30,"layers":[]}', "lottie"),
        (b'{"a": 1}', "text"),
        ("Bis später, Ana".encode(), "text"),
    ],
)
def test_the_kind_is_told_by_the_bytes(data: bytes, name: str) -> None:
    assert recognise(data) == name


def test_plain_words_show_nothing_and_that_is_known() -> None:
    seen = look_into("Homework: page 5 – read it!".encode(), LIMITS, 1.0)
    assert (seen.views, seen.reasons, seen.is_sound) == ((), (), True)


def png_header(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)


def webp_header(width: int, height: int) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + sizes


def jpeg_header(marker: int, width: int, height: int) -> bytes:
    frame = struct.pack(">BBHBHHB", 0xFF, marker, 17, 8, height, width, 3) + b"\0" * 9
    return b"\xff\xd8" + frame + b"\xff\xda\0\x0c\x03" + b"\0" * 9


BOMBS = {
    "png": png_header(50_000, 50_000),
    "webp": webp_header(16_383, 16_383),
    "bmp": b"BM" + b"\0" * 12 + struct.pack("<Iii", 40, 40_000, -40_000) + b"\0" * 30,
    "tiff": b"II*\0\x08\0\0\0\x02\0"
    + struct.pack("<HHII", 256, 4, 1, 60_000)
    + struct.pack("<HHII", 257, 4, 1, 60_000)
    + b"\0" * 4,
    "progressive jpeg": jpeg_header(0xC2, 30_000, 30_000),
    "baseline jpeg": jpeg_header(0xC0, 60_000, 60_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_canvas_over_the_limit_is_refused_by_its_header(name: str) -> None:
    seen = look_into(BOMBS[name], LIMITS, 1.0)

    assert seen.reasons == (OpaqueReason.TOO_MANY_PIXELS,)
    assert seen.width * seen.height > 40_000_000


def test_gif_frame_that_reaches_over_the_screen_counts_as_the_canvas() -> None:
    # 44 bytes like these took 4,270 MB: the decoder enlarges the canvas to hold the frame.
    screen = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0)
    frame = b"," + struct.pack("<HHHHB", 60_000, 60_000, 5_000, 5_000, 0) + b"\x02\x01\x44\0;"

    assert refusal(screen + frame) is OpaqueReason.TOO_MANY_PIXELS


def test_large_baseline_jpeg_is_accepted_where_the_same_size_of_another_kind_is_not() -> None:
    accepted = look_into(jpeg_header(0xC0, 16_000, 12_500), LIMITS, 1.0)
    assert OpaqueReason.TOO_MANY_PIXELS not in accepted.reasons
    assert refusal(jpeg_header(0xC2, 16_000, 12_500)) is OpaqueReason.TOO_MANY_PIXELS


def test_largest_page_of_a_tiff_decides() -> None:
    def page(side: int, following: int) -> bytes:
        return (
            b"\x02\0"
            + struct.pack("<HHII", 256, 4, 1, side)
            + struct.pack("<HHII", 257, 4, 1, side)
            + struct.pack("<I", following)
        )

    data = b"II*\0\x08\0\0\0" + page(10, 38) + page(60_000, 0)

    assert refusal(data) is OpaqueReason.TOO_MANY_PIXELS


def test_tiff_whose_pages_go_round_in_circles_ends() -> None:
    fields = struct.pack("<HHII", 256, 4, 1, 10) + struct.pack("<HHII", 257, 4, 1, 10)
    data = b"II*\0\x08\0\0\0\x02\0" + fields + struct.pack("<I", 8)

    assert header(data) == Header("tiff", 10, 10, frames=1)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_file_that_ends_anywhere_in_its_header_is_truncated_or_no_picture(form: str) -> None:
    # Nothing else may come of it, and above all no exception.
    data = encode(drawing(1, 32, 32), form)
    allowed = {OpaqueReason.EMPTY, OpaqueReason.NOT_A_PICTURE, OpaqueReason.TRUNCATED}
    allowed |= {OpaqueReason.UNSUPPORTED} if form == "WEBP" else set()

    cuts = [refusal(data[:length]) for length in range(24) if recognise(data[:length]) != "text"]

    assert len(cuts) > 18
    assert set(cuts) <= allowed
    assert refusal(data[:13]) is OpaqueReason.TRUNCATED


@pytest.mark.parametrize(
    "data",
    [
        png_header(0, 10),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIDAT" + b"\0" * 20,
        b"\xff\xd8\xff\xe0\0\x02\xff\xd9",
        b"\xff\xd8" + b"\xff" * 20_000,
        b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\0" + b"\0" * 20,
        b"RIFF\0\0\0\0WEBPWHAT" + b"\0" * 20,
        b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 20,
        b"II*\0\x08\0\0\0\xff\xff" + b"\0" * 200,
    ],
)
def test_header_that_contradicts_its_format_is_undecodable(data: bytes) -> None:
    with pytest.raises(Malformed):
        header(data)
