"""The form of the platform's raw updates: plain JSON, written here, read by `translate`."""

from collections.abc import Mapping, Sequence

from adapters.sandbox.state import Message, StoredFile
from bot.domain.message import Actor

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None
Raw = dict[str, Json]


def write_actor(actor: Actor) -> Raw:
    """Write a sender: the platform's id, never a name."""
    return {"kind": actor.kind.value, "id": actor.id}


def write_file(file: StoredFile) -> Raw:
    """Write a file, without what its sender called it: that is nobody's business outside."""
    return {
        "slot": file.upload.slot,
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "size": len(file.upload.data),
    }


def write_message(message: Message) -> Raw:
    """Write a message as it stands now."""
    raw: Raw = {
        "message_id": message.id,
        "from": write_actor(message.actor),
        "date": message.at.isoformat(),
        "version": message.version,
        "text": message.text,
    }
    if message.files:
        raw["files"] = [write_file(file) for file in message.files]
    if message.reply_to is not None:
        raw["reply_to"] = message.reply_to
    if message.spoiler:
        raw["spoiler"] = True
    return raw
