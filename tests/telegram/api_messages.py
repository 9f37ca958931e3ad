"""The bot's methods on messages: delete, send, answer a press."""

from datetime import timedelta

from tests.telegram.access import bot_member, chat_of, writable
from tests.telegram.attachments import entities, utf16
from tests.telegram.errors import ApiError, bad_request
from tests.telegram.params import Params
from tests.telegram.state import Chat, Json, Message
from tests.telegram.world import World

# https://core.telegram.org/bots/api#deletemessage
DELETABLE = timedelta(hours=48)
# https://core.telegram.org/bots/api#sendmessage, #inlinekeyboardbutton, #answercallbackquery,
# #deletemessages
TEXT_CHARS, DATA_BYTES, ANSWER_CHARS, MOST_IDS = 4096, 64, 200, 100


def delete_message(world: World, params: Params) -> bool:
    """Remove one message for everybody."""
    chat = chat_of(world, params)
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(world, chat, message):
        # Telegram gives one text for a missing right and for a message that is too old.
        everyone = " for everyone" if chat.kind in {"private", "group"} else ""
        raise bad_request(f"message can't be deleted{everyone}")
    del chat.messages[message.id]
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Remove several; ids that are not found, or may not be deleted, are passed over."""
    chat, ids = chat_of(world, params), params.json("message_ids", [])
    if not 1 <= len(ids) <= MOST_IDS:
        raise bad_request("too many message identifiers specified")
    for number in ids:
        message = chat.messages.get(int(number))
        if message is not None and _deletable(world, chat, message):
            del chat.messages[message.id]
    return True


def send_message(world: World, params: Params) -> Json:
    """Say something in a chat, or with ephemeral parameters to one member of a group."""
    chat = chat_of(world, params)
    fields = _content(world, params)
    receiver = _receiver(params) if world.ephemeral else 0
    if receiver:
        return _whisper(world, chat, receiver, fields)
    writable(world, chat)
    message = world.put(chat, world.bot, fields | _answered(chat, params))
    if chat.kind == "private":
        world.heard.append((world.persons[chat.id], message.text))
    return message.raw


def delete_ephemeral_message(world: World, params: Params) -> bool:
    """Take an ephemeral message away from its receiver."""
    if not world.ephemeral:
        raise ApiError(404, "Not Found")
    chat = chat_of(world, params)
    key = params.number("receiver_user_id"), params.number("ephemeral_message_id")
    if chat.ephemeral.pop(key, None) is None:
        raise bad_request("message to delete not found")
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """Answer a press; only the presser sees it."""
    query = world.queries.get(params.text("callback_query_id"))
    if query is None or query.answered or query.expires <= world.date():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text, url = params.text("text"), params.text("url")
    if utf16(text) > ANSWER_CHARS:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not url.startswith(f"https://t.me/{world.bot.username}?start="):
        raise bad_request("URL_INVALID")
    query.answered, query.text, query.url = True, text, url
    query.alert = params.flag("show_alert")
    if text:
        world.heard.append((query.person, text))
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    """React to a message."""
    if params.number("message_id") not in chat_of(world, params).messages:
        raise bad_request("message to react not found")
    return True


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """Change or take away the buttons under a message of the bot's own."""
    message = _own(world, params)
    if params.json("reply_markup", {}) == message.raw.get("reply_markup", {}):
        raise bad_request("message is not modified")
    message.raw = {key: value for key, value in message.raw.items() if key != "reply_markup"}
    message.raw |= _buttons(params)
    return message.raw


def edit_message_text(world: World, params: Params) -> Json:
    """Change the words under a message of the bot's own, and its buttons with them."""
    message = _own(world, params)
    fields = _content(world, params)
    kept = {"message_id", "date", "chat", "from"}
    old = {key: value for key, value in message.raw.items() if key not in {*kept, "edit_date"}}
    if old == fields:
        raise bad_request("message is not modified")
    head = {key: value for key, value in message.raw.items() if key in kept}
    message.raw = head | fields | {"edit_date": world.date()}
    return message.raw


def _own(world: World, params: Params) -> Message:
    message = chat_of(world, params).messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not world.bot:
        raise bad_request("message can't be edited")
    return message


def _deletable(world: World, chat: Chat, message: Message) -> bool:
    """https://core.telegram.org/bots/api#deletemessage"""
    if world.clock.now() - message.date >= DELETABLE:
        return False
    if chat.kind == "private" or message.sender is world.bot:
        return True
    member = bot_member(world, chat)
    return member.admin if chat.kind == "group" else member.may("delete_messages")


def _content(world: World, params: Params) -> Json:
    text = params.text("text")
    if not text.strip():
        raise bad_request("message text is empty")
    if utf16(text) > TEXT_CHARS:
        raise bad_request("message is too long")
    if params.text("parse_mode"):
        raise NotImplementedError("the fake reads no markup")
    marks = [*params.json("entities", []), *entities(text)]
    return {"text": text} | ({"entities": marks} if marks else {}) | _buttons(params)


def _buttons(params: Params) -> Json:
    markup = params.json("reply_markup")
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            data = button.get("callback_data")
            if data is not None and not 1 <= len(data.encode()) <= DATA_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
            if not button.get("text"):
                raise bad_request("button text is empty")
            if "url" in button and not button["url"].startswith(("https://", "http://", "tg://")):
                raise bad_request("BUTTON_URL_INVALID")
    return {"reply_markup": markup} if markup else {}


def _answered(chat: Chat, params: Params) -> Json:
    wanted = params.json("reply_parameters")
    if not wanted:
        return {}
    found = chat.messages.get(int(wanted["message_id"]))
    if found is None:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    original = {key: value for key, value in found.raw.items() if key != "reply_to_message"}
    return {"reply_to_message": original}


def _receiver(params: Params) -> int:
    """10.2 named the receiver by a parameter of its own, 10.3 has an object for it."""
    wanted = params.json("ephemeral_message_parameters") or {}
    return int(wanted.get("receiver_user_id") or params.number("receiver_user_id"))


def _whisper(world: World, chat: Chat, receiver: int, fields: Json) -> Json:
    person = world.persons.get(receiver)
    member = chat.members.get(receiver)
    if not chat.group:
        raise bad_request("ephemeral messages can be sent only to groups and supergroups")
    if person is None or member is None or not member.present or person.is_bot:
        raise bad_request("USER_NOT_PARTICIPANT")
    number = len(world.heard) + 1
    raw: Json = {
        "message_id": 0,
        "ephemeral_message_id": number,
        "receiver_user": person.raw,
        "date": world.date(),
        "chat": chat.raw,
        "from": world.bot.raw,
        **fields,
    }
    chat.ephemeral[receiver, number] = Message(chat, 0, world.clock.now(), world.bot, raw)
    world.heard.append((person, str(fields["text"])))
    return raw
