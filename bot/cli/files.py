"""The files that `scan` was asked about, and their bytes."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.domain.errors import MediaTooLarge, MediaUnavailable, UpstanderError


class NoSuchPath(UpstanderError):
    """A path on the command line that does not exist."""


def list_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield every file of the paths, folders in depth and sorted.

    A link to a folder is not followed, so that a circle ends, and a folder may be closed to us:
    both are yielded like files, to be found unreadable rather than passed over.

    Raises:
        NoSuchPath: One of the paths does not exist.
    """
    for path in paths:
        try:
            kind = path.stat().st_mode
        except OSError:
            # A dangling link, or something in a folder that is closed to us.
            if not os.path.lexists(path):
                raise NoSuchPath(f"There is no file or folder {path}.") from None
            kind = 0
        if stat.S_ISDIR(kind):
            yield from _files_in(path)
        else:
            yield path


def _files_in(top: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for folder, folders, names in os.walk(top, onerror=lambda e: closed.append(Path(e.filename))):
        folders.sort()
        links = [name for name in folders if Path(folder, name).is_symlink()]
        yield from (Path(folder, name) for name in sorted(names + links))
    yield from closed


def read_file(path: Path, most: int) -> bytes:
    """Return a file's bytes.

    Raises:
        MediaUnavailable: It cannot be read, or it is no ordinary file.
        MediaTooLarge: It holds more than `most` bytes.
    """
    try:
        # A pipe or a device would never end.
        if not path.is_file():
            raise MediaUnavailable(f"{path} is no ordinary file")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise MediaUnavailable(f"{path}: {error.strerror}") from error
    if len(data) > most:
        raise MediaTooLarge(f"{path} holds more than {most} bytes")
    return data
