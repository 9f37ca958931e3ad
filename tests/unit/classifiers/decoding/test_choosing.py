"""What is left uncomputed about a frame changes nothing in what is chosen."""

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from classifiers.decoding.choosing import THUMB_SIDE, Chooser

Thumbs = list[NDArray[np.uint8]]


def wandering(seed: int, step: float, count: int = 900) -> Thumbs:
    """Return thumbs of which each quarter wanders by itself, now and then by a jump."""
    chance = np.random.default_rng(seed)
    steps = chance.normal(0, step, (count, 2, 2, 3))
    steps[chance.random(count) < 0.01] *= 12
    levels = np.clip(128 + np.cumsum(steps, axis=0), 0, 255).astype(np.uint8)
    return [
        np.kron(one, np.ones((THUMB_SIDE // 2, THUMB_SIDE // 2, 1), np.uint8)) for one in levels
    ]


def chosen(thumbs: Thumbs, *, compare_all: bool = False) -> tuple[list[float], list[float]]:
    """Return which thumbs are kept and which are chosen."""
    chooser, kept = Chooser[None](), list[float]()
    for number, thumb in enumerate(thumbs):
        if compare_all:
            chooser._nearest = np.inf
        chooser.offer(thumb, number, partial(kept.append, number))
    return kept, [one.at for one in chooser.chosen()]


@pytest.mark.parametrize("step", [0.6, 1.0, 3.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_same_is_chosen_as_by_comparing_every_frame_with_all(seed: int, step: float) -> None:
    thumbs = wandering(seed, step)
    assert len(chosen(thumbs)[0]) > 5
    assert chosen(thumbs) == chosen(thumbs, compare_all=True)


def test_what_changes_by_one_level_a_frame_is_followed() -> None:
    thumbs = [np.full((THUMB_SIDE, THUMB_SIDE, 3), level, np.uint8) for level in range(100)]
    assert chosen(thumbs)[0] == list(range(0, 100, 11))
