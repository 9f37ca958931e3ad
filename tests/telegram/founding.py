"""People found chats, come and go, and give the bot its rights."""

from collections.abc import Collection
from dataclasses import replace

from tests.telegram.attachments import photo_sizes, sticker_raw
from tests.telegram.errors import CannotDo
from tests.telegram.ground import ANONYMOUS_BOT, Ground
from tests.telegram.state import (
    BASIC_RIGHTS,
    BOT_RIGHTS,
    Chat,
    Mask,
    Member,
    Person,
)

_FIRST_USER, _FIRST_GROUP, _FIRST_SUPERGROUP = 700_000_001, -4_000_001, -1_002_000_000_001


class Founding(Ground):
    """What people do with chats and members."""

    def new_user(self, name: str, *, is_bot: bool = False) -> Person:
        """Let somebody exist."""
        person = Person(_FIRST_USER + len(self.persons), name, f"{name.lower()}_t", is_bot)
        self.persons[person.id] = person
        return person

    def new_group(
        self,
        title: str,
        supergroup: bool = True,
        members: Collection[Person] = (),
        admins: Collection[Person] = (),
    ) -> Chat:
        """Found a group; the first admin owns it. The bot is not in it yet."""
        kind, first = ("supergroup", _FIRST_SUPERGROUP) if supergroup else ("group", _FIRST_GROUP)
        chat = self._found(Chat(first - len(self.chats), kind, title))
        for person in members:
            chat.members[person.id] = Member(person)
        for number, person in enumerate(admins):
            status = "administrator" if number else "creator"
            chat.members[person.id] = Member(person, status, BASIC_RIGHTS)
        return chat

    def new_channel(self, title: str, owner: Person) -> Chat:
        """Found a channel."""
        chat = self._found(Chat(_FIRST_SUPERGROUP - len(self.chats), "channel", title))
        chat.members[owner.id] = Member(owner, "creator")
        return chat

    def add_bot(
        self,
        chat: Chat,
        rights: Collection[str] = BOT_RIGHTS,
        *,
        admin: bool = True,
        by: Person | None = None,
    ) -> None:
        """Bring the bot into a chat: as an admin with these rights, or as a plain member."""
        adder = by or self._owner(chat)
        new = chat.members.get(self.bot.id) is None or not chat.members[self.bot.id].present
        self.become(chat, self._bot_member(chat, rights, admin=admin), adder)
        if new and chat.group:
            self.tell(self.put(chat, adder, {"new_chat_members": [self.bot.raw]}))

    def demote_bot(self, chat: Chat, rights: Collection[str] | None = None) -> None:
        """Take the bot's rights: those that are not named, or its being an admin."""
        member = self._bot_member(chat, rights or (), admin=rights is not None)
        self.become(chat, member, self._owner(chat))

    def kick_bot(self, chat: Chat) -> None:
        """Throw the bot out."""
        self.become(chat, Member(self.bot, "kicked"), self._owner(chat))

    def promote(self, chat: Chat, person: Person, rights: Collection[str] = BOT_RIGHTS) -> None:
        """Make a member an admin; without any right a plain member again."""
        status = "administrator" if rights else "member"
        self.become(chat, Member(person, status, frozenset(rights)), self._owner(chat))

    def join(self, chat: Chat, person: Person) -> None:
        """Let a person into a group."""
        if chat.members.get(person.id, Member(person)).status == "kicked":
            raise CannotDo("banned")
        self.become(chat, Member(person), person)
        self.tell(self.put(chat, person, {"new_chat_members": [person.raw]}))

    def leave(self, chat: Chat, person: Person) -> None:
        """Let a person go."""
        self.become(chat, Member(person, "left"), person)
        self.tell(self.put(chat, person, {"left_chat_member": person.raw}))

    def migrate(self, chat: Chat) -> Chat:
        """Turn a basic group into a supergroup; return the new chat."""
        new = self._found(
            Chat(_FIRST_SUPERGROUP - len(self.chats), "supergroup", chat.title),
        )
        new.members = {one: replace(member) for one, member in chat.members.items()}
        new.permissions = dict(chat.permissions)
        owner = self._owner(chat)
        last = self.put(chat, owner, {"migrate_to_chat_id": new.id})
        chat.moved_to = new.id
        first = self.put(
            new,
            Mask({"from": ANONYMOUS_BOT.raw, "sender_chat": new.raw}),
            {"migrate_from_chat_id": chat.id},
        )
        self.tell(last)
        self.tell(first)
        return new

    def set_photo(self, chat: Chat, person: Person, data: bytes) -> None:
        """Give a group its picture."""
        self.tell(self.put(chat, person, {"new_chat_photo": photo_sizes(self.files, data)}))

    def new_emoji(self, emoji_id: str, data: bytes) -> None:
        """Let a custom emoji exist."""
        self.custom_emoji[emoji_id] = sticker_raw(self.files, data, emoji_id=emoji_id)

    def _found(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        return chat

    def _owner(self, chat: Chat) -> Person:
        owners = [one.person for one in chat.members.values() if one.status == "creator"]
        return owners[0] if owners else ANONYMOUS_BOT

    def _bot_member(self, chat: Chat, rights: Collection[str], *, admin: bool) -> Member:
        if not admin:
            return Member(self.bot)
        given = BASIC_RIGHTS if chat.kind == "group" else frozenset(rights)
        return Member(self.bot, "administrator", given)
