"""Look into video, and into pictures that only FFmpeg's decoders take.

Every frame of every video stream is decoded and compared by a thumb, whatever the file says of how
long it is or which part of it is to be shown; the frames that differ go on in full. The format is
named to FFmpeg, so that no playlist or other format that names files is ever chosen.
"""

from io import BytesIO

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream
from PIL import Image

from bot.domain.signal import OpaqueReason
from classifiers.decoding.choosing import Chooser
from classifiers.decoding.look import Look
from classifiers.decoding.pixels import LEAST_SIDE
from classifiers.decoding.seen import Of
from classifiers.decoding.thumbs import Thumbs

# FFmpeg's name of each format that we recognise.
DEMUXERS = {
    "mp4": "mov",
    "quicktime": "mov",
    "matroska": "matroska",
    "avi": "avi",
    "flv": "flv",
    "mpeg-ts": "mpegts",
    "mpeg": "mpeg",
    "asf": "asf",
    "ogg": "ogg",
    "mp3": "mp3",
    "flac": "flac",
    "wave": "wav",
    "aac": "aac",
    "amr": "amr",
}
_PICTURES = {
    "jpeg": "jpeg_pipe",
    "png": "png_pipe",
    "webp": "webp_pipe",
    "bmp": "bmp_pipe",
    "tiff": "tiff_pipe",
    "gif": "gif",
    "jpeg2000": "j2k_pipe",
}
# Bytes of a frame that is kept as it is; one of 1280 x 720 has 1.4 million, and its picture 1.8.
_MOST_HELD = 2_000_000
# Streams of video in one file. A phone writes one, and a second for a live photo.
_MOST_STREAMS = 4
# An edit list tells a player what to leave out, which anyone can play all the same.
_OPTIONS = {"ignore_editlist": "1"}


def look_at_video(data: bytes, kind: str, look: Look) -> None:
    """Add the frames of a video that differ. Never raises because of the bytes.

    A file with sound and nothing to look at adds neither a view nor a reason.
    """
    try:
        with _open(data, DEMUXERS[kind]) as container:
            streams = container.streams.video
            if not container.streams:
                look.fail(OpaqueReason.UNDECODABLE)
            if len(streams) > _MOST_STREAMS:
                look.fail(OpaqueReason.TOO_MUCH)
            for index in range(min(len(streams), _MOST_STREAMS)):
                container.seek(0) if index else None
                _look_at_stream(container, streams[index], look)
    # PyAV raised ten unrelated types on 5,547 malformed files, among them IndexError and
    # UnicodeDecodeError. What breaks the decoder is opaque; it stops nothing else.
    except Exception as error:  # noqa: BLE001
        look.fail(_reason(error))


def _open(data: bytes, demuxer: str) -> InputContainer:
    return av.open(BytesIO(data), "r", format=demuxer, options=_OPTIONS, metadata_errors="ignore")


def _look_at_stream(container: InputContainer, stream: VideoStream, look: Look) -> None:
    chooser, frames = _Frames(), 0
    _prepare(stream, look)
    try:
        for frame in container.decode(stream):
            frames += 1
            chooser.take(frame)
            if look.is_over:
                look.fail(OpaqueReason.TOO_MUCH)
                break
    finally:
        # Also of what was seen before a frame that breaks the decoder.
        if frames == 0:
            look.fail(OpaqueReason.UNDECODABLE)
        chooser.finish(look)


def _prepare(stream: VideoStream, look: Look) -> None:
    context = stream.codec_context
    # One thread: the time that is spent is the time that is allowed.
    context.thread_count = 1
    context.options = {
        # Checked by the decoder itself whenever the size changes, before anything is allocated.
        "max_pixels": str(look.limits.most_pixels),
        # Smoothing the edges of blocks is much of the work and changes nothing that is looked for.
        "skip_loop_filter": "all",
    }


class _Frames:
    """Offers a stream's frames to the chooser."""

    def __init__(self) -> None:
        self._chooser = Chooser[VideoFrame | Image.Image]()
        self._thumbs = Thumbs()
        self._pictures = VideoReformatter()

    def take(self, frame: VideoFrame) -> None:
        """Look at one frame."""
        self._chooser.offer(self._thumbs.of(frame), frame.time or 0.0, lambda: self._held(frame))

    def finish(self, look: Look) -> None:
        """Hand on what was chosen."""
        for kept in self._chooser.chosen():
            frame = kept.frame
            shown = frame if isinstance(frame, Image.Image) else self._picture(frame)
            look.add(shown, Of.FRAME, kept.at)
        if self._chooser.has_too_many_shots:
            look.fail(OpaqueReason.TOO_MUCH)

    def _held(self, frame: VideoFrame) -> VideoFrame | Image.Image:
        """Return what is kept of a frame until it is known which are looked at.

        Two of three are not, and making a picture takes as long as decoding three frames.
        """
        small = sum(plane.buffer_size for plane in frame.planes) <= _MOST_HELD
        return frame if small else self._picture(frame)

    def _picture(self, frame: VideoFrame) -> Image.Image:
        """Return the frame at working size, turned as a player turns it."""
        scale = min(1.0, LEAST_SIDE / max(frame.width, frame.height))
        size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
        shown = self._pictures.reformat(frame, *size, "rgb24", interpolation=Interpolation.AREA)
        picture = Image.fromarray(shown.to_ndarray())
        return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


def picture_of(data: bytes, kind: str, look: Look) -> Image.Image | None:
    """Return what FFmpeg makes of a picture that Pillow refuses; None if it refuses it too."""
    demuxer = _PICTURES.get(kind)
    if demuxer is None:
        return None
    try:
        with _open(data, demuxer) as container:
            stream = container.streams.video[0]
            _prepare(stream, look)
            frame = next(container.decode(stream))
            return Image.fromarray(np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8))
    # As above.
    except Exception:  # noqa: BLE001
        return None


def _reason(error: Exception) -> OpaqueReason:
    if isinstance(error, MemoryError):
        return OpaqueReason.TOO_MANY_PIXELS
    if isinstance(error, av.error.EOFError):
        return OpaqueReason.TRUNCATED
    return OpaqueReason.UNDECODABLE
