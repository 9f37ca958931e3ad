"""The ground of the fake world: who exists, and which of their doings the bot is told of."""

from datetime import timedelta

from bot.ports import Clock
from tests.telegram.errors import CannotDo
from tests.telegram.files import Files
from tests.telegram.state import Chat, Json, Mask, Member, Message, Person
from tests.telegram.updates import Updates

BOT_ID = 123456789
# Who stands in `from` of a post under another name: the ids are Telegram's own, see
# https://core.telegram.org/bots/api#message (python-telegram-bot: `telegram.constants.ChatID`).
CHANNEL_BOT = Person(136817688, "Channel", "Channel_Bot", is_bot=True)
ANONYMOUS_BOT = Person(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
TELEGRAM = Person(777000, "Telegram")


class Ground:
    """Everybody and everything, and the way of news to the bot.

    Attributes:
        ephemeral: Whether the server knows ephemeral messages (Bot API 10.2).
        sees_all: BotFather's privacy mode is off: the bot reads groups without being an admin.
        sees_bots: BotFather's bot-to-bot mode is on: the bot reads other bots' messages.
        queries: Presses of buttons by their id.
        heard: What the bot said to one person alone, in order.
        menus: The commands that the bot offers, by audience and language.
    """

    def __init__(self, clock: Clock, *, ephemeral: bool = True) -> None:
        self.clock = clock
        self.ephemeral = ephemeral
        self.sees_all = False
        self.sees_bots = True
        self.files = Files()
        self.updates = Updates(clock)
        self.bot = Person(BOT_ID, "Upstander", "upstander_test_bot", is_bot=True)
        fixed = (self.bot, CHANNEL_BOT, ANONYMOUS_BOT, TELEGRAM)
        self.persons: dict[int, Person] = {one.id: one for one in fixed}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.heard: list[tuple[Person, str]] = []
        self.custom_emoji: dict[str, Json] = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.default_rights: dict[bool, Json] = {}

    def date(self) -> int:
        """Return the time as Telegram writes it."""
        return int(self.clock.now().timestamp())

    def later(self, wait: timedelta) -> int:
        """Return a time from now on as Telegram writes it."""
        return self.date() + int(wait.total_seconds())

    def bot_in(self, chat: Chat) -> Member | None:
        """Return what the bot is in a chat, if it is there."""
        member = chat.members.get(self.bot.id)
        return member if member is not None and member.present else None

    def member(self, chat: Chat, person: Person) -> Member:
        """Return what a person is in a chat where they are."""
        found = chat.members.get(person.id)
        if found is None or not found.present:
            raise CannotDo("not in this chat")
        if found.status == "restricted" and 0 < found.until <= self.date():
            found.status = "member"
        return found

    def put(self, chat: Chat, sender: Person | Mask, fields: Json) -> Message:
        """Let a message stand in a chat, without telling the bot."""
        person = sender.person if isinstance(sender, Mask) else sender
        named = sender.fields if isinstance(sender, Mask) else {"from": sender.raw}
        number = chat.next_id()
        head: Json = {"message_id": number, "date": self.date(), "chat": chat.raw}
        raw: Json = head | (named if chat.kind != "channel" else {"sender_chat": chat.raw}) | fields
        raw |= {"has_protected_content": True} if chat.protected else {}
        message = Message(chat, number, self.clock.now(), person, raw)
        chat.messages[message.id] = message
        return message

    def tell(self, message: Message, kind: str = "message") -> None:
        """Tell the bot of a message or an edit, if it gets such messages here."""
        if self._reaches_bot(message):
            channel = {"message": "channel_post", "edited_message": "edited_channel_post"}
            kind = channel[kind] if message.chat.kind == "channel" else kind
            self.updates.emit(kind, self.files.refreshed(message.raw))

    def tell_member(self, chat: Chat, before: Member, after: Member, by: Person) -> None:
        """Tell the bot that somebody, or it itself, is something else in a chat now."""
        change = {
            "chat": chat.raw,
            "from": by.raw,
            "date": self.date(),
            "old_chat_member": before.raw,
            "new_chat_member": after.raw,
        }
        if after.person is self.bot:
            self.updates.emit("my_chat_member", change)
        elif (here := self.bot_in(chat)) is not None and here.admin:
            self.updates.emit("chat_member", change)

    def become(self, chat: Chat, member: Member, by: Person) -> None:
        """Let somebody be something in a chat from now on, and tell the bot."""
        before = chat.members.get(member.person.id) or Member(member.person, "left")
        chat.members[member.person.id] = member
        self.tell_member(chat, before, member, by)

    def _reaches_bot(self, message: Message) -> bool:
        """https://core.telegram.org/bots/features#privacy-mode"""
        if message.chat.kind == "private":
            return message.sender is not self.bot
        here = self.bot_in(message.chat)
        if here is None or message.sender is self.bot:
            return False
        if message.sender is not None and message.sender.is_bot and not self.sees_bots:
            return False
        return here.admin or self.sees_all or self._meant_for_bot(message)

    def _meant_for_bot(self, message: Message) -> bool:
        raw = message.raw
        service = any(key.startswith(_SERVICE) for key in raw)
        to_bot = raw.get("reply_to_message", {}).get("from", {}).get("id") == self.bot.id
        return service or to_bot or message.text.startswith("/")


_SERVICE = ("new_chat_", "left_chat_", "migrate_", "pinned_", "group_chat_created")


class Query:
    """One press of a button, until it is answered or too old.

    Attributes:
        url: Where the answer sends the presser.
    """

    def __init__(self, query_id: str, person: Person, message: Message, expires: int) -> None:
        self.id = query_id
        self.person = person
        self.message = message
        self.expires = expires
        self.answered = False
        self.text = ""
        self.alert = False
        self.url = ""
