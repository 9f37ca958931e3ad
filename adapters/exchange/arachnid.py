"""Arachnid Shield of the Canadian Centre for Child Protection: asked by PDQ hash, never by picture.

Through its own SDK, which can also send pictures and addresses. So what leaves is looked at once
more before it does: a list of hashes to one address, or nothing.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import httpx
from arachnid_shield_sdk import ArachnidShieldAsync, ScanMediaFromPdq, ScannedPDQHashes
from arachnid_shield_sdk.api.client import DEFAULT_BASE_URL, _ArachnidShield

from adapters.exchange.asking import SECONDS, Again, asked, refuse_status
from bot.domain.errors import ExchangeFailed
from bot.domain.exchange import Classification
from bot.ports import Clock

NAME = "arachnid"
MOST_HASHES = 100
_MOST_BYTES = 1_000_000
_PATH = "/v1/pdq/"
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_IN_BASE64 = re.compile(r"[A-Za-z0-9+/]{43}=\Z")
_CLASSES = {
    "csam": Classification.CSAM,
    "harmful-abusive-material": Classification.HARMFUL,
    "no-known-match": Classification.NO_MATCH,
}


class Arachnid:
    """Implements `ports.HashLookup`."""

    def __init__(
        self,
        user: str,
        password: str,
        clock: Clock,
        base_url: str = "",
        seconds: float = SECONDS,
    ) -> None:
        self._shield = _Shield(user, password, base_url or DEFAULT_BASE_URL)
        self._clock = clock
        self._seconds = seconds

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        await self._shield.http.aclose()

    async def look_up(self, hashes: Sequence[str]) -> Mapping[str, Classification]:
        """Return what is known of these hashes, 100 at most."""
        if len(hashes) > MOST_HASHES or not all(_HASH.match(one) for one in hashes):
            raise ExchangeFailed(
                f"{NAME} is asked about PDQ hashes of 64 hex digits, {MOST_HASHES} at once."
            )
        if not hashes:
            return {}
        names = {base64.b64encode(bytes.fromhex(one)).decode(): one for one in hashes}
        answer = await asked(NAME, lambda: self._ask(list(names)), self._clock, self._seconds)
        found = answer.scanned_hashes
        if not names.keys() <= found.keys():
            raise ExchangeFailed(f"{NAME} says nothing of a hash that it was asked about.")
        return {one: _class_of(found[name].classification) for name, one in names.items()}

    async def _ask(self, hashes: list[str]) -> ScannedPDQHashes:
        try:
            return await self._shield.scan_pdq_hashes(
                ScanMediaFromPdq(hashes), timeout=httpx.Timeout(self._seconds)
            )
        except httpx.HTTPError as error:
            raise Again(f"no connection ({type(error).__name__})") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise ExchangeFailed(f"{NAME}: an answer of an unknown form.") from None


def _class_of(said: object) -> Classification:
    return _CLASSES.get(str(said), Classification.OTHER)


class _Bounded(_ArachnidShield):
    """Stands between their client and its base, which makes what it speaks through."""

    http: httpx.AsyncClient
    place: str

    def __init__(self, *, username: str | bytes, password: str | bytes) -> None:
        # Theirs takes the address from a variable of the environment, and hands none on.
        super().__init__(username=username, password=password, base_url=self.place)
        self._auth = httpx.BasicAuth(username=username, password=password)

    def _build_async_http_client(self) -> httpx.AsyncClient:
        self.http = httpx.AsyncClient(
            auth=self._auth,
            transport=_HashesOnly(self.place, httpx.AsyncHTTPTransport()),
            trust_env=False,
            follow_redirects=False,
            headers={"Accept-Encoding": "identity", "User-Agent": "upstander"},
        )
        return self.http


class _Shield(ArachnidShieldAsync, _Bounded):
    """Their client, with our limits."""

    def __init__(self, user: str, password: str, base_url: str) -> None:
        self.place = base_url.rstrip("/") + "/"
        super().__init__(user, password)


class _HashesOnly(httpx.AsyncBaseTransport):
    """Lets out nothing but hashes, and in what their reader can read."""

    def __init__(self, place: str, inner: httpx.AsyncBaseTransport) -> None:
        self._url = place.rstrip("/") + _PATH
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request that holds hashes.

        Raises:
            ExchangeFailed: It holds something else, or the answer cannot be used.
            Again: It may work later.
        """
        _refuse_all_but_hashes(request, self._url)
        response = await self._inner.handle_async_request(request)
        try:
            refuse_status(NAME, response.status_code, response.headers.get("Retry-After"))
            body = await _read(response)
        finally:
            await response.aclose()
        return httpx.Response(200, json=_simplified(body), request=request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def _refuse_all_but_hashes(request: httpx.Request, url: str) -> None:
    content = json.loads(request.content)
    only_hashes = (
        request.method == "POST"
        and str(request.url) == url
        and list(content) == ["hashes"]
        and all(_IN_BASE64.match(one) for one in content["hashes"])
    )
    if not only_hashes:
        raise ExchangeFailed(f"{NAME}: something else than hashes was to be sent, and was not.")


async def _read(response: httpx.Response) -> bytes:
    parts, count = list[bytes](), 0
    async for part in response.aiter_raw():
        count += len(part)
        if count > _MOST_BYTES:
            raise ExchangeFailed(f"{NAME}: an answer of over {_MOST_BYTES} bytes.")
        parts.append(part)
    return b"".join(parts)


def _simplified(body: bytes) -> object:
    """Return an answer with the classes alone.

    Their documents say ``null`` for a hash without a match, on which their reader fails. What a
    match is near to concerns nobody here.
    """
    try:
        answers = json.loads(body)["scanned_hashes"].items()
    except ValueError:
        raise Again("the answer was not JSON") from None
    return {"scanned_hashes": {name: _simple(said) for name, said in answers}}


def _simple(said: Mapping[str, object] | None) -> Mapping[str, object]:
    kind: object = "no-known-match"
    if said is not None:
        matched = said.get("match_type") is not None or bool(said.get("near_match_details"))
        kind = said["classification"] or ("unknown" if matched else kind)
    return {"classification": kind, "match_type": None, "near_match_details": None}
