"""How many false alarms are to be expected: what was measured, and nothing where nobody knows."""

from dataclasses import replace

import pytest

from bot.domain.forecast import PICTURES_A_WEEK, Forecast, expected
from bot.domain.policy import Mode, Preset, PresetName, Rule
from tests.unit.bot.domain.builders import FIRST, SECOND, policy


def rates(rule: Rule, review: float | None, remove: float | None) -> Rule:
    return replace(rule, review_rate=review, remove_rate=remove)


def preset(*rules: Rule) -> Preset:
    return Preset(PresetName.SCHOOL, rules)


MEASURED = preset(rates(FIRST, 0.05, 0.01), rates(SECOND, 0.02, 0.005))


@pytest.mark.parametrize(
    ("mode", "forecast"),
    [
        (Mode.REMOVE, Forecast(asked=14, removed=3)),
        # What would be removed is a question there.
        (Mode.ALERT, Forecast(asked=17, removed=0)),
        (Mode.SHADOW, Forecast(asked=0, removed=0)),
    ],
)
def test_the_rules_shares_add_up_to_pictures(mode: Mode, forecast: Forecast) -> None:
    assert expected(policy(mode, preset=MEASURED), 200) == forecast


def test_a_small_share_is_never_called_none() -> None:
    rare = preset(rates(FIRST, 0.0, 0.0001))
    assert expected(policy(preset=rare), 200) == Forecast(asked=0, removed=1)


def test_what_one_rule_was_not_measured_for_is_not_promised() -> None:
    unknown = preset(rates(FIRST, 0.05, 0.01), rates(SECOND, None, 0.005))
    assert expected(policy(preset=unknown), 200) == Forecast(asked=None, removed=3)
    assert expected(policy(Mode.ALERT, preset=unknown), 200) == Forecast(asked=None, removed=0)
    assert expected(policy()) == Forecast(asked=None, removed=None)


def test_a_class_of_thirty_is_assumed_to_post_two_hundred_pictures_a_week() -> None:
    assert expected(policy(preset=MEASURED)) == expected(policy(preset=MEASURED), PICTURES_A_WEEK)
    assert PICTURES_A_WEEK == 200
