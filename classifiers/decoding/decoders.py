"""A few processes that decode, one file each at a time; whatever happens to one, the bot lives."""

import logging
from collections import deque
from threading import Condition

from bot.domain.errors import StartRefused
from bot.domain.signal import OpaqueReason
from classifiers.decoding.confine import Confinement
from classifiers.decoding.process import DecoderProcess, Died, Hung
from classifiers.decoding.seen import Seen
from classifiers.decoding.sniff import Limits
from classifiers.decoding.wire import Hello, Request

logger = logging.getLogger(__name__)

SECONDS = 3.0
"""Of CPU time for one file, and more for a large one. What takes longer is opaque."""

# A bomb is small, and a film is not: 30 s of 720p took 1.3 s as H.264 (1 MB), 4.3 s as HEVC (10 MB)
# and 5.5 s as VP9 (14 MB). A film of 20 MB, the most that Telegram hands to bots, gets 10 s.
_SECONDS_A_MEGABYTE = 0.35
_MOST_SECONDS = 12.0


class Decoders:
    """Processes for as many threads as will ask at once. May be asked by several threads."""

    def __init__(self, count: int, limits: Limits, seconds: float = SECONDS) -> None:
        self._limits = limits
        self._seconds = seconds
        self._idle = deque(self._new() for _ in range(count))
        self._is_there = Condition()
        self._closed = False

    def look_into(self, data: bytes) -> Seen:
        """Return what a file shows. Never raises because of the bytes."""
        if len(data) > self._limits.most_bytes:
            return Seen("unknown", reasons=(OpaqueReason.TOO_BIG,))
        process = self._take()
        try:
            was_fresh = process.is_fresh
            try:
                return self._ask(process, data)
            except Died:
                if was_fresh:
                    raise
                # An earlier file, or the system for want of memory, may have been its end.
                process = self._replaced(process)
                return self._ask(process, data)
        except Hung:
            logger.warning("a decoder was ended after %.0f s", self._seconds)
            process = self._replaced(process)
            return Seen("unknown", reasons=(OpaqueReason.TIMED_OUT,))
        except Died as error:
            logger.warning("a decoder died of a file (%s)", error)
            process = self._replaced(process)
            return Seen("unknown", reasons=(OpaqueReason.CRASHED,))
        finally:
            self._give_back(process)

    def held_by(self) -> Confinement:
        """Return what holds the processes.

        Raises:
            StartRefused: They do not start.
        """
        return self.hello().held_by

    def hello(self) -> Hello:
        """Return what a process says of itself.

        Raises:
            StartRefused: They do not start.
        """
        process = self._take()
        try:
            return process.hello()
        except (Died, Hung) as error:
            raise StartRefused(
                "the process that decodes pictures does not start: install the requirements "
                f"again, and if it stays so report it ({type(error).__name__})"
            ) from error
        finally:
            self._give_back(process)

    def close(self) -> None:
        """End all processes."""
        with self._is_there:
            self._closed = True
            while self._idle:
                self._idle.pop().close()

    def _ask(self, process: DecoderProcess, data: bytes) -> Seen:
        limits = self._limits
        seconds = min(self._seconds + _SECONDS_A_MEGABYTE * len(data) / 1e6, _MOST_SECONDS)
        return process.look_into(
            data, Request(len(data), limits.most_pixels, limits.most_streamed_pixels, seconds)
        )

    def _new(self) -> DecoderProcess:
        return DecoderProcess(self._limits.most_bytes)

    def _replaced(self, process: DecoderProcess) -> DecoderProcess:
        process.close()
        return self._new()

    def _take(self) -> DecoderProcess:
        with self._is_there:
            while not self._idle:
                self._is_there.wait()
            return self._idle.popleft()

    def _give_back(self, process: DecoderProcess) -> None:
        """Let the next file have it; a worn one is replaced, and starts while others work."""
        if not process.is_fresh and process.is_worn:
            process = self._replaced(process)
        with self._is_there:
            if self._closed:
                process.close()
                return
            self._idle.append(process)
            self._is_there.notify()
