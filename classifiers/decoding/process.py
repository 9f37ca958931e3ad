"""One process that decodes, seen from the bot: it is started, asked, and killed if it hangs."""

import logging
import mmap
import os
import signal
import subprocess
import sys
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from bot.domain.signal import Mark
from classifiers.decoding.anonymous import anonymous_memory
from classifiers.decoding.seen import Seen
from classifiers.decoding.wire import (
    ANSWER_BYTES,
    OUTPUT_BYTES,
    BadAnswer,
    Hello,
    Request,
    read,
    read_checked,
)

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[2]
_COMMAND = ("-m", "classifiers.decoding.worker")
# Loading every library took 0.6 s here; a busy small machine takes longer.
_START_SECONDS = 60.0
# Beside the CPU time that it is given: other work may be on the same core.
_PATIENCE = 2.0
# For a note of origin. The kernel ends the process after half of it, of CPU time.
_NOTE_SECONDS = 4.0
# After so many files, or so much more memory than at the start, another process takes over:
# decoders leak, and whatever a file did to this one is over then.
_MOST_FILES = 500
_MOST_GROWTH = 300 * 1024 * 1024


class Died(Exception):
    """The process ended, or said what no decoder says, before it answered."""


class Hung(Exception):
    """The process did not answer in time and was killed."""


class DecoderProcess:
    """Holds one process; not for several threads at once."""

    def __init__(self, input_bytes: int) -> None:
        self._input_bytes = input_bytes
        size = input_bytes + OUTPUT_BYTES
        memory = anonymous_memory(size)
        self._channel, theirs = Pipe()
        try:
            self._process = _start(theirs, memory, input_bytes)
            self._shared = mmap.mmap(memory, size)
        finally:
            theirs.close()
            os.close(memory)
        self._hello: Hello | None = None
        self._files, self._memory = 0, 0
        self._is_lost = False

    @property
    def is_fresh(self) -> bool:
        """Whether it has decoded nothing yet."""
        return self._files == 0

    @property
    def is_worn(self) -> bool:
        """Whether another process should take over."""
        grown = self._memory - self.hello().memory
        return self._is_lost or self._files >= _MOST_FILES or grown > _MOST_GROWTH

    def hello(self) -> Hello:
        """Wait until it is locked in; return what holds it.

        Raises:
            Died: It did not come so far.
        """
        if self._hello is None:
            self._hello = Hello.from_bytes(self._receive(_START_SECONDS))
        return self._hello

    def look_into(self, data: bytes, request: Request) -> Seen:
        """Let it decode one file.

        Raises:
            Died: It did not answer, or not as a decoder does.
            Hung: It took too long.
        """
        self.hello()
        self._files += 1
        self._shared[: len(data)] = data
        try:
            self._channel.send_bytes(request.to_bytes())
            answer = self._receive(request.seconds * _PATIENCE)
            # Let go of in any case: memory that somebody still looks at cannot be closed.
            with memoryview(self._shared) as whole, whole[self._input_bytes :] as output:
                seen, self._memory = read(answer, output)
        except (BadAnswer, OSError) as error:
            raise Died(type(error).__name__) from error
        if not self.hello().answers_twice(seen):
            return seen
        worth = self._what_the_note_is_worth()
        return replace(seen, marks=tuple(one for one in Mark if one in (*seen.marks, *worth)))

    def _what_the_note_is_worth(self) -> tuple[Mark, ...]:
        """Wait for the second answer. Whatever becomes of it, the first one stands."""
        try:
            marks, self._memory = read_checked(self._receive(_NOTE_SECONDS))
        except (Died, Hung, BadAnswer) as error:
            logger.warning("a note of origin was not checked (%s)", type(error).__name__)
            # An answer that comes later must not be taken for that of the next file.
            self._is_lost = True
            return ()
        return marks

    def close(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._channel.close()
        self._shared.close()

    def _receive(self, seconds: float) -> bytes:
        try:
            if not self._channel.poll(seconds):
                raise Hung
            return self._channel.recv_bytes(ANSWER_BYTES)
        except (EOFError, OSError) as error:
            if self._ran_out_of_time():
                raise Hung from error
            raise Died(type(error).__name__) from error

    def _ran_out_of_time(self) -> bool:
        """Whether the kernel ended it because it had computed for too long."""
        try:
            return self._process.wait(1.0) == -signal.SIGXCPU
        except subprocess.TimeoutExpired:
            return False


def _start(theirs: Connection, memory: int, input_bytes: int) -> "subprocess.Popen[bytes]":
    descriptors = (theirs.fileno(), memory)
    return subprocess.Popen(  # noqa: S603 - this very Python, and numbers
        [
            sys.executable,
            *_COMMAND,
            *map(str, (*descriptors, input_bytes, OUTPUT_BYTES)),
        ],
        cwd=_ROOT,
        # Nothing of the bot's environment, where the tokens are.
        env={"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # Decoders write there what a file makes them say: one wrote over 500 lines.
        stderr=subprocess.DEVNULL,
    )
