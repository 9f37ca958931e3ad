"""A line tells when it was altered, moved or follows a hole, and holds no handle and no link."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.policy import Preset, PresetName, Rule
from bot.domain.proof import (
    SOFTWARE,
    canonical,
    first_bad_line,
    key_id,
    line_hash,
    media_id,
    thresholds,
)
from bot.storage.signing import holds
from tests.architecture.tree import ROOT
from tests.records import OTHER, SIGNER, lines_of

KEY = SIGNER.public


def test_an_untouched_record_is_whole() -> None:
    assert first_bad_line(42, KEY, lines_of(), holds) is None
    assert first_bad_line(42, KEY, [], holds) is None


@given(st.integers(0, 6), st.data())
def test_a_line_that_was_altered_is_found_whatever_was_altered(
    place: int, data: st.DataObject
) -> None:
    lines = lines_of()
    old = lines[place]
    what = canonical({"event": "other"})
    lines[place] = data.draw(
        st.sampled_from(
            [
                replace(old, what=what),
                replace(old, what=what, hash=line_hash(42, old.seq, old.at, what, old.prev)),
                replace(old, at=f"{old.at} "),
                replace(old, seq=old.seq + 1),
                replace(old, case=43),
                replace(old, prev="1" * 64),
                replace(old, hash="1" * 64),
                replace(old, signature="0" * 128),
                replace(old, signature=lines[place - 1].signature),
                replace(old, signature="no hex"),
            ]
        )
    )
    assert first_bad_line(42, KEY, lines, holds) == place + 1


@given(st.permutations(range(7)).filter(lambda order: order != list(range(7))))
def test_lines_in_another_order_are_found(order: list[int]) -> None:
    lines = lines_of()
    first = next(place for place, number in enumerate(order) if number != place)
    assert first_bad_line(42, KEY, [lines[number] for number in order], holds) == first + 1


@pytest.mark.parametrize("place", range(6))
def test_a_line_that_was_taken_out_or_told_twice_is_found(place: int) -> None:
    lines = lines_of()
    assert first_bad_line(42, KEY, lines[:place] + lines[place + 1 :], holds) == place + 1
    assert first_bad_line(42, KEY, lines[: place + 1] + lines[place:], holds) == place + 2


def test_lines_of_another_case_or_key_are_found() -> None:
    other = lines_of(43)
    assert first_bad_line(42, KEY, other, holds) == 1
    assert first_bad_line(42, KEY, [replace(line, case=42) for line in other], holds) == 1
    mixed = [*lines_of()[:3], *other[3:]]
    assert first_bad_line(42, KEY, mixed, holds) == 4
    assert first_bad_line(42, KEY, lines_of(signer=OTHER), holds) == 1


def test_a_forgotten_line_leaves_the_others_provable() -> None:
    lines = lines_of()
    lines[2] = replace(lines[2], what=None)
    assert first_bad_line(42, KEY, lines, holds) is None
    lines[2] = replace(lines[2], hash="1" * 64)
    assert first_bad_line(42, KEY, lines, holds) == 3


@pytest.mark.parametrize("key", ["AQADAgADq8sxG1234", "1310000000000000001", "attachment:13100"])
def test_an_id_that_opens_nothing_is_told(key: str) -> None:
    assert media_id("photo", key) == {"slot": "photo", "platform_id": key}


@pytest.mark.parametrize(
    ("slot", "key"),
    [
        ("photo", "A" * 41),
        ("photo", "https://cdn.example/a"),
        ("photo", "url:abc"),
        ("photo", "sticker:1"),
        ("photo", "ñandú"),
        ("link.0", "abcdef"),
        ("name.0", "abcdef"),
        ("photo", ""),
    ],
)
def test_of_what_may_be_a_handle_or_a_link_only_a_digest_is_told(slot: str, key: str) -> None:
    told = media_id(slot, key)
    assert set(told) == {"slot", "platform_id_sha256"}
    assert key == "" or key not in "".join(told.values())


def test_the_thresholds_have_a_digest_of_their_own() -> None:
    rule = Rule("m", frozenset({"b", "a"}), 0.5, 0.9, None, "here")
    one = Preset(PresetName.SCHOOL, (rule,))
    assert thresholds(one) == thresholds(Preset(PresetName.SCHOOL, (replace(rule),)))
    others = {
        thresholds(Preset(PresetName.SCHOOL, (replace(rule, remove=0.91),))),
        thresholds(Preset(PresetName.STRICT, (rule,))),
        thresholds(Preset(PresetName.SCHOOL, (rule,), thorough=True)),
    }
    assert len(others | {thresholds(one)}) == 4


def test_the_name_of_a_key_is_short_and_its_own() -> None:
    assert len(key_id(KEY)) == 16
    assert key_id(KEY) != key_id(OTHER.public)


def test_the_version_in_records_is_that_of_the_program() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{SOFTWARE.removeprefix("upstander ")}"' in project


def test_a_number_that_json_cannot_write_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"share": float("nan")})
