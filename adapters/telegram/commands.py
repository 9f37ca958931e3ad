"""What people say to the bot: command lines in a group, and everything in a private chat."""

import base64
import binascii
from collections.abc import Iterator

from adapters.telegram.contents import contents_of
from adapters.telegram.messages import Head
from adapters.telegram.raw import PLATFORM, Raw, id_in, list_in, mapping_in, text_in
from adapters.telegram.senders import speaks_for_itself
from bot.domain.case_words import about_answered
from bot.domain.command_words import said_alone
from bot.domain.event import CommandGiven, Press
from bot.domain.message import ActorKind, MessageRef

_MAY_COMMAND = frozenset({ActorKind.USER, ActorKind.ANONYMOUS_ADMIN})
_START = "/start"
_WORDS = frozenset({"text", "entities"})


def command_in_group(head: Head, message: Raw, username: str) -> Iterator[CommandGiven]:
    """Yield the command that a member gave, if the message is one."""
    line = _line(head, message, username)
    # With a payload the app sends it when somebody adds the bot through a link: nobody's words.
    if line and not (_word(line) == _START and len(line.split()) > 1):
        line = about_answered(line, _own_words(message, username))
        yield CommandGiven(head.ref, head.actor, head.at, line, _answered(head, message))


def said_in_private(head: Head, message: Raw, username: str) -> Iterator[CommandGiven | Press]:
    """Yield what a person wants in a one-to-one chat; whatever is no command gets the help.

    Media is not touched here: somebody in need may show a picture, and it is not ours to look at.
    """
    if head.edited or head.actor.kind is not ActorKind.USER:
        # Two bots that help each other would never stop.
        return
    # A code may come forwarded, from the person's own notes.
    line = _line(head, message, username) or said_alone(text_in(message, "text"))
    if _word(line) == _START:
        action = _decoded(line.split()[1:])
        if action:
            yield Press(head.ref.chat_ref, head.actor, head.at, action)
            return
        line = _START
    yield CommandGiven(head.ref, head.actor, head.at, line, private=True, showed=_shows(message))


def _line(head: Head, message: Raw, username: str) -> str:
    """Return the text of a message that is a command to this bot, else an empty text.

    Not of an edit (people would see one line and the bot would have obeyed two), and not of what
    was forwarded, written by a bot or through one, or by a channel.
    """
    if head.edited or id_in(message, "edit_date"):
        return ""
    if head.actor.kind not in _MAY_COMMAND or not speaks_for_itself(message):
        return ""
    text = text_in(message, "text")
    if not text.startswith("/") or not _marked(message):
        return ""
    addressed = text.split()[0].partition("@")[2]
    if username and addressed and addressed.lower() != username.lower():
        return ""
    return text


def _marked(message: Raw) -> bool:
    """Whether Telegram itself reads the text as a command, where it marked anything in it."""
    if "entities" not in message:
        return True
    return any(
        isinstance(entity, dict)
        and entity.get("type") == "bot_command"
        and entity.get("offset") == 0
        for entity in list_in(message, "entities")
    )


def _shows(message: Raw) -> bool:
    """Whether a picture or file came with what was said; emoji in the words are none."""
    return contents_of({name: message[name] for name in message if name not in _WORDS}).shows


def _word(line: str) -> str:
    return line.split()[0].partition("@")[0].lower()


def _answered(head: Head, message: Raw) -> MessageRef | None:
    """Return the message that a command answers, if it stands in the same chat."""
    answered = mapping_in(message, "reply_to_message")
    number = id_in(answered, "message_id")
    if not number or id_in(mapping_in(answered, "chat"), "id") != head.ref.chat:
        return None
    # In a topic everything answers the topic's first line, which nobody means.
    if "forum_topic_created" in answered:
        return None
    return MessageRef(PLATFORM, head.ref.chat, number)


def _own_words(message: Raw, username: str) -> str:
    """Return the text of the bot's own message that a command answers; empty for any other."""
    answered = mapping_in(message, "reply_to_message")
    writer = mapping_in(answered, "from")
    ours = writer.get("is_bot") is True and text_in(writer, "username").lower() == username.lower()
    return text_in(answered, "text") if username and ours else ""


def _decoded(words: list[str]) -> str:
    """Return the button's action that came as the payload of a link; empty where it is none."""
    if len(words) != 1:
        return ""
    payload = words[0]
    try:
        padded = payload.encode("ascii") + b"=" * (-len(payload) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (UnicodeError, binascii.Error):
        return ""
