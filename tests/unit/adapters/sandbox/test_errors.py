"""Every refusal of the platform has an outcome, and none tells what people wrote."""

from datetime import timedelta

import pytest

from adapters.sandbox import errors
from adapters.sandbox.errors import Refusal, SlowDown, to_result
from bot.domain.action import ActionOutcome


def every_refusal() -> list[Refusal]:
    made: list[Refusal] = []
    for kind in Refusal.__subclasses__():
        match kind:
            case errors.SlowDown:
                made.append(SlowDown(timedelta(seconds=4)))
            case errors.NotAllowed | errors.TooMuch:
                made.append(kind("a reason"))
            case _:
                made.append(kind())
    return made


def test_codes_are_unique_and_texts_are_sentences() -> None:
    refusals = every_refusal()
    assert len(refusals) >= 12
    assert len({refusal.code for refusal in refusals}) == len(refusals)
    assert all(str(refusal) for refusal in refusals)


@pytest.mark.parametrize("refusal", every_refusal(), ids=lambda refusal: refusal.code)
def test_only_slow_down_says_when_and_only_what_can_be_fixed_says_how(refusal: Refusal) -> None:
    result = to_result(refusal)
    assert result.outcome is not ActionOutcome.OK
    assert (result.retry_after is not None) is (refusal.code == "slow-down")
    assert (result.fix is not None) is (refusal.code in {"missing-right", "target-is-admin"})
