"""A code survives every chat app, and one that is cut, mistyped or worthless is never taken."""

import zlib
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hash_code import (
    MOST_LOOKS,
    CodeLook,
    HashCode,
    Refusal,
    parse,
    says_something,
    write,
)

hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
looks = st.builds(CodeLook, pdq=hashes, dhash=hashes, quality=st.integers(50, 100)).filter(
    says_something
)
codes = st.builds(
    HashCode,
    sha256=hashes,
    looks=st.lists(looks, min_size=1, max_size=MOST_LOOKS, unique_by=lambda look: look.pdq).map(
        tuple
    ),
)


def digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()


def a_code(count: int = MOST_LOOKS) -> HashCode:
    return HashCode(
        digest("the file"),
        tuple(
            CodeLook(digest(f"pdq {i}"), digest(f"dhash {i}"), 50 + i % 51) for i in range(count)
        ),
    )


def packed(code: HashCode) -> str:
    """Write a code as `write` would, whatever it says."""
    data = bytes([len(code.looks)]) + bytes.fromhex(code.sha256)
    for look in code.looks:
        data += bytes([look.quality]) + bytes.fromhex(look.pdq) + bytes.fromhex(look.dhash)
    data += zlib.crc32(data).to_bytes(4)
    number = int.from_bytes(data) << (-len(data) * 8 % 5)
    letters = ""
    for _ in range(-(-len(data) * 8 // 5)):
        letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number & 31] + letters
        number >>= 5
    return "UPS1" + letters


@given(codes)
def test_what_is_written_is_read_back(code: HashCode) -> None:
    assert parse(write(code)) == code


def test_the_format_is_the_documented_one() -> None:
    assert write(a_code()) == packed(a_code())
    assert write(a_code(1)) == packed(a_code(1))


def test_the_longest_code_fits_into_a_message_with_a_command() -> None:
    text = write(a_code())
    assert len(text) == 1936
    assert len(f"/hashhelp {text}") <= 2000


def test_a_code_has_only_letters_and_digits_that_no_chat_app_reads_as_something_else() -> None:
    assert set(write(a_code())) <= set("0123456789ABCDEFGHJKMNPQRSTUVWXYZ")
    assert "U" not in write(a_code())[1:]


LONG = write(a_code(3))


@pytest.mark.parametrize(
    "text",
    [
        LONG.lower(),
        LONG.swapcase().title(),
        f"/hashhelp {LONG}",
        f"  {LONG}\n",
        "\r\n".join(LONG[start : start + 70] for start in range(0, len(LONG), 70)),
        " ".join(LONG),
        "\u200b".join(LONG),
        "\u00ad".join(LONG[start : start + 9] for start in range(0, len(LONG), 9)),
        f"```\n{LONG}\n```",
        f"**{LONG}**",
        f"||{LONG}||",
        f"> {LONG[:100]}\n> {LONG[100:]}",
        f"_{LONG[:50]}_*{LONG[50:]}*~",
        f"«{LONG}»",
        f"this is it: {LONG}. Thank you!",
        LONG[:4] + LONG[4:].replace("0", "O").replace("1", "l"),
        LONG[:4] + LONG[4:].replace("0", "o").replace("1", "I"),
    ],
)
def test_what_chat_apps_and_people_do_to_a_text_does_no_harm(text: str) -> None:
    assert parse(text) == a_code(3)


def test_every_single_wrong_letter_is_noticed() -> None:
    text = write(a_code(2))
    for place, right in enumerate(text):
        for letter in "0123456789ABCDEFGHJKMNPQRSTUVWXYZ":
            if letter != right:
                wrong = text[:place] + letter + text[place + 1 :]
                assert isinstance(parse(wrong), Refusal), (place, letter)


def test_every_two_letters_that_changed_places_are_noticed() -> None:
    text = write(a_code(2))
    swapped = [
        text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        for place in range(len(text) - 1)
        if text[place] != text[place + 1]
    ]
    assert len(swapped) > 200
    assert [one for one in swapped if not isinstance(parse(one), Refusal)] == []


def test_every_letter_that_is_missing_or_too_many_is_noticed() -> None:
    text = write(a_code(2))
    assert len(text) > 200
    for place in range(len(text)):
        assert isinstance(parse(text[:place] + text[place + 1 :]), Refusal), place
    # Before the beginning and after the end it is another word.
    for place in range(1, len(text)):
        assert isinstance(parse(text[:place] + "7" + text[place:]), Refusal), place


@pytest.mark.parametrize("length", [4, 5, 6, 7, 100, len(LONG) - 1])
def test_a_code_that_was_cut_says_so(length: int) -> None:
    assert parse(LONG[:length]) is Refusal.CUT_SHORT


@given(st.integers(0, len(LONG) - 1))
def test_no_part_of_a_code_is_a_code(length: int) -> None:
    assert isinstance(parse(LONG[:length]), Refusal)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Refusal.NOT_A_CODE),
        ("Please help me", Refusal.NOT_A_CODE),
        ("UPS", Refusal.NOT_A_CODE),
        (LONG[1:], Refusal.NOT_A_CODE),
        ("UPS2" + LONG[4:], Refusal.OTHER_VERSION),
        ("UPS0" + LONG[4:], Refusal.OTHER_VERSION),
        (f"{LONG} {write(a_code(1))}", Refusal.SEVERAL),
        (LONG + LONG, Refusal.SEVERAL),
        (LONG[:80] + "U" + LONG[81:], Refusal.MISTYPED),
        ("UPS1U" + LONG[5:], Refusal.MISTYPED),
        (LONG[:80] + "Á" + LONG[81:], Refusal.CUT_SHORT),
    ],
)
def test_what_is_no_code_is_told_why(text: str, why: Refusal) -> None:
    assert parse(text) is why


