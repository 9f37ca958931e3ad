"""Only Discord's own places are ever asked for bytes, whatever an address looks like."""

import pytest
import yarl
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.hosts import MediaHosts, attachment_id, moving, own

HOSTS = MediaHosts()
OURS = {
    "cdn.discordapp.com",
    "media.discordapp.net",
    "images-ext-1.discordapp.net",
    "images-ext-2.discordapp.net",
}
HELD = [
    "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3",
    "https://media.discordapp.net/attachments/1/2/a.png",
    "https://images-ext-1.discordapp.net/external/H/https/evil.example/a.png",
    "https://images-ext-2.discordapp.net/external/H/https/evil.example/a.png",
    "HTTPS://CDN.DISCORDAPP.COM/emojis/1.png",
    "https://Cdn.DiscordApp.com/emojis/1.png",
    "https://cdn.discordapp.com?x",
]
FOREIGN = [
    "https://cdn.discordapp.com.evil.example/a.png",
    "https://evil.example/cdn.discordapp.com/a.png",
    "https://evil.example/?https://cdn.discordapp.com/a.png",
    "https://evil.example#https://cdn.discordapp.com/",
    "https://cdn.discordapp.com@evil.example/a.png",
    "https://cdn.discordapp.com:pw@evil.example/a.png",
    "https://cdn.discordapp.com%2f@evil.example/a.png",
    "https://user@cdn.discordapp.com/a.png",
    "https://user:pw@cdn.discordapp.com/a.png",
    "https://@cdn.discordapp.com/a.png",
    "https://:@cdn.discordapp.com/a.png",
    "https://cdn.discordapp.com\\@evil.example/a.png",
    "https://evil.example\\@cdn.discordapp.com/a.png",
    "https://cdn.discordapp.com\\.evil.example/a.png",
    "https:\\\\cdn.discordapp.com\\a.png",
    "https://cdn.discordapp.com/a\\b.png",
    "https://cdn.discordapp.com/..\\..\\a.png",
    "https://evilcdn.discordapp.com/a.png",
    "https://evil-cdn.discordapp.com/a.png",
    "https://cdn.discordapp.com.",
    "https://cdn.discordapp.com./a.png",
    "https://cdn.discordapp.co/a.png",
    "https://cdn.discordapp.net/a.png",
    "https://media.discordapp.com/a.png",
    "https://images-ext-9.discordapp.net/a.png",
    "https://discord.com/api/v10/users/@me",
    "https://cdn.discordapp.com:443/a.png",
    "https://cdn.discordapp.com:8443/a.png",
    "https://cdn.discordapp.com:/a.png",
    "https://cdn.discordapp.com:x/a.png",
    "http://cdn.discordapp.com/a.png",
    "ftp://cdn.discordapp.com/a.png",
    "file:///etc/passwd",
    "//cdn.discordapp.com/a.png",
    "/a.png",
    "cdn.discordapp.com/a.png",
    "https:cdn.discordapp.com/a.png",
    "https:/cdn.discordapp.com/a.png",
    "https:///cdn.discordapp.com/a.png",
    "https://",
    "",
    "https://cdn。discordapp。com/a.png",
    "https://cdn．discordapp．com/a.png",
    "https://ｃdn.discordapp.com/a.png",
    "https://cdn.dıscordapp.com/a.png",
    "https://cdn.dİscordapp.com/a.png",
    "https://cdn.discordаpp.com/a.png",
    "https://xn--cdn-discordapp.com/a.png",
    "https://cdn.discordapp.com\u200b/a.png",
    "https://cdn.discord\tapp.com/a.png",
    "https://cdn.discordapp.com/a\r\nHost: evil.example",
    "https://cdn.discordapp.com/a\x00.png",
    "https://cdn.discordapp.com/a b.png",
    " https://cdn.discordapp.com/a.png",
    "\x01https://cdn.discordapp.com/a.png",
    "https://cdn.discordapp.com/a.png\n",
    "https://cdn.discordapp.com/\u202egnp.exe",
    "https://[::1]/a.png",
    "https://[cdn.discordapp.com]/a.png",
    "https://[/a.png",
    "https://127.0.0.1/a.png",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/a.png",
    "https://cdn.discordapp.com\ud800/a.png",
]
PIECES = st.sampled_from(
    [
        *(
            "https://",
            "http://",
            "HTTPS://",
            "//",
            "/",
            "\\",
            "@",
            ":",
            "?",
            "#",
            ".",
            "%2f",
            "%40",
        ),
        *("cdn.discordapp.com", "CDN.discordapp.com", "media.discordapp.net", "evil.example"),
        *(":443", ":80", "user", "..", "\t", "\n", " ", "\x00", "\u3002", "\uff0e", "\u200b", "ⓒ"),
        *("[", "]", "::1", ";", ",", "&", "\u2100", "\ufe64", "\ud800", "xn--"),
    ]
) | st.text(max_size=3)


