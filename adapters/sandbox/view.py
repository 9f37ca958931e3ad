"""What the page may see: the world's state as JSON, for the people who look at it.

Pictures of a class chat are named by their id. In the adults' chat files are counted and nothing
more: no adult is ever shown one.
"""

from collections.abc import Collection

from adapters.sandbox.errors import NoSuchFile
from adapters.sandbox.pictures import picture_type
from adapters.sandbox.raw import Json, Raw
from adapters.sandbox.state import (
    PRIVATE,
    UPSTANDER,
    Change,
    Chat,
    ChatKind,
    Message,
    Store,
    StoredFile,
)


def default_viewers(store: Store) -> list[str]:
    """Return the first pupil and the first adult: whom a page shows before anybody chose."""
    firsts = []
    for kind in (ChatKind.CLASS, ChatKind.ADULTS):
        chats = [chat for chat in store.chats.values() if chat.kind is kind and chat.members]
        firsts += [next(iter(chat.members)) for chat in chats[:1]]
    return firsts


def snapshot(store: Store, viewers: Collection[str]) -> Raw:
    """Return everything that these people see."""
    for viewer in viewers:
        # Asked for by name, a private chat comes to life, so that it can be written to.
        _touch_private(store, viewer)
    chats = [chat for chat in store.chats.values() if _sees(chat, viewers)]
    return {
        "type": "snapshot",
        "viewers": list(viewers),
        "chats": [_chat(chat) for chat in chats],
    }


def update(store: Store, viewers: Collection[str], change: Change) -> Raw | None:
    """Return the news that a change is to these people, or None where they do not see it."""
    chat = store.chats.get(change.chat)
    if chat is None or change.message is None:
        return snapshot(store, viewers)
    if not _sees(chat, viewers):
        return None
    message = chat.messages.get(change.message)
    if message is None:
        return {"type": "gone", "chat": chat.id, "message": change.message}
    return {"type": "message", "chat": chat.id, "message": _message(chat, message)}


def shown_file(store: Store, file_id: str) -> StoredFile:
    """Return a file of a message that stands in a class chat; any other is as good as gone."""
    file = store.file(file_id)
    for chat in store.chats.values():
        if chat.kind is ChatKind.CLASS and any(
            file in message.files for message in chat.messages.values()
        ):
            return file
    raise NoSuchFile


def _sees(chat: Chat, viewers: Collection[str]) -> bool:
    return not chat.members.keys().isdisjoint(viewers)


def _touch_private(store: Store, viewer: str) -> None:
    pupils = [chat for chat in store.chats.values() if chat.kind is ChatKind.CLASS]
    if any(viewer in chat.members for chat in pupils):
        store.chat(PRIVATE + viewer)


def _chat(chat: Chat) -> Json:
    return {
        "id": chat.id,
        "title": chat.title,
        "kind": chat.kind.value,
        "members": [
            {"id": member.id, "name": member.name, "admin": member.admin}
            for member in chat.members.values()
        ],
        "messages": [_message(chat, message) for message in chat.messages.values()],
    }


def _message(chat: Chat, message: Message) -> Json:
    member = chat.members.get(message.actor.id)
    bot = message.actor == UPSTANDER
    return {
        "id": message.id,
        "author": {
            "id": message.actor.id,
            "name": "Upstander" if bot else member.name if member else message.actor.kind.value,
            "bot": bot,
        },
        "at": message.at.isoformat(),
        "text": message.text,
        "edited": message.version > 0,
        "reply_to": message.reply_to,
        "files": [] if chat.kind is ChatKind.ADULTS else [_file(file) for file in message.files],
        "hidden_files": len(message.files) if chat.kind is ChatKind.ADULTS else 0,
        "buttons": [{"label": b.label, "action": b.action} for b in message.buttons],
    }


def _file(file: StoredFile) -> Json:
    return {
        "id": file.id,
        "name": file.upload.name,
        "size": len(file.upload.data),
        "picture": picture_type(file.upload.data) is not None,
    }
