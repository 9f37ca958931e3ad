"""Presets: the shipped numbers, their order of strictness, and errors that name file and key."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import StartRefused
from bot.domain.policy import Mode, OpaqueHandling, Policy, Preset, PresetName, Rule
from bot.domain.signal import Extent, Score
from bot.domain.verdict import Outcome, decide
from config.presets import FOLDER, BadPreset, extend, load_presets, load_rule

PRESETS = load_presets()
# All that NudeNet can say (bot code never lists them, so that the test is independent).
HARMLESS = (
    *("MALE_BREAST_EXPOSED", "BELLY_EXPOSED", "BELLY_COVERED", "FEET_EXPOSED", "FEET_COVERED"),
    *("ARMPITS_EXPOSED", "ARMPITS_COVERED", "FACE_FEMALE", "FACE_MALE"),
)
EXPLICIT = (
    *("FEMALE_BREAST_EXPOSED", "FEMALE_GENITALIA_EXPOSED", "MALE_GENITALIA_EXPOSED"),
    *("BUTTOCKS_EXPOSED", "ANUS_EXPOSED"),
)
COVERED = ("FEMALE_BREAST_COVERED", "FEMALE_GENITALIA_COVERED", "BUTTOCKS_COVERED")
SEVERITY = [Outcome.ALLOW, Outcome.REVIEW, Outcome.REMOVE]


def judge(name: PresetName, nsfw: float, part: float = 0.0, label: str = EXPLICIT[0]) -> Outcome:
    policy = Policy(Mode.REMOVE, PRESETS[name], OpaqueHandling.ALERT, "en", None, 20)
    signals = (Score("open_nsfw", "nsfw", nsfw), Score("nudenet", label, part))
    return decide(signals, policy).outcome


@pytest.mark.parametrize(
    ("name", "nsfw", "part", "expected"),
    [
        (PresetName.SCHOOL, 0.14, 0.39, Outcome.ALLOW),
        (PresetName.SCHOOL, 0.15, 0.00, Outcome.REVIEW),
        (PresetName.SCHOOL, 0.00, 0.40, Outcome.REVIEW),
        (PresetName.SCHOOL, 0.59, 0.00, Outcome.REVIEW),
        (PresetName.SCHOOL, 0.60, 0.00, Outcome.REMOVE),
        (PresetName.SCHOOL, 0.00, 0.65, Outcome.REMOVE),
        (PresetName.SCHOOL, 0.20, 0.30, Outcome.REMOVE),
        (PresetName.SCHOOL, 0.20, 0.29, Outcome.REVIEW),
        (PresetName.LENIENT, 0.20, 0.30, Outcome.ALLOW),
        (PresetName.LENIENT, 0.79, 0.69, Outcome.REVIEW),
        (PresetName.LENIENT, 0.80, 0.00, Outcome.REMOVE),
        (PresetName.LENIENT, 0.00, 0.70, Outcome.REMOVE),
        (PresetName.STRICT, 0.14, 0.39, Outcome.ALLOW),
        (PresetName.STRICT, 0.15, 0.00, Outcome.REMOVE),
        (PresetName.STRICT, 0.00, 0.40, Outcome.REMOVE),
    ],
)
def test_preset_decides_as_written_down(
    name: PresetName, nsfw: float, part: float, expected: Outcome
) -> None:
    assert judge(name, nsfw, part) is expected


@pytest.mark.parametrize("model", ["open_nsfw", "nudenet"])
@pytest.mark.parametrize("name", PresetName)
def test_a_picture_in_a_picture_is_removed_like_any_other_and_a_tile_never_so(
    name: PresetName, model: str
) -> None:
    label = "nsfw" if model == "open_nsfw" else EXPLICIT[0]
    clear = (Score("open_nsfw", "nsfw", 0.0), Score("nudenet", EXPLICIT[0], 0.0))
    (rule,) = (one for one in PRESETS[name].rules if label in one.labels)
    policy = Policy(Mode.REMOVE, PRESETS[name], OpaqueHandling.ALERT, "en", None, 20)
    assert (rule.panel_remove or 2) >= rule.remove
    panel = Score(model, label, rule.panel_remove or 2, extent=Extent.PANEL)
    assert decide((*clear, panel), policy).outcome is Outcome.REMOVE
    detail = Score(model, label, 1.0, extent=Extent.DETAIL)
    if name is not PresetName.STRICT:
        assert decide((*clear, detail), policy).outcome is not Outcome.REMOVE


@pytest.mark.parametrize("name", PresetName)
@pytest.mark.parametrize("label", HARMLESS)
def test_harmless_parts_never_count(name: PresetName, label: str) -> None:
    assert judge(name, 0.0, 1.0, label) is Outcome.ALLOW


@pytest.mark.parametrize("name", PresetName)
@pytest.mark.parametrize("label", EXPLICIT)
def test_every_explicit_label_removes_when_certain(name: PresetName, label: str) -> None:
    assert judge(name, 0.0, 0.99, label) is Outcome.REMOVE


@pytest.mark.parametrize("label", COVERED)
def test_covered_parts_ask_an_adult_in_strict_only_and_never_remove(label: str) -> None:
    assert judge(PresetName.STRICT, 0.0, 0.59, label) is Outcome.ALLOW
    assert judge(PresetName.STRICT, 0.0, 0.60, label) is Outcome.REVIEW
    assert judge(PresetName.STRICT, 0.14, 0.9999, label) is Outcome.REVIEW
    assert judge(PresetName.SCHOOL, 0.0, 1.0, label) is Outcome.ALLOW


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(EXPLICIT + COVERED + HARMLESS))
def test_a_stricter_preset_is_never_milder(nsfw: float, part: float, label: str) -> None:
    lenient, school, strict = (
        SEVERITY.index(judge(name, nsfw, part, label)) for name in PresetName
    )

    assert lenient <= school <= strict


def test_every_threshold_says_where_it_comes_from() -> None:
    rules = [rule for preset in PRESETS.values() for rule in preset.rules]

    assert len(rules) == 7
    assert all("2026-11" in rule.source for rule in rules)
    assert {preset.models for preset in PRESETS.values()} == {frozenset({"open_nsfw", "nudenet"})}


@pytest.mark.parametrize(
    ("name", "review", "remove"),
    [
        (PresetName.LENIENT, 0.0196, 0.0033),
        (PresetName.SCHOOL, 0.059, 0.0055),
        # How often swimwear asks an adult was not measured, so nothing is said about it.
        (PresetName.STRICT, None, 0.059),
    ],
)
def test_presets_say_how_many_harmless_pictures_they_stop(
    name: PresetName, review: float | None, remove: float
) -> None:
    preset = PRESETS[name]
    assert preset.review_rate == (review if review is None else pytest.approx(review))
    assert preset.remove_rate == pytest.approx(remove)
    # A further model whose rule says nothing makes it unknown.
    further = extend(PRESETS, [a_rule()])[name]
    assert (further.review_rate, further.remove_rate) == (None, None)


def a_rule(model: str = "third") -> Rule:
    return Rule(model, frozenset({"nsfw"}), 0.3, 0.9, None, "test")


def test_further_rule_joins_every_preset_and_its_model_must_answer() -> None:
    extended = extend(PRESETS, [a_rule()])

    assert set(extended) == set(PresetName)
    for name, preset in extended.items():
        rules = (*PRESETS[name].rules, a_rule())
        assert preset == Preset(name, rules, PRESETS[name].thorough)
        assert "third" in preset.models
        policy = Policy(Mode.REMOVE, preset, OpaqueHandling.ALERT, "en", None, 20)
        signals = (Score("open_nsfw", "nsfw", 0.0), Score("nudenet", "none", 0.0))
        assert decide(signals, policy).outcome is Outcome.OPAQUE


GOOD_RULE = """
[rule]
labels = ["nsfw"]
review = 0.3
remove = 0.9
agree = 0.4
source = "measured by us"
"""


def test_rule_of_a_further_model_is_read_beside_other_tables(tmp_path: Path) -> None:
    path = tmp_path / "third.toml"
    path.write_text(f'id = "third"\n{GOOD_RULE}\n[model]\nsize = 3\n')

    rule = load_rule(path, "third")

    assert rule == Rule("third", frozenset({"nsfw"}), 0.3, 0.9, 0.4, "measured by us")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[rule]", "[rules]", "needs a [rule] table"),
        ("remove = 0.9", "remove = 0.1", "need 0 < review <= remove <= 1"),
        ("remove = 0.9", "remove = 1.5", "remove: input should be less than or equal to 1"),
        ("remove = 0.9", 'remove = "high"', "remove: input should be a valid number"),
        ("agree = 0.4", "agre = 0.4", "agre: extra inputs are not permitted"),
        ("agree = 0.4", "agree = nan", "agree: input should be less than or equal to 1"),
        ('labels = ["nsfw"]', "labels = []", "labels: list should have at least 1 item"),
        ('source = "measured by us"', "", "source: field required"),
        ("review = 0.3", "review = ", "is not TOML"),
        ("agree = 0.4", "remove_rate = 1.5", "remove_rate: input should be less than 1"),
        ("agree = 0.4", "review_rate = -1", "review_rate: input should be greater than or equal"),
    ],
)
def test_bad_rule_names_file_and_key(old: str, new: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "third.toml"
    assert old in GOOD_RULE
    path.write_text(GOOD_RULE.replace(old, new))

    with pytest.raises(BadPreset) as refused:
        load_rule(path, "third")

    assert str(path) in str(refused.value)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "needs at least one [[rule]]"),
        ("threshold = 3", "there is no key threshold"),
        ("rule = 3", "valid list"),
        ("[[rule]]\nmodel = 'x'", "rule 1.labels: field required"),
    ],
)
def test_bad_preset_names_file_and_key(content: str, told: str, tmp_path: Path) -> None:
    for name in PresetName:
        (tmp_path / f"{name}.toml").write_text((FOLDER / f"{name}.toml").read_text())
    (tmp_path / "school.toml").write_text(content)

    with pytest.raises(BadPreset) as refused:
        load_presets(tmp_path)

    assert "school.toml" in str(refused.value)
    assert told in str(refused.value)


def test_missing_or_binary_preset_is_a_refusal_to_start(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match=r"lenient\.toml: cannot be read"):
        load_presets(tmp_path)
    (tmp_path / "lenient.toml").write_bytes(b"\xff")
    with pytest.raises(StartRefused, match="is not TOML"):
        load_presets(tmp_path)
