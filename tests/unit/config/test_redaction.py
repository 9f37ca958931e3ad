"""What is taken out of log events, and what is left alone."""

from pathlib import Path

import pytest

from config.redaction import HIDDEN, LEFT_OUT, Redactor, without_bytes

TELEGRAM = "1234567890:AAEhBP0av28fnXjq3tX9Qm-abcDEFghiJKL"
DISCORD = "MTAxMjM0NTY3ODkwMTIzNDU2Nw.GabcDE.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL"

WEBHOOK = "w3bhook-Token_of-68-signs"
INTERACTION = "aW50ZXJhY3Rpb246MTAxMjM0NTY3ODkwMTIzNDU2NzphYmNkZWY="


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (f"GET /bot{TELEGRAM}/getUpdates", TELEGRAM),
        (f"token {DISCORD} refused", DISCORD),
        (f"token_{DISCORD}", DISCORD),
        (f"POST /api/v10/webhooks/1012345/{WEBHOOK} failed", WEBHOOK),
        (f"https://discord.com/api/webhooks/1012345/{WEBHOOK}?wait=1", WEBHOOK),
        (f"/webhooks/1012345/{INTERACTION}/messages/@original", INTERACTION),
        (f"POST /interactions/1012345/{INTERACTION}/callback", INTERACTION),
        (f"1012345|1012346|command|{INTERACTION}", INTERACTION),
        ("Authorization: Bearer abc.def-123456", "abc.def-123456"),
        ("authorization: bearer abcdefgh", "abcdefgh"),
        ("postgresql://bot:hunter2@db/upstander", "hunter2"),
        ("postgresql://bot:hun/ter2@db/upstander", "ter2"),
        ("GET https://cdn.example/a.png?ex=1&hm=abcdef failed", "abcdef"),
        ("cannot identify b'\\x89PNG secret' here", "secret"),
        ('cannot identify b"it\'s secret" here', "secret"),
    ],
)
def test_secret_shapes_are_hidden(text: str, gone: str) -> None:
    assert gone not in Redactor([]).text(text)


@pytest.mark.parametrize(
    "text",
    [
        "case C-0042 in class-7b: remove, bank:test, 41 ms",
        "at 2026-11-22T10:00:00.123456Z",
        "sha256 " + "0123456789abcdef" * 4,
        "port 8080 on 127.0.0.1 is in use",
        "see http://127.0.0.1:8080/readyz",
        "the bot asked: bot.pipeline",
        "PATCH /webhooks/1012345 and GET /channels/1012345/messages/1012346",
    ],
)
def test_ordinary_lines_stay_as_they_are(text: str) -> None:
    assert Redactor(["s3cret-value"]).text(text) == text


def test_what_an_address_says_around_a_token_stays() -> None:
    told = Redactor([]).text(f"POST /interactions/1012345/{WEBHOOK}/callback: 404")
    assert told == f"POST /interactions/1012345/{HIDDEN}/callback: 404"


def test_known_secret_is_found_in_every_shape() -> None:
    secret = "postgresql://bot:p%40ss'w\u00f6rd-long@db/x"
    redactor = Redactor([secret])

    for shape in (
        "p%40ss'w\u00f6rd-long",
        "p@ss'w\u00f6rd-long",
        repr("p@ss'w\u00f6rd-long")[1:-1],
    ):
        assert redactor.text(f"<{shape}>") == f"<{HIDDEN}>"


def test_secret_inside_a_longer_secret_leaves_no_rest() -> None:
    assert Redactor(["abcde", "abcde-fghij"]).text("abcde-fghij") == HIDDEN


def test_too_short_a_secret_does_not_blank_out_words() -> None:
    assert Redactor(["the", ""]).text("the end") == "the end"


def test_telling_keys_are_left_out_at_every_depth() -> None:
    event = {
        "event": "posted",
        "caption": "hello",
        "file_name": "ana.png",
        "UserName": "ana",
        "deep": [{"text": "hi", "chat": "class-7b"}],
    }

    assert Redactor([])(None, "info", event) == {
        "event": "posted",
        "caption": LEFT_OUT,
        "file_name": LEFT_OUT,
        "UserName": LEFT_OUT,
        "deep": [{"text": LEFT_OUT, "chat": "class-7b"}],
    }


def test_values_of_any_type_are_redacted_and_plain_ones_kept() -> None:
    event = {
        "error": ValueError(TELEGRAM),
        "path": Path(TELEGRAM),
        "raw": b"picture",
        "parts": (bytearray(b"picture"), {memoryview(b"picture")}),
        "count": 3,
        "share": 0.5,
        "none": None,
        "yes": True,
    }

    redacted = Redactor([])(None, "info", event)

    assert TELEGRAM not in str(redacted)
    assert "picture" not in str(redacted)
    assert redacted["raw"] == "[7 bytes]"
    assert redacted["parts"] == ["[7 bytes]", ["[7 bytes]"]]
    assert [redacted[key] for key in ("count", "share", "none", "yes")] == [3, 0.5, None, True]


def test_arguments_keep_their_shape_without_bytes() -> None:
    assert without_bytes(("a", b"12", [b"345"], {"k": memoryview(b"1")}, 7)) == (
        *("a", "[2 bytes]", ("[3 bytes]",), {"k": "[1 bytes]"}, 7),
    )
