"""What people can do in the fake, as discord.py reads it."""

from collections.abc import AsyncIterator
from io import BytesIO

import discord
import pytest
from PIL import Image

from tests.discord.client import Class7B, Client, client_of
from tests.discord.media import GIF
from tests.discord.server import FakeDiscord
from tests.discord.state import CannotDo


def _picture(colour: str, kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (4, 3), colour).save(file, kind)
    return file.getvalue()


RED, BLUE, MOVING = _picture("red"), _picture("blue"), _picture("red", "GIF")


@pytest.fixture
async def client(server: FakeDiscord, group: Class7B) -> AsyncIterator[Client]:
    async with client_of(server) as client:
        yield client


async def fetch(server: FakeDiscord, client: Client, url: str) -> bytes:
    assert url.startswith(server.cdn_url)
    return await client.http.get_from_cdn(url)


async def test_forwards_edits_and_unfurling(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    world = server.world
    source = world.post(
        group.guild.system, group.ana, "s", files=[("r.png", RED)], spoiler_flag=True
    )
    first = world.forward(source, group.general, group.ben)
    world.forward(first, group.general, group.ben)
    told = await client.until("message", 3)
    assert told[0].attachments[0].is_spoiler()
    for one in told[1:]:
        assert await one.message_snapshots[0].attachments[0].read() == RED
    world.edit(source, "e", files=[("b.png", BLUE)])
    link = world.post(group.general, group.ana, "https://pictures.example/x")
    world.unfurl(
        link, [{"type": "image", "url": "https://x.example", "image": world.external(BLUE)}]
    )
    edited, unfurled = await client.until("raw_message_edit", 2)
    assert await edited.message.attachments[0].read() == BLUE
    assert edited.message.edited_at is not None
    assert unfurled.message.edited_at is None
    assert await fetch(server, client, unfurled.message.embeds[0].image.proxy_url) == BLUE


async def test_rich_parts_stickers_emojis_and_polls(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    world = server.world
    hook = world.new_webhook(group.general, "Hook")
    for parts in (world.gallery(RED, BLUE), world.file_component(RED)):
        world.post(group.general, hook, components=parts)
    world.post(group.general, hook, components=world.section_with_thumbnail(BLUE))
    sticker = world.new_sticker(group.guild, "wave", MOVING, GIF)
    emoji = world.new_emoji(group.guild, "dot", RED)
    world.post(group.general, group.ana, str(emoji), stickers=[sticker])
    polled = world.post(group.general, group.ana, poll=("Which?", ["a", "b"]))
    world.react(polled, group.ben, emoji)
    gallery, file, section, plain, poll = await client.until("message", 5)
    assert gallery.webhook_id == hook.id
    assert await fetch(server, client, gallery.components[0].items[1].media.url) == BLUE
    assert await fetch(server, client, file.components[0].media.url) == RED
    assert await fetch(server, client, section.components[0].accessory.media.proxy_url) == BLUE
    assert (
        await fetch(server, client, f"{server.cdn_url}/stickers/{plain.stickers[0].id}.gif")
        == MOVING
    )
    assert poll.poll.question == "Which?"
    [reaction] = await client.until("raw_reaction_add")
    assert await reaction.emoji.read() == RED
    world.expire_urls(world.standing(group.general)[0])
    with pytest.raises(discord.NotFound):
        await fetch(server, client, gallery.components[0].items[0].media.url)


async def test_looks(server: FakeDiscord, group: Class7B, client: Client) -> None:
    world, guild = server.world, group.guild
    world.set_avatar(group.ana, RED)
    world.set_guild_avatar(guild, group.ana, BLUE)
    world.set_banner(group.ana, BLUE, guild)
    world.set_icon(guild, RED)
    world.set_filter_level(guild, 2)
    role = world.new_role(guild, "Art", [])
    world.set_role_icon(role, BLUE)
    world.new_event(guild, "Trip", RED)
    [event] = await client.until("scheduled_event_create")
    assert await event.cover_image.read() == RED
    seen = client.get_guild(guild.id)
    assert seen is not None
    assert seen.explicit_content_filter is discord.ContentFilter.all_members
    ana, shown = await seen.fetch_member(group.ana.id), seen.get_role(role.id)
    for asset, data in (
        (ana.avatar, RED),
        (ana.guild_avatar, BLUE),
        (ana.guild_banner, BLUE),
        (seen.icon, RED),
        (shown and shown.icon, BLUE),
    ):
        assert isinstance(asset, discord.Asset)
        assert await asset.read() == data


async def test_threads_forums_and_archives(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    world = server.world
    forum = world.new_channel(group.guild, "forum", "forum")
    topic = world.new_thread(forum, group.ana, "Topic", first={"files": [("r.png", RED)]})
    thread = world.new_thread(group.general, group.ana, "Thread")
    hidden = world.new_thread(group.general, group.ana, "Hidden", private=True)
    world.post(hidden, group.ana, "unseen")
    world.post(thread, group.ana, "in thread")
    told = await client.until("message", 3)
    assert [one.channel.id for one in told] == [topic.id, group.general.id, thread.id]
    assert told[0].id == topic.id
    world.archive(thread)
    channel = client.get_channel(group.general.id)
    assert isinstance(channel, discord.TextChannel)
    assert [one.id async for one in channel.archived_threads()] == [thread.id]
    assert [one.id for one in await channel.guild.active_threads()] == [topic.id]


async def test_apps_crossposts_and_fields_of_the_future(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    world = server.world
    app = world.new_user("App", is_bot=True)
    world.post(group.general, app, "for Ana", app_user=group.ana)
    hook = world.new_webhook(group.general, "News")
    world.post(group.general, hook, "news", crosspost=True, extra={"from_the_future": 1})
    by_app, news = await client.until("message", 2)
    assert by_app.interaction_metadata.user.id == group.ana.id
    assert (by_app.application_id, by_app.author.bot) == (app.id, True)
    assert news.flags.is_crossposted
    [raw] = [one async for one in news.channel.history(limit=1)]
    assert raw.id == news.id


async def test_people_cannot_do_what_they_may_not(server: FakeDiscord, group: Class7B) -> None:
    world = server.world
    stranger = world.new_user("Stranger")
    room = world.new_channel(group.guild, "staff", readers=[group.cleo])
    posted = world.post(group.general, group.ana, "mine")
    for attempt in (
        lambda: world.post(group.general, stranger, "hi"),
        lambda: world.post(room, group.ana, "hi"),
        lambda: world.delete(posted, group.ben),
    ):
        with pytest.raises(CannotDo):
            attempt()
    world.post(room, group.cleo, "hi")
    world.delete(posted, group.cleo)
    assert not world.stands(posted)
