"""The chat platform as its people use it: they post, edit, delete and press; the bot gets updates.

Every method is synchronous: between two lines of it nothing else happens, so what people see,
the update log and the bytes held never disagree.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from adapters.sandbox.errors import NoSuchMessage, NotAllowed, NotInChat, TooMuch
from adapters.sandbox.faults import Deed, Faults
from adapters.sandbox.raw import Json, write_actor, write_file, write_message
from adapters.sandbox.restraints import check_may_post
from adapters.sandbox.state import Chat, Member, Message, Store, StoredFile, Upload, school
from adapters.sandbox.updates import UpdateLog
from bot.domain.capability import Capability
from bot.domain.message import Actor, ActorKind
from bot.ports import Clock

TEXT_CHARS = 4096
FILES_PER_MESSAGE = 10
# The page runs beside the models on small machines; whoever fills the demo has to start it anew.
MOST_BYTES = 256 * 1024 * 1024


def user(member_id: str) -> Actor:
    """Return a member as the sender of a message."""
    return Actor(ActorKind.USER, member_id)


class World:
    """All chats of the sandbox.

    Attributes:
        session: Differs from start to start, so that an update of an earlier world, still in
            the bot's database, is never taken for one of this world.
        log: Everything that the bot did here, in order.
        closed: Ids of members who take no private messages.
    """

    def __init__(
        self,
        clock: Clock,
        ids: Callable[[], str],
        chats: Iterable[Chat] | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self.clock = clock
        self.session = ids()
        self.started_at = clock.now()
        self.store = Store(list(school() if chats is None else chats))
        self.updates = UpdateLog()
        self.faults = Faults()
        self.log: list[Deed] = []
        self.closed: set[str] = set()
        self._ids = ids
        self._most_bytes = most_bytes
        self._pictures: dict[tuple[str, Actor | None], tuple[StoredFile, ...]] = {}

    def new_id(self) -> str:
        """Return an id that nothing else here has. Ids of messages and files cannot be guessed."""
        return self._ids()

    def post(
        self,
        chat: str,
        actor: Actor,
        text: str = "",
        files: Sequence[Upload] = (),
        reply_to: str | None = None,
        *,
        spoiler: bool = False,
    ) -> Message:
        """Post a message. People have to be members; webhooks and channels are let in."""
        self._check_sender(chat, actor)
        check_may_post(self.store.chat(chat), actor, self.clock.now(), files=bool(files))
        self._check_content(text, files, freed=0)
        if not text.strip() and not files:
            raise NotAllowed("Write something or choose a file.")
        if reply_to is not None and self.store.message(reply_to).chat != chat:
            raise NoSuchMessage
        message = Message(
            id=self.new_id(),
            chat=chat,
            actor=actor,
            at=self.clock.now(),
            text=text,
            files=self._stored(files),
            reply_to=reply_to,
            spoiler=spoiler,
        )
        self.store.put(message)
        self._announce("message", message)
        return message

    def edit(
        self,
        message_id: str,
        actor: Actor,
        text: str | None = None,
        files: Sequence[Upload] | None = None,
    ) -> Message:
        """Change the text, or swap all files, of one's own message; None leaves a part alone."""
        message = self.store.message(message_id)
        if message.actor != actor:
            raise NotAllowed("Only the person who posted a message can edit it.")
        found = self.store.chat(message.chat)
        check_may_post(found, actor, self.clock.now(), files=bool(files))
        freed = sum(len(file.upload.data) for file in message.files) if files is not None else 0
        self._check_content(text or "", files or (), freed)
        if not (message.text if text is None else text).strip() and not (
            message.files if files is None else files
        ):
            raise NotAllowed("Write something or choose a file.")
        if text is not None:
            message.text = text
        if files is not None:
            # The old bytes are gone for everybody, as on platforms that keep no old versions.
            self.store.forget(message.files)
            message.files = self._stored(files)
        message.version += 1
        self.store.put(message)
        self._announce("edited_message", message)
        return message

    def delete(self, message_id: str, actor: Actor) -> None:
        """Delete one's own message, or anybody's as an admin of the chat."""
        message = self.store.message(message_id)
        member = self.store.chat(message.chat).members.get(actor.id)
        may = message.actor == actor or (member is not None and member.admin)
        if not may:
            raise NotAllowed("Only the person who posted a message or an admin can delete it.")
        self.store.drop(message)
        self.emit("deleted", message.chat, message_id=message.id)

    def press(self, message_id: str, actor: Actor, action: str) -> None:
        """Press a button under a message."""
        message = self.store.message(message_id)
        self._check_sender(message.chat, actor)
        if action not in {button.action for button in message.buttons}:
            raise NotAllowed("This message has no such button.")
        self.emit(
            "press",
            message.chat,
            message_id=message.id,
            action=action,
            date=self._date(),
            **{"from": write_actor(actor)},
        )

    def join(self, chat: str, member: Member) -> None:
        """Let a person into a chat, or change what they are there."""
        found = self.store.chat(chat)
        if user(member.id) in found.banned:
            raise NotAllowed("An adult has shut this person out of the chat.")
        found.members[member.id] = member

    def add_chat(self, chat: Chat) -> None:
        """Found a chat; the bot is in it if the chat says so."""
        self.store.chats[chat.id] = chat
        self._announce_rights(chat, joined=chat.bot_present)

    def set_rights(self, chat: str, *, present: bool = True, delete: bool = True) -> None:
        """Change what the bot may do in a chat, or throw it out."""
        found = self.store.chat(chat)
        without = found.capabilities - {Capability.DELETE}
        found.capabilities = without | {Capability.DELETE} if delete else without
        joined = present and not found.bot_present
        found.bot_present = present
        self._announce_rights(found, joined=joined)

    def close_chat(self, chat: str) -> None:
        """Delete a chat with everything in it."""
        found = self.store.chat(chat)
        found.bot_present = False
        self._announce_rights(found)
        self.store.drop_chat(found)

    def set_picture(self, chat: str, file: Upload, actor: Actor | None = None) -> StoredFile:
        """Give a member, or without an actor the chat itself, a picture."""
        self._check_content("", (file,), freed=0)
        owner = (chat, actor)
        self.store.forget(self._pictures.get(owner, ()))
        stored = self._pictures[owner] = self._stored((file,))
        self.store.keep(stored)
        if actor is None:
            self.emit("chat_picture", chat, date=self._date(), picture=write_file(stored[0]))
        else:
            self.emit(
                "profile",
                chat,
                date=self._date(),
                picture=write_file(stored[0]),
                **{"from": write_actor(actor)},
            )
        return stored[0]

    def emit(self, kind: str, chat: str, **fields: Json) -> None:
        """Add a raw update; tests use it for fields and kinds that nobody has seen yet.

        The bot hears nothing of a chat that it is not in.
        """
        if kind == "membership" or self.store.chat(chat).bot_present:
            found = self.store.chat(chat)
            self.updates.append(kind, {"chat": {"id": chat, "kind": found.kind.value}, **fields})

    def _announce(self, kind: str, message: Message) -> None:
        self.emit(kind, message.chat, message=write_message(message))

    def _announce_rights(self, chat: Chat, *, joined: bool = False) -> None:
        may_delete = Capability.DELETE in chat.capabilities
        self.emit(
            "membership",
            chat.id,
            present=chat.bot_present,
            may_delete=may_delete,
            joined=joined,
            date=self._date(),
        )

    def _check_sender(self, chat: str, actor: Actor) -> None:
        found = self.store.chat(chat)
        if actor.kind is ActorKind.USER and actor.id not in found.members:
            raise NotInChat

    def _check_content(self, text: str, files: Sequence[Upload], freed: int) -> None:
        if len(text) > TEXT_CHARS:
            raise TooMuch(f"A message holds at most {TEXT_CHARS} characters.")
        if len(files) > FILES_PER_MESSAGE:
            raise TooMuch(f"A message holds at most {FILES_PER_MESSAGE} files.")
        coming = sum(len(file.data) for file in files)
        if self.store.bytes_held - freed + coming > self._most_bytes:
            raise TooMuch("The sandbox is full. Delete some messages or start it again.")

    def _stored(self, files: Sequence[Upload]) -> tuple[StoredFile, ...]:
        return tuple(
            StoredFile(self.new_id(), hashlib.sha256(file.data).hexdigest()[:32], replace(file))
            for file in files
        )

    def _date(self) -> str:
        return self.clock.now().isoformat()
