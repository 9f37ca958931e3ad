"""The door to Telegram: lanes, deadlines, what may be repeated, and the token that never leaks."""

import asyncio
import logging
import socket
import time
import traceback
from collections.abc import Awaitable, Callable

import pytest

from adapters.telegram.api import Api, Connection, Lane
from adapters.telegram.errors import (
    Gone,
    InvalidRequest,
    NotSent,
    OnServersDisk,
    Refusal,
    SlowDown,
    TooBig,
    Unauthorised,
    Unreachable,
)
from tests.unit.adapters.telegram.scripted import TOKEN, Answer, Scripted, gives, refuses

SECRET = TOKEN.partition(":")[2]


async def _refusal(call: Callable[[], Awaitable[object]]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await call()
    return caught.value


async def _stopped(tasks: list[asyncio.Task[object]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_the_result_comes_back_as_telegram_sent_it(api: Api, scripted: Scripted) -> None:
    scripted.answer("getChat", gives({"id": 1, "field_of_the_future": [None, {"x": "ñ"}]}))
    assert await api.call("getChat", chat_id=1) == {
        "id": 1,
        "field_of_the_future": [None, {"x": "ñ"}],
    }


@pytest.mark.parametrize("method", ["getMe", "sendMessage", "getUpdates", "methodOfTheFuture"])
async def test_known_and_unknown_methods_are_called_without_a_warning(
    api: Api, scripted: Scripted, method: str
) -> None:
    # Warnings are errors here: the library would warn of every method that it has by name.
    assert await api.call(method) is True
    assert [name for name, _ in scripted.calls] == [method]


async def test_parameters_arrive_as_json_and_none_is_left_out(api: Api, scripted: Scripted) -> None:
    await api.call("x", chat_id=-5, text="hé", flag=True, nothing=None, deep={"a": [1, False]})
    assert scripted.called("x") == [
        {"chat_id": -5, "text": "hé", "flag": True, "deep": {"a": [1, False]}}
    ]


async def test_a_lane_that_is_full_does_not_hold_up_a_deletion(
    api: Api, scripted: Scripted
) -> None:
    scripted.answer("sendMessage", Answer(hangs=True))
    words = [asyncio.create_task(api.call("sendMessage", seconds=60)) for _ in range(60)]
    await scripted.until_called(32)
    # Nothing sent ever ends here: if a deletion stood behind it, none would come through.
    await asyncio.gather(*(api.call("deleteMessage", lane=Lane.DELETES) for _ in range(25)))
    # On a slow machine those without a connection may have given up by now, unsent.
    assert sum(not task.done() for task in words) >= 32
    await _stopped(words)


async def test_a_thousand_messages_in_a_row_do_not_hold_up_a_deletion(
    api: Api, scripted: Scripted
) -> None:
    words = [asyncio.create_task(api.call("sendMessage", seconds=60)) for _ in range(1000)]
    await scripted.until_called(1)
    await asyncio.gather(*(api.call("deleteMessage", lane=Lane.DELETES) for _ in range(25)))
    # About 100 were sent by then on a quiet machine; with the library's own queue all of them.
    before = len(scripted.called("sendMessage"))
    await _stopped(words)
    assert before < len(words)


async def test_being_asked_to_wait_holds_up_no_other_call(api: Api, scripted: Scripted) -> None:
    scripted.answer("sendMessage", refuses(429, "Too Many Requests", retry_after=30), Answer())
    assert isinstance(await _refusal(lambda: api.call("sendMessage")), SlowDown)
    async with asyncio.timeout(2):
        assert await api.call("sendMessage") is True


async def test_silence_ends_with_the_deadline_and_nobody_knows(
    api: Api, scripted: Scripted
) -> None:
    scripted.answer("getMe", Answer(hangs=True))
    started = time.perf_counter()
    assert isinstance(await _refusal(lambda: api.call("getMe", seconds=0.2)), Unreachable)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "answer",
    [
        Answer(cut=True, body=b'{"ok": true', headers={"Content-Length": "500"}),
        Answer(body=b""),
        Answer(body=b"<html>"),
        Answer(body=b"[]"),
        Answer(body=b'{"ok": true}'),
        Answer(body=b"[" * 100_000),
        Answer(body=b"\xff\xfe\x00"),
        Answer(status=500, body=b"oops"),
        Answer(status=302, headers={"Location": "http://127.0.0.1:9/"}),
    ],
)
async def test_an_answer_that_cannot_be_read_means_that_nobody_knows(
    api: Api, scripted: Scripted, answer: Answer
) -> None:
    scripted.answer("deleteMessage", answer)
    assert type(await _refusal(lambda: api.call("deleteMessage"))) is Unreachable


async def test_an_answer_that_cannot_be_read_is_not_printed(
    api: Api, scripted: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    scripted.answer("getUpdates", Answer(body=b'{"ok": true, "result": [{"text": "a secret'))
    await _refusal(lambda: api.call("getUpdates"))
    assert "a secret" not in caplog.text


async def test_without_a_connection_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        api = Api(Connection(TOKEN, f"http://127.0.0.1:{taken.getsockname()[1]}"))
        assert isinstance(await _refusal(lambda: api.call("sendMessage")), NotSent)
        assert isinstance(await _refusal(lambda: api.download("a/b", 10)), NotSent)
        await api.close()


async def test_a_lane_without_a_free_connection_sends_nothing(api: Api, scripted: Scripted) -> None:
    scripted.answer("getUpdates", Answer(hangs=True))
    polls = [
        asyncio.create_task(api.call("getUpdates", lane=Lane.UPDATES, seconds=60)) for _ in range(4)
    ]
    await scripted.until_called(4)
    refusal = await _refusal(lambda: api.call("getMe", lane=Lane.UPDATES, seconds=0.4))
    assert isinstance(refusal, NotSent)
    assert scripted.called("getMe") == []
    for task in polls:
        task.cancel()
    await asyncio.gather(*polls, return_exceptions=True)


async def test_a_refused_request_is_logged_without_numbers_and_quotes(
    api: Api, scripted: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    scripted.answer("sendMessage", refuses(400, 'Bad Request: odd "Ana" at 77'))
    assert isinstance(await _refusal(lambda: api.call("sendMessage")), InvalidRequest)
    assert [record.getMessage() for record in caplog.records] == [
        "sendMessage was refused: odd * at *"
    ]


# --- files


async def test_a_file_is_read_from_below_the_bots_own_address(api: Api, scripted: Scripted) -> None:
    scripted.files["photos/file 1.jpg"] = Answer(body=b"bytes")
    assert await api.download("photos/file 1.jpg", 5) == b"bytes"


async def test_files_may_stand_at_an_address_of_their_own(scripted: Scripted) -> None:
    base = scripted.connection.base_url
    api = Api(Connection(TOKEN, "http://127.0.0.1:9", base_file_url=f"{base}/elsewhere"))
    await _refusal(lambda: api.download("a.jpg", 5))
    assert scripted.fetched == [f"/elsewhere/bot{TOKEN}/a.jpg"]
    await api.close()


@pytest.mark.parametrize("stated", [True, False])
async def test_no_more_bytes_than_asked_for_are_taken(
    api: Api, scripted: Scripted, stated: bool
) -> None:
    headers = {"Content-Length": "200000"} if stated else {}
    scripted.files["big"] = Answer(body=b"x" * 200_000, headers=headers)
    assert isinstance(await _refusal(lambda: api.download("big", 199_999)), TooBig)
    assert len(await api.download("big", 200_000)) == 200_000


async def test_a_packed_answer_is_not_unfolded(api: Api, scripted: Scripted) -> None:
    scripted.files["bomb"] = Answer(body=b"as it is", headers={"Content-Encoding": "gzip"})
    assert await api.download("bomb", 100) == b"as it is"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refuses(404, "Not Found"), Gone),
        (Answer(status=404, body=b"<html>"), Gone),
        (refuses(401, "Unauthorized"), Unauthorised),
        (refuses(429, "Too Many Requests: retry after 3", retry_after=3), SlowDown),
        (Answer(status=302, headers={"Location": "http://127.0.0.1:9/"}), Unreachable),
        (Answer(status=502, body=b"<html>"), Unreachable),
        (Answer(body=b"half", cut=True, headers={"Content-Length": "8"}), Unreachable),
    ],
)
async def test_a_file_that_cannot_be_had_says_why(
    api: Api, scripted: Scripted, answer: Answer, kind: type[Refusal]
) -> None:
    scripted.files["a/b.jpg"] = answer
    assert type(await _refusal(lambda: api.download("a/b.jpg", 100))) is kind
    assert len(scripted.fetched) == 1


@pytest.mark.parametrize(
    "path",
    [
        "../../bot/getMe",
        "photos/../../x",
        "./x",
        "photos//x",
        "",
        "http://127.0.0.1:9/x",
        "file:x",
        "C:\\bot\\x",
        "photos/",
    ],
)
async def test_a_path_that_leads_elsewhere_is_not_followed(
    api: Api, scripted: Scripted, path: str
) -> None:
    assert isinstance(await _refusal(lambda: api.download(path, 100)), InvalidRequest)
    assert scripted.fetched == []


async def test_a_file_on_the_servers_own_disk_is_not_opened(api: Api, scripted: Scripted) -> None:
    assert isinstance(await _refusal(lambda: api.download("/etc/passwd", 100)), OnServersDisk)
    assert scripted.fetched == []


@pytest.mark.parametrize("path", ["a?b", "a#b", "a%2e%2e/b", "ä/ö"])
async def test_signs_with_a_meaning_in_addresses_stay_part_of_the_name(
    api: Api, scripted: Scripted, path: str
) -> None:
    scripted.files[path] = Answer(body=b"found")
    assert await api.download(path, 100) == b"found"


# --- the token


async def test_the_token_stands_in_no_log_line_at_debug(
    scripted: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("telegram", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    api = Api(scripted.connection)
    scripted.answer("getChat", refuses(400, f"Bad Request: odd {TOKEN}"))
    scripted.answer("sendMessage", Answer(body=b"<html>"))
    await api.call("getMe")
    for method in ("getChat", "sendMessage"):
        await _refusal(lambda method=method: api.call(method))  # type: ignore[misc]
    await _refusal(lambda: api.download("gone.jpg", 5))
    await scripted.stop()
    await _refusal(lambda: api.call("getMe"))
    await api.close()
    assert len(caplog.records) > 0
    assert SECRET not in caplog.text


async def test_the_token_stands_in_no_exception_nor_in_what_it_carries(
    api: Api, scripted: Scripted
) -> None:
    scripted.answer("getChat", Answer(status=500, body=TOKEN.encode()))
    scripted.answer("getMe", Answer(hangs=True))
    raised = [
        await _refusal(lambda: api.call("getChat")),
        await _refusal(lambda: api.call("getMe", seconds=0.1)),
        await _refusal(lambda: api.download("gone.jpg", 5)),
    ]
    await scripted.stop()
    raised.append(await _refusal(lambda: api.call("getMe")))
    raised.append(await _refusal(lambda: api.download("gone.jpg", 5)))
    for error in raised:
        assert SECRET not in "".join(traceback.format_exception(error))
        each: BaseException | None = error
        while each is not None:
            assert SECRET not in f"{each!r} {each} {vars(each)}"
            each = each.__cause__ or each.__context__


def test_the_token_stands_in_no_picture_of_the_connection() -> None:
    connection = Connection(TOKEN, webhook_url="https://x/secret-path", webhook_secret="hush")
    assert SECRET not in repr(connection)
    assert "hush" not in repr(connection)
    assert connection.bot_id == "424242"
