"""What a press of a button leads to: the shape that every handler of presses has."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.event import Press
from bot.domain.speech import Speech


@dataclass(frozen=True, slots=True)
class PressAnswer:
    """What the presser hears.

    Attributes:
        openly: It may stand in the adults' own chat, for all adults to read.
    """

    speech: Speech
    openly: bool = False


PressHandler = Callable[[Press, str], Awaitable[PressAnswer | None]]
"""Carries out a press; gets what follows the verb. None where the press means nothing."""
