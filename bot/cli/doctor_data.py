"""What `doctor` finds out about the stored data. Looking makes no file and no folder."""

import os
import shutil
from pathlib import Path

from bot.cli.doctor_records import record_finding
from bot.cli.finding import Finding
from bot.domain.audit import first_break
from bot.domain.bank import Bank, list_distance
from bot.domain.errors import UpstanderError
from bot.services.system_clock import SystemClock
from bot.storage.bank_feed import SqlBankFeed
from bot.storage.banks import SqlBankBook
from bot.storage.chain import Chain
from bot.storage.database import Database, database_file
from bot.storage.instance import known_key, make_folder
from bot.storage.migrate import current_revision, head_revision
from config.schema import Settings

_LEAST_FREE_MB = 500


async def data_findings(settings: Settings) -> list[Finding]:
    """Return what is to say about the folder, the disk, the database and the audit chain."""
    findings = [_data_folder(settings), _disk(settings)]
    file = database_file(settings.database.get_secret_value())
    if not _there(file):
        return [*findings, _no_database(settings, file)]
    database = Database(settings.database.get_secret_value())
    try:
        findings.append(await _database(database))
        if findings[-1].ok:
            findings += await _audit_chain(settings, database)
            findings.append(await _banks(settings, database))
    finally:
        await database.close()
    return findings


def _there(path: Path) -> bool:
    # Unlike Path.exists, this raises nothing where a folder on the way is closed to us.
    return os.access(path, os.F_OK)


def _nearest(path: Path) -> Path:
    """Return a path's nearest part that exists."""
    return next(part for part in (path, *path.parents) if _there(part))


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir.absolute()
    nearest = _nearest(folder)
    try:
        # What exists is only looked at; so is the place where the folder would be made.
        make_folder(nearest)
        known_key(folder)
    except UpstanderError as error:
        return Finding("data folder", ok=False, detail="not usable", fix=str(error))
    state = "writable" if nearest == folder else "made on first run"
    return Finding("data folder", ok=True, detail=f"{folder}, {state}")


def _disk(settings: Settings) -> Finding:
    place = _nearest(settings.data_dir.absolute())
    free = shutil.disk_usage(place).free // 1_000_000
    fix = "" if free >= _LEAST_FREE_MB else f"Free some space: {_LEAST_FREE_MB} MB are needed."
    return Finding("disk", ok=not fix, detail=f"{free} MB free", fix=fix)


def _no_database(settings: Settings, file: Path) -> Finding:
    if settings.database_url is None or _there(file.absolute().parent):
        return Finding("database", ok=True, detail="none yet, made on first run")
    return Finding(
        "database",
        ok=False,
        detail="its folder does not exist",
        fix=f"Make the folder {file.parent}, or name another file with UPSTANDER_DATABASE_URL.",
    )


async def _database(database: Database) -> Finding:
    try:
        revision = await current_revision(database)
    except UpstanderError as error:
        return Finding("database", ok=False, detail="not usable", fix=str(error))
    if revision == head_revision():
        return Finding("database", ok=True, detail=f"sound, revision {revision}")
    return Finding(
        "database",
        ok=False,
        detail=f"revision {revision}, this version needs {head_revision()}",
        fix="Copy the data folder, then run: ./upstander db upgrade",
    )


async def _audit_chain(settings: Settings, database: Database) -> list[Finding]:
    try:
        key = known_key(settings.data_dir)
        entries = await Chain(database, SystemClock(), key or b"").entries()
    except UpstanderError as error:
        return [Finding("audit chain", ok=False, detail="cannot be checked", fix=str(error))]
    if key is None:
        return [_without_key(len(entries))]
    broken = first_break(key, entries)
    if broken is None:
        detail = f"{len(entries)} entries, sealed"
        return [
            Finding("audit chain", ok=True, detail=detail),
            await record_finding(database.url, key, entries),
        ]
    finding = Finding(
        "audit chain",
        ok=False,
        detail=f"{len(entries)} entries, broken at number {broken}",
        fix="The database was changed by something else than Upstander, or audit.key is not its "
        "key. Keep a copy of the data folder as it is, and compare it with the last backup.",
    )
    return [finding]


def _without_key(entries: int) -> Finding:
    if not entries:
        return Finding("audit chain", ok=True, detail="0 entries, sealed")
    return Finding(
        "audit chain",
        ok=False,
        detail=f"{entries} entries, but no key",
        fix="Put audit.key back from the backup of the data folder before the bot is started: "
        "it would make a new key, with which no old case can be verified.",
    )


async def _banks(settings: Settings, database: Database) -> Finding:
    """Say what pictures are compared with, and which of it a person should look at."""
    clock = SystemClock()
    summaries = await SqlBankBook(database, clock, Chain(database, clock, b"")).summaries()
    hashes = await SqlBankFeed(database, clock).list_hashes()
    limit = list_distance(hashes, settings.banks.false_matches)
    detail = (
        f"{len(summaries)} banks, {sum(one.entries for one in summaries)} entries; with "
        f"{hashes} hashes in lists at most {limit} of 256 bits may differ"
    )
    doubted = [one.name for one in summaries if one.quarantined]
    off = [one.name for one in summaries if not _in_force(one.bank, clock)]
    detail += f"; not in force: {', '.join(off)}" if off else ""
    fix = " ".join(
        f"Some of bank {name} matched so much that it is doubted: "
        f"./upstander bank show {name} --doubted"
        for name in doubted
    )
    return Finding("hash banks", ok=True, detail=detail, fix=fix)


def _in_force(bank: Bank, clock: SystemClock) -> bool:
    return bank.enabled and (bank.expires_at is None or bank.expires_at > clock.now())