@pytest.mark.parametrize("url", HELD)
def test_discords_own_addresses_are_held(url: str) -> None:
    assert HOSTS.hold(url)
    assert HOSTS.address_of(url) == url


@pytest.mark.parametrize("url", FOREIGN)
def test_a_foreign_address_is_never_held_and_never_fetched(url: str) -> None:
    assert not HOSTS.hold(url)
    assert HOSTS.address_of(url) == ""


@pytest.mark.parametrize("value", [None, 5, True, b"https://cdn.discordapp.com/", [], {}])
def test_what_is_no_text_is_no_address(value: object) -> None:
    assert not HOSTS.hold(value)


@given(st.lists(PIECES, max_size=7).map("".join) | st.text())
def test_the_library_that_fetches_goes_to_discord_with_whatever_is_held(url: str) -> None:
    if HOSTS.hold(url):
        seen = yarl.URL(url)
        assert (seen.scheme, seen.host in OURS, seen.port) == ("https", True, 443)
        assert (seen.user, seen.password) == (None, None)


@given(st.sampled_from(["cdn:", "media:"]), st.lists(PIECES, max_size=5).map("".join))
def test_whatever_stands_behind_a_mark_of_ours_is_fetched_from_discord_or_not_at_all(
    mark: str, path: str
) -> None:
    address = HOSTS.address_of(mark + path)
    if address:
        assert yarl.URL(address).host == OURS_BY_MARK[mark]


OURS_BY_MARK = {"cdn:": "cdn.discordapp.com", "media:": "media.discordapp.net"}


def test_a_handle_of_ours_lies_where_discord_keeps_it() -> None:
    assert HOSTS.address_of(own("emojis/1.png")) == "https://cdn.discordapp.com/emojis/1.png"
    assert HOSTS.address_of(moving("stickers/1.gif")) == (
        "https://media.discordapp.net/stickers/1.gif"
    )


def test_other_hosts_can_be_given_and_then_no_others_hold() -> None:
    local = "http://127.0.0.1:8123"
    hosts = MediaHosts(local, frozenset({local}), local)
    assert hosts.address_of(own("emojis/1.png")) == f"{local}/emojis/1.png"
    assert hosts.address_of(moving("stickers/1.gif")) == f"{local}/stickers/1.gif"
    assert not hosts.hold(HELD[0])
    assert MediaHosts(local).address_of(own("emojis/1.png")) == ""


@pytest.mark.parametrize("kind", ["attachments", "ephemeral-attachments"])
@pytest.mark.parametrize("host", ["cdn.discordapp.com", "media.discordapp.net"])
@pytest.mark.parametrize("rest", ["a.png", "a.png?ex=1&hm=2", "a.png#x", "%E3%83%95.png", "a"])
def test_an_address_names_its_attachment(kind: str, host: str, rest: str) -> None:
    assert attachment_id(f"https://{host}/{kind}/11/22/{rest}") == "22"


@pytest.mark.parametrize(
    "url",
    [
        "https://images-ext-1.discordapp.net/external/H/https/evil.example/attachments/11/22/a.png",
        "https://cdn.discordapp.com/emojis/1.png?x=/attachments/11/22/a.png",
        "https://cdn.discordapp.com/emojis/1.png?x=https://cdn.discordapp.com/attachments/11/22/a.png",
        "https://images-ext-1.discordapp.net/external/H/https://evil.example/attachments/11/22/a.png",
        "https://cdn.discordapp.com/emojis/1.png#/attachments/11/22/a.png",
        "https://cdn.discordapp.com/x/attachments/11/22/a.png",
        "https://cdn.discordapp.com/attachments/11/22/../../33/44/bad.png",
        "https://cdn.discordapp.com/attachments/11/22/x/bad.png",
        "https://cdn.discordapp.com/attachments/11/22/..%2f..%2f33/44/bad.png",
        "https://cdn.discordapp.com/attachments/11/22/%2e%2E%2F33%2F44%2Fbad.png",
        "https://cdn.discordapp.com/attachments/11/22/..%5c..%5C33",
        "https://cdn.discordapp.com/attachments/11/22/",
        "https://cdn.discordapp.com/attachments/11/22",
        "https://cdn.discordapp.com/attachments/11/x/a.png",
        "https://cdn.discordapp.com/attachments/١١/٢٢/a.png",
        "https://cdn.discordapp.com/avatars/1/2.png",
        "/attachments/11/22/a.png",
        "",
    ],
)
def test_what_only_looks_like_an_attachment_does_not_pass_for_one(url: str) -> None:
    assert attachment_id(url) == ""
