"""The page makes the code that `./upstander hash` makes, in a real browser, bit by bit."""

from collections.abc import AsyncIterator, Callable
from hashlib import sha256

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image, ImageCms
from playwright.async_api import Browser, FilePayload, expect

from bot.domain.hash_code import HashCode, write
from classifiers.code_looks import WINDOWS, looks_of
from classifiers.decoding.pixels import LEAST_SIDE
from tests.browser.hash_page import PATIENCE_MS, HashPage, open_page
from tests.unit.classifiers.pictures import Here, drawing, encode, photo

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# The bot has libjpeg scale large photos down while it decodes them, a browser decodes them whole.
MOST_BITS = 10


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[HashPage]:
    """One page for all pictures, as somebody with several would use it."""
    opened = await open_page(browser)
    yield opened
    await opened.context.close()
    assert opened.complaints == []
    assert {url.partition(":")[0] for url in opened.requests} <= {"file", "blob"}


def ours(data: bytes) -> HashCode:
    """Return the code that the program makes."""
    return HashCode(sha256(data).hexdigest(), looks_of(Here().look_into(data).views))


def distances(one: HashCode, other: HashCode) -> list[int]:
    """Return by how many bits the looks of two codes differ, PDQ and dhash."""
    assert len(one.looks) == len(other.looks) > 0
    pairs = list(zip(one.looks, other.looks, strict=True))
    return [bits(left.pdq, right.pdq) for left, right in pairs] + [
        bits(left.dhash, right.dhash) for left, right in pairs
    ]


