"""What belongs to one installation: the lock that keeps a second instance out, and its key."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.errors import StartRefused

_KEY_BYTES = 32


@contextmanager
def only_instance(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for this process; the kernel frees it even after a kill -9.

    Raises:
        StartRefused: Another process holds it.
    """
    lock = make_folder(data_dir) / "upstander.lock"
    with lock.open("a+", encoding="ascii") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            pid = held.read().strip() or "unknown"
            raise StartRefused(
                f"Another Upstander (process {pid}) already uses the data folder {data_dir}. "
                "Stop it first, or give this one a folder of its own with UPSTANDER_DATA_DIR."
            ) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield


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
    path = make_folder(data_dir) / "audit.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    with os.fdopen(descriptor, "wb") as fresh:
        key = secrets.token_bytes(_KEY_BYTES)
        fresh.write(key.hex().encode())
        fresh.flush()
        os.fsync(fresh.fileno())
    return key


def _read_key(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise StartRefused(f"Others may read {path}, which seals the cases. Run: chmod 600 {path}")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except (ValueError, UnicodeDecodeError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise StartRefused(
            f"The key file {path} is damaged, so the old cases could not be verified any more. "
            "Restore it from the backup of the data folder."
        )
    return key
