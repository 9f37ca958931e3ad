"""What every implementation of the port `Screener` keeps."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.bank import Bank, BankEntry, BankKind, MatchRule
from bot.domain.message import ChatRef
from bot.domain.signal import BankMatch, Failure, Screening
from bot.ports import Screener
from classifiers.cascade import Cascade
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.sniff import Limits
from classifiers.screener import MediaScreener
from tests.fakes import FakeScreener


@contextmanager
def _media_screener() -> Iterator[Screener]:
    with closing(MediaScreener(Cascade(()), Decoders(2, Limits(most_bytes=10**7)))) as screener:
        yield screener


IMPLEMENTATIONS: dict[str, Callable[[], AbstractContextManager[Screener]]] = {
    "classifiers": _media_screener,
    "fake": lambda: nullcontext(FakeScreener()),
}


@pytest.fixture(params=IMPLEMENTATIONS, scope="module")
def screener(request: pytest.FixtureRequest) -> Iterator[Screener]:
    with IMPLEMENTATIONS[request.param]() as opened:
        yield opened


def a_picture() -> bytes:
    buffer = BytesIO()
    Image.effect_mandelbrot((64, 64), (-3, -2.5, 2, 2.5), 100).save(buffer, "PNG")
    return buffer.getvalue()


NO_PICTURES = [
    b"",
    b"\0",
    b"hel\xfflo",
    b"\xff\xd8\xff",
    b"GIF89a",
    b"%PDF-1.4",
    b"\x89PNG\r\n\x1a\n",
]


@pytest.mark.parametrize("data", NO_PICTURES, ids=repr)
def test_bytes_that_are_no_picture_are_a_failure_and_never_an_exception(
    screener: Screener, data: bytes
) -> None:
    screening = screener.screen(data)

    assert any(isinstance(signal, Failure) for signal in screening.signals)


@pytest.mark.parametrize("data", [*NO_PICTURES, a_picture()], ids=lambda data: str(len(data)))
def test_exact_hash_is_kept_of_everything(screener: Screener, data: bytes) -> None:
    screening = screener.screen(data)

    assert screening.fingerprint is not None
    assert screening.fingerprint.sha256 == hashlib.sha256(data).hexdigest()
    assert screening.facts is not None
    assert screening.facts.size == len(data)


def test_same_bytes_get_the_same_answer(screener: Screener) -> None:
    assert screener.screen(a_picture()) == screener.screen(a_picture())


def test_banks_can_be_loaded_while_pictures_are_screened(screener: Screener) -> None:
    entries = [BankEntry("bank", str(number), pdq=f"{number:064x}") for number in range(50)]
    found: list[Screening] = []
    threads = [
        threading.Thread(target=lambda: screener.load_banks([Bank("bank")], [entries])),
        threading.Thread(target=lambda: found.append(screener.screen(a_picture()))),
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 1


# --- the banks: whole files, which every implementation knows


NOW = datetime(2026, 11, 26, tzinfo=UTC)
DATA = a_picture()
DIGEST = hashlib.sha256(DATA).hexdigest()
SHARE = int(DIGEST[:8], 16) % 1000
HERE, ELSEWHERE = ChatRef("sandbox", "here"), ChatRef("sandbox", "elsewhere")


def known(name: str = "1", bank: str = "bank", scope: ChatRef | None = None) -> BankEntry:
    return BankEntry(bank, name, sha256=DIGEST, scope=scope)


def found(screener: Screener, chat: ChatRef | None = HERE) -> list[str]:
    signals = screener.screen(DATA, chat=chat).signals
    return sorted(f"{one.bank}/{one.entry}" for one in signals if isinstance(one, BankMatch))


@pytest.mark.parametrize(
    ("bank", "matches"),
    [
        (Bank("bank"), True),
        (Bank("bank", BankKind.OWN), True),
        (Bank("bank", BankKind.ALLOW), True),
        (Bank("bank", BankKind.GUARD), False),
        (Bank("bank", enabled=False), False),
        (Bank("bank", share=SHARE), False),
        (Bank("bank", share=SHARE + 1), True),
        (Bank("bank", expires_at=NOW - timedelta(days=365)), False),
        (Bank("bank", expires_at=NOW + timedelta(days=36_500)), True),
        (Bank("another"), False),
    ],
)
def test_a_bank_counts_while_it_is_in_force_and_for_its_share(
    screener: Screener, bank: Bank, matches: bool
) -> None:
    screener.load_banks([bank], [[known()]])
    assert found(screener) == (["bank/1"] if matches else [])
    # The same where the entry was there before, and the bank is other than it was.
    screener.load_banks([Bank("bank")], [[known()]])
    screener.change_banks([bank], (), ())
    assert found(screener) == (["bank/1"] if matches else [])


def test_an_entry_of_one_chat_counts_nowhere_else(screener: Screener) -> None:
    screener.load_banks([Bank("bank")], [[known(scope=HERE)], []])
    assert [found(screener, chat) for chat in (HERE, ELSEWHERE, None)] == [["bank/1"], [], []]


def test_entries_come_go_and_are_replaced(screener: Screener) -> None:
    banks = [Bank("bank"), Bank("other")]
    screener.load_banks(banks, [])
    assert found(screener) == []
    screener.change_banks(banks, [known("1"), known("1", "other")], ())
    assert found(screener) == ["bank/1", "other/1"]
    screener.change_banks(banks, (), {("bank", "1"), ("bank", "9")})
    assert found(screener) == ["other/1"]
    screener.change_banks(banks, [replace(known("1", "other"), sha256="0" * 64)], ())
    assert found(screener) == []
    # What is both gone and there is there: it was deleted and put in again.
    screener.change_banks(banks, [known("2")], {("bank", "2")})
    assert found(screener) == ["bank/2"]
    screener.change_banks([Bank("other")], (), ())
    assert found(screener) == []
    screener.change_banks(banks, (), ())
    assert found(screener) == []


def test_before_a_registration_every_bank_is_looked_into(screener: Screener) -> None:
    banks = [Bank("bank", BankKind.GUARD), Bank("other", share=0)]
    screener.load_banks(banks, [[known(), known("2", "other", HERE)]])
    likes = screener.likes(b"", DIGEST)
    assert sorted((one.bank, one.entry, one.rule) for one in likes) == [
        ("bank", "1", MatchRule.FILE),
        ("other", "2", MatchRule.FILE),
    ]
    assert screener.likes(b"", "0" * 64) == ()
    screener.load_banks([], [])
