"""Reads the addresses in QR codes and their kin, which lead out of a chat without being written.

Best effort on purpose: a code that is too small, too crooked or one too many is not read, and
nothing is said of it. What an address leads to is never asked here or anywhere else.
"""

import re
import time
from collections.abc import Iterator, Sequence

import zxingcpp
from PIL import Image

from classifiers.decoding.seen import MOST_LINK, MOST_LINKS, Of, View, is_link

_FORMATS = zxingcpp.BarcodeFormats(
    (
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.MicroQRCode,
        zxingcpp.BarcodeFormat.Aztec,
        zxingcpp.BarcodeFormat.DataMatrix,
    )
)
# Larger views cost four times as much, and a code that a phone reads fills a good part of a screen.
_MOST_SIDE = 1024
_MOST_PICTURES = 4
_MOST_FRAMES = 4
# Of CPU time for one file, after which no further view is begun. A photo took 0.01 to 0.04 s, the
# worst drawing that we made 0.13 s.
_SECONDS = 0.5

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/{2,}", re.IGNORECASE)


def links_in(views: Sequence[View], seconds: float) -> tuple[str, ...]:
    """Return the addresses in the codes that the first pictures and some frames show.

    Args:
        seconds: Of CPU time that are left for the file.
    """
    found: dict[str, None] = {}
    ends = time.process_time() + min(seconds, _SECONDS)
    for view in _chosen(views):
        if time.process_time() >= ends or len(found) >= MOST_LINKS:
            break
        found |= dict.fromkeys(_read(view.image))
    return tuple(found)[:MOST_LINKS]


def _chosen(views: Sequence[View]) -> Iterator[View]:
    """Choose the first pictures, and frames from the first to the last."""
    frames = [view for view in views if view.of is Of.FRAME]
    yield from [view for view in views if view.of is not Of.FRAME][:_MOST_PICTURES]
    count = min(len(frames), _MOST_FRAMES)
    for step in range(count):
        yield frames[step * (len(frames) - 1) // max(1, count - 1)]


def _read(image: Image.Image) -> Iterator[str]:
    small = image.convert("L")
    # Of 1,200 drawn codes, turned, bent, inverted and blurred, 861 are read after this filter and 857
    # after the usual one, which takes twice as long; 842 after averaging whole blocks.
    small.thumbnail((_MOST_SIDE, _MOST_SIDE), Image.Resampling.HAMMING)
    try:
        codes = zxingcpp.read_barcodes(small, formats=_FORMATS)
    # The library raises what its C++ does; a picture is looked at without its codes then.
    except Exception:  # noqa: BLE001
        return
    for code in codes:
        link = _short(code.text.strip())
        if is_link(link):
            yield link


def _short(link: str) -> str:
    """Return an address that is short enough to be told, with the place that it leads to.

    What stands before an `@` is no part of that place and may be longer than all that is told.
    """
    if len(link) <= MOST_LINK:
        return link
    scheme = _SCHEME.match(link)
    start = scheme.end() if scheme else 0
    authority = re.split(r"[/?#\\]", link[start:], maxsplit=1)[0]
    end = start + len(authority)
    host = authority.rpartition("@")[2]
    return (link[:start] + host + link[end:])[:MOST_LINK]
