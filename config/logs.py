"""How log lines look and what may never stand in them: structlog over the standard library.

Every line of every logger, ours and the libraries', goes through one handler and one redactor,
message and traceback alike, and once more as the finished line. Nothing may print around it:
uncaught exceptions and warnings are logged too.
"""

import copy
import logging
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO, assert_never

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.redaction import Redactor, without_bytes
from config.schema import LogFormat

# At DEBUG these tell what was in a database row, a picture's header or a request.
QUIET_LIBRARIES = (
    "PIL",
    "aiohttp",
    "alembic",
    "apscheduler",
    "asyncio",
    "discord",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
    "urllib3",
)
_log = logging.getLogger(__name__)


def set_up_logs(
    level: str, form: LogFormat, secrets: Iterable[str], stream: TextIO | None = None
) -> None:
    """Send all logs to standard error, redacted. May be called again, to change them.

    `secrets` are the values that must never appear, whatever the reason: `Settings.secrets`.
    `stream` takes the place of standard error in tests.
    """
    redactor = Redactor(secrets)
    handler = SafeHandler(stream)
    handler.setFormatter(RedactingFormatter(redactor, form, handler.stream.isatty()))
    root = logging.getLogger()
    # Handlers of others would print the same lines again, without redaction.
    for other in [each for each in root.handlers if type(each) in _REPLACED]:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(level)
    for library in QUIET_LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)
    # Addresses asked for name cases and people; what is worth knowing is in `/metrics`.
    logging.getLogger("aiohttp.access").disabled = True
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            _clean_arguments,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


class SafeHandler(logging.StreamHandler[TextIO]):
    """Writes lines; a line that cannot be written is named by its place in the code only."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say where the broken call stands; the standard answer prints its arguments."""
        try:
            self.stream.write(f"a log line of {record.name}:{record.lineno} could not be written\n")
        except (OSError, ValueError):
            # Standard error is closed: there is nobody left to tell.
            return


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Turns one record of any logger into one redacted line."""

    def __init__(self, redactor: Redactor, form: LogFormat, colors: bool) -> None:
        super().__init__(
            foreign_pre_chain=[*_shared(), structlog.stdlib.ExtraAdder(), _drop_leftovers],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # To text before the redactor; the console's own way would show local variables.
                structlog.processors.format_exc_info,
                structlog.processors.StackInfoRenderer(),
                redactor,
                _renderer(form, colors),
            ],
        )
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line."""
        if record.args:
            # A copy: other handlers, such as pytest's, must see the record as it was.
            record = copy.copy(record)
            record.args = without_bytes(record.args)  # type: ignore[assignment] # keeps its shape
        return self._redactor.text(super().format(record))


_REPLACED = (logging.StreamHandler, SafeHandler)


def _shared() -> list[Processor]:
    return [
        # Case and item ids, bound once where the work on an item starts.
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _drop_leftovers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    # Another handler's formatter leaves these on the record, where they look like extra values.
    event.pop("message", None)
    event.pop("asctime", None)
    return event


def _clean_arguments(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if "positional_args" in event:
        event["positional_args"] = without_bytes(event["positional_args"])
    return event


def _renderer(form: LogFormat, colors: bool) -> Processor:
    match form:
        case LogFormat.JSON:
            return structlog.processors.JSONRenderer(ensure_ascii=False)
        case LogFormat.CONSOLE:
            return structlog.dev.ConsoleRenderer(
                colors=colors, exception_formatter=structlog.dev.plain_traceback
            )
        case other:
            assert_never(other)


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return  # Ctrl-C is how a person stops the program, not an error.
    _log.critical("stopped by an error that nobody expected", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    # No value: the interpreter is being torn down, and the type is all that is left.
    _log_uncaught(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
