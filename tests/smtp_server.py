"""A mail server on this machine that answers as a test tells it.

Written here because aiosmtpd is not among the locked libraries. It knows what `smtplib` says, TLS
from the start or by STARTTLS, and nothing else.
"""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.secure_server import _write_certificate


@dataclass
class MailServer:
    """What it does, and what came.

    Attributes:
        answers: What it says to a verb instead of yes, such as ``{"RCPT": "550 no"}``.
        hangs_at: The verb that it never answers; ``CONNECT``: it does not even greet.
        secret: Everything that was said before the connection was encrypted.
    """

    tls: bool = False
    starttls: bool = False
    account: tuple[str, str] | None = None
    answers: dict[str, str] = field(default_factory=dict)
    hangs_at: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    in_the_open: list[str] = field(default_factory=list)
    port: int = 0
    certificate: Path = Path()

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))


class _Conversation:
    def __init__(
        self,
        server: MailServer,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        context: ssl.SSLContext,
    ) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._context = context
        self._encrypted = server.tls

    async def run(self) -> None:
        await self._say("CONNECT", "220 here")
        while line := await self._reader.readline():
            text = line.decode().rstrip("\r\n")
            if not self._encrypted:
                self._server.in_the_open.append(text)
            verb = text.split(" ")[0].upper()
            if verb == "QUIT":
                return await self._say(verb, "221 bye")
            await self._answer(verb, text)
        return None

    async def _answer(self, verb: str, text: str) -> None:
        match verb:
            case "EHLO":
                offers = ["250-here", *(["250-STARTTLS"] if self._may_begin_tls else [])]
                offers += ["250-AUTH PLAIN"] if self._server.account else []
                await self._say(verb, "\r\n".join([*offers, "250 8BITMIME"]))
            case "STARTTLS" if self._may_begin_tls:
                await self._say(verb, "220 go")
                await self._writer.start_tls(self._context)
                self._encrypted = True
            case "AUTH":
                await self._say(verb, "235 yes" if self._knows(text) else "535 no")
            case "DATA":
                await self._say(verb, "354 go")
                if "DATA" not in self._server.answers:
                    await self._take_mail()
            case "MAIL" | "RCPT" | "RSET":
                await self._say(verb, "250 yes")
            case _:
                await self._say(verb, "502 what")

    @property
    def _may_begin_tls(self) -> bool:
        return self._server.starttls and not self._encrypted

    def _knows(self, text: str) -> bool:
        if self._server.account is None:
            return False
        _, user, password = base64.b64decode(text.split(" ")[2]).decode().split("\0")
        return (user, password) == self._server.account

    async def _take_mail(self) -> None:
        lines = []
        while (line := await self._reader.readline()) not in (b".\r\n", b""):
            lines.append(line)
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        await self._say("SENT", "250 taken")
        if "SENT" not in self._server.answers:
            self._server.mails.append(mail)

    async def _say(self, verb: str, text: str) -> None:
        if self._server.hangs_at == verb:
            await self._reader.read()
            raise ConnectionResetError
        self._writer.write(f"{self._server.answers.get(verb, text)}\r\n".encode())
        await self._writer.drain()


@asynccontextmanager
async def mail_server(folder: Path, server: MailServer) -> AsyncIterator[MailServer]:
    """Serve until the block ends."""
    server.certificate = _write_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.certificate)

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ssl.SSLError, asyncio.IncompleteReadError):
            await _Conversation(server, reader, writer, context).run()
        writer.close()
        with contextlib.suppress(OSError, ssl.SSLError):
            await writer.wait_closed()

    listening = await asyncio.start_server(
        converse, "127.0.0.1", 0, ssl=context if server.tls else None
    )
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
