"""The sandbox's routes: the page, what people do on it, their pictures and the live feed."""

import json
from collections.abc import Collection
from pathlib import Path

from aiohttp import web

from adapters.sandbox.errors import NotAllowed
from adapters.sandbox.forms import read_form
from adapters.sandbox.guard import BadRequest, Handler, guarded, problem
from adapters.sandbox.live import LiveFeed
from adapters.sandbox.pictures import picture_type
from adapters.sandbox.state import ChatKind
from adapters.sandbox.view import shown_file
from adapters.sandbox.world import World, user

_STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
# A media file opened on its own must not run anything, whatever it pretends to be.
_MEDIA_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
}


def setup(
    app: web.Application,
    world: World,
    test_card: bytes | None = None,
    hosts: Collection[str] = (),
) -> None:
    """Add the sandbox to a web application.

    Args:
        app: Gets the page at ``/`` and everything else under ``/sandbox/``.
        world: The world that the page shows.
        test_card: A PNG that always triggers; without it the page has no button for it.
        hosts: Names of this machine, besides the loopback ones, under which it may be asked.
    """
    sandbox = Sandbox(world, test_card)
    feed = LiveFeed(world, has_test_card=test_card is not None)
    routes: list[tuple[str, str, Handler]] = [
        ("POST", "/sandbox/messages", sandbox.post),
        ("POST", "/sandbox/messages/{message}/edit", sandbox.edit),
        ("DELETE", "/sandbox/messages/{message}", sandbox.delete),
        ("POST", "/sandbox/press", sandbox.press),
        ("GET", "/sandbox/media/{file}", sandbox.media),
        ("GET", "/sandbox/test-card.png", sandbox.test_card),
        ("GET", "/sandbox/live", feed.serve),
        ("GET", "/", _static("index.html")),
    ]
    routes.extend(
        ("GET", f"/sandbox/{file.name}", _static(file.name))
        for file in sorted(_STATIC.iterdir())
        if file.name != "index.html" and file.suffix in _TYPES
    )
    for method, path, handler in routes:
        app.router.add_route(method, path, guarded(handler, hosts))
    app.on_shutdown.append(feed.close)


class Sandbox:
    """What people can do on the page. Nobody logs in: the page says as whom it acts."""

    def __init__(self, world: World, test_card: bytes | None) -> None:
        self._world = world
        self._card = test_card

    async def post(self, request: web.Request) -> web.Response:
        """Post a message, with files or without."""
        form = await read_form(request)
        chat = form.need("chat")
        if form.files and self._world.store.chat(chat).kind is not ChatKind.CLASS:
            raise NotAllowed("Pictures can only be posted in the class chat.")
        message = self._world.post(
            chat,
            user(form.need("as")),
            form.fields.get("text", ""),
            form.files,
            form.fields.get("reply_to") or None,
        )
        return web.json_response({"id": message.id}, status=201)

    async def edit(self, request: web.Request) -> web.Response:
        """Change the text of a message; files replace those that it had."""
        form = await read_form(request)
        message = self._world.store.message(request.match_info["message"])
        if form.files and self._world.store.chat(message.chat).kind is not ChatKind.CLASS:
            raise NotAllowed("Pictures can only be posted in the class chat.")
        self._world.edit(
            message.id, user(form.need("as")), form.fields.get("text"), form.files or None
        )
        return web.json_response({"id": message.id})

    async def delete(self, request: web.Request) -> web.Response:
        """Delete a message."""
        who = request.query.get("as")
        if not who:
            raise BadRequest("The field 'as' is missing.")
        self._world.delete(request.match_info["message"], user(who))
        return web.Response(status=204)

    async def press(self, request: web.Request) -> web.Response:
        """Press a button under a message of the bot."""
        if request.content_type != "application/json":
            raise BadRequest("Send JSON.")
        try:
            wanted = json.loads(await request.text())
            who, message, action = (wanted[name] for name in ("as", "message", "action"))
        except (ValueError, KeyError, TypeError):
            raise BadRequest("The fields 'as', 'message' and 'action' are needed.") from None
        self._world.press(str(message), user(str(who)), str(action))
        return web.Response(status=204)

    async def media(self, request: web.Request) -> web.Response:
        """Return a file while its message stands; only what is a picture is shown as one."""
        data = shown_file(self._world.store, request.match_info["file"]).upload.data
        kind = picture_type(data)
        headers = dict(_MEDIA_HEADERS)
        if kind is None:
            headers["Content-Disposition"] = "attachment"
        return web.Response(
            body=data, content_type=kind or "application/octet-stream", headers=headers
        )

    async def test_card(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler's shape
        """Return the test card."""
        if self._card is None:
            return problem(404, "no-test-card", "This sandbox has no test card.")
        return web.Response(body=self._card, content_type="image/png", headers=_MEDIA_HEADERS)


def _static(name: str) -> Handler:
    # Read once, at start: nothing may touch the disk while the loop runs.
    path = _STATIC / name
    body = path.read_bytes()

    async def answer(request: web.Request) -> web.Response:  # noqa: ARG001 - a handler's shape
        return web.Response(
            body=body,
            content_type=_TYPES[path.suffix],
            charset="utf-8",
            headers={"Cache-Control": "no-cache"},
        )

    return answer
