"""Addresses in codes are read, words in them are not, and looking for them has an end."""

import time

import pytest
import zxingcpp
from PIL import Image, ImageOps

from classifiers.decoding.codes import links_in
from classifiers.decoding.seen import MOST_LINK, MOST_LINKS, Of, View, is_link
from tests.unit.classifiers.pictures import Here, code, drawing, encode, photo

LINK = "https://example.org/1"
Kind = zxingcpp.BarcodeFormat


def read(*pictures: Image.Image, of: Of = Of.PICTURE) -> tuple[str, ...]:
    return links_in([View(picture, of) for picture in pictures], 10.0)


@pytest.mark.parametrize("kind", [Kind.QRCode, Kind.Aztec, Kind.DataMatrix])
def test_each_kind_of_code_is_read(kind: Kind) -> None:
    assert read(code(LINK, kind)) == (LINK,)


def test_codes_of_shops_are_not_read() -> None:
    assert read(code("4006381333931", Kind.EAN13)) == ()


def test_a_code_in_a_photo_is_found_however_it_is_held() -> None:
    picture = photo("astronaut").resize((1600, 1600))
    picture.paste(code(LINK).resize((400, 400)), (600, 600))
    for angle in (0, 20, 90, 180, 270):
        assert read(picture.rotate(angle)) == (LINK,), angle


@pytest.mark.parametrize(
    ("kind", "side", "angle"),
    [
        (Kind.QRCode, 110, 0),
        (Kind.QRCode, 110, 45),
        (Kind.QRCode, 500, 33),
        (Kind.Aztec, 100, 20),
        (Kind.Aztec, 120, 45),
        (Kind.DataMatrix, 100, 20),
        (Kind.DataMatrix, 400, 70),
    ],
)
@pytest.mark.parametrize("inverted", [False, True])
def test_codes_of_all_sizes_are_read_in_a_large_photo(
    kind: zxingcpp.BarcodeFormat, side: int, angle: int, *, inverted: bool
) -> None:
    drawn = ImageOps.invert(code(LINK, kind)) if inverted else code(LINK, kind)
    small = drawn.resize((side, side), Image.Resampling.LANCZOS).convert("RGBA")
    turned = small.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    picture = photo("astronaut").resize((2000, 1500))
    picture.paste(turned, (301, 203), turned)
    assert read(picture) == (LINK,)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "HTTP://EXAMPLE.ORG/A",
        "t.me/somebot",
        "discord.gg/abc",
        "example.org",
        "www.example.org:8080/x?y#z",
        "tg://resolve?domain=somebot",
        "https://example.org/ñandú",
    ],
)
def test_an_address_is_told(text: str) -> None:
    assert read(code(text)) == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "meet me at eight",
        "WIFI:T:WPA;S:school;P:secret;;",
        "BEGIN:VCARD\nFN:Ana\nEND:VCARD",
        "mailto:ana@example.org",
        "tel:+34123456789",
        "javascript:alert(1)",
        "https://example.org and words",
        "12345",
        "3.14",
    ],
)
def test_words_in_a_code_stay_there(text: str) -> None:
    assert read(code(text)) == ()


def test_a_long_address_is_cut_and_still_leads_where_it_did() -> None:
    assert read(code(LINK + "x" * 1000, scale=3)) == ((LINK + "x" * 1000)[:MOST_LINK],)
    padded = f"https://{'a' * 600}@example.org/1"
    assert read(code(padded, scale=3)) == (LINK,)
    assert read(code(f"{'a' * 600}@example.org/1", scale=3)) == ("example.org/1",)


def test_so_many_addresses_are_told_and_each_once() -> None:
    pictures = []
    for first in (0, 6):
        sheet = Image.new("RGB", (900, 600), "white")
        for number in range(6):
            link = f"https://example.org/{first + number}"
            sheet.paste(code(link, scale=5), (number % 3 * 290 + 20, number // 3 * 290 + 20))
        pictures.append(sheet)
    found = read(*pictures)
    assert len(found) == MOST_LINKS
    assert len(set(found)) == len(found)
    assert read(pictures[0], pictures[0]) == read(pictures[0])


def test_the_first_pictures_and_frames_from_first_to_last_are_looked_at() -> None:
    blank = drawing(1)
    coded = [code(f"https://example.org/{number}") for number in range(10)]
    assert len(read(*coded)) == 4
    assert read(*coded, of=Of.FRAME) == tuple(f"https://example.org/{n}" for n in (0, 3, 6, 9))
    assert read(*[blank] * 9, coded[0], of=Of.FRAME) == ("https://example.org/0",)
    assert read(*coded[:1], of=Of.FRAME) == ("https://example.org/0",)


def test_looking_for_codes_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = [code(f"https://example.org/{number}") for number in range(4)]
    views = [View(one) for one in coded]
    assert links_in(views, 0.0) == links_in(views, -1.0) == ()
    spent = iter(range(100))
    monkeypatch.setattr(time, "process_time", lambda: next(spent) * 0.2)
    assert len(links_in(views, 10.0)) == 2


def test_a_reader_that_breaks_hides_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(zxingcpp, "read_barcodes", fail)
    seen = Here().look_into(encode(code(LINK), "PNG"))
    assert (len(seen.views), seen.reasons, seen.links) == (1, (), ())


@pytest.mark.parametrize(
    "text", ["", " ", "a.b c.de", "https://", "x" * 501 + ".org", "a\n.org", "-.org", "..", "a."]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert not is_link(text)
