"""Fetches one large file from an https address that the program knows.

Who is on the way, or has taken the place over, is found out by the file's SHA-256 afterwards; here
the size, the time and the host are bounded. A redirect to another host is not followed.
"""

import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO
from urllib.parse import urlsplit

from bot.domain.errors import UpstanderError

# A third of a gigabyte over a slow line.
MOST_SECONDS = 3600.0
_SILENT_SECONDS = 60.0
_CHUNK = 1 << 16


class NotFetched(UpstanderError):
    """A file cannot be had; the text says why."""


def download(
    url: str,
    most: int,
    seconds: float = MOST_SECONDS,
    trust: ssl.SSLContext | None = None,
) -> bytes:
    """Return what lies at an address.

    Args:
        most: Bytes.
        trust: Whose certificates count, if not those that the system trusts.

    Raises:
        NotFetched: It cannot be had, is larger, or was cut off.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise NotFetched(f"{url} does not start with https://")
    opener = urllib.request.build_opener(
        _SameHost(parts.netloc), urllib.request.HTTPSHandler(context=trust)
    )
    try:
        with opener.open(url, timeout=min(seconds, _SILENT_SECONDS)) as answer:
            return b"".join(_parts(answer, most, time.monotonic() + seconds))
    except urllib.error.HTTPError as error:
        error.close()
        raise NotFetched(f"{url}: the answer was {error.code}") from error
    except (OSError, HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise NotFetched(f"{url}: no answer that can be used ({reason})") from error


def _parts(answer: HTTPResponse, most: int, until: float) -> Iterator[bytes]:
    announced, count = answer.headers.get("Content-Length"), 0
    # What has come, not a whole chunk: who sends a byte a minute must not escape the clock.
    while part := answer.read1(_CHUNK):
        count += len(part)
        if count > most:
            raise NotFetched(f"there are more than {most} bytes, which are expected")
        if time.monotonic() > until:
            raise NotFetched(f"it took too long; {count} bytes had come")
        yield part
    # The standard library takes an end that comes too early for the end.
    if announced is not None and announced.isdecimal() and count < int(announced):
        raise NotFetched(f"it was cut off: {count} of {announced} bytes came")


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect on the same host only."""

    def __init__(self, host: str) -> None:
        self._host = host

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        parts = urlsplit(newurl)
        if (parts.scheme, parts.netloc) != ("https", self._host):
            raise NotFetched(
                f"{req.full_url} leads to {parts.netloc}, and other hosts are not followed: fetch "
                "the file with a browser and name it with --from FILE"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)
