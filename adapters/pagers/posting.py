"""One POST to an address that the operator named, and what its answer means.

No redirect is followed and no proxy of the environment is used: the address and what is sent to it
are secrets, and go nowhere else. The text of a result holds neither.
"""

import ssl
from collections.abc import Mapping
from datetime import timedelta

import aiohttp

from adapters.trust import trusted
from bot.chase_ports import PageResult
from bot.domain.chase import Told

SECONDS = 20.0


async def post_json(
    url: str,
    body: Mapping[str, object],
    headers: Mapping[str, str],
    trust: ssl.SSLContext | None = None,
    seconds: float = SECONDS,
) -> PageResult:
    """Send JSON once and return what came of it.

    Args:
        url: Where to.
        body: What is sent.
        headers: Further headers.
        trust: Whose certificates are taken; None: the machine's authorities and certifi's.
        seconds: For all of it.
    """
    timeout = aiohttp.ClientTimeout(total=seconds)
    connector = aiohttp.TCPConnector(ssl=trust or trusted(), force_close=True, limit=1)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session,
            session.post(url, json=body, headers=headers, allow_redirects=False) as answer,
        ):
            return _meaning(answer)
    except aiohttp.ClientConnectorCertificateError:
        return PageResult(Told.REFUSED, "its certificate is not trusted")
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        # Their texts hold the address.
        return PageResult(Told.UNREACHABLE, f"no answer ({type(error).__name__})")


def bearer(token: str | None) -> dict[str, str]:
    """Return the header that carries a token, if there is one."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def _meaning(answer: aiohttp.ClientResponse) -> PageResult:
    status = answer.status
    if 200 <= status < 300:
        return PageResult(Told.TOLD)
    if status in (408, 425, 429) or status >= 500:
        asked = _seconds_in(answer.headers.get("Retry-After"))
        return PageResult(Told.UNREACHABLE, f"the answer was {status}", asked)
    if 300 <= status < 400:
        return PageResult(
            Told.REFUSED, f"the answer was {status}: it leads elsewhere, which is not followed"
        )
    return PageResult(Told.REFUSED, f"the answer was {status}")


def _seconds_in(retry_after: str | None) -> timedelta | None:
    text = (retry_after or "").strip()
    known = text.isascii() and text.isdigit() and len(text) < 7
    return timedelta(seconds=int(text)) if known else None
