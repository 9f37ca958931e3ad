"""`hash`: makes a code of a picture, to be sent to the bot in the place of the picture.

It is for a pupil's or a parent's own computer: it needs no data folder, no settings and no network,
and writes no file. Nothing of a file but its hashes goes into the code, not even its name.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.cli.files import NoSuchPath, read_file
from bot.domain.errors import MediaTooLarge, MediaUnavailable
from bot.domain.hash_code import HashCode, write
from bot.domain.signal import OpaqueReason
from bot.domain.speech import Saying
from classifiers.code_looks import looks_of
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.sniff import Limits
from classifiers.hashing import sha256
from config.phrasebook import ENGLISH, Phrasebook

STANDARD_INPUT = Path("-")
# Nobody waits in a chat here, so films may be larger and take longer than the bot's 20 MB.
_MOST_BYTES = 200_000_000
_SECONDS = 10.0

_WHAT_TO_DO = """
Each code stands for one file. To have it blocked, open a private chat with the bot, write
/hashhelp, and send one code. The picture stays where it is. The code is not the picture, but an
expert could guess its light and dark spots: send it to nobody else.
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one file.

    Attributes:
        reasons: Why there is no code, or why a part of the file is not in it.
    """

    path: str
    code: HashCode | None = None
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the fields of one line of ``--json``."""
        return {
            "path": self.path,
            "code": write(self.code) if self.code else None,
            "sha256": self.code.sha256 if self.code else None,
            "looks": [asdict(look) for look in self.code.looks] if self.code else [],
            "reasons": list(self.reasons),
        }


def make_codes(paths: Sequence[Path], *, as_json: bool) -> bool:
    """Print a code for each file; return whether there is one for every file.

    The codes alone go to standard output, so that they can be piped to where they are copied from.

    Raises:
        NoSuchPath: A path is missing or a folder.
    """
    for path in paths:
        _check(path)
    complete = True
    with closing(Decoders(1, Limits(_MOST_BYTES), _SECONDS)) as decoders:
        for made in _made(paths, decoders):
            complete = complete and made.code is not None
            sys.stdout.write(f"{json.dumps(made.as_json())}\n" if as_json else _line(made))
            sys.stdout.flush()
            if not as_json:
                _explain(made)
    if not as_json and complete:
        sys.stderr.write(_WHAT_TO_DO)
    return complete


def _check(path: Path) -> None:
    if path == STANDARD_INPUT:
        return
    # Those of `Path` raise where a folder is closed to us.
    if os.path.isdir(path):  # noqa: PTH112
        raise NoSuchPath(f"{path} is a folder. Name the pictures in it, each gets its own code.")
    if not os.path.lexists(path):
        raise NoSuchPath(f"There is no file {path}.")


def _made(paths: Sequence[Path], decoders: Decoders) -> Iterator[Made]:
    words = Phrasebook("UTC")
    for path in paths:
        # Names of files are bytes; what is no text is escaped, never dropped.
        name = str(path).encode(errors="surrogateescape").decode(errors="replace")
        try:
            yield _code_of(name, _bytes_of(path), decoders, words)
        except MediaTooLarge:
            yield Made(name, reasons=(_said(OpaqueReason.TOO_BIG, words),))
        except MediaUnavailable as error:
            yield Made(name, reasons=(str(error),))


def _bytes_of(path: Path) -> bytes:
    if path != STANDARD_INPUT:
        return read_file(path, _MOST_BYTES)
    data = sys.stdin.buffer.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise MediaTooLarge("standard input holds too much")
    return data


def _code_of(name: str, data: bytes, decoders: Decoders, words: Phrasebook) -> Made:
    seen = decoders.look_into(data)
    reasons = tuple(_said(reason, words) for reason in seen.reasons)
    looks = looks_of(seen.views)
    if looks:
        return Made(name, HashCode(sha256(data), looks), reasons)
    if seen.views:
        reasons = ("it is too plain: nothing in it tells it from other plain pictures", *reasons)
    return Made(name, None, reasons or ("there is no picture in it",))


def _said(reason: OpaqueReason, words: Phrasebook) -> str:
    return words.write(ENGLISH, Saying(f"reason-{reason.value.replace('_', '-')}"))


def _line(made: Made) -> str:
    return f"{write(made.code)}\n" if made.code else ""


def _explain(made: Made) -> None:
    """Say on standard error what the line above is."""
    why = "; ".join(made.reasons)
    if made.code is None:
        text = f"No code for {made.path}: {why}."
    elif why:
        text = f"The code of {made.path} is not of all that is in it: {why}."
    else:
        text = f"That is the code of {made.path}."
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
