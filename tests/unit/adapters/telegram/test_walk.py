"""The walk finds every object, whatever stands around it, and gives each a path of its own."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.contents import contents_of
from adapters.telegram.walk import holds_file, usable_id, walk
from bot.domain.raw_json import LONGEST_PATH, join

# Names that mean something to the search, beside any other.
NAMES = st.sampled_from(
    ["photo", "cover", "video", "thumbnail", "media", "text", "entities", "chat", "story", "a.b"]
) | st.text(max_size=4)


def trees(leaves: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
        max_leaves=25,
    )


@st.composite
def trees_of_files(draw: st.DrawFn) -> tuple[dict[str, object], set[str]]:
    """A tree with files anywhere in it, each with an id of its own, and these ids."""
    numbers = itertools.count()
    files = st.builds(lambda: {"file_id": f"f{next(numbers)}", "thumbnail": {}})
    plain = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
    tree = {"root": draw(trees(plain | files))}
    text = json.dumps(tree)
    # Counted in the text, so that a mistake of the walk cannot hide a file from the test too.
    return tree, {f"f{n}" for n in range(next(numbers)) if f'"file_id": "f{n}"' in text}


@given(trees_of_files())
def test_every_file_anywhere_in_a_message_is_found(
    tree_and_ids: tuple[dict[str, object], set[str]],
) -> None:
    tree, ids = tree_and_ids
    found = contents_of(tree)
    assert {item.handle for item in found.media} == ids
    assert holds_file(tree) == bool(ids)


@given(trees_of_files())
def test_no_two_finds_share_a_slot_and_every_slot_can_be_stored(
    tree_and_ids: tuple[dict[str, object], set[str]],
) -> None:
    found = contents_of(tree_and_ids[0])
    slots = [item.slot for item in found.media] + [slot.slot for slot in found.opaque]
    assert len(set(slots)) == len(slots)
    assert all(0 < len(slot) <= LONGEST_PATH and slot.isascii() for slot in slots)


@given(st.lists(st.text(), min_size=1, max_size=30))
def test_a_path_is_short_and_says_the_same_twice(steps: list[str]) -> None:
    paths = []
    for _ in range(2):
        path = ""
        for step in steps:
            path = join(path, step)
        paths.append(path)
    assert paths[0] == paths[1]
    assert len(paths[0]) <= LONGEST_PATH


def test_paths_that_differ_only_at_their_far_end_stay_apart() -> None:
    base = "x" * 200
    assert join(base, "a") != join(base, "b")
    assert join("", "a.b") != join("a", "b")


def test_half_of_a_surrogate_pair_as_a_name_is_only_a_name() -> None:
    (item,) = contents_of({"\ud83d": {"file_id": "f1"}}).media
    item.slot.encode()


def test_objects_come_in_the_order_of_the_document() -> None:
    tree = {"a": [{"n": 1}, {"b": {"n": 2}}], "c": {"n": 3}}
    assert [node["n"] for _, node in walk(tree) if "n" in node] == [1, 2, 3]
    assert [path for path, node in walk(tree) if "n" in node] == ["a.0", "a.1.b", "c"]


def test_a_hostile_depth_does_not_overflow_the_stack() -> None:
    node: dict[str, object] = {"file_id": "f1"}
    for _ in range(20_000):
        node = {"x": [node]}
    assert [item.handle for item in contents_of(node).media] == ["f1"]


def sizes(*widths: object) -> list[object]:
    return [
        {"file_id": f"f{number}", "width": width, "height": 10}
        for number, width in enumerate(widths)
    ]


@pytest.mark.parametrize("name", ["photo", "new_chat_photo", "cover"])
def test_of_one_picture_only_the_largest_size_is_looked_at(name: str) -> None:
    (item,) = contents_of({name: sizes(90, 1280, 320)}).media
    assert (item.slot, item.handle) == (name, "f1")


def test_of_equally_large_sizes_the_last_is_taken() -> None:
    (item,) = contents_of({"photo": sizes(320, 320)}).media
    assert item.handle == "f1"


def test_files_of_a_list_that_nobody_knows_are_each_looked_at() -> None:
    assert len(contents_of({"pictures": sizes(90, 1280)}).media) == 2


@pytest.mark.parametrize("width", [None, "1280", 0, -5, 1.5])
def test_a_size_whose_pixels_are_not_known_is_looked_at_as_well(width: object) -> None:
    found = contents_of({"photo": sizes(90, width)}).media
    assert [(item.slot, item.handle) for item in found] == [("photo", "f0"), ("photo.1", "f1")]


def test_what_lies_inside_a_smaller_size_is_looked_at() -> None:
    small = {"file_id": "s", "width": 1, "height": 1, "cover": {"file_id": "c"}}
    large = {"file_id": "l", "width": 9, "height": 9}
    found = contents_of({"photo": [small, large]}).media
    assert [(item.slot, item.handle) for item in found] == [("photo.0.cover", "c"), ("photo", "l")]


@pytest.mark.parametrize("value", [None, 5, "", {}, [], True, "ü", "a\nb", "x" * 257])
def test_what_is_no_id_of_a_file_is_not_taken_for_one(value: object) -> None:
    assert not usable_id(value)
    found = contents_of({"video": {"file_id": value}})
    assert found.media == ()
    assert [slot.slot for slot in found.opaque] == ["video"]
