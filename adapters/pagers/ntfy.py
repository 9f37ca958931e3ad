"""Pages by ntfy (https://docs.ntfy.sh/publish/): a message to every phone that has the topic."""

import ssl
from urllib.parse import urlsplit

from adapters.pagers.posting import SECONDS, bearer, post_json
from bot.chase_ports import Page, PageResult

_HIGH, _NORMAL = 4, 3


class Ntfy:
    """Implements `bot.chase_ports.Pager`.

    Args:
        url: ``https://SERVER/TOPIC``; a secret, because a topic is its own password.
        token: An access token of the server, if it wants one.
        trust: For tests: whose certificates are taken.
        seconds: For one page.
    """

    channel = "ntfy"

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        parts = urlsplit(url)
        path, _, self._topic = parts.path.rstrip("/").rpartition("/")
        # As JSON, which goes to the server's own address: a header could not carry every language.
        self._url = f"{parts.scheme}://{parts.netloc}{path}/"
        self._token = token
        self._trust = trust
        self._seconds = seconds

    async def page(self, page: Page) -> PageResult:
        """Send one page."""
        body = {
            "topic": self._topic,
            "title": page.title,
            "message": page.text,
            "priority": _NORMAL if page.test else _HIGH,
            # Servers from 2.16 on show a page that comes again in the place of the first.
            "sequence_id": page.key.replace(":", "-"),
        }
        return await post_json(self._url, body, bearer(self._token), self._trust, self._seconds)
