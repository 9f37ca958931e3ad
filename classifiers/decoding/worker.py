"""The process that decodes strangers' files, one after the other, locked in before the first.

    python -m classifiers.decoding.worker CHANNEL MEMORY INPUT_BYTES OUTPUT_BYTES

It is started by `process.py`, which hands it two open descriptors and nothing else: no settings,
no secrets, no way to say anything but an answer.
"""

import mmap
import sys
from multiprocessing.connection import Connection

from classifiers.decoding.confine import MemoryMeter, confine, limit_cpu
from classifiers.decoding.looking import look_into
from classifiers.decoding.sniff import Limits
from classifiers.decoding.warming import warm_up
from classifiers.decoding.wire import Hello, Request, write

# Above what the process has once everything is loaded: for one file, its pixels and their copies.
MEMORY_BYTES = 480 * 1024 * 1024
_REQUEST_BYTES = 1024
# For the frame or page that is under way when the time is over.
GRACE_SECONDS = 1.0


def serve(channel: Connection, memory: mmap.mmap, input_bytes: int, meter: MemoryMeter) -> None:
    """Answer until the other side is gone."""
    whole = memoryview(memory)
    given, output = whole[:input_bytes], whole[input_bytes:]
    while True:
        try:
            request = Request.from_bytes(channel.recv_bytes(_REQUEST_BYTES))
        except EOFError:
            return
        limit_cpu(request.seconds + GRACE_SECONDS)
        limits = Limits(request.size, request.most_pixels, request.most_streamed_pixels)
        seen = look_into(bytes(given[: request.size]), limits, request.seconds)
        # What was looked at is gone from here, whatever the next file makes of this process.
        given[: request.size] = bytes(request.size)
        channel.send_bytes(write(seen, output, meter.peak()))


def main() -> None:
    """Lock the process in and serve."""
    channel, memory, input_bytes, output_bytes = map(int, sys.argv[1:])
    warm_up()
    with (
        Connection(channel) as connection,
        mmap.mmap(memory, input_bytes + output_bytes) as shared,
    ):
        meter = MemoryMeter()
        connection.send_bytes(Hello(confine(MEMORY_BYTES), meter.peak()).to_bytes())
        serve(connection, shared, input_bytes, meter)


if __name__ == "__main__":
    main()
