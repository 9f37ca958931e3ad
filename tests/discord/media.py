"""Pictures that are no attachments: emojis, stickers, art of people and guilds, other sites."""

from datetime import timedelta

from simcord.backend import models as sim
from simcord.backend import serializers

from tests.discord.posting import Posting
from tests.discord.state import (
    Channel,
    Emoji,
    Guild,
    Json,
    Message,
    Person,
    Role,
    Sticker,
    Webhook,
)

TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SECTION = 10, 11, 12, 13, 9
PNG, APNG, LOTTIE, GIF = 1, 2, 3, 4
"""Formats of stickers."""


class Media(Posting):
    """Gives guilds and people their looks, and makes the parts of rich messages."""

    def new_emoji(self, guild: Guild, name: str, data: bytes) -> Emoji:
        """Upload a custom emoji; a GIF is animated."""
        moving = data.startswith(b"GIF8")
        made = self.backend.snowflake()
        self.cdn.keep(f"/emojis/{made}.{'gif' if moving else 'png'}", data)
        emoji = sim.GuildEmoji(id=made, name=name, user_id=guild.owner.id, animated=moving)
        self.guild(guild).emojis[made] = emoji
        self.backend._emit_emojis_update(guild.id)
        return Emoji(made, name, moving)

    def new_sticker(self, guild: Guild, name: str, data: bytes, format: int = PNG) -> Sticker:
        """Upload a sticker."""
        made = self.backend.create_sticker(
            guild.id, name, guild.owner.id, tags="smile", format_type=format, file_data=data
        )
        return Sticker(made.id, name, format, guild.id)

    def new_webhook(self, channel: Channel, name: str) -> Webhook:
        """Make a webhook as the guild's owner."""
        owner = self.guild(channel.guild_id or 0).owner_id
        made = self.backend.create_webhook(channel.id, name, owner)
        self.backend._emit_webhooks_update(channel.id)
        return Webhook(made.id, channel.id, name)

    # --- art

    def set_avatar(self, person: Person, data: bytes | None) -> None:
        """Change the picture that a person has everywhere."""
        mark = None if data is None else self.cdn.art(f"/avatars/{person.id}", data)
        self.backend.get_user(person.id).avatar = mark
        self._tell_all(person)

    def set_guild_avatar(self, guild: Guild, person: Person, data: bytes | None) -> None:
        """Change the picture that a member has in one guild."""
        folder = f"/guilds/{guild.id}/users/{person.id}/avatars"
        member = self.backend.get_member(guild.id, person.id)
        member.avatar = None if data is None else self.cdn.art(folder, data)
        self.backend.announce_member_update(guild.id, person.id)

    def set_banner(self, person: Person, data: bytes, guild: Guild | None = None) -> None:
        """Change a person's banner, everywhere or in one guild."""
        if guild is None:
            mark = self.cdn.art(f"/banners/{person.id}", data)
            self.looks.users[person.id] = {"banner": mark}
            self._tell_all(person)
            return
        mark = self.cdn.art(f"/guilds/{guild.id}/users/{person.id}/banners", data)
        self.looks.members[guild.id, person.id] = {"banner": mark}
        self.backend.announce_member_update(guild.id, person.id)

    def set_icon(self, guild: Guild, data: bytes, kind: str = "icon") -> None:
        """Change a guild's icon; other kinds are `splash`, `discovery_splash` and `banner`."""
        folder = {"icon": "icons", "splash": "splashes", "banner": "banners"}
        place = f"/{folder.get(kind, 'discovery-splashes')}/{guild.id}"
        self.looks.guilds.setdefault(guild.id, {})[kind] = self.cdn.art(place, data)
        self.backend.edit_guild(guild.id, {})

    def set_role_icon(self, role: Role, data: bytes) -> None:
        """Change the picture beside the names of those who have a role."""
        mark = self.cdn.art(f"/role-icons/{role.id}", data)
        self.looks.roles[role.id] = {"icon": mark}
        self.backend.edit_role(role.guild_id, role.id, {})

    def new_event(self, guild: Guild, name: str, cover: bytes) -> int:
        """Plan an event somewhere outside, with a picture; return its id."""
        made = self.backend.snowflake()
        self.looks.events[made] = {"image": self.cdn.art(f"/guild-events/{made}", cover)}
        begin = self.clock.now() + timedelta(days=1)
        event = sim.ScheduledEvent(
            id=made,
            guild_id=guild.id,
            name=name,
            creator_id=guild.owner.id,
            scheduled_start_time=begin.isoformat(),
            scheduled_end_time=(begin + timedelta(hours=1)).isoformat(),
            entity_type=3,
            entity_metadata={"location": "School yard"},
        )
        self.guild(guild).scheduled_events[made] = event
        payload = serializers.scheduled_event_payload(self.backend, event)
        self.emit("GUILD_SCHEDULED_EVENT_CREATE", payload)
        return made

    def set_filter_level(self, guild: Guild, level: int) -> None:
        """Let Discord's own filter look at nobody (0), at those without roles (1) or at all (2)."""
        self.backend.edit_guild(guild.id, {"explicit_content_filter": level})

    def _tell_all(self, person: Person) -> None:
        for guild in self.backend.guilds.values():
            if person.id in guild.members:
                self.backend.announce_member_update(guild.id, person.id)

    # --- parts of messages

    def external(self, data: bytes) -> Json:
        """Return the media object of an embed: a picture of another site, and Discord's proxy."""
        return self.cdn.external(data)

    def media(self, data: bytes, filename: str = "image.png") -> Json:
        """Return an uploaded file as components show it."""
        made = self.cdn.store_attachment(self.backend.snowflake(), 1, filename, data, None)
        item: Json = {name: made.get(name) for name in ("url", "proxy_url", "width", "height")}
        item |= {"content_type": made.get("content_type"), "loading_state": 2, "flags": 0}
        return item | {"attachment_id": made["id"], "id": made["id"]}

    def gallery(self, *datas: bytes) -> list[Json]:
        """Return the components of a message that is a gallery."""
        items = [
            {"media": self.media(data), "description": None, "spoiler": False} for data in datas
        ]
        return [{"type": GALLERY, "id": 1, "items": items}]

    def file_component(self, data: bytes, filename: str = "image.png") -> list[Json]:
        """Return the components of a message that is a file."""
        part = {"type": FILE, "id": 1, "file": self.media(data, filename), "spoiler": False}
        return [part | {"name": filename, "size": len(data)}]

    def section_with_thumbnail(self, data: bytes, text: str = "Look") -> list[Json]:
        """Return the components of a message that is a text with a small picture."""
        thumbnail = {"type": THUMBNAIL, "id": 3, "media": self.media(data), "spoiler": False}
        words = {"type": TEXT_DISPLAY, "id": 2, "content": text}
        return [{"type": SECTION, "id": 1, "components": [words], "accessory": thumbnail}]

    # --- how files go

    def expire_urls(self, message: Message) -> None:
        """Let every address of a message that was given out until now lead nowhere."""
        for one in self._files(message):
            self.cdn.expire(one)

    def lose_files(self, message: Message) -> None:
        """Let the files of a message be gone from Discord's servers."""
        for one in message.stored.attachments:
            self.cdn.lose(one["url"])
        for snapshot in message.stored.snapshots:
            for one in snapshot["message"]["attachments"]:
                self.cdn.lose(one["url"])
        for item in _media_items(message.stored.components):
            self.cdn.lose(item["url"])

    def _files(self, message: Message) -> list[int]:
        stored = message.stored
        shown = [one["message"]["attachments"] for one in stored.snapshots]
        attached = [one for many in (stored.attachments, *shown) for one in many]
        items = [one["attachment_id"] for one in _media_items(stored.components)]
        return [int(one["id"]) for one in attached] + [int(one) for one in items]


def _media_items(value: object) -> list[Json]:
    """Return all media objects inside components."""
    if isinstance(value, list):
        return [item for one in value for item in _media_items(one)]
    if not isinstance(value, dict):
        return []
    if "attachment_id" in value:
        return [value]
    return [item for one in value.values() for item in _media_items(one)]
