"""`export-case`: writes the signed record of a case, and pages that explain it."""

import asyncio
import json
import os
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from bot.cli.assemble import model_digests, presets_for
from bot.cli.report_page import ReportPage, about
from bot.defaults import default_policy, installation
from bot.domain.case import case_number
from bot.domain.errors import StartRefused, UpstanderError
from bot.services.system_clock import SystemClock
from bot.storage.books import Habits, open_books
from bot.storage.database import database_file
from bot.storage.instance import known_key, refuse_lost_key
from bot.storage.proofs import Exported
from config.phrasebook import Phrasebook
from config.schema import Settings

# There are no accounts on the command line: whoever may use it is the operator.
_BY = "operator on this machine"


def export_case(settings: Settings, case: int, folder: Path, language: str) -> bool:
    """Write the files and say where; return whether the record is whole.

    Raises:
        UpstanderError: There is no such case, or a file cannot be written.
    """
    number, texts = case_number(case), Phrasebook(settings.timezone)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UpstanderError(f"The folder {folder} is not there, or cannot be written.")
    exported = asyncio.run(_export(settings, case, about(texts, language, number)))
    if exported is None:
        raise UpstanderError(f"There is no case {number}.")
    stem = folder / f"{number}-{SystemClock().now():%Y%m%dT%H%M%SZ}"
    record, page = Path(f"{stem}.json"), Path(f"{stem}.html")
    html = ReportPage(texts, language).write(json.loads(exported.text))
    _write(record, exported.text.encode())
    _write(page, html.encode())
    pdf = _pdf(html)
    if pdf is not None:
        _write(Path(f"{stem}.pdf"), pdf)
    _tell(exported, stem, has_pdf=pdf is not None)
    return exported.bad_line is None and not exported.cut


async def _export(settings: Settings, case: int, words: list[str]) -> Exported | None:
    url = settings.database.get_secret_value()
    refuse_lost_key(settings.data_dir, url)
    key = known_key(settings.data_dir)
    if key is None or not database_file(url).exists():
        raise StartRefused(f"There is no database in {settings.data_dir}, so there is no case.")
    habits = Habits(installation=installation(presets_for(settings), model_digests(settings)))
    policy = default_policy(settings)
    async with open_books(url, SystemClock(), key, policy, alone=False, habits=habits) as books:
        return await books.proofs.export(case, _BY, words)


def _tell(exported: Exported, stem: Path, *, has_pdf: bool) -> None:
    console = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)
    console.print(f"{stem}.json is the signed record. Its SHA-256: {exported.sha256}")
    console.print(
        f"{stem}.html explains it to people{', and so does the .pdf' if has_pdf else ''}."
    )
    if not has_pdf:
        console.print("For a PDF, install the extra `report`: docs/operations.md says how.")
    console.print("They hold ids of accounts: give them to nobody but the school or the police.")
    if exported.bad_line is not None:
        console.print(
            f"ALTERED: line {exported.bad_line} of this record was changed in the database. The "
            "file shows it to whoever checks it. Keep a copy of the data folder as it is."
        )
    if exported.cut:
        console.print(
            "CUT OFF: the chain knows of a later line of this case than its record holds. Keep a "
            "copy of the data folder as it is, and compare it with the last backup."
        )


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, and never over another."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        raise UpstanderError(f"{path} cannot be written ({error.strerror}).") from error


def _pdf(html: str) -> bytes | None:
    """Return the page as a tagged PDF (PDF/UA-1), or None where the extra is not installed."""
    if find_spec("weasyprint") is None:
        return None
    try:
        import weasyprint
    except OSError:
        # It is installed, and the system's library Pango is not.
        return None
    page = weasyprint.HTML(string=html)
    written: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return written
