"""What stands before every call about a chat: whether it exists, and what the bot may do in it."""

from tests.telegram.errors import ApiError, bad_request, forbidden
from tests.telegram.params import Params
from tests.telegram.state import Chat, Member, Person
from tests.telegram.world import World


def chat_of(world: World, params: Params) -> Chat:
    """Return the chat that a call names, as one that the bot may look at."""
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    chat = world.chats.get(params.number("chat_id"))
    if chat is None:
        known = world.persons.get(params.number("chat_id"))
        if known is not None and known.is_bot:
            raise forbidden("bot can't send messages to bots")
        if known is not None:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")
    if chat.moved_to is not None:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
        )
    if chat.kind != "private" and world.bot_in(chat) is None:
        raise _outside(world, chat)
    return chat


def _outside(world: World, chat: Chat) -> ApiError:
    kind = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}
    was = chat.members.get(world.bot.id)
    if was is not None and was.status == "kicked":
        return forbidden(f"bot was kicked from the {kind[chat.kind]}")
    return forbidden(f"bot is not a member of the {kind[chat.kind]}")


def bot_member(world: World, chat: Chat) -> Member:
    """Return what the bot is in a chat in which `chat_of` has found it."""
    found = world.bot_in(chat)
    assert found is not None
    return found


def writable(world: World, chat: Chat) -> None:
    """Refuse where the bot may not write."""
    if chat.kind == "private":
        person = world.persons[chat.id]
        if person.is_bot:
            raise forbidden("bot can't send messages to bots")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        return
    member = bot_member(world, chat)
    if chat.kind == "channel" and not member.admin:
        raise bad_request("need administrator rights in the channel chat")
    if not member.admin and not chat.permissions["can_send_messages"]:
        raise bad_request("not enough rights to send text messages to the chat")


def person_of(world: World, params: Params) -> Person:
    """Return the person that a call names."""
    if not params.number("user_id"):
        raise bad_request("invalid user_id specified")
    person = world.persons.get(params.number("user_id"))
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return person


def need_right(world: World, chat: Chat, right: str, refusal: str) -> None:
    """Refuse where the bot lacks an admin's right."""
    if not bot_member(world, chat).may(right):
        raise bad_request(refusal)
