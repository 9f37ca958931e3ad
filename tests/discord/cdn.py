"""The bytes of the fake Discord, and the signed addresses under which they can be had for a time.

Inside, every file has simcord's address; `signed` turns it into one of this server's each time a
payload leaves. So a message that is fetched again carries fresh addresses, as on real Discord.
"""

import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

from PIL import Image
from simcord.backend.cdn import CDN_BASE, CdnStore

from bot.ports import Clock
from tests.discord.state import Json

VALID_FOR = timedelta(hours=24)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]+$")
_ATTACHMENT = re.compile(r"/attachments/(\d+)/(\d+)/")
_UNSAFE = re.compile(r"[^\w.\-]+", re.ASCII)


@dataclass
class Cdn(CdnStore):
    """Every file of this Discord."""

    clock: Clock
    base: str = ""
    _bytes: dict[str, bytes] = field(default_factory=dict)
    _generation: dict[int, int] = field(default_factory=dict)

    def store_attachment(
        self,
        attachment_id: int,
        channel_id: int,
        filename: str,
        data: bytes,
        description: str | None,
    ) -> Json:
        """Keep an upload; return its attachment object with its inner address."""
        name = _UNSAFE.sub("_", filename) or "unknown"
        url = self.keep(f"/attachments/{channel_id}/{attachment_id}/{name}", data)
        attachment: Json = {"id": str(attachment_id), "filename": name, "size": len(data)}
        attachment |= {"url": url, "proxy_url": url, "content_scan_version": 4}
        kind = mimetypes.guess_type(name)[0]
        if kind is not None:
            attachment["content_type"] = kind
        if name != filename:
            attachment["title"] = filename.rpartition(".")[0]
        if description:
            attachment["description"] = description
        return attachment | measure(data)

    def store_sticker(self, sticker_id: int, format_type: int, data: bytes) -> str:
        """Keep the picture of a sticker."""
        extension = {1: "png", 2: "png", 3: "json", 4: "gif"}[format_type]
        return self.keep(f"/stickers/{sticker_id}.{extension}", data)

    def get(self, url: str) -> bytes | None:
        """Return what stands at an inner address."""
        return self._bytes.get(_key(url.removeprefix(CDN_BASE)))

    def keep(self, path: str, data: bytes) -> str:
        """Keep bytes under a path; return the inner address."""
        self._bytes[_key(path)] = data
        return CDN_BASE + path

    def art(self, folder: str, data: bytes) -> str:
        """Keep an avatar, banner or icon under its hash; return the hash."""
        mark = hashlib.sha256(data).hexdigest()[:32]
        name = f"a_{mark}" if data.startswith(b"GIF8") else mark
        self.keep(f"{folder}/{name}.png", data)
        return name

    def external(self, data: bytes, host: str = "pictures.example") -> Json:
        """Keep media of another site as Discord's proxy does; return an embed's media object."""
        digest = hashlib.sha256(data).hexdigest()
        url = f"https://{host}/{digest[:12]}.png"
        proxy = self.keep(f"/external/{digest[:43]}/https/{host}/{digest[:12]}.png", data)
        return {"url": url, "proxy_url": proxy} | measure(data)

    # --- addresses

    def signed(self, url: str, proxy: bool = False) -> str:
        """Return this server's address, valid from now on for a time, for an inner one."""
        path = url.removeprefix(CDN_BASE)
        found = _ATTACHMENT.match(path)
        if found is None:
            return self.base + quote(path)
        start = int(self.clock.now().timestamp())
        end = start + int(VALID_FOR.total_seconds())
        query = f"?ex={end:x}&is={start:x}&hm={self._signature(path, f'{end:x}', f'{start:x}')}&"
        return f"{self.base}{'/proxy' if proxy else ''}{quote(path)}{query}"

    def expire(self, attachment_id: int) -> None:
        """Let no address of an attachment that was given out until now work any more."""
        self._generation[attachment_id] = self._generation.get(attachment_id, 0) + 1

    def lose(self, url: str) -> None:
        """Let the bytes at an inner address be gone."""
        self._bytes.pop(_key(url.removeprefix(CDN_BASE)), None)

    def fetch(self, path: str, query: Any) -> bytes | None:
        """Return what a download gets, or None for 404."""
        path = path.removeprefix("/proxy")
        if _ATTACHMENT.match(path) and not self._valid(path, query):
            return None
        return self._bytes.get(_key(path))

    def _valid(self, path: str, query: Any) -> bool:
        end, start, signature = (str(query.get(name, "")) for name in ("ex", "is", "hm"))
        if signature != self._signature(path, end, start):
            return False
        return int(end, 16) > self.clock.now().timestamp()

    def _signature(self, path: str, end: str, start: str) -> str:
        found = _ATTACHMENT.match(path)
        generation = self._generation.get(int(found[2]), 0) if found else 0
        return hashlib.sha256(f"{path} {end} {start} {generation}".encode()).hexdigest()


def measure(data: bytes) -> Json:
    """Return width and height of a picture, as Discord states them; nothing for other bytes."""
    try:
        with Image.open(BytesIO(data)) as picture:
            return {"width": picture.width, "height": picture.height}
    except Exception:  # noqa: BLE001 -- whatever Pillow thinks of these bytes, it is no picture
        return {}


def _key(path: str) -> str:
    """Return the key of a path: attachments stand under their whole name, art under any format."""
    return path if path.startswith(("/attachments/", "/external/")) else _EXTENSION.sub("", path)
