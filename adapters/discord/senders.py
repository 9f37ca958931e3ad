"""Who posted: every kind of sender that Discord knows, by id and never by name."""

from adapters.discord.ids import id_in
from bot.domain.message import UNKNOWN_SENDER, Actor, ActorKind
from bot.domain.raw_json import Raw, mapping_in


def sender_of(message: Raw) -> Actor:
    """Return who is behind a message, as far as Discord tells; never fails.

    Of an app that a member called, even one that nobody invited to the server, the member: nobody
    else can be talked to.
    """
    caller = id_in(mapping_in(mapping_in(message, "interaction_metadata"), "user"), "id")
    if not caller:
        caller = id_in(mapping_in(mapping_in(message, "interaction"), "user"), "id")
    if caller:
        return Actor(ActorKind.USER, caller)
    webhook, app = id_in(message, "webhook_id"), id_in(message, "application_id")
    if webhook and webhook != app:
        return Actor(ActorKind.WEBHOOK, webhook)
    return user_of(mapping_in(message, "author")) or UNKNOWN_SENDER


def user_of(user: Raw) -> Actor | None:
    """Return somebody by their own id; None where there is none."""
    found = id_in(user, "id")
    if not found:
        return None
    return Actor(ActorKind.BOT if user.get("bot") is True else ActorKind.USER, found)
