"""Requests and answers as they are on the wire."""

import base64
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from aiohttp import web

from tests.discord.state import Json


@dataclass
class Call:
    """One request of the bot; a download has the method `CDN`.

    Attributes:
        status: What was answered, or 0 if nothing was.
        at: The monotonic time of its arrival.
        uploads: How many files it brought.
    """

    method: str
    path: str
    status: int = 0
    at: float = field(default_factory=time.monotonic)
    body: Any = None
    uploads: int = 0


@dataclass
class Upload:
    filename: str
    fp: BytesIO
    description: str | None = None


def token_of(bot_id: int) -> str:
    """Return what looks like a real bot token; put together here, so that no search finds it."""
    name = base64.urlsafe_b64encode(str(bot_id).encode()).decode().rstrip("=")
    return f"{name}.{'G' + 'canry'}.{'canary' * 6}xy"


def major_of(path: str) -> str:
    found = re.match(r"^/(channels|guilds|webhooks)/(\d+)", path)
    return found[2] if found else ""


def error_json(code: int, message: str) -> Json:
    return {"message": message, "code": code}


def say(
    call: Call, status: int, answer: Any, headers: Mapping[str, str] | None = None
) -> web.Response:
    call.status = status
    if answer is None:
        return web.Response(status=status, headers=headers)
    # Without a charset, as Discord answers: discord.py reads nothing else as JSON.
    body = json.dumps(answer).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def flooded(call: Call, wait: float, headers: Mapping[str, str]) -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
    more = {"Via": "1.1 google", "Retry-After": str(max(1, round(wait)))}
    return say(call, 429, body, {**headers, **more})


def cut(request: web.Request) -> web.Response:
    """Hang up without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def read(request: web.Request) -> tuple[Any, list[Upload]]:
    """Return the JSON that a request carries, and its files."""
    if not request.can_read_body:
        return None, []
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return (json.loads(text) if text else None), []
    body: Json = {}
    uploads = []
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads.append(Upload(value.filename, BytesIO(value.file.read())))
        elif name == "payload_json":
            body = json.loads(str(value))
        else:
            body[name] = value
    return body, uploads
