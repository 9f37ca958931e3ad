"""A text in pieces: none is too long, and nothing of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text_parts import length, parts_of

MOST = 50
TEXTS = st.lists(st.sampled_from(["word ", "\n", "🙂" * 7, "x" * 60]) | st.text(max_size=9)).map(
    "".join
)


@given(TEXTS)
def test_no_piece_is_too_long_and_only_line_breaks_go_between_them(text: str) -> None:
    parts = parts_of(text, MOST)
    assert parts != []
    assert all(length(part) <= MOST for part in parts)
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert parts_of("", MOST) == [""]
    assert parts_of("\nfirst\nsecond\n", MOST) == ["\nfirst\nsecond\n"]
    assert parts_of("x" * MOST, MOST) == ["x" * MOST]


def test_it_is_cut_at_the_last_line_break_that_fits() -> None:
    assert parts_of(f"{'a' * 20}\n{'b' * 20}\n{'c' * 20}", MOST) == [
        f"{'a' * 20}\n{'b' * 20}",
        "c" * 20,
    ]


def test_what_counts_twice_is_not_cut_in_half() -> None:
    parts = parts_of("🙂" * 30, MOST)
    assert parts == ["🙂" * 25, "🙂" * 5]
