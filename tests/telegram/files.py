"""Files as Telegram hands them out: many ids for the same bytes, one unique id by content."""

import copy
import hashlib
from dataclasses import dataclass

from tests.telegram.state import Json

# https://core.telegram.org/bots/api#getfile
MOST_BYTES = 20 * 1024 * 1024


@dataclass(eq=False)
class StoredFile:
    """Some bytes on Telegram's servers.

    Attributes:
        size: What Telegram says it holds; a test may claim more than it wants to allocate.
    """

    data: bytes
    size: int
    path: str
    unique_id: str
    gone: bool = False


class Files:
    """All files of the fake."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, data: bytes, kind: str, size: int | None = None) -> Json:
        """Store some bytes; return the fields that every object with a file has."""
        number = len(self._by_path) + 1
        digest = hashlib.sha256(kind.encode() + data).hexdigest()
        size = len(data) if size is None else size
        file = StoredFile(data, size, f"{kind}/file_{number}.dat", f"AQAD{digest[:16]}")
        self._by_path[file.path] = file
        return {
            "file_id": self._new_id(file),
            "file_unique_id": file.unique_id,
            "file_size": size,
        }

    def refreshed(self, raw: Json) -> Json:
        """Return a copy of an object in which every file has a new id, as with each access."""
        copied = copy.deepcopy(raw)
        for holder in _holders(copied):
            holder["file_id"] = self._new_id(self._by_id[holder["file_id"]])
        return copied

    def find(self, file_id: str) -> StoredFile | None:
        """Return what an id stands for."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Return what lies at a path."""
        return self._by_path.get(path)

    def lose(self, raw: Json) -> None:
        """Let every file in an object be gone, for all of its ids."""
        for holder in _holders(raw):
            self._by_id[holder["file_id"]].gone = True

    def _new_id(self, file: StoredFile) -> str:
        number = len(self._by_id) + 1
        # As long as the real ones: 60 to 100 characters without meaning.
        file_id = "AgACAgQAAxk" + hashlib.sha256(f"{number} {file.path}".encode()).hexdigest()
        self._by_id[file_id] = file
        return file_id


def _holders(value: object) -> list[Json]:
    """Return every object below this one that names a file."""
    if isinstance(value, list):
        return [found for one in value for found in _holders(one)]
    if not isinstance(value, dict):
        return []
    below = [found for one in value.values() for found in _holders(one)]
    return [value, *below] if "file_id" in value else below
