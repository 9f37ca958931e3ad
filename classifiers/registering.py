"""Describes a picture that somebody registers, or says why it must not be registered."""

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from bot.domain.bank import LEAST_QUALITY
from classifiers.bank_index import has_substance
from classifiers.hashing import look_at, words

# Under this many pixels on a side there is no picture.
_LEAST_SIDE = 16


class Refusal(StrEnum):
    """Why a picture cannot be registered: its hash would match what has nothing to do with it."""

    EMPTY = "empty"
    FLAT = "flat"
    FEATURELESS = "featureless"


@dataclass(frozen=True, slots=True)
class Described:
    """What is kept of a registered picture: hashes.

    Attributes:
        pdq: Of the whole, 64 hex digits.
        quality: Of the whole, 0 to 100.
        windows: `bank.LOOK_BYTES` for each look, the whole first.
    """

    pdq: str
    quality: int
    windows: bytes


def describe(picture: Image.Image) -> Described | Refusal:
    """Describe an RGB picture by how the whole of it looks."""
    if min(picture.size) < _LEAST_SIDE:
        return Refusal.EMPTY
    look = look_at(picture)
    if not has_substance(words(look.pdq)):
        return Refusal.FLAT
    if look.quality < LEAST_QUALITY:
        return Refusal.FEATURELESS
    return Described(look.pdq, look.quality, bytes.fromhex(look.pdq + look.dhash))
