"""`doctor`: checks everything that must be right before chats are protected, with the fix."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.assemble import accelerator_for, further_models
from bot.cli.connect import NO_PLATFORM
from bot.cli.doctor_data import data_findings
from bot.cli.doctor_helplines import helplines_finding
from bot.cli.finding import Finding
from bot.cli.languages import language_finding
from bot.cli.pagers import pager_finding
from bot.domain.errors import StartRefused
from bot.services.system_clock import SystemClock
from classifiers.decoding.confine import Confinement
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.notes import NoteCheck
from classifiers.decoding.sniff import Limits
from classifiers.models import Accelerator
from classifiers.registry import verify_models
from classifiers.versions import bundled_versions, unsafe_versions
from config.lists import lists_in_force
from config.schema import Settings

_OLDEST, _NEWEST = (3, 11), (3, 13)
# This release; a clock before it stands wrong, and with it every time in every case.
_RELEASED = datetime(2026, 11, 1, tzinfo=UTC)


def doctor(load: Callable[[], Settings], *, as_json: bool) -> int:
    """Print every finding and return how many are failures.

    Settings that cannot be used are a finding too; what needs none is checked all the same.
    """
    findings = [_python(), _clock(), *_codecs()]
    try:
        settings = load()
    except StartRefused as error:
        findings.append(Finding("settings", ok=False, detail="cannot be used", fix=str(error)))
        findings += _models(())
    else:
        findings += asyncio.run(_examine(settings))
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2) + "\n")
    else:
        _print(findings)
    return sum(not finding.ok for finding in findings)


async def _examine(settings: Settings) -> list[Finding]:
    findings = [Finding("settings", ok=True, detail="valid"), *await data_findings(settings)]
    findings += await asyncio.to_thread(lambda: list(_decoding()))
    extra, accelerator = further_models(settings), accelerator_for(settings)
    findings += await asyncio.to_thread(lambda: list(_models(extra, accelerator)))
    findings.append(await asyncio.to_thread(_lists, settings.data_dir))
    findings.append(await asyncio.to_thread(language_finding, settings))
    today = SystemClock().now().date()
    findings.append(await asyncio.to_thread(helplines_finding, settings, today))
    findings.append(_platforms(settings))
    findings.append(pager_finding(settings))
    # Imported only here: nobody else needs to wait for the client libraries.
    if settings.telegram.token is not None:
        from bot.cli.doctor_telegram import telegram_findings

        findings += await telegram_findings(settings)
    if settings.discord.token is not None:
        from bot.cli.doctor_discord import discord_findings

        findings += await discord_findings(settings)
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


def _models(
    extra: Sequence[Path], accelerator: Accelerator = Accelerator.NONE
) -> Iterator[Finding]:
    for model in verify_models(extra, accelerator):
        fix = "" if model.ok else "Remove the folder .venv and start ./upstander again."
        yield Finding(f"model {model.id}", ok=model.ok, detail=model.detail, fix=fix)


def _lists(data_dir: Path) -> Finding:
    try:
        found = lists_in_force(data_dir)
    except StartRefused as error:
        return Finding("lists of links", ok=False, detail="cannot be used", fix=str(error))
    detail = ", ".join(f"{one.name} {one.serial} of {one.issued}" for one in found)
    return Finding("lists of links", ok=True, detail=f"signed: {detail}")


def _codecs() -> Iterator[Finding]:
    versions = bundled_versions()
    found = ", ".join(f"{name} {version}" for name, version in versions.items())
    unsafe = unsafe_versions(versions)
    fix = " ".join(unsafe)
    yield Finding("codecs", ok=not unsafe, detail=found, fix=fix)


def _decoding() -> Iterator[Finding]:
    """Say what holds the process that decodes strangers' files, and whether it checks notes."""
    with closing(Decoders(1, Limits(most_bytes=1_000_000))) as decoders:
        try:
            hello = decoders.hello()
        except StartRefused as error:
            yield Finding("decoding", ok=False, detail="does not start", fix=str(error))
            return
    yield _lock(hello.held_by)
    yield _notes(hello.notes)


def _lock(held: Confinement) -> Finding:
    found = ["limits of memory and time"]
    found += [f"Landlock {held.landlock}"] if held.landlock else []
    found += ["seccomp"] if held.seccomp else []
    missing = [
        *([] if held.landlock else ["Landlock comes with Linux 5.13."]),
        *(
            []
            if held.seccomp
            else ["Install libseccomp (Debian: libseccomp2) for a stronger lock."]
        ),
    ]
    # On other systems and old kernels it still works, only less is in the way of an attacker.
    detail = f"in a process of its own: {', '.join(found)}"
    return Finding("decoding", ok=True, detail=detail, fix=" ".join(missing))


def _notes(check: NoteCheck) -> Finding:
    name = "notes of origin"
    match check:
        case NoteCheck.WORKS:
            return Finding(name, ok=True, detail="C2PA: signatures are checked, signers are not")
        case NoteCheck.NOT_INSTALLED:
            detail = "C2PA: found, not checked; the optional c2pa-python is not installed"
            return Finding(name, ok=True, detail=detail)
        case NoteCheck.BROKEN:
            return Finding(
                name,
                ok=False,
                detail="C2PA: found, not checked; c2pa-python is installed and does not work",
                fix="Install it again as docs/operations.md says, or remove it: "
                ".venv/bin/python -m pip uninstall c2pa-python",
            )
        case other:
            assert_never(other)


def _platforms(settings: Settings) -> Finding:
    there = {
        "Telegram": settings.telegram.token is not None,
        "Discord": settings.discord.token is not None,
        "the sandbox class chat": settings.sandbox_runs,
    }
    found = [name for name, is_there in there.items() if is_there]
    if found:
        return Finding("platforms", ok=True, detail=", ".join(found))
    return Finding(
        "platforms",
        ok=False,
        detail="none",
        fix=NO_PLATFORM,
    )


def _print(findings: list[Finding]) -> None:
    console, table = Console(), Table("check", "", "found", "what to do")
    for column in table.columns:
        column.overflow = "fold"
    for finding in findings:
        mark = "[green]ok[/]" if finding.ok else "[red]FAIL[/]"
        table.add_row(finding.name, mark, escape(finding.detail), escape(finding.fix))
    console.print(table)
    for finding in findings:
        if finding.detail.startswith("https://"):
            # Once more in one piece: a link that a narrow column has broken cannot be copied.
            console.print(f"{finding.name}: {escape(finding.detail)}", soft_wrap=True)
