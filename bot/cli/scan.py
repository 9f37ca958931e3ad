"""`scan`: looks at files and folders through the chat's own pipeline, without any chat."""

import asyncio
import csv
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.cli.assemble import presets_for, screener_open
from bot.cli.files import list_files, read_file
from bot.defaults import default_policy
from bot.domain.errors import MediaTooLarge, MediaUnavailable
from bot.domain.links import LinkLists
from bot.domain.policy import Mode, Policy, PresetName
from bot.domain.signal import (
    BankMatch,
    Extent,
    Failure,
    LinkMatch,
    NothingShown,
    OpaqueReason,
    Score,
    Screening,
    Signal,
    ViewKind,
    failed,
)
from bot.domain.verdict import Verdict, decide
from bot.ports import Screener
from bot.services.bank_loader import BankLoader
from bot.services.screening import OffLoop
from bot.services.system_clock import SystemClock
from bot.storage.books import open_books
from bot.storage.database import database_file
from bot.storage.instance import audit_key
from config.lists import load_lists
from config.schema import Settings

COLOURS = {"allow": "green", "review": "yellow", "remove": "red", "opaque": "magenta"}
_COLUMNS = ("path", "verdict", "reason", "signals", "marks", "sha256", "pdq", "ms")


class Form(StrEnum):
    """How the result is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Line:
    """One file's result."""

    path: Path
    verdict: Verdict
    screening: Screening
    ms: float

    def as_json(self) -> dict[str, Any]:
        """Return the fields of one line of ``--json``."""
        hashes = self.screening.fingerprint
        return {
            # Names of files are bytes; what is no text is escaped, never dropped.
            "path": str(self.path).encode(errors="surrogateescape").decode(errors="replace"),
            "verdict": self.verdict.outcome.value,
            "reason": str(self.verdict.reason),
            "signals": [_signal(signal) for signal in self.screening.signals],
            "marks": list(self.screening.marks),
            "sha256": hashes.sha256 if hashes else None,
            "pdq": hashes.pdq if hashes else None,
            "ms": round(self.ms, 1),
        }


def scan(settings: Settings, paths: Sequence[Path], preset: PresetName, form: Form) -> None:
    """Scan and print. A file that cannot be read is opaque, with its reason.

    Raises:
        NoSuchPath: A path does not exist.
        StartRefused: The models cannot be used.
    """
    files = list(list_files(paths))
    asyncio.run(_scan(settings, files, preset, form))


async def _scan(settings: Settings, files: list[Path], preset: PresetName, form: Form) -> None:
    policy = Policy(
        mode=Mode.SHADOW,
        preset=presets_for(settings)[preset],
        opaque=settings.policy.opaque,
        language=settings.policy.language,
        alerts_chat=None,
        breaker_per_hour=settings.policy.breaker_per_hour,
    )
    workers = settings.screening.workers
    async with screener_open(settings) as screener:
        await load_banks(settings, screener)
        off_loop = OffLoop(screener, workers, settings.screening.timeout_seconds)
        try:
            lists = load_lists(settings.data_dir)
            scanner = Scanner(off_loop, lists, policy, settings.screening.max_bytes)
            await _print(scanner.results(files, workers), len(files), form)
        finally:
            off_loop.close()


async def load_banks(settings: Settings, screener: Screener) -> None:
    """Load the operator's own banks, if there is a database."""
    url = settings.database.get_secret_value()
    if not database_file(url).exists():
        return
    key = audit_key(settings.data_dir)
    async with open_books(url, SystemClock(), key, default_policy(settings), alone=False) as books:
        await BankLoader(books.bank_feed, screener, settings.banks.false_matches).refresh()


class Scanner:
    """Looks at files, several at once, and gives the results in the order of the files."""

    def __init__(self, off_loop: OffLoop, lists: LinkLists, policy: Policy, max_bytes: int) -> None:
        self._off_loop = off_loop
        self._lists = lists
        self._policy = policy
        self._max_bytes = max_bytes

    async def results(self, files: Sequence[Path], at_once: int) -> AsyncIterator[Line]:
        """Yield one line a file."""
        ahead: list[asyncio.Task[Line]] = []
        try:
            for file in files:
                ahead.append(asyncio.create_task(self._look(file)))
                if len(ahead) > at_once:
                    yield await ahead.pop(0)
            while ahead:
                yield await ahead.pop(0)
        finally:
            for task in ahead:
                task.cancel()

    async def _look(self, file: Path) -> Line:
        started = time.perf_counter()
        screening = await self._screening(file)
        verdict = decide(screening.signals, self._policy)
        return Line(file, verdict, screening, (time.perf_counter() - started) * 1000)

    async def _screening(self, file: Path) -> Screening:
        try:
            data = await asyncio.to_thread(read_file, file, self._max_bytes)
        except MediaTooLarge:
            return failed("file", OpaqueReason.TOO_BIG)
        except MediaUnavailable:
            return failed("file", OpaqueReason.UNFETCHABLE)
        thorough = self._policy.preset.thorough
        return self._lists.look_at(await self._off_loop.screen(data, thorough=thorough))