def test_letters_in_the_bits_to_spare_are_noticed() -> None:
    text = write(a_code(3))
    assert (len(text) - 4) * 5 % 8, "this length has no bits to spare"
    after = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    assert parse(text[:-1] + after[after.index(text[-1]) + 1]) is Refusal.MISTYPED


FLAT = "f" * 16 + "0" * 48  # 64 bits, the fewest that are taken


def with_look(**changes: object) -> HashCode:
    code = a_code(3)
    return replace(code, looks=(*code.looks[:2], replace(code.looks[2], **changes)))  # type: ignore[arg-type]  # of a dataclass


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (with_look(quality=49), Refusal.FLAT),
        (with_look(quality=0), Refusal.FLAT),
        (with_look(quality=101), Refusal.MALFORMED),
        (with_look(quality=255), Refusal.MALFORMED),
        (with_look(pdq="0" * 64), Refusal.FLAT),
        (with_look(pdq="f" * 64), Refusal.FLAT),
        (with_look(pdq=FLAT.replace("f", "7", 1)), Refusal.FLAT),
        (with_look(pdq="1" + "f" * 48 + "0" * 15), Refusal.FLAT),
        (with_look(pdq=digest("pdq 0")), Refusal.MALFORMED),
        (replace(a_code(1), looks=()), Refusal.MALFORMED),
        (a_code(MOST_LOOKS + 1), Refusal.MALFORMED),
        (a_code(200), Refusal.MALFORMED),
        (replace(a_code(1), sha256=digest("")), Refusal.MALFORMED),
    ],
)
def test_an_intact_code_that_says_nothing_of_use_is_neither_taken_nor_written(
    code: HashCode, why: Refusal
) -> None:
    assert parse(packed(code)) is why
    with pytest.raises(ValueError, match=why):
        write(code)


@pytest.mark.parametrize("pdq", [FLAT, "f" * 48 + "0" * 16])
def test_the_limits_themselves_are_taken(pdq: str) -> None:
    code = with_look(pdq=pdq, quality=50)
    assert parse(write(code)) == code
