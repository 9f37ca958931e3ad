"""Look at stickers that are drawings in motion: Lottie, and Telegram's packed form of it."""

import zlib

from PIL import Image
from rlottie_python.rlottie_wrapper import LottieAnimation

from bot.domain.signal import OpaqueReason
from classifiers.decoding.look import Look
from classifiers.decoding.pixels import to_views
from classifiers.decoding.seen import Of

# Telegram allows 64 KB packed; what is more is no sticker.
_MOST_BYTES = 4 * 1024 * 1024
_SIDE = 512
_LOOKED_AT = 6


def look_at_packed(data: bytes, look: Look) -> None:
    """Unpack gzip, and look at what was in it."""
    try:
        unpacking = zlib.decompressobj(wbits=31)
        content = unpacking.decompress(data, _MOST_BYTES)
    except zlib.error:
        look.fail(OpaqueReason.UNDECODABLE)
        return
    if unpacking.unconsumed_tail or not unpacking.eof:
        look.fail(OpaqueReason.TOO_MUCH if unpacking.unconsumed_tail else OpaqueReason.TRUNCATED)
        return
    look.open(content)


def look_at_drawing(data: bytes, look: Look) -> None:
    """Draw some moments of it, the first and the last among them."""
    try:
        with LottieAnimation.from_data(data.decode("utf-8")) as drawing:
            frames, seconds = (
                drawing.lottie_animation_get_totalframe(),
                drawing.lottie_animation_get_duration(),
            )
            if frames < 1:
                look.fail(OpaqueReason.UNDECODABLE)
                return
            count = min(frames, _LOOKED_AT)
            for step in range(count):
                frame = step * (frames - 1) // max(1, count - 1)
                at = max(0.0, float(seconds)) * frame / frames
                # Drawn, not stored: there are no colours under what is clear.
                look.add(to_views(_drawn(drawing, frame))[0], Of.FRAME, at)
    # The library raises what ctypes does.
    except Exception:  # noqa: BLE001
        look.fail(OpaqueReason.UNDECODABLE)


def _drawn(drawing: LottieAnimation, frame: int) -> Image.Image:
    return drawing.render_pillow_frame(frame, width=_SIDE, height=_SIDE)
