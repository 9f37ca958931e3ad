"""Codes by which an office is given: too long to guess, typed as people type, known by digest."""

import pytest

from bot.domain.people import digest_of, read_code, write_code

RAW = bytes(range(10))
CODE = write_code(RAW)


def test_a_code_is_read_as_it_was_written_however_it_is_typed() -> None:
    assert CODE == "L-902E-03M0-4R04-G000"
    for typed in (CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("0", "o"), f" {CODE}."):
        assert read_code(typed) == CODE


@pytest.mark.parametrize(
    "text", ["", "L", "L-0000", CODE[:-1], CODE + "0", CODE.replace("L", "H", 1)]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


def test_a_code_is_known_by_a_digest_that_does_not_hold_it() -> None:
    assert len(digest_of(CODE)) == 64
    assert CODE not in digest_of(CODE)
    assert digest_of(CODE) != digest_of(write_code(bytes(10)))
