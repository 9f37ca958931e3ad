"""What Telegram says becomes what it means."""

import json
from datetime import timedelta

import pytest

from adapters.telegram.errors import (
    CannotBeDeleted,
    Conflict,
    Forbidden,
    Gone,
    InvalidRequest,
    MissingRight,
    Moved,
    NotInChat,
    NotSent,
    NotSupported,
    PrivateClosed,
    Refusal,
    SlowDown,
    TooBig,
    TooOld,
    Unauthorised,
    Unchanged,
    Unreachable,
    check_answered,
    read_refusal,
    to_result,
)
from bot.domain.action import ActionOutcome
from bot.domain.errors import TryLater
from config.phrasebook import TEXTS

TABLE = [
    (400, "Bad Request: message to delete not found", Gone),
    (400, "Bad Request: message to react not found", Gone),
    (400, "Bad Request: MESSAGE_ID_INVALID", Gone),
    (400, "Bad Request: message is not modified: specified new message content", Unchanged),
    (400, "Bad Request: message can't be deleted", CannotBeDeleted),
    (400, "Bad Request: message can't be deleted for everyone", CannotBeDeleted),
    (400, "Bad Request: not enough rights", MissingRight),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED", MissingRight),
    (400, "Bad Request: need administrator rights in the channel chat", MissingRight),
    (403, "Forbidden: bot was kicked from the supergroup chat", NotInChat),
    (403, "Forbidden: bot is not a member of the supergroup chat", NotInChat),
    (400, "Bad Request: chat not found", NotInChat),
    (403, "Forbidden: bot can't initiate conversation with a user", PrivateClosed),
    (403, "Forbidden: bot was blocked by the user", PrivateClosed),
    (403, "Forbidden: user is deactivated", PrivateClosed),
    (400, "Bad Request: file is too big", TooBig),
    (413, "Request Entity Too Large", TooBig),
    (400, "Bad Request: wrong file_id or the file is temporarily unavailable", Gone),
    (400, "Bad Request: PARTICIPANT_ID_INVALID", Gone),
    (400, "Bad Request: user not found", Gone),
    (400, "Bad Request: query is too old and response timeout expired", TooOld),
    (404, "Not Found: method not found", NotSupported),
    (404, "Not Found", Unauthorised),
    (401, "Unauthorized", Unauthorised),
    (409, "Conflict: terminated by other getUpdates request", Conflict),
    (429, "Too Many Requests: retry after 7", SlowDown),
    (400, "Bad Request: something nobody has seen yet", InvalidRequest),
    (403, "Forbidden: something nobody has seen yet", Forbidden),
    (500, "Internal Server Error", Unreachable),
    (502, "Bad Gateway", Unreachable),
    (302, "Found", Unreachable),
]
FIXES = [
    ("Bad Request: method is available only for supergroups", "fix-telegram-supergroup"),
    ("Bad Request: method is available for supergroup and channel", "fix-telegram-supergroup"),
    ("Bad Request: user is an administrator of the chat", "fix-telegram-target-is-admin"),
    ("Bad Request: can't remove chat owner", "fix-telegram-target-is-admin"),
    ("Bad Request: not enough rights to restrict/unrestrict chat", "fix-telegram-restrict"),
    ("Bad Request: not enough rights to change chat permissions", "fix-telegram-restrict"),
    ("Bad Request: not enough rights to send text messages", "fix-telegram-write"),
    ("Bad Request: have no rights to send a message", "fix-telegram-write"),
    ("Bad Request: TOPIC_CLOSED", "fix-telegram-write"),
    ("Bad Request: CHAT_WRITE_FORBIDDEN", "fix-telegram-write"),
    ("Bad Request: group chat was upgraded to a supergroup chat", "fix-telegram-moved"),
    ("Bad Request: chat not found", "fix-telegram-not-in-chat"),
]


def _refusal(status: int, description: str, **parameters: object) -> Refusal:
    told = {"ok": False, "error_code": status, "description": description}
    return read_refusal(status, json.dumps(told | {"parameters": parameters}).encode())


@pytest.mark.parametrize(("status", "description", "kind"), TABLE)
def test_every_known_text_has_its_meaning(
    status: int, description: str, kind: type[Refusal]
) -> None:
    assert type(_refusal(status, description)) is kind


@pytest.mark.parametrize(("description", "fix"), FIXES)
def test_what_an_adult_can_put_right_names_the_text_that_says_how(
    description: str, fix: str
) -> None:
    result = to_result(_refusal(400, description), "fix-unknown")
    assert (result.outcome, result.fix) == (ActionOutcome.FORBIDDEN, fix)
    assert f"\n{fix} = " in (TEXTS / "en" / "telegram.ftl").read_text(encoding="utf-8")


def test_a_right_that_is_not_named_is_the_one_that_the_caller_needs() -> None:
    refusal = _refusal(400, "Bad Request: not enough rights")
    assert to_result(refusal, "fix-telegram-delete").fix == "fix-telegram-delete"


def test_only_what_an_adult_can_put_right_carries_the_callers_fix() -> None:
    assert to_result(Gone(), "fix-telegram-delete").fix is None
    assert to_result(Unreachable(), "fix-telegram-delete").fix is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"<html>Not Found</html>", 404),
        (b"[]", 403),
        (b'"message to delete not found"', 400),
        (b'{"description": "message to delete not found"}', 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe", 401),
    ],
)
def test_what_is_no_answer_of_telegrams_means_that_nobody_knows(body: bytes, status: int) -> None:
    assert type(read_refusal(status, body)) is Unreachable


def test_a_moved_chat_says_where_it_is_now() -> None:
    refusal = _refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1001)
    assert isinstance(refusal, Moved)
    assert refusal.new == "-1001"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [(7, 7), (0.5, 0.5), (10**9, 3600), (0, 1), (-3, 1), ("soon", 1), (None, 1), (True, 1)],
)
def test_the_wait_that_telegram_asks_for_is_kept_within_reason(
    asked: object, seconds: float
) -> None:
    result = to_result(_refusal(429, "Too Many Requests", retry_after=asked))
    assert result.outcome is ActionOutcome.LATER
    assert result.retry_after == timedelta(seconds=seconds)


def test_a_lost_answer_is_unreachable_and_an_unsent_call_may_be_repeated() -> None:
    assert to_result(Unreachable()).outcome is ActionOutcome.UNREACHABLE
    assert to_result(NotSent()).outcome is ActionOutcome.LATER
    assert to_result(NotSent()).retry_after is not None


@pytest.mark.parametrize(
    "refusal", [Unreachable(), NotSent(), SlowDown(timedelta(seconds=2)), Unauthorised()]
)
def test_without_an_answer_nothing_is_known(refusal: Refusal) -> None:
    with pytest.raises(TryLater):
        check_answered(refusal)


def test_a_refused_request_is_described_without_what_people_wrote() -> None:
    refusal = _refusal(400, 'Bad Request: can\'t parse "Ana 7B" at byte 12 of @ana https://x.y/z')
    assert isinstance(refusal, InvalidRequest)
    assert refusal.description == "can't parse * at byte * of * *"


def test_a_refusals_kind_can_be_read_in_a_log() -> None:
    assert CannotBeDeleted().code == "cannot be deleted"
