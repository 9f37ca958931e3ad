"""Fetches the bytes of an item: asks Telegram for the file, then reads it, into memory alone."""

from adapters.telegram.api import Api, Lane
from adapters.telegram.contents import EMOJI_HANDLE
from adapters.telegram.errors import Gone, OnServersDisk, Refusal, TooBig, check_answered
from bot.domain.errors import MediaTooLarge, MediaUnavailable
from bot.domain.message import MediaItem, MessageRef

# https://core.telegram.org/bots/api#getfile; a self-hosted server without --local has it too.
DOWNLOAD_BYTES = 20 * 1024 * 1024


class Files:
    """Where the bytes of an item come from."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def fetch(self, ref: MessageRef, item: MediaItem, most: int) -> bytes:  # noqa: ARG002 - the port names the message for platforms that fetch by it
        """Return an item's bytes; see `MediaSource.fetch`."""
        bound = min(most, DOWNLOAD_BYTES)
        try:
            path = await self._path(await self._file_id(item.handle), bound)
            return await self._api.download(path, bound)
        except TooBig:
            raise MediaTooLarge(f"the file holds more than {bound} bytes") from None
        except OnServersDisk:
            raise MediaUnavailable(
                "the Bot API server keeps the file on its own disk: run it without --local"
            ) from None
        except Refusal as refusal:
            check_answered(refusal)
            raise MediaUnavailable(f"the file cannot be had: {refusal.code}") from None

    async def _file_id(self, handle: str) -> str:
        if not handle.startswith(EMOJI_HANDLE):
            return handle
        stickers = await self._api.call(
            "getCustomEmojiStickers",
            lane=Lane.FILES,
            custom_emoji_ids=[handle.removeprefix(EMOJI_HANDLE)],
        )
        if not stickers:
            raise Gone
        return str(stickers[0]["file_id"])

    async def _path(self, file_id: str, bound: int) -> str:
        file = await self._api.call("getFile", lane=Lane.FILES, file_id=file_id)
        if (file.get("file_size") or 0) > bound:
            raise TooBig
        if not file.get("file_path"):
            raise Gone
        return str(file["file_path"])
