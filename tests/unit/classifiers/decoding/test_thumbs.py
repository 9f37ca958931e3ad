"""A thumb read from a frame's planes shows what a thumb of its pixels shows."""

from fractions import Fraction

import av
import numpy as np
import pytest
from av.filter import Graph
from PIL import Image

from classifiers.decoding.thumbs import Thumbs
from tests.unit.classifiers.pictures import drawing

PLANAR = ["yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p"]
OTHERS = ["nv12", "yuv420p10le", "gray", "rgb24", "yuva420p", "pal8", "yuv411p"]


def frame(picture: Image.Image, form: str = "yuv420p") -> av.VideoFrame:
    levels = np.asarray(picture.convert("RGB"))
    whole = av.VideoFrame.from_ndarray(levels, format="rgb24")
    return whole if form == "rgb24" else whole.reformat(format="rgb8" if form == "pal8" else form)


def filtered(shown: av.VideoFrame, name: str, arguments: str = "") -> av.VideoFrame:
    """Return a frame that lies otherwise in memory."""
    graph = Graph()
    source = graph.add_buffer(
        width=shown.width, height=shown.height, format=shown.format, time_base=Fraction(1, 25)
    )
    between, sink = graph.add(name, arguments), graph.add("buffersink")
    source.link_to(between)
    between.link_to(sink)
    graph.configure()
    graph.push(shown)
    pulled = graph.pull()
    assert isinstance(pulled, av.VideoFrame)
    return pulled


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Return how far two thumbs are apart, in levels on average."""
    assert one.shape == other.shape == (16, 16, 3)
    assert one.dtype == other.dtype == np.uint8
    return float(np.abs(one.astype(int) - other).mean())


@pytest.mark.parametrize("form", PLANAR + OTHERS)
@pytest.mark.parametrize("size", [(320, 240), (321, 243), (641, 359), (1280, 720)])
def test_planes_and_pixels_show_the_same(form: str, size: tuple[int, int]) -> None:
    thumbs, shown = Thumbs(), frame(drawing(3, *size), form)
    assert apart(thumbs.of(shown), thumbs.by_pixels(shown)) < 3


@pytest.mark.parametrize("form", PLANAR)
@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 500), (500, 3), (17, 31), (7, 8)])
def test_no_frame_is_too_small(form: str, size: tuple[int, int]) -> None:
    thumbs, shown = Thumbs(), frame(Image.new("RGB", size, (200, 90, 40)), form)
    assert apart(thumbs.of(shown), thumbs.by_pixels(shown)) < 3


@pytest.mark.parametrize("form", PLANAR)
def test_what_differs_in_colour_only_differs(form: str) -> None:
    # Of one brightness by BT.601.
    thumbs = Thumbs()
    red, green = (
        thumbs.of(frame(Image.new("RGB", (320, 240), colour), form))
        for colour in ((200, 60, 60), (60, 126, 78))
    )
    assert np.abs(red.astype(int) - green).max() > 100


def test_a_stream_may_change_its_size_and_format_at_any_frame() -> None:
    thumbs = Thumbs()
    for size in ((320, 240), (240, 320), (322, 240), (641, 479), (320, 240)):
        for form in ("yuv420p", "yuv444p", "nv12", "yuvj420p", "yuv420p10le"):
            shown = frame(drawing(5, *size), form)
            assert apart(thumbs.of(shown), Thumbs().by_pixels(shown)) < 3


def test_a_frame_that_is_stored_from_the_bottom_up_is_read_as_it_is_shown() -> None:
    turned = filtered(frame(drawing(6)), "vflip")
    assert turned.planes[0].line_size < 0
    upright = Thumbs().of(frame(drawing(6)))
    assert apart(Thumbs().of(turned), upright[::-1]) < 3


def test_a_frame_that_is_cut_out_is_read_within_its_edges() -> None:
    cut = filtered(frame(drawing(7, 400, 300)), "crop", "201:101:62:44:exact=1")
    assert (cut.width, cut.height) == (201, 101)
    assert cut.planes[0].line_size > 201
    wanted = frame(drawing(7, 400, 300).crop((62, 44, 263, 145)), "yuv444p")
    assert apart(Thumbs().of(cut), Thumbs().of(wanted)) < 3


def test_the_range_of_the_levels_is_heeded() -> None:
    limited, full = (
        Thumbs().of(frame(Image.new("RGB", (64, 64), colour), form)).reshape(-1, 3)[0].tolist()
        for colour, form in (("white", "yuv420p"), ("white", "yuvj420p"))
    )
    assert min(limited) >= 253
    assert min(full) >= 253
