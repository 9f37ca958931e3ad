"""What the page may see: the world's state as JSON, for the people who look at it.

Pictures of a class chat are named by their id. In the adults' chat files are counted and nothing
more: no adult is ever shown one. The page has one pane for private notes, the pupil's; what an
adult is told in private stands among the adults' messages, for that adult alone.
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


def seen_as(store: Store, wanted: Collection[str]) -> list[str]:
    """Return as whom a page looks: whoever was put out of the class gives way to its first pupil.

    Else the page of the person whom the demo removed would be empty, with no way to another.
    """
    first = (*default_viewers(store), "")[0]
    return [first if _put_out(store, viewer) else viewer for viewer in wanted]


def snapshot(store: Store, viewers: Collection[str]) -> Raw:
    """Return everything that these people see."""
    for viewer in viewers:
        # Asked for by name, a private chat comes to life, so that it can be written to.
        _touch_private(store, viewer)
    chats = [chat for chat in store.chats.values() if _pane(store, chat, viewers) == chat.id]
    return {
        "type": "snapshot",
        "viewers": list(viewers),
        "chats": [_chat(store, chat, viewers) for chat in chats],
    }


def update(store: Store, viewers: Collection[str], change: Change) -> Raw | None:
    """Return the news that a change is to these people, or None where they do not see it."""
    chat = store.chats.get(change.chat)
    if chat is None or change.message is None:
        return snapshot(store, viewers)
    pane = _pane(store, chat, viewers)
    if pane is None:
        return None
    message = chat.messages.get(change.message)
    if message is None:
        return {"type": "gone", "chat": pane, "message": change.message}
    return {"type": "message", "chat": pane, "message": _message(chat, message)}


def shown_file(store: Store, file_id: str) -> StoredFile:
    """Return a file of a message that stands in a class chat; any other is as good as gone."""
    file = store.file(file_id)
    for chat in store.chats.values():
        if chat.kind is ChatKind.CLASS and any(
            file in message.files for message in chat.messages.values()
        ):
            return file
    raise NoSuchFile


def _pane(store: Store, chat: Chat, viewers: Collection[str]) -> str | None:
    """Return under which chat these people see this one's messages, or None if they do not."""
    if chat.members.keys().isdisjoint(viewers):
        return None
    if chat.kind is ChatKind.PRIVATE:
        return _adult_pane(store, next(iter(chat.members))) or chat.id
    return chat.id


def _adult_pane(store: Store, person: str) -> str | None:
    """Return the adults' chat of somebody who is in no class, or None."""
    if any(person in chat.members for chat in _of_kind(store, ChatKind.CLASS)):
        return None
    found = [chat.id for chat in _of_kind(store, ChatKind.ADULTS) if person in chat.members]
    return found[0] if found else None


def _put_out(store: Store, viewer: str) -> bool:
    """Say whether somebody who was here is a member of nothing but the chat with the bot."""
    stays = any(
        viewer in chat.members for chat in store.chats.values() if chat.kind is not ChatKind.PRIVATE
    )
    return PRIVATE + viewer in store.chats and not stays


def _of_kind(store: Store, kind: ChatKind) -> list[Chat]:
    return [chat for chat in store.chats.values() if chat.kind is kind]


def _touch_private(store: Store, viewer: str) -> None:
    if any(viewer in chat.members for chat in _of_kind(store, ChatKind.CLASS)):
        store.chat(PRIVATE + viewer)


def _chat(store: Store, chat: Chat, viewers: Collection[str]) -> Json:
    shown = [
        (message.at, number, _message(source, message))
        for source in store.chats.values()
        if _pane(store, source, viewers) == chat.id
        for number, message in enumerate(source.messages.values())
    ]
    shown.sort(key=lambda entry: entry[:2])
    return {
        "id": chat.id,
        "title": chat.title,
        "kind": chat.kind.value,
        "members": [
            {"id": member.id, "name": member.name, "admin": member.admin}
            for member in chat.members.values()
        ],
        "messages": [message for _, _, message in shown],
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
        "private": chat.kind is ChatKind.PRIVATE,
        "buttons": [{"label": b.label, "action": b.action} for b in message.buttons],
    }


def _file(file: StoredFile) -> Json:
    return {
        "id": file.id,
        "name": file.upload.name,
        "size": len(file.upload.data),
        "picture": picture_type(file.upload.data) is not None,
    }
