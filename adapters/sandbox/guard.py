"""Who may talk to the sandbox's server: pages that it served itself, on names that are its own.

The sandbox has no log-in, so any website that a visitor has open could try to use it. Two checks
stop that: the Host must be a name of this machine (DNS rebinding), and a request that changes
something must come from our own page (CSRF, cross-site websockets).
"""

import ipaddress
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from adapters.sandbox.errors import NoSuchChat, NoSuchFile, NoSuchMessage, Refusal, TooMuch

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_NOT_FOUND = (NoSuchChat, NoSuchFile, NoSuchMessage)


class BadRequest(Exception):
    """A request that no page of ours sends; the text says what is wrong with it."""


def guarded(handler: Handler, hosts: Collection[str]) -> Handler:
    """Wrap a handler with both checks, the security headers and readable errors.

    A wrapper and no middleware: the same server has routes, such as its health check, that are
    asked for under other names.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        foreign = _foreign(request, hosts)
        response = foreign if foreign is not None else await _handled(handler, request)
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    return answer


def problem(status: int, code: str, text: str) -> web.Response:
    """Return an error that the page can show as it is."""
    return web.json_response({"error": {"code": code, "message": text}}, status=status)


async def _handled(handler: Handler, request: web.Request) -> web.StreamResponse:
    try:
        return await handler(request)
    except TooMuch as refusal:
        return problem(413, refusal.code, str(refusal))
    except _NOT_FOUND as refusal:
        return problem(404, refusal.code, str(refusal))
    except Refusal as refusal:
        return problem(403, refusal.code, str(refusal))
    except BadRequest as error:
        return problem(400, "bad-request", str(error))
    except web.HTTPException as error:
        return problem(error.status, "http", error.reason)


def _foreign(request: web.Request, hosts: Collection[str]) -> web.Response | None:
    if not _own_name(request.headers.get(hdrs.HOST, ""), hosts):
        return problem(403, "foreign-host", "This server is not known by that name.")
    changes = request.method not in {"GET", "HEAD"} or _wants_socket(request)
    if changes and not _same_origin(request):
        return problem(403, "foreign-origin", "Only the sandbox's own page may do that.")
    return None


def _own_name(host: str, hosts: Collection[str]) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    if name is None:
        return False
    try:
        return ipaddress.ip_address(name).is_loopback or name in hosts
    except ValueError:
        return name == "localhost" or name in hosts


def _wants_socket(request: web.Request) -> bool:
    return request.headers.get(hdrs.UPGRADE, "").lower() == "websocket"


def _same_origin(request: web.Request) -> bool:
    """Compare with the Host, which was checked before.

    Without an Origin it is no web page that asks: browsers send one with every request that
    changes something and with every websocket.
    """
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc == request.headers.get(hdrs.HOST)
