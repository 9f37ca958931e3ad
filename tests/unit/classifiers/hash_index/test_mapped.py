"""A part comes back from its file as it was; a file that is not whole is refused."""

import os
import stat
from pathlib import Path

import numpy as np
import pytest

from classifiers.hash_index import mapped as module
from classifiers.hash_index.live import LiveIndex
from classifiers.hash_index.mapped import UnusableIndexFile, open_saved, save
from classifiers.hash_index.part import Part
from tests.unit.classifiers.hash_index.hashes import clustered, listed, queries_near

CHANCE = np.random.default_rng(8)
HASHES = clustered(CHANCE, 9000)
QUERIES = queries_near(CHANCE, HASHES, 40)


@pytest.fixture(scope="module")
def part() -> Part:
    return Part.build(HASHES, np.arange(9000), HASHES[::-1])


@pytest.fixture
def file(tmp_path: Path, part: Part) -> Path:
    path = tmp_path / "bank.hashes"
    save(part, path, "change 17")
    return path


@pytest.mark.parametrize("check", [True, False])
def test_an_opened_part_finds_what_the_saved_one_finds(part: Part, file: Path, check: bool) -> None:
    opened = open_saved(file, check=check)

    assert opened.stamp == "change 17"
    assert opened.part.bands is not None
    for radius in (31, 60):
        here, there = (one.search(QUERIES, radius, QUERIES) for one in (part, opened.part))
        assert len(here) > 10
        assert listed(here) == listed(there)


@pytest.mark.parametrize("stored", [0, 1, 100])
def test_small_parts_without_bands_or_second_hashes_come_back(stored: int, tmp_path: Path) -> None:
    part = Part.build(HASHES[:stored], np.arange(stored) + 2**40)
    save(part, tmp_path / "file", "")

    opened = open_saved(tmp_path / "file").part

    assert (opened.bands, opened.seconds) == (None, None)
    assert listed(opened.search(HASHES[:5], 256)) == listed(part.search(HASHES[:5], 256))


def test_an_opened_part_is_read_from_the_file_and_cannot_be_written_to(file: Path) -> None:
    words = open_saved(file).part.words

    assert type(words.base).__name__ == "mmap"
    with pytest.raises(ValueError, match="read-only"):
        words[0, 0] = 0


def test_an_opened_part_serves_as_the_base_of_a_live_index(file: Path, tmp_path: Path) -> None:
    index = LiveIndex(open_saved(file).part)
    index.remove(np.arange(1, 9000))
    index.add(HASHES[5:6], np.array([5]), HASHES[:1])

    save(index.compact(), file, "change 18")  # in place of the file that is still open

    opened = open_saved(file)
    assert opened.stamp == "change 18"
    assert sorted(opened.part.ids.tolist()) == [0, 5]
    assert listed(index.search(QUERIES, 256)) == listed(opened.part.search(QUERIES, 256))


def test_only_the_owner_may_read_the_file_whoever_could_before(file: Path, part: Part) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    file.chmod(0o644)
    save(part, file, "")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_saving_that_fails_leaves_what_was_there_and_nothing_else(
    file: Path, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(part, file, "other")

    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("left", [0, 1, 19, 27, 28, 100, 4096, 100_000, -1])
def test_a_file_that_was_cut_short_is_refused(file: Path, left: int) -> None:
    file.write_bytes(file.read_bytes()[:left])

    for check in (True, False):
        with pytest.raises(UnusableIndexFile, match=r"bank\.hashes .*[Bb]uild the index"):
            open_saved(file, check=check)


def test_a_file_with_something_after_its_end_is_refused(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0")

    with pytest.raises(UnusableIndexFile, match="bytes instead of"):
        open_saved(file)


@pytest.mark.parametrize("content", [b"PK\3\4" * 100, b"upstander hashes\2\0\0\0" + bytes(5000)])
def test_a_file_of_another_kind_or_version_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    with pytest.raises(UnusableIndexFile, match="is no index of hashes, version 1"):
        open_saved(file)


def test_a_file_that_is_not_there_is_refused_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(UnusableIndexFile, match="cannot be read"):
        open_saved(tmp_path / "nothing")


def test_a_single_wrong_bit_anywhere_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "small"
    save(Part.build(HASHES[:300], np.arange(300), HASHES[:300]), path, "now")
    whole = path.read_bytes()
    header = len(module._MAGIC) + 8 + int.from_bytes(whole[20:24], "little")
    # Every array and the header; the zeros that only fill up to a page mean nothing.
    meant = [place for place in range(len(whole)) if place < header or whole[place]]
    noticed = 0
    for place in meant[:: len(meant) // 100]:
        damaged = bytearray(whole)
        damaged[place] ^= 4
        path.write_bytes(damaged)
        with pytest.raises(UnusableIndexFile):
            open_saved(path)
        noticed += 1

    assert noticed >= 100


def test_damage_in_any_array_is_told_by_its_name(file: Path) -> None:
    whole = file.read_bytes()
    told = set()
    for place in range(len(whole) - 1, 8192, -len(whole) // 40):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        file.write_bytes(damaged)
        try:
            open_saved(file)
        except UnusableIndexFile as error:
            told.add(str(error).split(" its ")[1].split()[0])

    assert {"words", "seconds", "rows", "begins"} <= told
