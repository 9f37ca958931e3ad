"""What belongs to one installation: the lock that keeps a second instance out, and its key."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.domain.errors import StartRefused
from bot.storage.database import database_file

_KEY_BYTES = 32
_KEY_FILE = "audit.key"


@contextmanager
def only_instance(data_dir: Path, url: str) -> Iterator[None]:
    """Hold the database for this process; the kernel frees it even after a kill -9.

    The lock lies beside the database and not in the data folder: two data folders may lead to
    one database, and two bots on it would each carry out the other's effects.

    Raises:
        StartRefused: Another process holds it, or a folder cannot be used.
    """
    make_folder(data_dir)
    # Without links, so that two names of one file are one lock.
    file = database_file(url).resolve()
    with _lock_file(file) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            pid = held.read().strip() or "unknown"
            raise StartRefused(
                f"Another Upstander (process {pid}) already uses the database {file}. Stop it "
                "first, or give this one a database of its own with UPSTANDER_DATA_DIR or "
                "UPSTANDER_DATABASE_URL."
            ) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield


def _lock_file(file: Path) -> TextIO:
    try:
        return file.with_name(f"{file.name}.lock").open("a+", encoding="ascii")
    except OSError as error:
        raise StartRefused(
            f"The folder {file.parent} of the database cannot be written ({error.strerror}). Make "
            "it, change its owner, or name another file with UPSTANDER_DATABASE_URL."
        ) from error


def make_folder(data_dir: Path) -> Path:
    """Make the data folder, readable by its owner only.

    Raises:
        StartRefused: It cannot be made or written.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StartRefused(
            f"The data folder {data_dir} cannot be made ({error.strerror}). Name another one "
            "with UPSTANDER_DATA_DIR."
        ) from error
    if not os.access(data_dir, os.W_OK | os.X_OK):
        raise StartRefused(
            f"The data folder {data_dir} cannot be written by this user. Change its owner, or "
            "name another one with UPSTANDER_DATA_DIR."
        )
    return data_dir


def audit_key(data_dir: Path) -> bytes:
    """Return the key that seals the audit chain, made on first use and kept beside the database.

    Raises:
        StartRefused: The key file is damaged, or others may read it.
    """
    path = make_folder(data_dir) / _KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    with os.fdopen(descriptor, "wb") as fresh:
        key = secrets.token_bytes(_KEY_BYTES)
        fresh.write(key.hex().encode())
        fresh.flush()
        os.fsync(fresh.fileno())
    return key


def refuse_lost_key(data_dir: Path, url: str) -> None:
    """Refuse to go on without the key of a database that is there already.

    A new key would break the chain at its first entry, and with it the proof of every old case.

    Raises:
        StartRefused: There is a database and no key.
    """
    file = database_file(url)
    if known_key(data_dir) is None and file.exists() and file.stat().st_size:
        raise StartRefused(
            f"The key file {data_dir / _KEY_FILE} is missing, though the database {file} is there: "
            "its cases could not be verified any more. Restore the key from the backup of the "
            "data folder."
        )


def known_key(data_dir: Path) -> bytes | None:
    """Return the key as `audit_key` does, but make nothing; None where there is none yet.

    Raises:
        StartRefused: The key file is damaged, or others may read it.
    """
    path = data_dir / _KEY_FILE
    return _read_key(path) if os.path.lexists(path) else None


def _unreadable(path: Path, error: OSError) -> StartRefused:
    return StartRefused(
        f"The key file {path} cannot be read or made ({error.strerror}). Change its owner to the "
        "user that runs Upstander."
    )


def _read_key(path: Path) -> bytes:
    try:
        if path.stat().st_mode & 0o077:
            raise StartRefused(
                f"Others may read {path}, which seals the cases. Run: chmod 600 {path}"
            )
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(key) != _KEY_BYTES:
        raise StartRefused(
            f"The key file {path} is damaged, so the old cases could not be verified any more. "
            "Restore it from the backup of the data folder."
        )
    return key
