"""The bot's methods on members: look, mute, ban, lock for everybody, leave."""

from tests.telegram.access import bot_member, chat_of, need_right, person_of
from tests.telegram.errors import bad_request
from tests.telegram.params import Params
from tests.telegram.state import PERMISSIONS, Chat, Json, Member, Person
from tests.telegram.world import World

# https://core.telegram.org/bots/api#restrictchatmember: shorter or longer means for ever.
SHORTEST, LONGEST = 30, 366 * 86400
_NO_RIGHT = "not enough rights to restrict/unrestrict chat member"
_NARROW = (
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
)
# What a permission that is not named is taken for, https://core.telegram.org/bots/api#chatpermissions.
_SAME_AS = {
    "can_react_to_messages": "can_send_messages",
    "can_edit_tag": "can_pin_messages",
    "can_manage_topics": "can_pin_messages",
}


def get_chat_member(world: World, params: Params) -> Json:
    """Say what somebody is in a chat."""
    chat, person = chat_of(world, params), person_of(world, params)
    member = chat.members.get(person.id, Member(person, "left"))
    if member.present:
        member = world.member(chat, person)
    return member.raw


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """List the admins; of bots only this one, unless others are asked for."""
    chat = chat_of(world, params)
    if not chat.group and chat.kind != "channel":
        raise bad_request("there are no administrators in the private chat")
    bots = params.flag("return_bots")
    admins = [one for one in chat.members.values() if one.admin]
    return [one.raw for one in admins if bots or not one.person.is_bot or one.person is world.bot]


def restrict_chat_member(world: World, params: Params) -> bool:
    """Take permissions from a member of a supergroup, or give them back."""
    chat = chat_of(world, params)
    if chat.kind != "supergroup":
        raise bad_request("method is available only for supergroups")
    member = _target(world, chat, person_of(world, params))
    wanted = _permissions(params)
    # Whoever may do everything is no exception any more.
    status = "member" if all(wanted.values()) else "restricted"
    until = _until(world, params)
    left = "left" if not member.present else status
    world.become(chat, Member(member.person, left, permissions=wanted, until=until), world.bot)
    return True


def set_chat_permissions(world: World, params: Params) -> bool:
    """Change what everybody but the admins may do."""
    chat = chat_of(world, params)
    if not chat.group:
        raise bad_request("chat permissions can be changed only in groups and supergroups")
    need_right(world, chat, "restrict_members", "not enough rights to change chat permissions")
    chat.permissions = _permissions(params)
    return True


def ban_chat_member(world: World, params: Params) -> bool:
    """Throw somebody out, who cannot come back by themselves."""
    chat = chat_of(world, params)
    member = _target(world, chat, person_of(world, params))
    world.become(chat, Member(member.person, "kicked", until=_until(world, params)), world.bot)
    return True


def unban_chat_member(world: World, params: Params) -> bool:
    """Let somebody come back; without `only_if_banned` it throws a member out."""
    chat = chat_of(world, params)
    if chat.kind not in {"supergroup", "channel"}:
        raise bad_request("method is available for supergroup and channel chats only")
    member = _target(world, chat, person_of(world, params))
    if member.status == "kicked" or not params.flag("only_if_banned"):
        world.become(chat, Member(member.person, "left"), world.bot)
    return True


def ban_chat_sender_chat(world: World, params: Params) -> bool:
    """Stop a channel from posting as itself."""
    _channels(world, params).add(params.number("sender_chat_id"))
    return True


def unban_chat_sender_chat(world: World, params: Params) -> bool:
    """Let a channel post again."""
    _channels(world, params).discard(params.number("sender_chat_id"))
    return True


def leave_chat(world: World, params: Params) -> bool:
    """Let the bot go away."""
    chat = chat_of(world, params)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.become(chat, Member(world.bot, "left"), world.bot)
    return True


def _target(world: World, chat: Chat, person: Person) -> Member:
    """Return the member whom the bot may restrain."""
    if chat.kind == "private":
        raise bad_request("can't restrict members of the private chat")
    if person is world.bot:
        raise bad_request("can't restrict self")
    member = chat.members.get(person.id, Member(person, "left"))
    if member.status == "creator":
        raise bad_request("can't remove chat owner")
    need_right(world, chat, "restrict_members", _NO_RIGHT)
    if member.admin:
        raise bad_request("user is an administrator of the chat")
    return member


def _channels(world: World, params: Params) -> set[int]:
    chat = chat_of(world, params)
    if chat.kind not in {"supergroup", "channel"}:
        raise bad_request("method is available for supergroup and channel chats only")
    if not bot_member(world, chat).may("restrict_members"):
        raise bad_request("not enough rights to ban/unban sender chats")
    sender = world.chats.get(params.number("sender_chat_id"))
    if sender is None or sender.kind == "private":
        raise bad_request("invalid sender_chat_id specified")
    return chat.banned_channels


def _permissions(params: Params) -> dict[str, bool]:
    """Return every permission; those not named are taken.

    Without `use_independent_chat_permissions` the wide ones imply the narrow ones,
    https://core.telegram.org/bots/api#restrictchatmember.
    """
    given = params.json("permissions", {})
    wanted = {name: bool(given.get(name, given.get(_SAME_AS.get(name)))) for name in PERMISSIONS}
    if not params.flag("use_independent_chat_permissions"):
        if wanted["can_send_other_messages"] or wanted["can_add_web_page_previews"]:
            wanted |= dict.fromkeys(_NARROW, True)
        wanted["can_send_messages"] = any(
            wanted[name] for name in ("can_send_messages", "can_send_polls", *_NARROW)
        )
    return wanted


def _until(world: World, params: Params) -> int:
    until = params.number("until_date")
    return until if SHORTEST <= until - world.date() <= LONGEST else 0
