"""Films for the tests, drawn here."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import av
import numpy as np
from av.video.stream import VideoStream
from PIL import Image


def film(
    frames: Iterable[Image.Image], form: str = "mp4", codec: str = "libx264", rate: int = 25
) -> bytes:
    """Return frames of one size as a film without sound."""
    buffer, stream = BytesIO(), None
    with av.open(buffer, "w", format=form) as container:
        for frame in frames:
            if stream is None:
                stream = container.add_stream(codec, rate=rate)
                stream.width, stream.height = frame.size
                stream.pix_fmt = "yuv420p"
            container.mux(stream.encode(_frame(frame)))
        assert stream is not None
        container.mux(stream.encode(None))
    return buffer.getvalue()


def two_streams(first: Sequence[Image.Image], second: Sequence[Image.Image]) -> bytes:
    """Return a film with two pictures, of which players show the first."""
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        streams: list[VideoStream] = []
        for frames in (first, second):
            stream = container.add_stream("libx264", rate=25)
            stream.width, stream.height = frames[0].size
            stream.pix_fmt = "yuv420p"
            streams.append(stream)
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


def _frame(picture: Image.Image) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.asarray(picture.convert("RGB")), format="rgb24")
