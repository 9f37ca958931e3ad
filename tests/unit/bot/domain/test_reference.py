"""References: long enough not to be guessed, and read however they were typed."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reference import RANDOM_BYTES, read_reference, write_reference

WRITTEN = "H-7K3M-9Q2X-0ABC-4TRW"


@given(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES))
def test_what_is_written_is_read(random: bytes) -> None:
    written = write_reference(random)
    assert len(written) == len(WRITTEN)
    assert read_reference(written) == written


def test_all_of_its_80_bits_count() -> None:
    base = os.urandom(RANDOM_BYTES)
    flipped = {
        write_reference((int.from_bytes(base) ^ 1 << bit).to_bytes(RANDOM_BYTES))
        for bit in range(80)
    }
    assert len(flipped) == 80
    assert write_reference(base) not in flipped


@pytest.mark.parametrize("size", [0, 9, 11])
def test_other_random_bytes_make_none(size: int) -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        write_reference(bytes(size))


@pytest.mark.parametrize(
    "typed",
    [
        "h-7k3m-9q2x-0abc-4trw",
        "  H 7K3M 9Q2X 0ABC 4TRW.",
        "H7K3M9Q2X0ABC4TRW",
        "H-7K3M-9Q2X-OABC-4TRW",
        "h–7k3m–9q2x–oabc–4trw",
    ],
)
def test_it_is_read_however_it_was_typed(typed: str) -> None:
    assert read_reference(typed) == WRITTEN


@pytest.mark.parametrize("letter", ["i", "L", "l", "I"])
def test_letters_that_look_like_one_are_one(letter: str) -> None:
    assert read_reference(WRITTEN.replace("7", letter)) == WRITTEN.replace("7", "1")


@pytest.mark.parametrize(
    "typed",
    ["", "H", "hello there my friend", "7K3M-9Q2X-0ABC-4TRW", WRITTEN[:-1], f"{WRITTEN}0", "C-0042",
     WRITTEN.replace("7", "U"), WRITTEN.replace("H", "J", 1)],
)  # fmt: skip
def test_anything_else_is_none(typed: str) -> None:
    assert read_reference(typed) is None


@given(st.text(max_size=40))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    found = read_reference(text)
    assert found is None or read_reference(found) == found
