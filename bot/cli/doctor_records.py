"""What `doctor` finds out about the signed records of cases."""

from bot.cli.finding import Finding
from bot.domain.audit import AuditEntry
from bot.domain.errors import UpstanderError
from bot.domain.proof import key_id
from bot.domain.proof_chain import bad_records, noted
from bot.storage.database import Database
from bot.storage.evidence import all_records
from bot.storage.signing import Signer, holds
from bot.storage.vault import Vault

_MOST_NAMED = 5
_FIX = (
    "The database was changed by something else than Upstander. Keep a copy of the data folder as "
    "it is, and compare it with the last backup."
)


async def record_finding(url: str, key: bytes, entries: list[AuditEntry]) -> Finding:
    """Check every line of every record; the chain itself was checked before."""
    public = Signer(key).public
    # Only with the key can the words be read that the hashes are about.
    database = Database(url, Vault(key))
    try:
        async with database.read() as connection:
            records = dict(await all_records(connection))
    except UpstanderError as error:
        return Finding("records", ok=False, detail="cannot be checked", fix=str(error))
    finally:
        await database.close()
    bad = bad_records(public, records, noted(entries), holds)
    lines = sum(map(len, records.values()))
    detail = f"{lines} lines of {len(records)} cases, signed by {key_id(public)}"
    if not bad:
        return Finding("records", ok=True, detail=detail)
    named = ", ".join(bad[:_MOST_NAMED]) + (" and more" if len(bad) > _MOST_NAMED else "")
    return Finding("records", ok=False, detail=f"{detail}; altered: {named}", fix=_FIX)
