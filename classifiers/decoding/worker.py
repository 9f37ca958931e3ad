"""The process that decodes strangers' files, one after the other, locked in before the first.

    python -m classifiers.decoding.worker CHANNEL MEMORY INPUT_BYTES OUTPUT_BYTES

It is started by `process.py`, which hands it two open descriptors and nothing else: no settings,
no secrets, no way to say anything but an answer.
"""

import mmap
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection

from classifiers.decoding.confine import MemoryMeter, confine, limit_cpu
from classifiers.decoding.looking import look_into
from classifiers.decoding.notes import NOTE_SECONDS, NoteReader
from classifiers.decoding.sniff import Limits
from classifiers.decoding.warming import warm_up
from classifiers.decoding.wire import Hello, Request, write, write_checked

# Above what the process has once everything is loaded: for one file, its pixels and their copies.
MEMORY_BYTES = 480 * 1024 * 1024
_REQUEST_BYTES = 1024
# For the frame or page that is under way when the time is over.
GRACE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Worker:
    """What the process has once it is locked in.

    Attributes:
        hello: What it said first.
        notes: Checks the signatures of notes of origin, or says that it cannot.
        meter: How much memory it has taken.
    """

    hello: Hello
    notes: NoteReader
    meter: MemoryMeter

    def serve(self, channel: Connection, memory: mmap.mmap, input_bytes: int) -> None:
        """Answer until the other side is gone."""
        whole = memoryview(memory)
        given, output = whole[:input_bytes], whole[input_bytes:]
        while True:
            try:
                request = Request.from_bytes(channel.recv_bytes(_REQUEST_BYTES))
            except EOFError:
                return
            self._answer(request, channel, given, output)

    def _answer(
        self, request: Request, channel: Connection, given: memoryview, output: memoryview
    ) -> None:
        limit_cpu(request.seconds + GRACE_SECONDS)
        limits = Limits(request.size, request.most_pixels, request.most_streamed_pixels)
        data = bytes(given[: request.size])
        seen = look_into(data, limits, request.seconds)
        # What was looked at is gone from here, whatever the next file makes of this process.
        given[: request.size] = bytes(request.size)
        channel.send_bytes(write(seen, output, self.meter.peak()))
        if self.hello.answers_twice(seen):
            limit_cpu(NOTE_SECONDS)
            marks = self.notes.marks_of(seen.format, data)
            channel.send_bytes(write_checked(marks, self.meter.peak()))


def main() -> None:
    """Lock the process in and serve."""
    channel, memory, input_bytes, output_bytes = map(int, sys.argv[1:])
    warm_up()
    notes = NoteReader()
    with (
        Connection(channel) as connection,
        mmap.mmap(memory, input_bytes + output_bytes) as shared,
    ):
        meter = MemoryMeter()
        held_by = confine(MEMORY_BYTES)
        notes.prove()
        hello = Hello(held_by, meter.peak(), notes.state)
        connection.send_bytes(hello.to_bytes())
        Worker(hello, notes, meter).serve(connection, shared, input_bytes)


if __name__ == "__main__":
    main()
