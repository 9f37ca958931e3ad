"""Pictures that stand on a server without a message: of members, of the server, of roles."""

import pytest

from bot.domain.event import Asset, Membership, Profile
from bot.domain.signal import OpaqueReason
from tests.fakes import START
from tests.unit.adapters.discord.payloads import (
    ANA,
    CDN,
    CLASS,
    GUILD,
    HOSTS,
    SERVER,
    SOMEBODY,
    data_of,
    read,
)

ROLE, EVENT, MESSAGE = "1180000000000000301", "1180000000000000401", "1573443820584960001"
WAVE, SPIN = "1182000000000000001", "1182000000000000002"
SIZE = "?size=4096"


def profile(name: str) -> Profile:
    (event,) = read(SERVER[name])
    assert isinstance(event, Profile)
    assert (event.chat, event.actor, event.at) == (CLASS, SOMEBODY, START)
    return event


def assets(name: str) -> dict[str, list[str]]:
    """Return the addresses of what an event shows, by the place where it stands."""
    found: dict[str, list[str]] = {}
    for event in read(SERVER[name]):
        if isinstance(event, Asset):
            assert (event.chat, event.at) == (CLASS, START)
            addresses = [HOSTS.address_of(item.handle) for item in event.media]
            found.setdefault(event.name, []).extend(addresses)
    return found


def test_a_member_who_joins_shows_a_picture() -> None:
    (item,) = profile("member joins").media
    assert item.slot == "avatar"
    assert HOSTS.address_of(item.handle) == (
        f"{CDN}/avatars/{ANA}/c0ffee00c0ffee00c0ffee00c0ffee00.png{SIZE}"
    )


def test_all_four_pictures_of_a_member_are_looked_at_with_all_their_frames() -> None:
    here = f"{CDN}/guilds/{GUILD}/users/{ANA}"
    found = {
        item.slot: HOSTS.address_of(item.handle)
        for item in profile("member with every picture").media
    }
    assert found == {
        "avatar": f"{CDN}/avatars/{ANA}/a_11112222333344441111222233334444.gif{SIZE}",
        "banner": f"{CDN}/banners/{ANA}/22223333444455552222333344445555.png{SIZE}",
        "guild_avatar": f"{here}/avatars/33334444555566663333444455556666.png{SIZE}",
        "guild_banner": f"{here}/banners/a_44445555666677774444555566667777.gif{SIZE}",
    }


def test_another_picture_has_another_key_and_the_same_one_the_same() -> None:
    first, every = profile("member joins").media, profile("member with every picture").media
    assert first == profile("member joins").media
    assert len({item.key for item in (*first, *every)}) == 5


def test_a_member_without_pictures_is_nothing_to_see() -> None:
    assert read(SERVER["member without pictures"]) == ()


@pytest.mark.parametrize("digest", [None, 5, True, [], {}, ""])
def test_a_picture_that_is_none_is_not_fetched(digest: object) -> None:
    event = SERVER["member joins"]
    user = {"id": ANA, "avatar": digest, "banner": "0123"}
    (found,) = read(event | {"d": data_of(event) | {"user": user}})
    assert isinstance(found, Profile)
    assert [item.slot for item in found.media] == ["banner"]


OF_THE_GUILD = {
    "icon": f"{CDN}/icons/{GUILD}/a_55556666777788885555666677778888.gif{SIZE}",
    "splash": f"{CDN}/splashes/{GUILD}/66667777888899996666777788889999.png{SIZE}",
    "discovery_splash": (
        f"{CDN}/discovery-splashes/{GUILD}/77778888999900007777888899990000.png{SIZE}"
    ),
    "banner": f"{CDN}/banners/{GUILD}/88889999000011118888999900001111.png{SIZE}",
    "home_header": f"{CDN}/home-headers/{GUILD}/99990000111122229999000011112222.png{SIZE}",
    f"emoji:{WAVE}": f"{CDN}/emojis/{WAVE}.png",
    "sticker:1183000000000000021": f"{CDN}/stickers/1183000000000000021.png",
}


