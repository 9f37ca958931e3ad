"""The lowest threshold at which no more than the target's share would be removed."""

import pytest

from bot.cli import calibrate as module
from bot.domain.policy import Rule
from bot.domain.signal import Extent, Failure, OpaqueReason, Score, Screening, Signal

RULE = Rule(
    "one", frozenset({"bad"}), 0.15, 0.6, 0.2, "drawn", detail_review=0.4, detail_remove=0.7
)


def screening(value: float, *more: Signal) -> Screening:
    return Screening((Score("one", "bad", value), *more))


@pytest.mark.parametrize(
    ("values", "target", "expected"),
    [
        ([0.0] * 200, 0.002, 0.15),
        ([0.0] * 199 + [0.42], 0.002, 0.43),
        ([0.0] * 199 + [0.42], 0.005, 0.15),
        ([0.0] * 198 + [0.42, 0.9], 0.005, 0.43),
        ([0.3] * 200, 0.01, 0.31),
        ([0.0] * 199 + [0.999], 0.002, 0.95),
    ],
)
def test_no_more_than_the_target_is_removed_and_no_less_than_is_shown(
    values: list[float], target: float, expected: float
) -> None:
    found = module._lowest(values, target, 0.15)
    assert found == expected
    removed = sum(value >= found for value in values)
    assert removed <= target * len(values) or found == 0.95


def test_whole_pictures_and_parts_are_measured_apart_and_other_labels_not() -> None:
    screenings = [screening(0.01)] * 99
    screenings.append(
        screening(0.3, Score("one", "bad", 0.55, extent=Extent.DETAIL), Score("one", "good", 0.9))
    )
    found = module._threshold(RULE, screenings, 0.002)
    assert (found.remove, found.detail_remove) == (0.31, 0.56)


def test_of_a_film_what_two_frames_show_counts() -> None:
    found = module._threshold(RULE, [Screening((Score("one", "bad", 0.9, agreed=0.2),))] * 9, 0.01)
    assert found.remove == 0.21


def test_a_picture_that_was_not_looked_at_as_a_whole_says_nothing() -> None:
    assert module._is_whole(screening(0.1))
    assert not module._is_whole(screening(0.1, Failure("decode", OpaqueReason.TRUNCATED)))
    assert not module._is_whole(Screening(()))
