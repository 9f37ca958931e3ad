"""The files that `scan` was asked about, and their bytes."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.domain.errors import MediaTooLarge, MediaUnavailable, UpstanderError


class NoSuchPath(UpstanderError):
    """A path on the command line that does not exist."""


def list_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield every file of the paths, folders in depth and sorted.

    Links to folders are not followed, so that a circle ends.

    Raises:
        NoSuchPath: One of the paths does not exist.
    """
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders.sort()
                yield from (Path(folder, name) for name in sorted(names))
        elif path.exists() or path.is_symlink():
            yield path
        else:
            raise NoSuchPath(f"There is no file or folder {path}.")


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
