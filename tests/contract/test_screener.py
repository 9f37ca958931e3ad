"""What every implementation of the port `Screener` keeps."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.bank import Bank, BankEntry
from bot.domain.signal import Failure, Screening
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
