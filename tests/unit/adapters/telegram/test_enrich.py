"""Pictures of people who join: asked for at once, and null where nobody knows."""

import asyncio

import pytest

from adapters.telegram.enrich import Enricher
from adapters.telegram.errors import NotSent
from adapters.telegram.updates import joined
from tests.unit.adapters.telegram.receiving import ScriptedApi, message

PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
FOUND = {"total_count": 1, "photos": [PHOTO]}


def change(person: int, was: str, now: str, **fields: object) -> dict[str, object]:
    """Return an update in which somebody's place in the chat changed."""
    user = {"id": person, "is_bot": False, "first_name": "x"}
    ends = {
        "old_chat_member": {"status": was, "user": user},
        "new_chat_member": {"status": now, "user": user, **fields},
    }
    return {"update_id": 1, "chat_member": {"chat": {"id": -100}, "date": 1, **ends}}


@pytest.mark.parametrize("was", ["left", "kicked"])
@pytest.mark.parametrize("now", ["member", "administrator", "creator"])
def test_who_is_in_the_chat_and_was_not_before_joined(was: str, now: str) -> None:
    assert joined(change(5, was, now)) == ("5",)


@pytest.mark.parametrize(
    "update",
    [
        change(5, "member", "administrator"),
        change(5, "member", "left"),
        change(5, "left", "kicked"),
        change(5, "left", "restricted", is_member=False),
        message(1, text="hello"),
        message(1, new_chat_members="all of us"),
        {"update_id": 1, "chat_member": []},
        {},
    ],
)
def test_nobody_joined(update: dict[str, object]) -> None:
    assert joined(update) == ()


def test_a_restricted_member_who_is_in_joined() -> None:
    assert joined(change(5, "left", "restricted", is_member=True)) == ("5",)


async def test_the_pictures_of_all_newcomers_are_put_beside_the_update() -> None:
    api = ScriptedApi(getUserProfilePhotos=[FOUND, FOUND])
    update = message(1, new_chat_members=[{"id": 5}, {"id": 6}])
    (rich,) = await Enricher(api).enrich([update])
    assert rich == {**update, "upstander": {"profile_photos": {"5": [PHOTO], "6": [PHOTO]}}}
    assert {asked["user_id"] for asked in api.asked("getUserProfilePhotos")} == {"5", "6"}
    assert {asked["limit"] for asked in api.asked("getUserProfilePhotos")} == {3}


async def test_somebody_who_comes_in_two_updates_is_asked_for_once() -> None:
    api = ScriptedApi(getUserProfilePhotos=[FOUND])
    batch = [message(1, new_chat_members=[{"id": 5}]), change(5, "left", "member")]
    found = [rich["upstander"] for rich in await Enricher(api).enrich(batch)]
    assert found == [{"profile_photos": {"5": [PHOTO]}}] * 2


@pytest.mark.parametrize("answer", [NotSent(), True, {"total_count": 0}])
async def test_what_could_not_be_asked_is_null_and_not_none(answer: object) -> None:
    api = ScriptedApi(getUserProfilePhotos=[answer])
    (rich,) = await Enricher(api).enrich([message(1, new_chat_members=[{"id": 5}])])
    assert rich["upstander"] == {"profile_photos": {"5": None}}


async def test_who_has_no_picture_has_an_empty_list() -> None:
    api = ScriptedApi(getUserProfilePhotos=[{"total_count": 0, "photos": []}])
    (rich,) = await Enricher(api).enrich([message(1, new_chat_members=[{"id": 5}])])
    assert rich["upstander"] == {"profile_photos": {"5": []}}


async def test_a_telegram_that_does_not_answer_costs_a_bounded_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.telegram.enrich._BUDGET_SECONDS", 0.05)
    # The first is answered, then nothing happens any more.
    api = ScriptedApi(getUserProfilePhotos=[FOUND])
    batch = [message(1, new_chat_members=[{"id": 5}, {"id": 6}])]
    async with asyncio.timeout(1):
        (rich,) = await Enricher(api).enrich(batch)
    found = rich["upstander"]
    assert isinstance(found, dict)
    answers = list(found["profile_photos"].values())
    assert len(answers) == 2
    assert [PHOTO] in answers
    assert None in answers


async def test_a_whole_class_that_joins_is_not_asked_for_at_once() -> None:
    under_way, most = 0, 0

    class Busy(ScriptedApi):
        async def call(self, method: str, **parameters: object) -> dict[str, object]:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.001)
            under_way -= 1
            return FOUND

    people = [{"id": number} for number in range(1, 41)]
    await Enricher(Busy()).enrich([message(1, new_chat_members=people)])
    assert most == 8


def test_the_bot_itself_is_no_newcomer() -> None:
    enricher = Enricher(api := ScriptedApi())
    own = {"id": int(api.bot_id)}
    assert not enricher.concerns(message(1, new_chat_members=[own]))
    assert enricher.concerns(message(1, new_chat_members=[own, {"id": 5}]))
