"""The page's live feed: everything at once, then each change, over a websocket."""

import asyncio
import weakref
from collections.abc import Sequence

from aiohttp import WSCloseCode, web

from adapters.sandbox.state import Change
from adapters.sandbox.view import default_viewers, seen_as, snapshot, update
from adapters.sandbox.world import World

# A page that is this far behind gets everything anew instead of each change.
MOST_BEHIND = 500
VIEWERS = 4


class LiveFeed:
    """All open websockets of one server."""

    def __init__(self, world: World, *, has_test_card: bool) -> None:
        self._world = world
        self._has_test_card = has_test_card
        self._open: weakref.WeakSet[web.WebSocketResponse] = weakref.WeakSet()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one page until it closes. Pages only listen; what they say is not read."""
        viewers = request.query.getall("as", [])[:VIEWERS] or default_viewers(self._world.store)
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=1024)
        await socket.prepare(request)
        self._open.add(socket)
        tasks = [
            asyncio.create_task(self._send(socket, viewers)),
            asyncio.create_task(_until_closed(socket)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._open.discard(socket)
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ends:
            # A page that closed while it was written to is no news. Anything else is a defect:
            # raised from here it is logged, and the connection is cut, so that the page says
            # that what it shows may be old.
            if isinstance(end, Exception) and not isinstance(end, ConnectionError):
                raise end
        return socket

    async def close(self, _app: web.Application) -> None:
        """Tell all pages that the server stops, so that it need not wait for them."""
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"stopping")

    async def _send(self, socket: web.WebSocketResponse, wanted: Sequence[str]) -> None:
        store = self._world.store
        changes: asyncio.Queue[Change | None] = asyncio.Queue()
        # None stands for "everything": the start of a feed, or a page that fell behind.
        changes.put_nowait(None)

        def note(change: Change) -> None:
            if changes.qsize() < MOST_BEHIND:
                changes.put_nowait(change)
            elif changes.qsize() == MOST_BEHIND:
                changes.put_nowait(None)

        unwatch = store.watch(note)
        try:
            while True:
                change = await changes.get()
                if change is None:
                    while not changes.empty():
                        changes.get_nowait()
                viewers = seen_as(store, wanted)
                # No await between reading the queue and the state: nothing may fall between.
                news = (
                    snapshot(store, viewers) if change is None else update(store, viewers, change)
                )
                if news is not None:
                    await socket.send_json(news | {"test_card": self._has_test_card})
        finally:
            unwatch()


async def _until_closed(socket: web.WebSocketResponse) -> None:
    async for _ in socket:
        pass
