"""What the clients on `requests` speak through: one address, bounded answers, nothing handed on.

Runs in threads; each try ends by itself, so that no thread outlives its deadline for long.
"""

import io
import time
from collections.abc import Iterator, Mapping

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from adapters.exchange.asking import Again, refuse_status
from bot.domain.errors import ExchangeFailed

# A page of StopNCII holds 800 records of about 500 bytes, one of NCMEC 1000 of about 1000.
MOST_BYTES = 32_000_000
_CONNECT_SECONDS = 10.0
_SILENT_SECONDS = 15.0
_CHUNK = 65_536


def bound(session: requests.Session, name: str, base_url: str, seconds: float) -> None:
    """Let a session reach one address only.

    Without proxies, and without passwords from a ``.netrc``: both come from the environment.
    Without redirects: `requests` would take the keys along in its headers.
    """
    session.trust_env = False
    session.headers.update({"Accept-Encoding": "identity", "User-Agent": "upstander"})
    session.adapters.clear()
    session.mount(base_url, _Bounded(name, base_url, seconds))


class _Bounded(HTTPAdapter):
    """Sends a request and reads its answer whole, within limits."""

    def __init__(self, name: str, base_url: str, seconds: float) -> None:
        super().__init__(max_retries=0)
        self._name = name
        self._base_url = base_url
        self._seconds = seconds

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002 - the signature of requests, here and below
        timeout: object = None,  # noqa: ARG002
        verify: bool | str = True,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Send one request.

        Raises:
            Again: It may work later.
            ExchangeFailed: It leads elsewhere, or the answer cannot be used.
        """
        until = time.monotonic() + self._seconds
        if not str(request.url).startswith(f"{self._base_url}/"):
            raise ExchangeFailed(f"{self._name} leads to another address, which is not followed.")
        silent = min(_SILENT_SECONDS, self._seconds)
        wait = (min(_CONNECT_SECONDS, self._seconds), silent)
        try:
            response = super().send(request, stream=True, timeout=wait, verify=verify, cert=cert)
            with response:
                body = self._body(response, until)
        except (HTTPError, OSError) as error:
            # The errors of requests are OSErrors. Their texts hold addresses with what was asked.
            raise Again(f"no connection ({type(error).__name__})") from None
        response.raw = io.BytesIO(body)
        return response

    def _body(self, response: requests.Response, until: float) -> bytes:
        refuse_status(self._name, response.status_code, response.headers.get("Retry-After"))
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise ExchangeFailed(f"{self._name}: the answer is packed, and that was not asked.")
        return b"".join(self._parts(response, until))

    def _parts(self, response: requests.Response, until: float) -> Iterator[bytes]:
        count = 0
        # What has come, not a whole chunk: who sends a byte a minute must not escape the clock.
        while part := response.raw.read1(_CHUNK):
            count += len(part)
            if count > MOST_BYTES:
                raise ExchangeFailed(f"{self._name}: an answer of over {MOST_BYTES} bytes.")
            if time.monotonic() > until:
                raise Again("the answer took too long")
            yield part