def bits(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def see_through(picture: Image.Image) -> Image.Image:
    """Let the picture fade out to the right."""
    levels = np.linspace(0, 255, picture.width).astype(np.uint8)
    picture = picture.convert("RGBA")
    picture.putalpha(Image.fromarray(np.tile(levels, (picture.height, 1))))
    return picture


def swapped_profile() -> bytes:
    """Return a colour profile of another space: who obeys it sees other colours."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # Red and blue change their names.
    for name, other in ((b"rXYZ", b"bXYZ"), (b"bXYZ", b"rXYZ")):
        place = profile.index(name, 128)
        profile[place : place + 4] = b"#" + other[1:] if name == b"rXYZ" else other
    place = profile.index(b"#XYZ", 128)
    profile[place : place + 1] = b"b"
    return bytes(profile)


EXACT: dict[str, Callable[[], bytes]] = {
    "photo.png": lambda: encode(photo("astronaut"), "PNG"),
    "tiny.png": lambda: encode(drawing(1, 97, 61), "PNG"),
    "narrow.png": lambda: encode(drawing(2, 40, 900), "PNG"),
    # Blocks of four pixels are averaged, over the edges of tiles, and the last blocks are cut.
    "large.png": lambda: encode(drawing(3, 2 * LEAST_SIDE + 151, LEAST_SIDE + 77), "PNG"),
    "grey.png": lambda: encode(photo("coffee").convert("L"), "PNG"),
    "palette.png": lambda: encode(photo("coffee").quantize(64), "PNG"),
    "fading.png": lambda: encode(see_through(photo("coffee")), "PNG"),
    "lossless.webp": lambda: encode(photo("rocket"), "WEBP", lossless=True),
    "still.gif": lambda: encode(photo("chelsea").quantize(128), "GIF"),
}


@pytest.mark.parametrize("name", EXACT)
async def test_where_the_pixels_are_equal_the_code_is(page: HashPage, name: str) -> None:
    data = EXACT[name]()
    assert await page.text_of(data, name) == write(ours(data))


async def test_a_colour_profile_changes_nothing(page: HashPage) -> None:
    data = encode(photo("coffee"), "PNG", icc_profile=swapped_profile())
    code = await page.code_of(data)

    assert code.looks == ours(encode(photo("coffee"), "PNG")).looks


@pytest.mark.parametrize("orientation", [2, 5, 6, 8])
async def test_a_photo_that_was_taken_turned_is_turned(page: HashPage, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(photo("rocket"), "JPEG", quality=90, exif=exif)
    code = await page.code_of(data, "turned.jpg")

    assert max(distances(code, ours(data))) <= MOST_BITS
    # Not by the luck of a hash that is the same in every turn.
    plain = ours(encode(photo("rocket"), "JPEG", quality=90))
    assert bits(code.looks[0].pdq, plain.looks[0].pdq) > 60


@pytest.mark.parametrize(
    ("size", "options"),
    [
        ((640, 480), {"quality": 60}),
        ((1600, 1200), {"quality": 85, "subsampling": 0}),
        ((3000, 2001), {"quality": 75, "progressive": True}),
        # The 12 megapixels of a phone.
        ((4032, 3024), {"quality": 90}),
    ],
)
async def test_of_a_jpeg_a_few_bits_may_differ(
    page: HashPage, size: tuple[int, int], options: dict[str, int]
) -> None:
    data = encode(photo("coffee").resize(size), "JPEG", **options)
    code = await page.code_of(data, "photo.jpg")

    assert len(code.looks) == len(WINDOWS)
    assert code.sha256 == sha256(data).hexdigest()
    assert max(distances(code, ours(data))) <= MOST_BITS
    assert [look.quality for look in code.looks] == [look.quality for look in ours(data).looks]


async def test_looks_that_say_nothing_are_left_out_as_the_program_does(page: HashPage) -> None:
    picture = Image.new("RGB", (1000, 1000), "white")
    picture.paste(photo("coffee").resize((1000, 115)), (0, 885))
    data = encode(picture, "PNG")
    code = ours(data)

    assert 0 < len(code.looks) < len(WINDOWS)
    assert await page.text_of(data) == write(code)


NO_CODE: dict[str, tuple[Callable[[], bytes], str]] = {
    "red.png": (lambda: encode(Image.new("RGB", (400, 300), "red"), "PNG"), "too plain"),
    "clear.png": (lambda: encode(Image.new("RGBA", (400, 300)), "PNG"), "too plain"),
    "one.png": (lambda: encode(Image.new("RGB", (1, 1)), "PNG"), "too plain"),
    "words.png": (lambda: b"only words", "cannot open this file"),
    "empty.png": (lambda: b"", "cannot open this file"),
    # What Safari alone can open.
    "photo.heic": (lambda: encode(photo("coffee"), "HEIF"), "cannot open this file"),
}


@pytest.mark.parametrize("name", NO_CODE)
async def test_what_gives_no_code_is_told_and_the_last_code_is_gone(
    page: HashPage, name: str
) -> None:
    make, said = NO_CODE[name]
    await page.text_of(encode(drawing(5), "PNG"))
    await page.choose(make(), name)

    await expect(page.page.locator("#status")).to_contain_text(said)
    await expect(page.page.locator("#result")).to_be_hidden()
    assert await page.page.locator("#code").input_value() == ""


async def test_who_chooses_another_picture_meanwhile_gets_the_code_of_that_one(
    page: HashPage,
) -> None:
    slow, quick = (encode(photo("coffee").resize(size), "PNG") for size in ((2400, 1600), (90, 60)))
    for data in (slow, quick):
        await page.page.set_input_files(
            "#file", files=[FilePayload(name="a.png", mimeType="image/png", buffer=data)]
        )
    wanted = write(ours(quick))
    await expect(page.page.locator("#code")).to_have_value(wanted, timeout=PATIENCE_MS)
    # The slow one has ended by now, and said nothing.
    await page.page.wait_for_timeout(2_000)
    await expect(page.page.locator("#code")).to_have_value(wanted)


# --- other browsers -------------------------------------------------------------------------------

NO_SUBTLE = "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });"
NO_BITMAPS = "globalThis.createImageBitmap = () => Promise.reject(new TypeError('no options'));"
# As Firefox does when it resists fingerprinting.
WHITE_CANVAS = """{
  const read = CanvasRenderingContext2D.prototype.getImageData;
  CanvasRenderingContext2D.prototype.getImageData = function (...place) {
    const image = read.apply(this, place);
    image.data.fill(255);
    return image;
  };
}"""
NO_CANVAS = "HTMLCanvasElement.prototype.getContext = () => null;"


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 300_000])
async def test_our_own_sha256_is_right_where_the_browser_has_none(
    browser: Browser, length: int
) -> None:
    opened = await open_page(browser, NO_SUBTLE)
    data = bytes(place * 7 % 251 for place in range(length))
    digest = await opened.page.evaluate(
        """async size => {
          if (crypto.subtle) throw new Error('the browser has one');
          const data = Uint8Array.from({ length: size }, (_, place) => place * 7 % 251);
          return [...await sha256Of(data.buffer)];
        }""",
        length,
    )
    await opened.context.close()
    assert bytes(digest) == sha256(data).digest()


async def test_a_browser_without_bitmaps_or_sha256_makes_the_same_code(browser: Browser) -> None:
    opened = await open_page(browser, NO_SUBTLE + NO_BITMAPS)
    png, jpeg = encode(photo("astronaut"), "PNG"), encode(photo("rocket"), "JPEG", quality=90)
    text = await opened.text_of(png)
    code = await opened.code_of(jpeg, "a.jpg")
    asked = {url.partition(":")[0] for url in opened.requests}
    await opened.context.close()

    assert text == write(ours(png))
    assert max(distances(code, ours(jpeg))) <= MOST_BITS
    assert opened.complaints == []
    # The picture itself, inside the browser.
    assert asked == {"file", "blob"}


@pytest.mark.parametrize("before", [WHITE_CANVAS, NO_CANVAS])
async def test_a_browser_that_alters_pictures_gives_no_wrong_code(
    browser: Browser, before: str
) -> None:
    opened = await open_page(browser, before)
    await opened.choose(encode(photo("coffee"), "PNG"))
    await expect(opened.page.locator("#status")).to_contain_text("try another browser")
    await expect(opened.page.locator("#result")).to_be_hidden()
    await opened.context.close()
