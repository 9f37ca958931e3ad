"""Faults on demand: how a test makes Discord, or the way to it, misbehave."""

import asyncio
import hashlib
import time
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

CDN, ANY = "CDN", "*"
"""Names beside the HTTP methods: a download, and whatever it is."""


class Kind(StrEnum):
    """What can go wrong with a request.

    LOST takes effect without an answer; RESET and HANG do not take effect. FLOOD is a 429,
    REFUSE any other answer, BUCKET a real limit: so many requests in so many seconds.
    """

    LOST = "lost"
    RESET = "reset"
    HANG = "hang"
    FLOOD = "flood"
    REFUSE = "refuse"
    BUCKET = "bucket"


LOST, RESET, HANG, FLOOD, REFUSE, BUCKET = Kind


@dataclass
class Fault:
    """One fault. For a bucket `times` is the limit and `retry_after` the window."""

    method: str
    pattern: str
    kind: Kind
    times: int
    every: bool
    status: int
    code: int
    retry_after: float
    shared: bool
    used: dict[str, list[float]] = field(default_factory=dict)

    def meets(self, method: str, path: str) -> bool:
        """Whether a request falls under this fault."""
        same = self.method == method or (self.method == ANY and method != CDN)
        return same and fnmatchcase(path, self.pattern)

    @property
    def bucket(self) -> str:
        """The bucket's hash, as in `X-RateLimit-Bucket`."""
        return hashlib.sha256(f"{self.method} {self.pattern}".encode()).hexdigest()[:32]

    def spend(self, major: str) -> tuple[bool, dict[str, str]]:
        """Take one request out of the bucket; return whether it fits, and the headers."""
        now = time.monotonic()
        taken = [one for one in self.used.get(major, []) if now - one < self.retry_after]
        fits = len(taken) < self.times
        if fits:
            taken.append(now)
        self.used[major] = taken
        # Since 2022 Discord says when all places are free again, and only to whom it refuses one,
        # when the next is: https://github.com/discord/discord-api-docs/issues/7680
        rest = self.retry_after if fits else self.retry_after - (now - taken[0])
        return fits, {
            "X-RateLimit-Limit": str(self.times),
            "X-RateLimit-Remaining": str(self.times - len(taken)),
            "X-RateLimit-Reset-After": f"{rest:.3f}",
            "X-RateLimit-Bucket": self.bucket,
        }


class Faults:
    """The faults that requests will meet; without any Discord just works."""

    def __init__(self) -> None:
        self._all: list[Fault] = []
        self._healed = asyncio.Event()

    def fail(
        self,
        method: str,
        pattern: str,
        kind: Kind,
        times: int = 1,
        *,
        every: bool = False,
        status: int = 0,
        code: int = 0,
        retry_after: float = 0.0,
        shared: bool = False,
    ) -> None:
        """Let the next requests fail, or with `every` all until `heal`.

        Args:
            pattern: An fnmatch pattern for the path after `/api/v10`; its `*` crosses slashes.
        """
        fault = Fault(method, pattern, kind, times, every, status, code, retry_after, shared)
        self._all.append(fault)

    def heal(self) -> None:
        """Take all faults away; what hangs is cut."""
        self._all.clear()
        self._healed.set()
        self._healed = asyncio.Event()

    async def until_healed(self) -> None:
        """Wait for the next `heal`."""
        await self._healed.wait()

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault that this request meets, the oldest first."""
        for fault in self._all:
            if not fault.meets(method, path):
                continue
            if fault.kind is not Kind.BUCKET and not fault.every:
                fault.times -= 1
                if fault.times <= 0:
                    self._all.remove(fault)
            return fault
        return None
