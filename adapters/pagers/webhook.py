"""Pages by a webhook: a POST of JSON, which Slack, Mattermost and others show by its ``text``."""

import ssl

from adapters.pagers.posting import SECONDS, bearer, post_json
from bot.chase_ports import Page, PageResult


class Webhook:
    """Implements `bot.chase_ports.Pager`.

    Args:
        url: Where to; a secret, because whoever knows it can write there.
        token: Sent along as a bearer token, if there is one.
        trust: For tests: whose certificates are taken.
        seconds: For one page.
    """

    channel = "webhook"

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._url = url
        self._token = token
        self._trust = trust
        self._seconds = seconds

    async def page(self, page: Page) -> PageResult:
        """Send one page."""
        body = {
            "text": f"{page.title}\n{page.text}",
            "cases": list(page.cases),
            "at": page.at.isoformat(),
            "test": page.test,
            "key": page.key,
        }
        # https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/: a page that
        # comes again after a crash can be told from a new one.
        headers = {"Idempotency-Key": page.key, **bearer(self._token)}
        return await post_json(self._url, body, headers, self._trust, self._seconds)
