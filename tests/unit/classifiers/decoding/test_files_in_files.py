"""Documents, archives, contact cards and stickers: what they hold is looked at."""

import base64
import gzip
import json
import zipfile
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.signal import OpaqueReason
from classifiers.decoding import archives, documents
from classifiers.decoding.looking import look_into
from classifiers.decoding.seen import MOST_SECONDS, Of, Seen
from tests.unit.classifiers.films import film
from tests.unit.classifiers.pictures import LIMITS, animation, difference, drawing, encode

PICTURE = drawing(1)


def look(data: bytes, seconds: float = 20.0) -> Seen:
    return look_into(data, LIMITS, seconds)


def shows(seen: Seen, picture: Image.Image = PICTURE, most: float = 14) -> bool:
    return any(difference(view.image, picture) < most for view in seen.views)


def archive(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    with BytesIO() as buffer:
        with zipfile.ZipFile(buffer, "w", packing) as opened:
            for name, data in files.items():
                opened.writestr(name, data)
        return buffer.getvalue()


# --- archives and office files


def test_every_picture_in_an_archive_is_looked_at_whatever_it_is_called() -> None:
    data = archive(
        {"homework.txt": encode(PICTURE, "JPEG"), "b/c.png": encode(drawing(2), "PNG"), "d/": b""}
    )
    seen = look(data)
    assert seen.reasons == ()
    assert shows(seen)
    assert shows(seen, drawing(2))
    assert {view.of for view in seen.views} == {Of.PART}


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype"])
def test_the_pictures_of_an_office_file_are_looked_at(first: str) -> None:
    files = {first: b"<x/>", "word/document.xml": b"<x/>", "word/media/1.png": b""}
    files["word/media/1.png"] = encode(PICTURE, "PNG")
    seen = look(archive(files))
    assert seen.reasons == ()
    assert shows(seen)


def test_an_office_file_without_pictures_shows_nothing() -> None:
    seen = look(archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert (seen.views, seen.reasons) == ((), ())


def test_outside_of_an_office_file_markup_is_unknown() -> None:
    assert look(archive({"a.xml": b"<?xml version='1.0'?><svg/>"})).reasons == (
        OpaqueReason.UNSUPPORTED,
    )


def test_a_film_in_an_archive_is_a_film() -> None:
    seen = look(archive({"a.mp4": film([drawing(1, 128, 96)] * 10)}))
    assert {view.of for view in seen.views} == {Of.FRAME}


def test_an_archive_in_an_archive_is_opened_and_one_deeper_is_not() -> None:
    inner = archive({"a.png": encode(PICTURE, "PNG")})
    assert shows(look(archive({"inner.zip": inner})))
    deeper = look(archive({"deeper.zip": archive({"inner.zip": inner})}))
    assert deeper.reasons == (OpaqueReason.TOO_MUCH,)


def test_what_is_locked_with_a_password_is_said_to_be() -> None:
    data = bytearray(archive({"a.png": encode(PICTURE, "PNG")}))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.index(mark) + at
        data[place] |= 1
    assert look(bytes(data)).reasons == (OpaqueReason.ENCRYPTED,)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = archive({"a.bin": bytes(60_000_000), "b.png": encode(PICTURE, "PNG")})
    seen = look(bomb)
    assert seen.reasons == (OpaqueReason.TOO_MUCH,)
    assert shows(seen)


def test_an_archive_that_lies_about_its_sizes_is_not_believed() -> None:
    data = bytearray(archive({"a.bin": bytes(3_000_000)}))
    place = data.index(b"PK\1\2") + 24
    data[place : place + 4] = (100).to_bytes(4, "little")
    assert look(bytes(data)).reasons == (OpaqueReason.UNDECODABLE,)


def test_more_files_than_are_opened_are_never_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    seen = look(archive({f"{number}.png": encode(PICTURE, "PNG") for number in range(4)}))
    assert seen.reasons == (OpaqueReason.TOO_MUCH,)
    assert len(seen.views) == 3


def test_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = encode(PICTURE, "PNG")
    monkeypatch.setattr(archives, "MOST_BYTES", len(picture) * 2)
    seen = look(archive({f"{number}.png": picture for number in range(3)}, zipfile.ZIP_STORED))
    assert seen.reasons == (OpaqueReason.TOO_MUCH,)
    assert len(seen.views) == 2


@pytest.mark.parametrize("cut", [1, 30, 100])
def test_a_damaged_archive_is_opaque(cut: int) -> None:
    data = archive({"a.png": encode(PICTURE, "PNG")})
    assert look(data[:-cut]).reasons == (OpaqueReason.UNDECODABLE,)


# --- documents


def test_every_page_of_a_document_is_looked_at() -> None:
    seen = look(animation([drawing(seed) for seed in range(3)], "PDF", resolution=72))
    assert seen.reasons == ()
    assert len(seen.views) == 3
    for seed, view in enumerate(seen.views):
        small = view.image.resize((320, 240))
        assert difference(small, drawing(seed)) < 14


def test_more_pages_than_are_looked_at_are_never_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_PAGES", 2)
    seen = look(animation([drawing(seed) for seed in range(3)], "PDF"))
    assert seen.reasons == (OpaqueReason.TOO_MUCH,)
    assert len(seen.views) == 2


def test_a_document_that_is_too_slow_is_left() -> None:
    seen = look(animation([drawing(seed) for seed in range(3)], "PDF"), seconds=0.0)
    assert OpaqueReason.TOO_MUCH in seen.reasons


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"])
def test_a_document_without_pages_is_opaque(data: bytes) -> None:
    assert look(data).reasons == (OpaqueReason.UNDECODABLE,)


# --- contact cards


def card(photo: bytes) -> bytes:
    return b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\n" + photo + b"\r\nEND:VCARD\r\n"


@pytest.mark.parametrize(
    "head", [b"PHOTO;ENCODING=b;TYPE=JPEG:", b"PHOTO:data:image/jpeg;base64,", b"photo;x=y:"]
)
def test_the_picture_of_a_contact_card_is_looked_at(head: bytes) -> None:
    text = base64.b64encode(encode(PICTURE, "JPEG"))
    folded = b"\r\n ".join(text[at : at + 70] for at in range(0, len(text), 70))
    seen = look(card(head + folded))
    assert seen.reasons == ()
    assert shows(seen)


def test_a_contact_card_without_a_picture_shows_nothing() -> None:
    seen = look(card(b"TEL:+1"))
    assert (seen.views, seen.reasons) == ((), ())


def test_a_picture_that_lies_elsewhere_is_not_fetched() -> None:
    seen = look(card(b"PHOTO:https://a.example/a.jpg"))
    assert seen.reasons == (OpaqueReason.UNFETCHABLE,)


def test_a_picture_that_is_no_base64_is_opaque() -> None:
    assert look(card(b"PHOTO:=a=b=c=d")).reasons != ()


# --- drawn stickers

_CIRCLE = {
    "ty": "gr",
    "it": [
        {"ty": "el", "p": {"a": 0, "k": [0, 0]}, "s": {"a": 0, "k": [400, 400]}},
        {"ty": "fl", "c": {"a": 0, "k": [1, 0, 0, 1]}, "o": {"a": 0, "k": 100}, "r": 1},
        {
            "ty": "tr",
            "p": {"a": 0, "k": [0, 0]},
            "a": {"a": 0, "k": [0, 0]},
            "s": {"a": 0, "k": [100, 100]},
            "r": {"a": 0, "k": 0},
            "o": {"a": 0, "k": 100},
        },
    ],
}
_LAYER = {
    "ddd": 0,
    "ind": 1,
    "ty": 4,
    "sr": 1,
    "ks": {
        "o": {"a": 0, "k": 100},
        "r": {"a": 0, "k": 0},
        "p": {"a": 0, "k": [256, 256, 0]},
        "a": {"a": 0, "k": [0, 0, 0]},
        "s": {"a": 0, "k": [100, 100, 100]},
    },
    "ao": 0,
    "shapes": [_CIRCLE],
    "ip": 0,
    "op": 60,
    "st": 0,
    "bm": 0,
}
STICKER = json.dumps(
    {"v": "5.5.2", "fr": 30, "ip": 0, "op": 60, "w": 512, "h": 512, "layers": [_LAYER]}
).encode()


@pytest.mark.parametrize("data", [STICKER, gzip.compress(STICKER)], ids=["lottie", "tgs"])
def test_a_drawn_sticker_is_looked_at_in_motion(data: bytes) -> None:
    seen = look(data)
    assert seen.reasons == ()
    assert len(seen.views) == 6
    middle = seen.views[0].image.getpixel((256, 256))
    corner = seen.views[0].image.getpixel((2, 2))
    assert (middle, corner) == ((255, 0, 0), (255, 255, 255))


@pytest.mark.parametrize("rate", [0, -30, 1e-300, 30])
def test_a_drawing_without_a_time_of_its_own_is_looked_at(rate: float) -> None:
    # Found by benchmarks/fuzz.py: the times were no numbers, and the answer was not believed.
    seen = look(json.dumps(json.loads(STICKER) | {"fr": rate, "op": 2}).encode())
    assert seen.views
    assert all(view.at is not None and 0 <= view.at < MOST_SECONDS for view in seen.views)


def test_a_packed_bomb_is_not_unpacked() -> None:
    assert look(gzip.compress(bytes(50_000_000))).reasons == (OpaqueReason.TOO_MUCH,)


def test_a_packed_file_that_is_cut_is_opaque() -> None:
    assert look(gzip.compress(STICKER)[:-20]).reasons == (OpaqueReason.TRUNCATED,)


def test_a_drawing_that_is_none_is_opaque() -> None:
    assert look(b'{"layers": 5, "fr": "x"}').reasons == (OpaqueReason.UNDECODABLE,)