@pytest.mark.parametrize("name", ["guild changes", "guild that the bot comes to"])
def test_every_picture_of_a_server_is_looked_at(name: str) -> None:
    assert assets(name) == {place: [address] for place, address in OF_THE_GUILD.items()}


def test_a_server_that_the_bot_comes_to_is_a_new_chat() -> None:
    first, *others = read(SERVER["guild that the bot comes to"])
    assert first == Membership(CLASS, True, START, may_delete=True, joined=True)
    assert not any(isinstance(one, Membership) for one in others)
    event = SERVER["guild that the bot comes to"]
    for odd in (None, 1, "true", False):
        (membership, *_) = read(event | {"d": data_of(event) | {"may_delete": odd}})
        assert membership == Membership(CLASS, True, START, may_delete=False, joined=True)


@pytest.mark.parametrize("name", ["guild without pictures", "role without a picture"])
def test_what_has_no_picture_is_nothing_to_see(name: str) -> None:
    assert read(SERVER[name]) == ()


@pytest.mark.parametrize("name", ["new role", "changed role"])
def test_the_picture_of_a_role_is_looked_at(name: str) -> None:
    address = f"{CDN}/role-icons/{ROLE}/aaaa0000bbbb1111aaaa0000bbbb1111.png{SIZE}"
    assert assets(name) == {f"role:{ROLE}": [address]}


@pytest.mark.parametrize("name", ["new event", "changed event"])
def test_the_cover_of_an_event_is_looked_at(name: str) -> None:
    address = f"{CDN}/guild-events/{EVENT}/bbbb1111cccc2222bbbb1111cccc2222.png{SIZE}"
    assert assets(name) == {f"event:{EVENT}": [address]}


def test_all_emojis_of_a_server_are_looked_at() -> None:
    assert assets("emojis change") == {
        f"emoji:{WAVE}": [f"{CDN}/emojis/{WAVE}.png"],
        f"emoji:{SPIN}": [f"{CDN}/emojis/{SPIN}.gif"],
    }


def test_all_stickers_of_a_server_are_looked_at_and_an_unknown_one_is_opaque() -> None:
    assert assets("stickers change") == {
        "sticker:1183000000000000021": [f"{CDN}/stickers/1183000000000000021.png"],
        "sticker:1183000000000000022": [
            "https://media.discordapp.net/stickers/1183000000000000022.gif"
        ],
        "sticker:1183000000000000023": [],
    }
    last = read(SERVER["stickers change"])[-1]
    assert isinstance(last, Asset)
    assert [slot.reason for slot in last.opaque] == [OpaqueReason.UNSUPPORTED]


def test_one_odd_emoji_or_sticker_costs_nothing_but_itself() -> None:
    odd: list[object] = [None, 5, "x", [], {}, {"id": 5}, {"id": WAVE, "format_type": 1}]
    found = read(
        {"t": "GUILD_EMOJIS_UPDATE", "d": {"guild_id": GUILD, "emojis": odd, "stickers": odd}}
    )
    shown = [item.handle for one in found if isinstance(one, Asset) for item in one.media]
    assert shown == [f"cdn:emojis/{WAVE}.png", f"cdn:stickers/{WAVE}.png"]


def test_a_reaction_never_names_the_message_that_it_is_put_to() -> None:
    (event,) = read(SERVER["reaction"])
    assert isinstance(event, Asset)
    assert (event.chat, event.name) == (CLASS, f"reaction:{MESSAGE}")
    assert [item.handle for item in event.media] == [f"cdn:emojis/{SPIN}.gif"]


@pytest.mark.parametrize("name", ["reaction with an ordinary emoji", "reaction in private"])
def test_other_reactions_are_nothing_to_see(name: str) -> None:
    assert read(SERVER[name]) == ()
