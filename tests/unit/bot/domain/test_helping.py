"""The steps of the help: none leads nowhere, and each leads back."""

import pytest

from bot.domain.helping import (
    OPENS_HELP,
    Choice,
    Step,
    choices,
    names_emergency,
    read_step,
    who_helps,
)
from bot.domain.helpline import LISTENING, Purpose

BRANCHES = {
    "victim": 4,
    "blackmail": 4,
    "bystander": 3,
    "regret": 3,
}


def _to(step: Step, label: str) -> Step | None:
    return next((one.to for one in choices(step) if one.label == label), None)


def test_the_menu_offers_the_four_branches_whom_to_call_and_what_the_bot_is() -> None:
    assert [choice.to for choice in choices(Step.MENU)] == [
        *(Step(f"{branch}-1") for branch in BRANCHES),
        Step.LINES,
        Step.BOT,
    ]
    assert f"help:{Step.MENU}" == OPENS_HELP


@pytest.mark.parametrize(("branch", "length"), BRANCHES.items())
def test_each_branch_goes_on_step_by_step_and_back_again(branch: str, length: int) -> None:
    steps = [Step(f"{branch}-{number}") for number in range(1, length + 1)]
    assert 2 <= length <= 4
    for number, step in enumerate(steps):
        after = steps[number + 1] if number + 1 < length else None
        before = steps[number - 1] if number else None
        assert _to(step, "button-help-next") == after
        assert _to(step, "button-help-back") == before
    assert Step(f"{branch}-{length}") in Step
    assert read_step(f"{branch}-{length + 1}") is None


@pytest.mark.parametrize("step", Step)
def test_from_every_step_one_press_leads_to_the_menu(step: Step) -> None:
    if step is not Step.MENU:
        assert choices(step)[-1] == Choice("button-help-menu", Step.MENU)


def test_every_step_can_be_reached_from_the_menu() -> None:
    reached, waiting = {Step.MENU}, [Step.MENU]
    while waiting:
        new = {choice.to for choice in choices(waiting.pop())} - reached
        reached |= new
        waiting += new
    assert reached == set(Step)


def test_each_branch_leads_to_people_and_those_in_a_picture_to_the_code() -> None:
    for branch in BRANCHES:
        steps = [step for step in Step if step.startswith(branch)]
        assert any(who_helps(step) == LISTENING for step in steps), branch
    with_code = {step for step in Step if _to(step, "button-help-code") is Step.CODE}
    assert {step.partition("-")[0] for step in with_code} == {"victim", "blackmail"}
    assert {who_helps(step) for step in with_code} == {frozenset({Purpose.REMOVAL})}
    assert who_helps(Step.LINES) == frozenset(Purpose)
    assert who_helps(Step.MENU) == frozenset()


def test_the_emergency_number_stands_where_somebody_may_not_be_safe() -> None:
    urgent = {step for step in Step if names_emergency(step)}
    assert urgent == {Step.MENU, Step.LINES, Step.VICTIM_4, Step.BLACKMAIL_3}


@pytest.mark.parametrize("text", ["", "menu ", "victim", "victim-0", "start", "MENU"])
def test_what_no_button_carries_is_no_step(text: str) -> None:
    assert read_step(text) is None
    assert read_step("victim-2") is Step.VICTIM_2