async def _print(lines: AsyncIterator[Line], count: int, form: Form) -> None:
    bar = Progress(
        TextColumn("scanning"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    writer = _WRITERS[form]()
    with bar:
        task = bar.add_task("scanning", total=count)
        async for line in lines:
            writer.add(line)
            bar.advance(task)
    writer.end()


class Writer(Protocol):
    """Writes the lines as they come, or all in the end."""

    def add(self, line: Line) -> None:
        """Take one line."""
        ...

    def end(self) -> None:
        """Write what is left."""
        ...


class JsonWriter:
    """One JSON object a line, as soon as it is known."""

    def add(self, line: Line) -> None:
        """Write one line."""
        sys.stdout.write(json.dumps(line.as_json()) + "\n")
        sys.stdout.flush()

    def end(self) -> None:
        """There is nothing left to write."""


class CsvWriter:
    """The same columns for a spreadsheet."""

    def __init__(self) -> None:
        self._csv = csv.writer(sys.stdout)
        self._csv.writerow(_COLUMNS)

    def add(self, line: Line) -> None:
        """Write one row; a cell that a spreadsheet would run as a formula is quoted."""
        row = line.as_json() | {
            "signals": words(line.screening.signals),
            "marks": " ".join(line.screening.marks),
        }
        cells = [row[column] for column in _COLUMNS]
        cells[0] = f"'{cells[0]}" if str(cells[0]).startswith(("=", "+", "-", "@")) else cells[0]
        self._csv.writerow(cells)

    def end(self) -> None:
        """There is nothing left to write."""


class TableWriter:
    """A table for people, with a count of each verdict under it."""

    def __init__(self) -> None:
        self._lines: list[Line] = []

    def add(self, line: Line) -> None:
        """Keep one row."""
        self._lines.append(line)

    def end(self) -> None:
        """Print the table."""
        table = Table("file", "verdict", "why", "signals", "ms")
        counts: dict[str, int] = {}
        for line in self._lines:
            outcome = line.verdict.outcome.value
            counts[outcome] = counts.get(outcome, 0) + 1
            table.add_row(
                escape(line.as_json()["path"]),
                f"[{COLOURS[outcome]}]{outcome}[/]",
                escape(str(line.verdict.reason)),
                escape(words(line.screening.signals)),
                f"{line.ms:.0f}",
            )
        console = Console()
        console.print(table)
        console.print(", ".join(f"{count} {name}" for name, count in sorted(counts.items())))


_WRITERS: dict[Form, Callable[[], Writer]] = {
    Form.JSON: JsonWriter,
    Form.CSV: CsvWriter,
    Form.TABLE: TableWriter,
}


def words(signals: Sequence[Signal]) -> str:
    """Write the evidence in a few words."""
    return "; ".join(_words(signal) for signal in signals)


def _words(signal: Signal) -> str:
    match signal:
        case Score(model, label, value, agreed, extent):
            where = "" if extent is Extent.WHOLE else f" in a {extent}"
            twice = "" if agreed is None else f" ({agreed:.3f} twice)"
            return f"{model} {label}{where} {value:.3f}{twice}"
        case BankMatch():
            where = "" if signal.view is ViewKind.WHOLE else f" in a {signal.view}"
            return f"{signal.bank} {signal.rule}{where} distance {signal.distance}"
        case LinkMatch(name, entry):
            return f"{name} link {entry}"
        case Failure(source, reason):
            return f"{source}: {reason}"
        case NothingShown(source):
            return f"{source}: nothing to look at"


def _signal(signal: Signal) -> dict[str, Any]:
    kinds = {
        Score: "score",
        BankMatch: "bank_match",
        LinkMatch: "link_match",
        Failure: "failure",
        NothingShown: "nothing_shown",
    }
    return {"kind": kinds[type(signal)]} | asdict(signal)
