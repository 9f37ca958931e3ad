"""`verify FILE`: checks the record of a case, on any computer, without settings or a network."""

import sys
from pathlib import Path

from bot.domain.errors import UnreadableRecord, UpstanderError
from bot.domain.proof_check import MOST_BYTES, Examined, examine
from bot.storage.signing import holds, read_public_key

WHOLE, ALTERED, UNREADABLE = 0, 1, 2


def verify_file(file: Path, key: str | None) -> int:
    """Print what was found and return the exit code: 0 whole, 1 altered, 2 not readable.

    Args:
        file: What was exported.
        key: The public key that the reader expects, hex, or a file that holds it.
    """
    try:
        expected = read_public_key(key) if key is not None else None
        data = _bytes_of(file)
        found = examine(data, holds, expected)
    except UnreadableRecord as error:
        _say(f"NOT READABLE: {error}")
        _say("If this file was a record once, it was damaged or altered. Ask for it again.")
        return UNREADABLE
    except UpstanderError as error:
        _say(f"NOT CHECKED: {error}")
        return UNREADABLE
    if found.problems:
        _say(f"ALTERED: the record of case {found.number} is not as it was signed.")
        for problem in found.problems:
            _say(f"- {problem}")
        _say("Do not rely on it. Keep the file as it is, and ask for the record again.")
        return ALTERED
    _say(f"WHOLE: the record of case {found.number} is as it was signed, to the last byte.")
    _explain(found, known=expected is not None)
    return WHOLE


def _explain(found: Examined, *, known: bool) -> None:
    _say(f"- It has {found.lines} entries, the last of them this export.")
    if known:
        _say("- It was signed with the key that you expected.")
    else:
        _say("- It was signed with the key that stands in the file itself. That shows that nothing")
        _say(
            "  was altered since, but not who signed: anyone can make a key. Compare this key with"
        )
        _say("  the one that the safeguarding lead noted, or check again with --key:")
        _say(f"  {found.key}")
    _say(f"- The key belongs to the installation {found.installation}.")
    if found.begun_late:
        _say("- Its case was opened before records were signed. What is told of the time before")
        _say("  its first entry was read from the database then, and nobody had signed it.")
    if found.forgotten:
        _say(
            f"- {found.forgotten} entries were deleted on schedule; that they were there is shown."
        )


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UpstanderError(f"{file} cannot be read ({error.strerror}).") from error


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
