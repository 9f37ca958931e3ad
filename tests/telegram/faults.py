"""Faults on demand: how a test makes Telegram, or the way to it, misbehave."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from tests.telegram.errors import ApiError

DOWNLOAD, WEBHOOK, ANY = "download", "webhook", "*"
"""Names beside those of the methods: fetching a file, delivering an update, every method."""


class Kind(StrEnum):
    """What can go wrong with a call."""

    FLOOD = "flood"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    RESET = "reset"
    LOST = "lost"
    HANG = "hang"
    CUT = "cut"


DONE = {Kind.LOST, Kind.CUT}
"""The call takes effect all the same; the others stop it before."""


@dataclass(frozen=True)
class Fault:
    """One fault. With `refusal` Telegram answers just that."""

    kind: Kind | None
    retry_after: int = 0
    refusal: ApiError | None = None


class Faults:
    """The faults that calls will meet; without any Telegram just works."""

    def __init__(self) -> None:
        self._next: dict[str, deque[Fault]] = {}
        self._every: dict[str, tuple[int, Fault]] = {}
        self._seen: dict[str, int] = {}

    def fail(
        self, method: str, kind: Kind, times: int = 1, every: int = 0, retry_after: int = 3
    ) -> None:
        """Let the next calls of a method fail, or with `every` each so many until `heal`."""
        fault = Fault(kind, retry_after)
        if every:
            self._every[method] = (every, fault)
        else:
            self._next.setdefault(method, deque()).extend([fault] * times)

    def refuse(self, method: str, code: int, description: str, times: int = 1) -> None:
        """Let the next calls be answered with an error of Telegram's, whatever the state is."""
        fault = Fault(None, refusal=ApiError(code, description))
        self._next.setdefault(method, deque()).extend([fault] * times)

    def heal(self) -> None:
        """Take all faults away."""
        self._next.clear()
        self._every.clear()
        self._seen.clear()

    def take(self, method: str) -> Fault | None:
        """Return the fault that this call meets."""
        names = (method,) if method in {DOWNLOAD, WEBHOOK} else (method, ANY)
        return next((fault for name in names if (fault := self._take(name))), None)

    def _take(self, name: str) -> Fault | None:
        waiting = self._next.get(name)
        if waiting:
            return waiting.popleft()
        if name not in self._every:
            return None
        every, fault = self._every[name]
        self._seen[name] = self._seen.get(name, 0) + 1
        return fault if self._seen[name] % every == 0 else None
