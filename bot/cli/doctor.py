"""`doctor`: checks everything that must be right before chats are protected, with the fix."""

import asyncio
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from bot.domain.errors import UpstanderError
from bot.services.system_clock import SystemClock
from bot.storage.database import Database
from bot.storage.instance import audit_key, make_folder
from bot.storage.migrate import current_revision, head_revision
from classifiers.registry import verify_models
from classifiers.versions import bundled_versions, unsafe_versions
from config.schema import Settings

_OLDEST, _NEWEST = (3, 11), (3, 13)
_LEAST_FREE_MB = 500
# This release; a clock before it stands wrong, and with it every time in every case.
_RELEASED = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer; `fix` is empty where nothing has to be done."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


def doctor(settings: Settings, *, as_json: bool) -> int:
    """Print every finding and return how many are failures."""
    findings = asyncio.run(_examine(settings))
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2) + "\n")
    else:
        _print(findings)
    return sum(not finding.ok for finding in findings)


async def _examine(settings: Settings) -> list[Finding]:
    findings = [_python(), Finding("settings", ok=True, detail="valid"), _clock()]
    findings += [_data_folder(settings), _disk(settings)]
    findings.append(await _database(settings))
    findings += await asyncio.to_thread(lambda: list(_models(settings)))
    findings += _codecs()
    findings.append(_adults(settings))
    return findings


def _python() -> Finding:
    version = sys.version_info[:2]
    text = ".".join(map(str, sys.version_info[:3]))
    fix = "" if _OLDEST <= version <= _NEWEST else "Install Python 3.11, 3.12 or 3.13."
    return Finding("python", ok=not fix, detail=text, fix=fix)


def _clock() -> Finding:
    now = SystemClock().now()
    if now >= _RELEASED:
        return Finding("clock", ok=True, detail=now.isoformat(timespec="seconds"))
    return Finding(
        "clock",
        ok=False,
        detail=f"{now.date()} is before this version was made",
        fix="Set the clock: every case carries its time. On Linux: timedatectl set-ntp true",
    )


def _data_folder(settings: Settings) -> Finding:
    try:
        make_folder(settings.data_dir)
        audit_key(settings.data_dir)
    except UpstanderError as error:
        return Finding("data folder", ok=False, detail="not usable", fix=str(error))
    return Finding("data folder", ok=True, detail=f"{settings.data_dir.absolute()}, writable")


def _disk(settings: Settings) -> Finding:
    place = settings.data_dir.absolute()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // 1_000_000
    fix = "" if free >= _LEAST_FREE_MB else f"Free some space: {_LEAST_FREE_MB} MB are needed."
    return Finding("disk", ok=not fix, detail=f"{free} MB free", fix=fix)


async def _database(settings: Settings) -> Finding:
    path = settings.data_dir / "upstander.db"
    if settings.database_url is None and not path.exists():
        return Finding("database", ok=True, detail="none yet, made on first run")
    database = Database(settings.database.get_secret_value())
    try:
        revision = await current_revision(database)
    except UpstanderError as error:
        return Finding("database", ok=False, detail="not usable", fix=str(error))
    finally:
        await database.close()
    if revision == head_revision():
        return Finding("database", ok=True, detail=f"sound, revision {revision}")
    return Finding(
        "database",
        ok=False,
        detail=f"revision {revision}, this version needs {head_revision()}",
        fix="Copy the data folder, then run: ./upstander db upgrade",
    )


def _models(settings: Settings) -> Iterator[Finding]:
    for model in verify_models(settings.screening.extra_models):
        fix = "" if model.ok else "Remove the folder .venv and start ./upstander again."
        yield Finding(f"model {model.id}", ok=model.ok, detail=model.detail, fix=fix)


def _codecs() -> Iterator[Finding]:
    versions = bundled_versions()
    found = ", ".join(f"{name} {version}" for name, version in versions.items())
    unsafe = unsafe_versions(versions)
    fix = " ".join(unsafe)
    yield Finding("codecs", ok=not unsafe, detail=found, fix=fix)


def _adults(settings: Settings) -> Finding:
    if settings.sandbox.enabled:
        return Finding("platforms", ok=True, detail="the sandbox class chat")
    return Finding(
        "platforms",
        ok=False,
        detail="none",
        fix="Set UPSTANDER_SANDBOX__ENABLED=true; no other platform is built in yet.",
    )


def _print(findings: list[Finding]) -> None:
    table = Table("check", "", "found", "what to do")
    for finding in findings:
        mark = "[green]ok[/]" if finding.ok else "[red]FAIL[/]"
        table.add_row(finding.name, mark, finding.detail, finding.fix)
    Console().print(table)
