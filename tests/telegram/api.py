"""Every method of the Bot API that the fake knows, by its name."""

from collections.abc import Callable
from typing import Any

from tests.telegram import api_bot, api_members, api_messages
from tests.telegram.params import Params
from tests.telegram.world import World

Method = Callable[[World, Params], Any]

METHODS: dict[str, Method] = {
    "answerCallbackQuery": api_messages.answer_callback_query,
    "banChatMember": api_members.ban_chat_member,
    "banChatSenderChat": api_members.ban_chat_sender_chat,
    "deleteEphemeralMessage": api_messages.delete_ephemeral_message,
    "deleteMessage": api_messages.delete_message,
    "deleteMessages": api_messages.delete_messages,
    "deleteMyCommands": api_bot.delete_my_commands,
    "editMessageReplyMarkup": api_messages.edit_message_reply_markup,
    "editMessageText": api_messages.edit_message_text,
    "getChat": api_bot.get_chat,
    "getChatAdministrators": api_members.get_chat_administrators,
    "getChatMember": api_members.get_chat_member,
    "getCustomEmojiStickers": api_bot.get_custom_emoji_stickers,
    "getFile": api_bot.get_file,
    "getMe": api_bot.get_me,
    "getMyCommands": api_bot.get_my_commands,
    "getUserProfilePhotos": api_bot.get_user_profile_photos,
    "leaveChat": api_members.leave_chat,
    "restrictChatMember": api_members.restrict_chat_member,
    "sendMessage": api_messages.send_message,
    "setChatPermissions": api_members.set_chat_permissions,
    "setMessageReaction": api_messages.set_message_reaction,
    "setMyCommands": api_bot.set_my_commands,
    "setMyDefaultAdministratorRights": api_bot.set_my_default_administrator_rights,
    "unbanChatMember": api_members.unban_chat_member,
    "unbanChatSenderChat": api_members.unban_chat_sender_chat,
}
