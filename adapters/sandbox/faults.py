"""Faults on demand: how a test makes the platform refuse, stall or lose an answer."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from adapters.sandbox.errors import Refusal


class Call(StrEnum):
    """What a bot can ask of the platform."""

    TAKE_DOWN = "take_down"
    LOOK = "look"
    FETCH = "fetch"
    TELL = "tell"
    SAY = "say"
    RIGHTS = "rights"
    TITLE = "title"
    ROLE = "role"
    RESTRAIN = "restrain"
    RULES = "rules"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Fault:
    """One refusal. With `done` the call takes effect all the same and only its answer is lost."""

    refusal: Refusal
    done: bool = False


class Faults:
    """The faults that calls will meet, in order; without any the platform just works."""

    def __init__(self) -> None:
        self.slow: dict[Call, float] = {}
        """Seconds that a call takes before anything happens."""
        self._next: dict[Call, deque[Fault]] = {}
        self._always: dict[Call, Fault] = {}

    def fail(self, call: Call, refusal: Refusal, times: int = 1, *, done: bool = False) -> None:
        """Let the next calls of this kind meet a refusal."""
        self._next.setdefault(call, deque()).extend([Fault(refusal, done)] * times)

    def fail_always(self, call: Call, refusal: Refusal) -> None:
        """Let every call of this kind meet a refusal until `heal`."""
        self._always[call] = Fault(refusal)

    def heal(self) -> None:
        """Take all faults away."""
        self.slow.clear()
        self._next.clear()
        self._always.clear()

    def take(self, call: Call) -> Fault | None:
        """Return the fault that this call meets, used up if it was a counted one."""
        waiting = self._next.get(call)
        return waiting.popleft() if waiting else self._always.get(call)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that the bot did in the world, for tests to judge.

    Attributes:
        target: The message that was taken down, or the person who was told or restrained; empty
            for `say`.
        text: What was said or told, or which restraint it was.
    """

    call: Call
    chat: str
    at: datetime
    target: str = ""
    text: str = ""
