"""Who posted: every kind of sender that Telegram knows, by id and never by name."""

from adapters.telegram.raw import Raw, id_in, mapping_in, text_in
from bot.domain.message import Actor, ActorKind, ChatRef

# Stand-ins for the real sender, https://core.telegram.org/bots/api#message (`from`,
# `sender_chat`) and python-telegram-bot's `telegram.constants.ChatID`.
ANONYMOUS_ADMIN = "1087968824"
_CHANNELS = frozenset({"136817688", "777000"})


def sender_of(message: Raw, chat: ChatRef) -> Actor:
    """Return who is behind a message, as far as Telegram tells; never fails.

    Of a bot that a member called into the chat, the member: nobody else can be talked to.
    """
    return (
        _user(mapping_in(message, "guest_bot_caller_user"))
        or _chat(mapping_in(message, "guest_bot_caller_chat"), message, chat)
        or _chat(mapping_in(message, "sender_chat"), message, chat)
        or _stand_in(message, chat)
        or _user(mapping_in(message, "from"))
        # Nobody: the post is scanned like any other, only no one can be told in private.
        or Actor(ActorKind.CHANNEL, chat.chat)
    )


def reactor_of(reaction: Raw, chat: ChatRef) -> Actor:
    """Return who reacted to a message."""
    return (
        _user(mapping_in(reaction, "user"))
        or _chat(mapping_in(reaction, "actor_chat"), reaction, chat)
        or Actor(ActorKind.CHANNEL, chat.chat)
    )


def member_actor(user: Raw) -> Actor | None:
    """Return a member or a presser of a button by their own id; None where there is none."""
    return _user(user)


def speaks_for_itself(message: Raw) -> bool:
    """Whether the sender wrote this message: not a bot on somebody's behalf, and no copy."""
    others = ("via_bot", "sender_business_bot", "guest_bot_caller_user", "guest_bot_caller_chat")
    copies = ("forward_origin", "forward_date", "is_automatic_forward")
    return not any(message.get(field) for field in others + copies)


def _user(user: Raw) -> Actor | None:
    found = id_in(user, "id")
    if not found:
        return None
    return Actor(ActorKind.BOT if user.get("is_bot") is True else ActorKind.USER, found)


def _chat(sender: Raw, event: Raw, chat: ChatRef) -> Actor | None:
    """Return a chat that speaks: a group as itself is one of its admins who stays unnamed."""
    found = id_in(sender, "id")
    if not found:
        return None
    in_channel = text_in(mapping_in(event, "chat"), "type") == "channel"
    anonymous = found == chat.chat and not in_channel
    return Actor(ActorKind.ANONYMOUS_ADMIN if anonymous else ActorKind.CHANNEL, found)


def _stand_in(message: Raw, chat: ChatRef) -> Actor | None:
    """Return who is meant by one of Telegram's own users; only without a `sender_chat`."""
    sender = id_in(mapping_in(message, "from"), "id")
    if sender == ANONYMOUS_ADMIN:
        return Actor(ActorKind.ANONYMOUS_ADMIN, chat.chat)
    if sender in _CHANNELS or message.get("is_automatic_forward") is True:
        return Actor(ActorKind.CHANNEL, chat.chat)
    return None
