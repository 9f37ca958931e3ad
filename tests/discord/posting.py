"""What people, webhooks and other bots do with messages."""

from collections.abc import Sequence

from simcord.backend import models as sim
from simcord.backend.access import reaction_permissions

from tests.discord.founding import Founding
from tests.discord.ground import allowed
from tests.discord.state import (
    COMPONENTS_V2,
    CannotDo,
    Channel,
    Emoji,
    File,
    Json,
    Message,
    Person,
    Sticker,
    Webhook,
)

# https://docs.discord.com/developers/resources/message#attachment-object-attachment-flags
IS_SPOILER = 1 << 3
_CROSSPOSTED = 1 << 1
_FORWARDED = 1 << 14
_SLASH_COMMAND = 20


class Posting(Founding):
    """Posts, edits, forwards, deletes and reacts."""

    def post(
        self,
        channel: Channel,
        author: Person | Webhook,
        text: str = "",
        *,
        files: Sequence[File] = (),
        spoiler_flag: bool = False,
        embeds: Sequence[Json] = (),
        components: Sequence[Json] = (),
        stickers: Sequence[Sticker] = (),
        reply_to: Message | None = None,
        poll: tuple[str, Sequence[str]] | None = None,
        app_user: Person | None = None,
        crosspost: bool = False,
        extra: Json | None = None,
    ) -> Message:
        """Post a message; `CannotDo` if Discord would not let this author.

        Args:
            spoiler_flag: Hide the files by flag, without a prefix to their names.
            poll: The question and its answers.
            app_user: The member for whom `author`, a user-installed app, posts.
            crosspost: The message comes from a followed channel of another guild.
            extra: Fields of the future; every JSON of the message has them.
        """
        self._may_post(channel, app_user or author, files, stickers, reply_to)
        attachments = self.backend.store_attachments(channel.id, files)
        for one in attachments:
            one["flags"] = IS_SPOILER if spoiler_flag else 0
        flags = COMPONENTS_V2 if any(one["type"] != 1 for one in components) else 0
        reference = {"message_id": str(reply_to.id)} if reply_to else None
        with allowed():
            message = self.backend.prepare_message(
                channel.id,
                author.id,
                text,
                attachments=attachments or [{"id": "0"}],
                reference=reference,
                flags=flags if components else 0,
                components=list(components),
                stickers=[
                    sim.MessageSticker(one.id, one.name, one.format, one.guild_id)
                    for one in stickers
                ],
                webhook_id=author.id if isinstance(author, Webhook) else None,
                poll=self._poll(*poll) if poll else None,
            )
        message.attachments = attachments
        message.embeds = list(embeds)
        more: Json = {}
        if app_user is not None:
            more |= self._as_app(message, author.id, app_user)
        if crosspost:
            more |= self._as_crosspost(message)
        return self._publish(message, more | (extra or {}))

    def new_thread(
        self,
        channel: Channel,
        author: Person,
        name: str,
        *,
        private: bool = False,
        first: Json | None = None,
    ) -> Channel:
        """Open a thread; in a forum `first` is what `post` takes for its first message."""
        thread = self.start_thread(channel, author, name, private=private)
        if first is not None:
            stored = self.backend.get_channel(thread.id)
            self._next_id = stored.id if self.channel(channel).type == 15 else None
            self.post(thread, author, **first)
        return thread

    def forward(self, message: Message, channel: Channel, author: Person) -> Message:
        """Forward a message to another channel; it becomes a snapshot there."""
        reference = {
            "type": 1,
            "channel_id": str(message.channel_id),
            "message_id": str(message.id),
        }
        with allowed():
            if not message.stored.snapshots:
                made = self.backend.create_message(channel.id, author.id, reference=reference)
                return self.message_of(made)
            # A forward of a forward shows the same snapshot once more.
            self.require(author, channel, "send_messages")
            made = self.backend.prepare_message(channel.id, author.id, "again")
        made.content, made.flags, made.reference = "", _FORWARDED, reference
        made.snapshots = list(message.stored.snapshots)
        return self._publish(made, {})

    def edit(
        self,
        message: Message,
        text: str | None = None,
        files: Sequence[File] | None = None,
        embeds: Sequence[Json] | None = None,
    ) -> None:
        """Edit a message as its author; `files` take the place of what is attached."""
        stored = self._standing(message)
        if text is not None:
            stored.content = text
        if files is not None:
            stored.attachments = self.backend.store_attachments(message.channel_id, files)
        if embeds is not None:
            stored.embeds = list(embeds)
        stored.edited_timestamp = self.backend.now_iso()
        self.emit("MESSAGE_UPDATE", self.message_json(stored))

    def unfurl(self, message: Message, embeds: Sequence[Json], *, partial: bool = False) -> None:
        """Let Discord find the pictures behind a message's links; that is no edit."""
        stored = self._standing(message)
        stored.embeds = list(embeds)
        payload = self.message_json(stored)
        if partial:
            kept = ("id", "channel_id", "guild_id", "embeds")
            payload = {name: payload[name] for name in kept if name in payload}
        self.emit("MESSAGE_UPDATE", payload)

    def delete(self, message: Message, by: Person) -> None:
        """Delete a message: one's own, or with the permission to manage messages."""
        stored = self._standing(message)
        if stored.author_id != by.id:
            self.require(by, self.channel_of(self._place(message)), "manage_messages")
        self.backend.delete_message(message.channel_id, message.id)

    def react(self, message: Message, person: Person, emoji: str | Emoji) -> None:
        """React to a message with a character or a custom emoji."""
        name = emoji.reaction if isinstance(emoji, Emoji) else emoji
        stored = self._standing(message)
        wanted = reaction_permissions(stored, name)
        self.require(person, self._place(message), *wanted)
        self.backend.set_reaction(message.channel_id, message.id, name, person.id, True)

    # --- inside

    _next_id: int | None = None

    def _publish(self, message: sim.Message, more: Json) -> Message:
        if self._next_id is not None:
            # The first message of a forum's thread has the id of the thread.
            message.id, self._next_id = self._next_id, None
        if more:
            self.looks.messages[message.id] = more
        place = self.backend.get_channel(message.channel_id)
        if place.thread_metadata is not None and place.thread_metadata.archived:
            self.backend.edit_channel(place.id, {}, thread_metadata={"archived": False})
        made = self.backend.commit_message(message, broadcast=False)
        if message.channel_id in self.backend.channels and made is message:
            self.emit("MESSAGE_CREATE", self.message_json(message))
        return self.message_of(made)

    def _may_post(
        self,
        channel: Channel,
        author: Person | Webhook,
        files: Sequence[File],
        stickers: Sequence[Sticker],
        reply_to: Message | None,
    ) -> None:
        if isinstance(author, Webhook):
            hook = self.backend.webhooks.get(author.id)
            place = self.backend.get_channel(channel.id)
            if hook is None or hook.channel_id not in {place.id, place.parent_id}:
                raise CannotDo("10015 Unknown Webhook")
            return
        place = self.channel(channel)
        wanted = ["send_messages_in_threads" if place.is_thread else "send_messages"]
        if files:
            wanted.append("attach_files")
        if any(one.guild_id != channel.guild_id for one in stickers):
            wanted.append("use_external_stickers")
        if reply_to is not None:
            wanted.append("read_message_history")
        self.require(author, place, *wanted)

    def _standing(self, message: Message) -> sim.Message:
        with allowed():
            return self.backend.get_message(message.channel_id, message.id)

    def _place(self, message: Message) -> sim.Channel:
        return self.backend.get_channel(message.channel_id)

    def _poll(self, question: str, answers: Sequence[str]) -> sim.Poll:
        listed = [sim.PollAnswer(at, text) for at, text in enumerate(answers, start=1)]
        return sim.Poll(question, listed, expiry=self.backend.iso_after(86400))

    def _as_app(self, message: sim.Message, app_id: int, person: Person) -> Json:
        message.type = _SLASH_COMMAND
        message.webhook_id = app_id
        message.interaction_metadata = {
            "id": str(self.backend.snowflake()),
            "type": 2,
            "name": "send",
            "command_type": 1,
            "user": self.user_json(person.id),
            "authorizing_integration_owners": {"1": str(person.id)},
        }
        return {"application_id": str(app_id)}

    def _as_crosspost(self, message: sim.Message) -> Json:
        message.flags |= _CROSSPOSTED
        origin = [str(self.backend.snowflake()) for _ in range(3)]
        names = ("guild_id", "channel_id", "message_id")
        if message.webhook_id is None:
            message.webhook_id = message.author_id
        return {"message_reference": {"type": 0} | dict(zip(names, origin, strict=True))}
