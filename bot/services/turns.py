"""Counts how often one person speaks to the bot, so that nobody takes its time from all others.

Privacy: in memory only, and forgotten with the process.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.domain.message import Actor
from bot.ports import Clock

# Persons that are remembered for it.
_MOST_PERSONS = 10_000

Person = tuple[str, Actor]


class Turn(Enum):
    """What becomes of a word of somebody."""

    GRANTED = auto()
    # One too many: they are told so, once.
    LAST = auto()
    DENIED = auto()


class Turns:
    """Grants one person so many turns within a time."""

    def __init__(self, clock: Clock, most: int, within: timedelta) -> None:
        self._clock = clock
        self._most = most
        self._within = within
        self._taken: OrderedDict[Person, list[datetime]] = OrderedDict()

    def take(self, platform: str, actor: Actor) -> Turn:
        """Count one turn of a person."""
        now, person = self._clock.now(), (platform, actor)
        recent = [at for at in self._taken.pop(person, ()) if at > now - self._within]
        turn = Turn.DENIED
        if len(recent) <= self._most:
            turn = Turn.GRANTED if len(recent) < self._most else Turn.LAST
            recent.append(now)
        self._taken[person] = recent
        while len(self._taken) > _MOST_PERSONS:
            self._taken.popitem(last=False)
        return turn
