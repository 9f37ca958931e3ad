"""The bot's side of the fake on members: mutes, bans and locks hold for people's apps too."""

from datetime import timedelta

import pytest

from tests.fakes import MovableClock
from tests.telegram.client import Class7B, Client
from tests.telegram.errors import CannotDo
from tests.telegram.server import FakeTelegram
from tests.telegram.state import PERMISSIONS, Json


async def test_whoever_is_muted_cannot_post_until_the_time_is_over(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    clock, world = telegram.world.clock, telegram.world
    assert isinstance(clock, MovableClock)
    ana = {"chat_id": group.chat.id, "user_id": group.ana.id}
    until = world.later(timedelta(hours=1))
    assert await client.get("restrictChatMember", **ana, permissions={}, until_date=until)
    assert (await client.get("getChatMember", **ana))["status"] == "restricted"
    with pytest.raises(CannotDo):
        world.post(group.chat, group.ana, "hi")
    clock.move(timedelta(hours=1))
    world.post(group.chat, group.ana, "hi")
    assert (await client.get("getChatMember", **ana))["status"] == "member"


async def test_a_mute_is_lifted_by_giving_everything_back(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    ana = {"chat_id": group.chat.id, "user_id": group.ana.id}
    await client.get("restrictChatMember", **ana, permissions={})
    everything = dict.fromkeys(PERMISSIONS, True)
    await client.get("restrictChatMember", **ana, permissions=everything)
    telegram.world.post(group.chat, group.ana, photo=b"x")


async def test_a_lock_of_media_holds_for_all_but_admins(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    words_only = {"chat_id": group.chat.id, "permissions": {"can_send_messages": True}}
    await client.get("setChatPermissions", **words_only, use_independent_chat_permissions=True)
    chat = await client.get("getChat", chat_id=group.chat.id)
    assert chat["permissions"]["can_send_photos"] is False
    telegram.world.post(group.chat, group.ana, "words")
    with pytest.raises(CannotDo):
        telegram.world.post(group.chat, group.ana, photo=b"x")
    telegram.world.post(group.chat, group.cleo, photo=b"x")


async def test_wide_permissions_imply_narrow_ones_unless_they_are_independent(
    client: Client, group: Class7B
) -> None:
    stickers = {"chat_id": group.chat.id, "permissions": {"can_send_other_messages": True}}
    await client.get("setChatPermissions", **stickers)
    assert group.chat.permissions["can_send_photos"]
    await client.get("setChatPermissions", **stickers, use_independent_chat_permissions=True)
    assert not group.chat.permissions["can_send_photos"]


async def test_whoever_is_banned_is_out_and_cannot_come_back_until_let(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    ana = {"chat_id": group.chat.id, "user_id": group.ana.id}
    await client.get("banChatMember", **ana)
    with pytest.raises(CannotDo):
        telegram.world.post(group.chat, group.ana, "hi")
    with pytest.raises(CannotDo):
        telegram.world.join(group.chat, group.ana)
    await client.get("unbanChatMember", **ana, only_if_banned=True)
    telegram.world.join(group.chat, group.ana)
    telegram.world.post(group.chat, group.ana, "hi")
    await client.get("unbanChatMember", **ana, only_if_banned=True)
    assert (await client.get("getChatMember", **ana))["status"] == "member"


@pytest.mark.parametrize("method", ["banChatMember", "restrictChatMember"])
async def test_admins_are_out_of_reach_and_a_right_is_needed(
    telegram: FakeTelegram, client: Client, group: Class7B, method: str
) -> None:
    more: Json = {"permissions": {}} if method == "restrictChatMember" else {}
    where = {"chat_id": group.chat.id, **more}
    owner = await client.refused(method, **where, user_id=group.cleo.id)
    assert owner == "400 Bad Request: can't remove chat owner"
    telegram.world.promote(group.chat, group.ben)
    admin = await client.refused(method, **where, user_id=group.ben.id)
    assert admin == "400 Bad Request: user is an administrator of the chat"
    telegram.world.demote_bot(group.chat, {"delete_messages"})
    refused = await client.refused(method, **where, user_id=group.ana.id)
    assert refused == "400 Bad Request: not enough rights to restrict/unrestrict chat member"
    assert group.chat.members[group.ana.id].status == "member"


async def test_nobody_is_muted_in_a_basic_group(telegram: FakeTelegram, client: Client) -> None:
    group = Class7B(telegram, supergroup=False)
    ana = {"chat_id": group.chat.id, "user_id": group.ana.id, "permissions": {}}
    refused = await client.refused("restrictChatMember", **ana)
    assert refused == "400 Bad Request: method is available only for supergroups"


async def test_a_banned_channel_cannot_post_as_itself(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    channel = telegram.world.new_channel("News", group.ana)
    telegram.world.post(group.chat, telegram.world.as_channel(channel), "buy")
    where = {"chat_id": group.chat.id, "sender_chat_id": channel.id}
    await client.get("banChatSenderChat", **where)
    with pytest.raises(CannotDo):
        telegram.world.post(group.chat, telegram.world.as_channel(channel), "buy")
    await client.get("unbanChatSenderChat", **where)
    telegram.world.post(group.chat, telegram.world.as_channel(channel), "buy")


async def test_the_admins_are_listed_with_their_rights(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    other = telegram.world.new_user("Otherbot", is_bot=True)
    telegram.world.promote(group.chat, other)
    where = {"chat_id": group.chat.id}
    owner, bot = await client.get("getChatAdministrators", **where)
    assert (owner["status"], owner["user"]["id"]) == ("creator", group.cleo.id)
    assert bot["can_delete_messages"]
    assert not bot["can_promote_members"]
    assert len(await client.get("getChatAdministrators", **where, return_bots=True)) == 3


async def test_leaving_is_told_and_ends_everything(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    await client.get("leaveChat", chat_id=group.chat.id)
    assert telegram.world.sent("my_chat_member")[-1]["new_chat_member"]["status"] == "left"
    refused = await client.refused("sendMessage", chat_id=group.chat.id, text="x")
    assert refused == "403 Forbidden: bot is not a member of the supergroup chat"
