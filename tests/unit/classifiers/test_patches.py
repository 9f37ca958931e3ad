"""Patches have the hashes that the packages give, in all eight turns."""

import imagehash
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from classifiers import pdq
from classifiers.hashing import look_at
from classifiers.patches import SIDE, cut_patch, describe, difference_hashes
from tests.unit.classifiers.pictures import drawing, photo
from tests.unit.classifiers.test_hashing import GOLDEN, TURNS

# BLAS splits a product over the cores from here on (OpenBLAS: 65,536 times 4).
MOST_MULTIPLICATIONS = 262_144
# Textures as fine as a pixel of a patch, and pages of text, do not survive it.
FINE = {"brick", "page", "colorwheel", "grass", "text", "retina", "gravel"}


def small(seed: int, side: int = pdq.BLOCK) -> Image.Image:
    """Draw a square: noise, or soft blots."""
    chance = np.random.default_rng(seed)
    if seed % 2:
        return Image.fromarray(chance.integers(0, 256, (side, side), dtype=np.uint8))
    return drawing(seed, side, side).convert("L")


def turned(picture: Image.Image, turn: int) -> Image.Image:
    kind = TURNS[turn]
    return picture if kind is None else picture.transpose(kind)


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(0, 7))
def test_difference_hash_of_any_patch_in_any_turn_is_that_of_imagehash(
    seed: int, turn: int
) -> None:
    picture = small(seed)
    ours = difference_hashes(np.asarray(picture)[None])[0, turn]

    assert bytes(ours).hex() == str(imagehash.dhash(turned(picture, turn), hash_size=16))


@pytest.mark.parametrize("turn", range(8))
@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
def test_a_turn_of_a_patch_is_the_hash_of_the_turned_patch(name: str, turn: int) -> None:
    patch = photo(name).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    ours = describe(np.asarray(patch)[None])
    other = describe(np.asarray(turned(patch, turn))[None])

    # Sums in another order may round the last bit of a coefficient differently.
    assert int(np.bitwise_count(ours.turns[0, turn] ^ other.turns[0, 0]).sum()) <= 2
    assert (ours.dhashes[0, turn] == other.dhashes[0, 0]).all()


@pytest.mark.parametrize("name", sorted(set(GOLDEN) - FINE))
def test_a_patch_has_nearly_the_hash_of_the_whole(name: str) -> None:
    picture = photo(name)
    look = look_at(picture)
    ours = describe(cut_patch(picture.convert("L"), (0, 0, *picture.size))[None])
    distances = np.bitwise_count(ours.turns[0] ^ look.turns).sum(axis=1)

    # Of 31 that a list's hash tolerates.
    assert int(distances.max()) <= 20
    assert abs(int(ours.qualities[0]) - look.quality) <= 20


def test_several_patches_are_described_as_each_by_itself() -> None:
    patches = np.stack([np.asarray(small(seed, SIDE)) for seed in range(5)])
    together = describe(patches)

    for number, patch in enumerate(patches):
        alone = describe(patch[None])
        assert (together.turns[number] == alone.turns[0]).all()
        assert (together.dhashes[number] == alone.dhashes[0]).all()
        assert together.qualities[number] == alone.qualities[0]


def test_no_product_is_large_enough_for_blas_to_take_all_cores() -> None:
    assert pdq.KEPT * SIDE * SIDE <= MOST_MULTIPLICATIONS
    assert pdq.BLOCK * pdq.BLOCK * 17 <= MOST_MULTIPLICATIONS
