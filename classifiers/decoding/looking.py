"""Everything that a file shows, whatever kind of file it is."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.signal import Mark, OpaqueReason
from classifiers.decoding import moving
from classifiers.decoding.archives import look_at_archive
from classifiers.decoding.codes import links_in
from classifiers.decoding.contacts import look_at_contact
from classifiers.decoding.documents import look_at_pdf
from classifiers.decoding.drawings import look_at_drawing, look_at_packed
from classifiers.decoding.headers import CutShort, Header, Malformed
from classifiers.decoding.look import Look
from classifiers.decoding.marks import marks_in
from classifiers.decoding.moving import look_at_video, picture_of
from classifiers.decoding.pixels import to_views
from classifiers.decoding.seen import Seen
from classifiers.decoding.sniff import TEXT, UNKNOWN, Limits, read_header, recognise
from classifiers.decoding.stills import look_at_still

_OTHERS: dict[str, Callable[[bytes, Look], None]] = {
    "pdf": look_at_pdf,
    "zip": look_at_archive,
    "gzip": look_at_packed,
    "lottie": look_at_drawing,
    "vcard": look_at_contact,
}


def look_into(data: bytes, limits: Limits, seconds: float) -> Seen:
    """Return everything that a file shows. Never raises because of the bytes.

    Args:
        seconds: Of CPU time, after which no further frame, page or file is begun.
    """
    if not data:
        return Seen("empty", reasons=(OpaqueReason.EMPTY,))
    kind = recognise(data)
    look = Look(limits, seconds, _open)
    header = _look(kind, data, look)
    width, height = (header.width, header.height) if header is not None else (0, 0)
    marks = tuple(mark for mark in Mark if mark in look.marks)
    links = links_in(look.views, look.seconds_left)
    seen = Seen(kind, width, height, tuple(look.views), tuple(look.reasons), links, marks)
    return seen if seen.is_sound else replace(seen, reasons=(OpaqueReason.UNDECODABLE,))


def _open(data: bytes, look: Look) -> None:
    if data:
        _look(recognise(data), data, look)


def _look(kind: str, data: bytes, look: Look) -> Header | None:
    """Look into one file, by its kind; return the header that it has if it is a picture."""
    look.marks.update(marks_in(kind, data))
    if kind in moving.DEMUXERS:
        look_at_video(data, kind, look)
    elif kind in _OTHERS:
        _OTHERS[kind](data, look)
    elif kind == UNKNOWN:
        look.fail(OpaqueReason.NOT_A_PICTURE)
    elif kind != TEXT:
        return _look_at_picture(kind, data, look)
    return None


def _look_at_picture(kind: str, data: bytes, look: Look) -> Header | None:
    try:
        header = read_header(kind, data)
    except CutShort:
        look.fail(OpaqueReason.TRUNCATED)
        return None
    except Malformed:
        look.fail(OpaqueReason.UNDECODABLE)
        return None
    if header is None:
        look.fail(OpaqueReason.UNSUPPORTED)
        return None
    limits = look.limits
    if header.pixels > (limits.most_streamed_pixels if header.streamed else limits.most_pixels):
        look.fail(OpaqueReason.TOO_MANY_PIXELS)
        return header
    _decode(kind, data, header, look)
    return header


def _decode(kind: str, data: bytes, header: Header, look: Look) -> None:
    """Decode a picture; what Pillow refuses and other programs show is decoded by FFmpeg."""
    seen, failed = len(look.views), list(look.reasons)
    look_at_still(data, header, look)
    if len(look.views) == seen and look.reasons[len(failed) :] == [OpaqueReason.UNDECODABLE]:
        other = picture_of(data, kind, look)
        if other is not None:
            look.reasons[:] = failed
            for view in to_views(other):
                look.add(view)
    film = _film_in(data) if kind in _LIVE else None
    if film is not None:
        look.open(film)


def _film_in(data: bytes) -> bytes | None:
    """Return the film that a phone appends to a live photo; None if there is none.

    https://developer.android.com/media/platform/motion-photo-format
    """
    at = data.rfind(b"ftyp") - 4
    if at <= 0 or not 8 <= int.from_bytes(data[at : at + 4], "big") <= _LONGEST_BRANDS:
        return None
    return data[at:] if recognise(data[at:]) == "mp4" else None


_LIVE = {"jpeg", "heif"}
_LONGEST_BRANDS = 256
