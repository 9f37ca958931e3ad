"""Our PDQ equals that of Meta's code, in all eight turns."""

import json
from pathlib import Path

import imagehash
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from classifiers.hashing import ORIENTATIONS, fingerprint, look_at, sha256, words
from classifiers.pdq import SIDE
from tests.unit.classifiers.pictures import drawing, encode, photo

# What Meta's reference code says of the same pictures; see benchmarks/golden_hashes.py.
GOLDEN = json.loads(
    (Path(__file__).parents[2] / "data" / "hashing" / "pdq.json").read_text(encoding="utf-8")
)
TURNS = (
    None,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.TRANSVERSE,
)


def distance(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> int:
    return int(np.bitwise_count(left ^ right).sum())


def test_the_golden_file_is_not_empty() -> None:
    assert len(GOLDEN) == 20
    assert all(len(entry["turns"]) == len(ORIENTATIONS) for entry in GOLDEN.values())


@pytest.mark.parametrize("name", GOLDEN)
def test_hashes_of_all_eight_turns_equal_the_reference(name: str) -> None:
    look = look_at(photo(name))

    assert look.quality == GOLDEN[name]["quality"]
    distances = [
        distance(turn, words(pdq))
        for turn, pdq in zip(look.turns, GOLDEN[name]["turns"], strict=True)
    ]
    # Other processors may round the last bit of a sum differently; here all are 0.
    assert max(distances) <= 2


@pytest.mark.parametrize("turn", range(8))
def test_turned_picture_hashes_as_the_turn_says(turn: int) -> None:
    picture = photo("astronaut")
    kind = TURNS[turn]
    turned = picture if kind is None else picture.transpose(kind)

    assert distance(look_at(picture).turns[turn], look_at(turned).turns[0]) == 0


def test_hash_is_printed_highest_bit_first() -> None:
    assert look_at(photo("astronaut")).pdq == GOLDEN["astronaut"]["turns"][0]


def test_words_and_print_are_two_forms_of_the_same() -> None:
    look = look_at(drawing(5))

    assert distance(words(look.pdq), look.turns[0]) == 0


def test_half_of_the_bits_are_set() -> None:
    # The hash is cut at the median; the index relies on it to recognise hashes of nothing.
    counts = [int(np.bitwise_count(look_at(drawing(seed)).turns[0]).sum()) for seed in range(5)]

    assert counts == [128] * 5


@pytest.mark.parametrize("colour", ["black", "white", (120, 80, 40)])
def test_flat_picture_has_no_quality(colour: str | tuple[int, int, int]) -> None:
    assert look_at(Image.new("RGB", (300, 200), colour)).quality == 0


@pytest.mark.parametrize(
    "edited",
    [
        lambda picture: picture.resize((160, 160)),
        lambda picture: picture.resize((1024, 1024)),
        lambda picture: picture.convert("L").convert("RGB"),
        lambda picture: picture.point(lambda level: min(255, level * 5 // 4)),
    ],
)
def test_everyday_edits_stay_within_the_known_distance(edited: object) -> None:
    assert callable(edited)
    before, after = look_at(photo("coffee")), look_at(edited(photo("coffee")))

    assert distance(before.turns[0], after.turns[0]) <= 31


def test_different_pictures_are_far_apart() -> None:
    looks = [look_at(photo(name)) for name in ("astronaut", "coffee", "rocket", "chelsea")]

    for left in looks:
        for right in looks:
            if left is not right:
                assert min(distance(turn, right.turns[0]) for turn in left.turns) > 60


@pytest.mark.parametrize("name", GOLDEN)
def test_difference_hashes_of_all_eight_turns_are_those_of_imagehash(name: str) -> None:
    look = look_at(photo(name))
    patch = photo(name).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX).reduce(8)
    turned = [patch if kind is None else patch.transpose(kind) for kind in TURNS]

    assert [bytes(each).hex() for each in look.dhashes] == [
        str(imagehash.dhash(each, hash_size=16)) for each in turned
    ]
    assert look.dhash == bytes(look.dhashes[0]).hex()


@pytest.mark.parametrize("name", ["astronaut", "coffee", "rocket", "chelsea", "camera"])
def test_difference_hash_of_a_patch_is_near_that_of_the_whole_picture(name: str) -> None:
    whole = imagehash.dhash(photo(name), hash_size=16)

    assert imagehash.hex_to_hash(look_at(photo(name)).dhash) - whole <= 11


def test_fingerprint_without_a_look_holds_only_the_exact_hash() -> None:
    data = encode(drawing(1), "PNG")
    digest = sha256(data)

    assert fingerprint(digest, None).pdq is None
    full = fingerprint(digest, look_at(drawing(1)))
    assert (full.sha256, full.quality) == (digest, look_at(drawing(1)).quality)
