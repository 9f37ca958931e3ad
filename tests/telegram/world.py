"""The fake Telegram as a test uses it: people's side of everything, and what people have seen.

Every method is synchronous: between two lines of it nothing else happens, so what people see
and what the bot is told never disagree.
"""

from collections.abc import Sequence

from tests.telegram.posting import Posting
from tests.telegram.state import Chat, Json, Message, Person


class World(Posting):
    """Everybody's phones at once."""

    def stands(self, message: Message) -> bool:
        """Whether people still see a message."""
        return message.chat.messages.get(message.id) is message

    def standing(self, chat: Chat) -> list[Message]:
        """Return everything that stands in a chat, in order."""
        return list(chat.messages.values())

    def said(self, chat: Chat) -> list[str]:
        """Return what the bot said for everybody in a chat, as it stands."""
        return [one.text for one in self.spoken(chat)]

    def spoken(self, chat: Chat) -> list[Message]:
        """Return the bot's messages that stand in a chat; their buttons can be pressed."""
        return [one for one in chat.messages.values() if one.sender is self.bot]

    def said_privately(self, person: Person) -> list[str]:
        """Return what one person alone was told: private, ephemeral or as an answer to a press."""
        return [text for heard_by, text in self.heard if heard_by is person]

    def whispered(self, chat: Chat, person: Person) -> list[Message]:
        """Return the ephemeral messages that a person has in a group."""
        return [one for (receiver, _), one in chat.ephemeral.items() if receiver == person.id]

    def lose_files(self, message: Message) -> None:
        """Let the bytes of a message be gone from Telegram's servers."""
        self.files.lose(message.raw)

    def raw(self, update: Json) -> Json:
        """Send the bot an update as it is: poison, or fields of the future. Nobody judges it."""
        return self.updates.raw(update)

    def forget_updates(self) -> None:
        """Take everything until now as received by the bot long ago."""
        self.updates.forget()

    def sent(self, kind: str) -> Sequence[Json]:
        """Return every update of a kind that the bot was told, confirmed or not."""
        return [one[kind] for one in self.updates.sent if kind in one]
