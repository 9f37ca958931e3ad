"""The test card is recognised after what chats do to pictures, and nothing else is."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from bot.domain.bank import TEST_BANK, Bank, BankKind, MatchRule
from bot.domain.signal import BankMatch, ViewKind
from classifiers import testcard
from classifiers.banks.asking import Asked, Shown
from classifiers.banks.index import BankIndex
from classifiers.hashing import look_at, words
from classifiers.testcard import FORMATS, card_bytes, draw_card
from tests.unit.classifiers.pictures import encode, photo

INDEX = BankIndex([Bank(TEST_BANK, BankKind.OWN)], [testcard.test_bank()])
NOW = datetime(2026, 11, 26, tzinfo=UTC)
PHOTOS = (
    "astronaut", "brick", "camera", "cell", "chelsea", "coffee", "coins", "colorwheel", "grass",
    "gravel", "horse", "hubble_deep_field", "immunohistochemistry", "logo", "moon", "page",
    "retina", "rocket", "text",
)  # fmt: skip


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as picture:
        return picture.convert("RGB")


def matches(picture: Image.Image) -> tuple[BankMatch, ...]:
    shown = [Shown(ViewKind.WHOLE, look_at(picture))]
    (found,) = INDEX.find_looks(shown, Asked("0" * 64, None, True, NOW))
    return found


def test_pinned_hash_is_the_one_of_the_drawing() -> None:
    (entry,) = testcard.test_bank()
    assert entry.pdq is not None

    # The font may move a pixel from one version of FreeType to the next.
    assert int(np.bitwise_count(words(entry.pdq) ^ look_at(draw_card()).turns[0]).sum()) <= 8


def test_card_is_marked_as_a_test() -> None:
    (match,) = matches(draw_card())

    assert (match.bank, match.test, match.rule) == (TEST_BANK, True, MatchRule.KNOWN)


def test_card_has_plenty_to_recognise() -> None:
    assert look_at(draw_card()).quality == 100


@pytest.mark.parametrize("ending", FORMATS)
def test_card_is_recognised_in_every_format_it_is_written_in(ending: str) -> None:
    assert len(matches(opened(card_bytes(ending)))) == 1


EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "jpeg 30": lambda card: opened(encode(card, "JPEG", quality=30)),
    "a quarter": lambda card: card.resize((card.width // 4, card.height // 4)),
    "half": lambda card: card.resize((card.width // 2, card.height // 2)),
    "twice": lambda card: card.resize((card.width * 2, card.height * 2)),
    "stretched": lambda card: card.resize((1000, 600)),
    "mirrored": lambda card: card.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "flipped": lambda card: card.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    "turned left": lambda card: card.transpose(Image.Transpose.ROTATE_90),
    "upside down": lambda card: card.transpose(Image.Transpose.ROTATE_180),
    "turned right": lambda card: card.transpose(Image.Transpose.ROTATE_270),
    "grey": lambda card: card.convert("L").convert("RGB"),
    "sixteen colours": lambda card: card.quantize(16).convert("RGB"),
    "all of it": lambda card: opened(
        encode(card.resize((240, 240)).transpose(Image.Transpose.FLIP_LEFT_RIGHT), "JPEG")
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_card_is_recognised_after(edit: str) -> None:
    (match,) = matches(EDITS[edit](draw_card()))

    assert match.distance <= 24  # of 31: some room is left


@pytest.mark.parametrize("size", [192, 400, 1500])
def test_card_may_be_drawn_in_another_size(size: int) -> None:
    assert draw_card(size).size == (size, size)
    assert len(matches(draw_card(size))) == 1


def test_nothing_else_looks_like_the_card() -> None:
    card = look_at(draw_card())
    nearest = {
        name: min(
            int(np.bitwise_count(turn ^ card.turns[0]).sum()) for turn in look_at(photo(name)).turns
        )
        for name in PHOTOS
    }

    assert len(nearest) == len(PHOTOS)
    assert min(nearest.values()) > 60, nearest


def test_turns_of_the_card_differ_from_each_other() -> None:
    # So that a case names the turn that was really posted.
    turns = look_at(draw_card()).turns

    assert min(int(np.bitwise_count(turns[0] ^ turn).sum()) for turn in turns[1:]) > 60
