"""The fake Discord as a test uses it: people's side of everything, and what people have seen.

Every method is synchronous: between two lines of it nothing else happens, so what people see
and what the bot is told never disagree.
"""

import time

from bot.ports import Clock
from tests.discord.asking import Asked, Asking


class World(Asking):
    """Everybody's screens at once."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.asked: dict[int, Asked] = {}

    def note_answer(self, interaction_id: int) -> None:
        """Remember that the bot's callback to an interaction has come."""
        asked = self.asked.get(interaction_id)
        if asked is not None and asked.acknowledged is None:
            asked.acknowledged = time.monotonic() - asked.began
