"""Any JSON, and such as looks a little like an event of Discord's."""

from hypothesis import strategies as st

from tests.unit.adapters.discord.payloads import ANA, CHANNEL, FILE, GUILD

KINDS = [
    *("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"),
    *("MESSAGE_REACTION_ADD", "INTERACTION_CREATE", "GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE"),
    *("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "GUILD_EMOJIS_UPDATE"),
    *("GUILD_STICKERS_UPDATE", "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE"),
    *("GUILD_SCHEDULED_EVENT_CREATE", "GUILD_SCHEDULED_EVENT_UPDATE"),
    *("standing", "gap", "trouble", "TYPING_START", ""),
]
# Names that mean something to the translation, beside any other.
NAMES = [
    *("id", "guild_id", "channel_id", "author", "type", "content", "attachments", "embeds", "url"),
    *("proxy_url", "emoji", "emojis", "stickers", "sticker_items", "format_type", "member", "user"),
    *(
        "data",
        "options",
        "name",
        "value",
        "values",
        "resolved",
        "channels",
        "messages",
        "target_id",
    ),
    *("referenced_message", "reactions", "edited_timestamp", "flags", "role", "icon", "avatar"),
    *("kind", "since", "until", "lost", "may_delete", "ids", "message_id", "webhook_id", "token"),
    *("interaction_metadata", "channel", "parent_id", "custom_id", "bot", "application_id"),
]
IDS = st.sampled_from([GUILD, CHANNEL, ANA, "5", "0", "9" * 5000, "-1"])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2, 3, 11, 10**300])
    | st.floats()
    | st.text(max_size=5)
    | IDS
    | st.sampled_from([FILE["url"], "2026-11-20T21:04:00+00:00", "0001-01-01T00:00:00+23:59"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=40,
)
LIKELY = st.fixed_dictionaries(
    {},
    optional={
        "id": IDS | JSON,
        "guild_id": IDS | JSON,
        "channel_id": IDS | JSON,
        "type": st.sampled_from([0, 2, 3, 19]) | JSON,
        "user": st.fixed_dictionaries({"id": IDS, "avatar": JSON}) | JSON,
        "author": st.fixed_dictionaries({"id": IDS}) | JSON,
        **{name: JSON for name in NAMES if name not in {"id", "guild_id", "channel_id", "author"}},
    },
)
