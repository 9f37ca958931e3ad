"""Films for the tests, drawn here."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import chain

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from PIL import Image


def film(
    frames: Iterable[Image.Image], form: str = "mp4", codec: str = "libx264", rate: int = 25
) -> bytes:
    """Return frames of one size as a film without sound."""
    buffer, all_frames = BytesIO(), iter(frames)
    with av.open(buffer, "w", format=form) as container:
        first = next(all_frames)
        stream = _stream(container, codec, first.size, rate)
        for frame in chain((first,), all_frames):
            container.mux(stream.encode(_frame(frame)))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def two_streams(first: Sequence[Image.Image], second: Sequence[Image.Image]) -> bytes:
    """Return a film with two pictures, of which players show the first."""
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        streams = [_stream(container, "libx264", one[0].size, 25) for one in (first, second)]
        for stream, frames in zip(streams, (first, second), strict=True):
            for frame in frames:
                container.mux(stream.encode(_frame(frame)))
            container.mux(stream.encode(None))
    return buffer.getvalue()


def sound(form: str = "ogg", codec: str = "libopus") -> bytes:
    """Return half a second of silence."""
    buffer = BytesIO()
    with av.open(buffer, "w", format=form) as container:
        stream = container.add_stream(codec, rate=48_000)
        assert isinstance(stream, AudioStream)
        samples = np.zeros((1, 24_000), np.float32)
        frame = av.AudioFrame.from_ndarray(samples, format="flt", layout="mono")
        frame.sample_rate = 48_000
        resampler = av.AudioResampler(stream.format.name, stream.layout.name, 48_000)
        fifo = av.AudioFifo()
        for part in resampler.resample(frame):
            fifo.write(part)
        size = stream.codec_context.frame_size or 1024
        for part in fifo.read_many(size, partial=True):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def _stream(
    container: OutputContainer, codec: str, size: tuple[int, int], rate: int
) -> VideoStream:
    stream = container.add_stream(codec, rate=rate)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    return stream


def _frame(picture: Image.Image) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.asarray(picture.convert("RGB")), format="rgb24")
