"""Every kind of pixels looks as a viewer shows it, and nothing stays hidden."""

import numpy as np
import pytest
from PIL import Image

from classifiers.decoding.pixels import LEAST_SIDE, to_views
from tests.unit.classifiers.pictures import difference, drawing, photo

PICTURE = drawing(1)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "RGBX", "YCbCr", "HSV", "RGBa", "CMYK"])
def test_colour_modes_look_the_same(mode: str) -> None:
    through = PICTURE.convert("RGBA") if mode == "RGBa" else PICTURE
    (view,) = to_views(through.convert(mode))

    assert view.mode == "RGB"
    assert difference(view, PICTURE) < 3


@pytest.mark.parametrize("mode", ["L", "LA", "La", "1", "I", "F"])
def test_grey_modes_look_like_the_grey_picture(mode: str) -> None:
    grey = PICTURE.convert("L")
    picture = grey.convert("LA").convert("La") if mode == "La" else grey.convert(mode)
    (view,) = to_views(picture)

    if mode in {"I", "F"}:  # stretched to the full range
        assert np.corrcoef(np.asarray(view).ravel(), np.asarray(grey.convert("RGB")).ravel())[
            0, 1
        ] == pytest.approx(1, abs=1e-3)
    elif mode == "1":  # dots, whose average is the grey
        assert difference(view.reduce(8), grey.reduce(8)) < 12
    else:
        assert difference(view, grey) < 3


def test_palette_shows_its_colours_and_not_its_numbers() -> None:
    (view,) = to_views(PICTURE.quantize(64))

    assert difference(view, PICTURE) < 20


@pytest.mark.parametrize("mode", ["I;16", "I;16B"])
def test_sixteen_bit_grey_is_scaled_instead_of_turning_white(mode: str) -> None:
    grey = PICTURE.convert("L")
    levels = np.asarray(grey).astype(np.uint16) * 257
    stored = levels.astype(">u2" if mode == "I;16B" else "<u2")
    picture = Image.frombytes(mode, grey.size, stored.tobytes())

    (view,) = to_views(picture)

    assert difference(view, grey) < 1


def test_float_picture_with_gaps_is_not_lost() -> None:
    levels = np.asarray(PICTURE.convert("L"), dtype=np.float32) / 255
    levels[0, 0] = np.nan
    (view,) = to_views(Image.fromarray(levels))

    assert np.asarray(view).std() > 20


def test_picture_hidden_by_transparency_becomes_a_second_view() -> None:
    hidden = photo("astronaut")
    clear = hidden.copy()
    clear.putalpha(Image.new("L", hidden.size, 0))

    shown, under = to_views(clear)

    assert difference(shown, Image.new("RGB", hidden.size, "white")) == 0
    assert difference(under, hidden) == 0


def test_transparent_palette_colour_hides_nothing_else() -> None:
    palette = photo("astronaut").quantize(16)
    palette.info["transparency"] = 0

    views = to_views(palette)

    assert len(views) == 1  # one flat colour is gone, which shows nothing


def test_faint_picture_is_seen_at_full_strength_too() -> None:
    faint = photo("coffee")
    faint.putalpha(Image.new("L", faint.size, 40))

    shown, under = to_views(faint)

    assert np.asarray(shown).std() < 25
    assert difference(under, photo("coffee")) == 0


def test_soft_edge_of_a_sticker_is_no_hidden_picture() -> None:
    sticker = photo("astronaut")
    edge = Image.new("L", sticker.size, 255)
    edge.paste(128, (0, 0, sticker.width, 2))
    sticker.putalpha(edge)

    assert len(to_views(sticker)) == 1


def test_shrinking_weighs_colours_by_their_opacity() -> None:
    # Every second column is opaque red, the others are hidden green: a viewer shows red on white.
    size = LEAST_SIDE * 4
    levels = np.zeros((64, size, 4), dtype=np.uint8)
    levels[:, ::2] = (255, 0, 0, 255)
    levels[:, 1::2] = (0, 255, 0, 0)

    (shown,) = to_views(Image.fromarray(levels))

    red, green, blue = np.asarray(shown).reshape(-1, 3).mean(axis=0)
    assert red > 250
    assert green == pytest.approx(blue, abs=2)
    assert green == pytest.approx(127, abs=3)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4000, 3000), (1334, 1000)),
        ((2047, 100), (2047, 100)),
        ((300, 200), (300, 200)),
        ((20_000, 3), (1053, 1)),
        ((1, 1), (1, 1)),
    ],
)
def test_longer_side_stays_near_the_working_size(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    (view,) = to_views(Image.new("RGB", size, "red"))

    assert view.size == expected


@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_is_turned_as_a_viewer_turns_it(orientation: int) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = PICTURE.transpose(undo[orientation]) if orientation in undo else PICTURE

    (view,) = to_views(stored, orientation)

    assert difference(view, PICTURE) == 0
