"""Discord's own places for media: only from them is anything fetched."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

# https://discord.com/developers/docs/reference#image-formatting names the first; attachments come
# from the first two, what embeds show of other sites through the last two.
_CDN, _MEDIA = "https://cdn.discordapp.com", "https://media.discordapp.net"
_ORIGINS = frozenset(
    {
        _CDN,
        _MEDIA,
        "https://images-ext-1.discordapp.net",
        "https://images-ext-2.discordapp.net",
    }
)
# The path of an attachment holds its id; behind it stand a signature and the time it ends. All of
# the path must look like it: a foreign address that Discord hands on, or one that goes back up with
# "..", would else pass for an attachment that was looked at.
_ATTACHMENT = re.compile(
    r"https?://[^/?#\\]+/(?:ephemeral-)?attachments/[0-9]+/([0-9]+)/"
    r"(?:[^/?#\\%]|%(?!2[ef]|5c))+(?:[?#]|$)",
    re.IGNORECASE,
)
_OWN, _MOVING = "cdn:", "media:"


@dataclass(frozen=True, slots=True)
class MediaHosts:
    """Where media may be fetched from.

    Attributes:
        cdn: The origin of avatars, emojis and stickers.
        origins: All origins, as ``scheme://host``; a port only where it is not the usual one.
        media: The origin of stickers that move as GIF.
    """

    cdn: str = _CDN
    origins: frozenset[str] = _ORIGINS
    media: str = _MEDIA

    def hold(self, url: object) -> bool:
        """Whether an address leads to one of them, with nothing hidden in it."""
        # What one reader of addresses leaves out, another may stumble over.
        if not isinstance(url, str) or not url.isprintable() or " " in url or "\\" in url:
            return False
        try:
            parts = urlsplit(url)
            clean = parts.username is None and parts.password is None
            return clean and f"{parts.scheme}://{parts.netloc}".lower() in self.origins
        except ValueError:
            return False

    def address_of(self, handle: str) -> str:
        """Return where to fetch what a handle names; empty where that is not ours to fetch."""
        url = handle
        for mark, origin in ((_OWN, self.cdn), (_MOVING, self.media)):
            if handle.startswith(mark):
                url = f"{origin}/{handle.removeprefix(mark)}"
        return url if self.hold(url) else ""


def whole(url: str) -> str:
    """Return the address of a file as it was uploaded.

    A query may ask for it smaller, or for one frame of a film; whoever writes an address chooses
    that, and everyone else can leave it out. Only what signs an attachment is kept.
    https://discord.com/developers/docs/reference#signed-attachment-cdn-urls
    """
    plain, _, query = url.partition("#")[0].partition("?")
    signed = [one for one in query.split("&") if one.partition("=")[0] in _SIGNATURE]
    return f"{plain}?{'&'.join(signed)}" if signed else plain


_SIGNATURE = ("ex", "is", "hm")


def own(path: str) -> str:
    """Return the handle of something that lies on Discord's CDN under a fixed path."""
    return f"{_OWN}{path}"


def moving(path: str) -> str:
    """Return the handle of a GIF that only the host of media has."""
    return f"{_MOVING}{path}"


def attachment_id(url: str) -> str:
    """Return the id of the attachment that an address leads to; empty if it leads to none."""
    found = _ATTACHMENT.match(url)
    return found.group(1) if found else ""
