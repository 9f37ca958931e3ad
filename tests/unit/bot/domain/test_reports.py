"""What a report registers: the looks of a picture in its chat, of a film the file, never a flat."""

from bot.domain.bank import LEAST_QUALITY, BankEntry, Standing
from bot.domain.hash_code import CodeLook, HashCode
from bot.domain.message import ChatRef
from bot.domain.reports import from_code, from_seen, usable
from bot.domain.sweep import SeenItem
from bot.domain.vouching import blocked
from bot.domain.vouching import from_seen as vouched_from
from tests.looks import look

CLASS = ChatRef("sandbox", "class")
FLAT = b"\xff" * 64


def seen(looks: bytes, *, still: bool = True) -> SeenItem:
    return SeenItem(1, 2, CLASS, "a" * 64, looks, still)


def test_only_looks_that_can_be_recognised_are_used() -> None:
    assert usable(FLAT + look(1) + bytes(64) + look(2) + look(3)[:63]) == look(1) + look(2)
    assert usable(b"") == b""


def test_a_picture_is_registered_in_its_chat_and_nobody_vouches_for_it() -> None:
    assert from_seen(seen(FLAT + look(1) + look(2)), 42, 3, CLASS) == BankEntry(
        "reported",
        "C-0042-3",
        "a" * 64,
        look(1)[:32].hex(),
        LEAST_QUALITY,
        standing=Standing.NEW,
        windows=look(1) + look(2),
        scope=CLASS,
    )


def test_a_flat_picture_is_not_registered() -> None:
    assert from_seen(seen(FLAT), 42, 1, CLASS) is None


def test_of_a_film_the_file_is_registered_and_no_frame() -> None:
    entry = from_seen(seen(look(1) + look(2), still=False), 42, 1, CLASS)
    assert entry is not None
    assert (entry.sha256, entry.pdq, entry.windows) == ("a" * 64, None, b"")


def test_a_code_counts_everywhere_and_nobody_vouches_for_it() -> None:
    looks = tuple(CodeLook(look(n)[:32].hex(), look(n)[32:].hex(), 70 + n) for n in (1, 2))
    assert from_code(HashCode("b" * 64, looks), "name") == BankEntry(
        "reported",
        "name",
        "b" * 64,
        look(1)[:32].hex(),
        71,
        standing=Standing.NEW,
        windows=look(1) + look(2),
    )


def test_what_adults_vouch_for_is_told_once_and_best() -> None:
    file = BankEntry("removed", "1", "a" * 64)
    shown = vouched_from(seen(look(1)))
    other = BankEntry("removed", "2", pdq=look(2)[:32].hex(), quality=80, windows=look(2))
    entries = blocked(42, [file, shown, shown, other, BankEntry("removed", "3", "c" * 64)])
    assert [(one.entry, one.sha256, one.pdq) for one in entries] == [
        ("C-0042-block-1", "a" * 64, look(1)[:32].hex()),
        ("C-0042-block-2", None, look(2)[:32].hex()),
        ("C-0042-block-3", "c" * 64, None),
    ]
    assert {one.standing for one in entries} == {Standing.CONFIRMED}
    assert blocked(42, []) == []


def test_of_a_film_adults_vouch_for_the_file() -> None:
    entry = vouched_from(seen(look(1), still=False))
    assert (entry.sha256, entry.pdq, entry.windows) == ("a" * 64, None, b"")
