"""Logs: no canary ever comes through, whatever the logger, the level and the way it went in."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest
import structlog

from config.logs import set_up_logs
from config.schema import LogFormat

CANARY = "canary-9f3b-do-not-print"
TOKEN = "987654321:AAEhBP0av28fnXjq3tX9Qm-abcDEFghiJKL"
PICTURE = b"\x89PNG canary bytes of a picture"

Log = Callable[[], None]


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = (list(root.handlers), root.level, sys.excepthook, threading.excepthook)
    yield
    root.handlers, level, sys.excepthook, threading.excepthook = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    logging.getLogger("aiohttp.access").disabled = False
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def fail(error: Exception) -> None:
    raise error


def raise_chained() -> None:
    try:
        try:
            fail(KeyError(f"inner {CANARY} {PICTURE!r}"))
        except KeyError as error:
            error.add_note(f"note {TOKEN}")
            raise ValueError(f"outer {CANARY}") from error
    except ValueError:
        logging.getLogger("ours").exception("it broke")
        structlog.get_logger("theirs").exception("it broke")


def log_with_bound_values() -> None:
    structlog.contextvars.bind_contextvars(case=f"case {CANARY}", caption="canary caption")
    logging.getLogger("ours").warning("bound")


def log_bytes() -> None:
    logging.getLogger("ours").warning("got %s and %s", PICTURE, [PICTURE])
    logging.getLogger("ours").warning("got %(data)s", {"data": PICTURE})
    logging.getLogger("ours").warning(f"got {PICTURE!r}")  # noqa: G004 - the mistake under test
    structlog.get_logger("ours").warning("got %s", PICTURE, part=PICTURE)


def log_uncaught() -> None:
    try:
        fail(RuntimeError(CANARY))
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)


def log_from_thread() -> None:
    thread = threading.Thread(target=fail, args=[RuntimeError(CANARY)])
    thread.start()
    thread.join()


def log_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(CANARY, stacklevel=1)


def log_wrong_arguments() -> None:
    logging.getLogger("ours").warning("%d pictures", CANARY)


def log_extra() -> None:
    extra = {"address": f"http://u:{CANARY}@h/", "username": "canary user"}
    logging.getLogger("ours").warning("extra", extra=extra, stack_info=True)


WAYS: dict[str, Log] = {
    "message": lambda: logging.getLogger("x").debug("hello %s", CANARY),
    "f-string": lambda: logging.getLogger("x").debug(f"hello {CANARY}"),  # noqa: G004 - as above
    "token": lambda: logging.getLogger("lib.http").info("POST /bot%s/sendMessage", TOKEN),
    "structlog": lambda: structlog.get_logger("x").debug(
        "hello", value=CANARY, deep=[{"k": TOKEN}]
    ),
    "exceptions": raise_chained,
    "context": log_with_bound_values,
    "bytes": log_bytes,
    "uncaught": log_uncaught,
    "thread": log_from_thread,
    "warning": log_warning,
    "wrong arguments": log_wrong_arguments,
    "extra": log_extra,
}


@pytest.mark.parametrize("form", LogFormat)
@pytest.mark.parametrize("way", WAYS)
def test_no_canary_comes_through_at_debug(
    way: str, form: LogFormat, capfd: pytest.CaptureFixture[str]
) -> None:
    stream = io.StringIO()
    # pytest's own handlers raise where a log call is wrong; the app has none of them.
    logging.getLogger().handlers = []
    set_up_logs("DEBUG", form, [CANARY], stream)

    WAYS[way]()

    written = stream.getvalue() + "".join(capfd.readouterr())
    assert written, "nothing was logged, so nothing was tested"
    assert CANARY not in written
    assert TOKEN not in written
    assert "canary bytes" not in written
    assert "canary caption" not in written
    assert "canary user" not in written


def test_json_line_holds_level_logger_time_and_bound_case() -> None:
    stream = io.StringIO()
    set_up_logs("INFO", LogFormat.JSON, [], stream)
    structlog.contextvars.bind_contextvars(case=42)

    logging.getLogger("bot.pipeline").info("case %s removed in %d ms", "C-0042", 41)

    line = json.loads(stream.getvalue())
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "case C-0042 removed in 41 ms",
        "case": 42,
        "level": "info",
        "logger": "bot.pipeline",
    }


@pytest.mark.parametrize("form", LogFormat)
def test_traceback_is_kept_without_local_variables(form: LogFormat) -> None:
    stream = io.StringIO()
    set_up_logs("INFO", form, [], stream)
    hidden_local = "value of a local variable"

    try:
        fail(ValueError("broken"))
    except ValueError:
        logging.getLogger("x").exception("failed")

    assert "ValueError: broken" in stream.getvalue()
    assert "Traceback" in stream.getvalue()
    # The line that assigns it is not part of the traceback, so only a dump of locals could show it.
    assert hidden_local not in stream.getvalue()


def test_bytes_are_told_by_their_length_only() -> None:
    stream = io.StringIO()
    set_up_logs("INFO", LogFormat.JSON, [], stream)

    logging.getLogger("x").info("got %s", PICTURE)
    structlog.get_logger("x").info("got %s", PICTURE)

    assert stream.getvalue().count(f"got [{len(PICTURE)} bytes]") == 2


def test_level_is_kept_and_chatty_libraries_stay_quiet() -> None:
    stream = io.StringIO()
    set_up_logs("DEBUG", LogFormat.CONSOLE, [], stream)

    logging.getLogger("sqlalchemy.engine").info("executing SELECT with a row")
    logging.getLogger("PIL.PngImagePlugin").debug("STREAM b'tEXt'")
    logging.getLogger("aiohttp.access").error("GET /case/42")
    assert stream.getvalue() == ""

    set_up_logs("WARNING", LogFormat.CONSOLE, [], stream)
    logging.getLogger("bot").info("too detailed")
    structlog.get_logger("bot").info("too detailed")
    assert stream.getvalue() == ""


def test_setting_up_twice_writes_each_line_once() -> None:
    first, second = io.StringIO(), io.StringIO()
    set_up_logs("INFO", LogFormat.JSON, [], first)
    set_up_logs("INFO", LogFormat.JSON, [], second)

    logging.getLogger("x").info("once")

    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1


def test_handler_of_somebody_else_cannot_print_around_the_redactor() -> None:
    around = io.StringIO()
    logging.getLogger().addHandler(logging.StreamHandler(around))
    set_up_logs("INFO", LogFormat.JSON, [CANARY], io.StringIO())

    logging.getLogger("x").error(CANARY)

    assert around.getvalue() == ""


def test_closed_stream_does_not_stop_the_program() -> None:
    stream = io.StringIO()
    set_up_logs("INFO", LogFormat.JSON, [], stream)
    stream.close()

    logging.getLogger("x").error("nobody hears this")


def test_ctrl_c_is_not_logged_as_an_error() -> None:
    stream = io.StringIO()
    set_up_logs("INFO", LogFormat.JSON, [], stream)

    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert stream.getvalue() == ""
