"""People write, edit, delete, press and react; the bot is told of what it gets told."""

from collections.abc import Sequence

from tests.telegram.attachments import Part, entities, fields, photo, reply
from tests.telegram.errors import CannotDo
from tests.telegram.founding import Founding
from tests.telegram.ground import ANONYMOUS_BOT, CHANNEL_BOT, TELEGRAM, Query
from tests.telegram.state import Chat, Json, Mask, Member, Message, Person, Sender

# Which permission a kind of content needs, https://core.telegram.org/bots/api#chatpermissions.
_NEEDED = {
    "photo": "can_send_photos",
    "live_photo": "can_send_photos",
    "animation": "can_send_other_messages",
    "sticker": "can_send_other_messages",
    "document": "can_send_documents",
    "video": "can_send_videos",
    "video_note": "can_send_video_notes",
    "poll": "can_send_polls",
}
# How long a press can be answered, by tdlib's own error "query is too old"; the exact time is
# not documented.
_QUERY_SECONDS = 60


class Posting(Founding):
    """What people do with messages."""

    def post(
        self,
        chat: Chat,
        sender: Sender,
        text: str = "",
        *parts: Part,
        photo: bytes | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Post a message: words, parts of `attachments`, or simply a photo."""
        answered = () if reply_to is None else (reply(reply_to),)
        content = _worded(text, self._media((*answered, *parts), photo))
        message = self.put(chat, sender, content)
        try:
            self._check(chat, sender, message.raw)
        except CannotDo:
            del chat.messages[message.id]
            raise
        if chat.kind == "private" and isinstance(sender, Person):
            sender.started = True
        self.tell(message)
        return message

    def album(self, chat: Chat, sender: Sender, pictures: Sequence[bytes]) -> list[Message]:
        """Post several pictures at once: as many messages and updates, one group id."""
        group: Json = {"media_group_id": f"1390{chat.last_message_id:012}"}
        return [self.post(chat, sender, "", photo(data), lambda _: group) for data in pictures]

    def edit(
        self,
        message: Message,
        text: str | None = None,
        *parts: Part,
        photo: bytes | None = None,
    ) -> Message:
        """Change the text or swap the media of a message that stands."""
        if message.id not in message.chat.messages:
            raise CannotDo("the message is gone")
        media = {key: value for key, value in message.raw.items() if key not in _HEAD | _WORDS}
        if parts or photo is not None:
            media = self._media(parts, photo)
        content = _worded(message.text if text is None else text, media)
        kept = {key: value for key, value in message.raw.items() if key in _HEAD}
        message.raw = kept | content | {"edit_date": self.date()}
        self.tell(message, "edited_message")
        return message

    def delete(self, message: Message, by: Person) -> None:
        """Delete a message for everybody. Telegram tells bots nothing about it."""
        member = self.member(message.chat, by) if message.chat.group else None
        if message.sender is not by and not (member and member.may("delete_messages")):
            raise CannotDo("only its sender or an admin can delete it")
        del message.chat.messages[message.id]

    def press(self, message: Message, label: str, person: Person) -> Query | None:
        """Press a button. A link to the bot opens it in private; then there is no query."""
        button = next((one for one in message.buttons if one["text"] == label), None)
        if button is None or not self._sees(message, person):
            raise CannotDo("there is no such button")
        if "url" in button:
            self.follow(person, button["url"])
            return None
        number = len(self.queries) + 1
        query = Query(f"44{number:016}", person, message, self.date() + _QUERY_SECONDS)
        self.queries[query.id] = query
        pressed = {
            "id": query.id,
            "from": person.raw,
            "message": message.raw,
            "chat_instance": str(message.chat.id),
            "data": button["callback_data"],
        }
        self.updates.emit("callback_query", pressed)
        return query

    def follow(self, person: Person, url: str) -> None:
        """Open a `t.me` link to the bot and press Start there."""
        start = f"https://t.me/{self.bot.username}?start="
        if not url.startswith(start):
            raise CannotDo("the link leads elsewhere")
        self.start(person, url.removeprefix(start))

    def start(self, person: Person, payload: str = "") -> Message:
        """Open the private chat with the bot, perhaps through a deep link."""
        person.blocked = False
        return self.post(self.private(person), person, f"/start {payload}".strip())

    def private(self, person: Person) -> Chat:
        """Return the chat of a person with the bot; a chat alone does not let the bot write."""
        if person.id not in self.chats:
            chat = Chat(person.id, "private", person.first_name, person.username)
            chat.members = {one.id: Member(one) for one in (person, self.bot)}
            self.chats[person.id] = chat
        return self.chats[person.id]

    def react(
        self, message: Message, person: Person, *, emoji_id: str = "", emoji: str = ""
    ) -> None:
        """React to a message; only a bot that is an admin is told."""
        new: Json = {"type": "emoji", "emoji": emoji or "👍"}
        if emoji_id:
            new = {"type": "custom_emoji", "custom_emoji_id": emoji_id}
        here = self.bot_in(message.chat)
        if here is not None and here.admin:
            reaction = {"chat": message.chat.raw, "message_id": message.id, "user": person.raw}
            changes = {"date": self.date(), "old_reaction": [], "new_reaction": [new]}
            self.updates.emit("message_reaction", reaction | changes)

    def as_channel(self, channel: Chat, *, linked: bool = False) -> Mask:
        """Post as a channel; a linked channel's posts are forwarded by Telegram itself."""
        if not linked:
            return Mask({"from": CHANNEL_BOT.raw, "sender_chat": channel.raw})
        origin = {"type": "channel", "chat": channel.raw, "message_id": 1, "date": self.date()}
        by_telegram = {"from": TELEGRAM.raw, "is_automatic_forward": True}
        return Mask(by_telegram | {"sender_chat": channel.raw, "forward_origin": origin})

    def as_anonymous_admin(self, chat: Chat, person: Person) -> Mask:
        """Post as the group itself."""
        if not self.member(chat, person).admin:
            raise CannotDo("only an admin can be anonymous")
        return Mask({"from": ANONYMOUS_BOT.raw, "sender_chat": chat.raw}, person)

    def _media(self, parts: Sequence[Part], picture: bytes | None) -> Json:
        return fields(self.files, [*parts, *([] if picture is None else [photo(picture)])])

    def _check(self, chat: Chat, sender: Sender, raw: Json) -> None:
        """Refuse as a person's app does: nobody posts what they may not."""
        if chat.kind == "private":
            return
        if chat.moved_to is not None:
            raise CannotDo("the group has moved")
        if isinstance(sender, Mask):
            if raw.get("sender_chat", {}).get("id") in chat.banned_channels:
                raise CannotDo("this channel is banned")
            return
        if raw.get("guest_bot_caller_user"):
            return
        member = self.member(chat, sender)
        needed = {_NEEDED[key] for key in raw if key in _NEEDED} or {"can_send_messages"}
        own = member.permissions if member.status == "restricted" else chat.permissions
        may = all(chat.permissions[one] and own[one] for one in needed)
        if not (member.admin or may):
            raise CannotDo("muted, or locked for everybody")

    def _sees(self, message: Message, person: Person) -> bool:
        if message.raw.get("ephemeral_message_id"):
            return bool(message.raw["receiver_user"] == person.raw)
        stands = message.chat.messages.get(message.id) is message
        return stands and person.id in message.chat.members


def _worded(text: str, media: Json) -> Json:
    """Return content with its words: a caption where something is shown, else a text."""
    if not text:
        return media
    words, marks = _CAPTION if _NEEDED.keys() & media.keys() else _PLAIN
    marked = {marks: entities(text)} if entities(text) else {}
    return {words: text, **marked, **media}


_PLAIN, _CAPTION = ("text", "entities"), ("caption", "caption_entities")
_WORDS = {*_PLAIN, *_CAPTION}
_HEAD = {
    *("message_id", "date", "chat", "from", "sender_chat", "media_group_id", "reply_to_message"),
    *("forward_origin", "is_automatic_forward", "has_protected_content"),
}
