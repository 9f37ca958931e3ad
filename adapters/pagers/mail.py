"""Pages by e-mail: `smtplib` in a thread of its own, because it waits on its socket.

Encrypted, with the server's certificate checked, before a password or a word is sent; without only
where the operator says so, which the settings allow for this machine alone.
"""

import asyncio
import contextlib
import hashlib
import smtplib
import socket
import ssl
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

from adapters.trust import authorities
from bot.chase_ports import Page, PageResult
from bot.domain.chase import Told

# For one page, and for one answer of the server within it.
SECONDS, _SILENT_SECONDS = 40.0, 10.0


class Security(StrEnum):
    """How the connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True, repr=False)
class Server:
    """The server that takes our mails, and who we are there."""

    host: str
    port: int
    security: Security
    sender: str
    user: str | None = None
    password: str | None = None


class Mail:
    """Implements `bot.chase_ports.Pager` for one address.

    Args:
        server: Who takes the mails.
        to: The one recipient: nobody learns who else is called.
        number: Its place among the recipients, from 1 on.
        trust: For tests: whose certificates are taken.
        seconds: For one page.
    """

    def __init__(
        self,
        server: Server,
        to: str,
        number: int,
        *,
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self.channel = f"mail-{number}"
        self._server = server
        self._to = to
        self._trust = trust
        self._seconds = seconds
        self._thread: threading.Thread | None = None

    async def page(self, page: Page) -> PageResult:
        """Send one page."""
        if self._thread is not None and self._thread.is_alive():
            # One at a time, so that a server which never answers costs one thread.
            return PageResult(Told.UNREACHABLE, "the last try still waits for the server")
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[PageResult] = loop.create_future()
        talk = _Talk(self._server, self._trust, min(_SILENT_SECONDS, self._seconds))
        message = self._message(page)

        def run() -> None:
            result = talk.send(message)
            # Whoever waited may be gone by now, and its loop closed.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(_tell, ended, result)

        # A daemon: it must not keep the process from ending.
        self._thread = threading.Thread(target=run, name=self.channel, daemon=True)
        self._thread.start()
        try:
            async with asyncio.timeout(self._seconds):
                return await ended
        except TimeoutError:
            return PageResult(Told.UNREACHABLE, f"no answer within {self._seconds:g} seconds")
        finally:
            talk.hang_up()

    def _message(self, page: Page) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = page.title
        message["From"] = self._server.sender
        message["To"] = self._to
        message["Date"] = format_datetime(page.at)
        # The same for a page that comes again after a crash: mail programs show it once.
        digest = hashlib.sha256(page.key.encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{digest}@{self._server.sender.rpartition('@')[2]}>"
        # So that nobody's absence note answers it (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(page.text)
        return message


def _tell(ended: asyncio.Future[PageResult], result: PageResult) -> None:
    if not ended.done():
        ended.set_result(result)


class _Talk:
    """One conversation with the server, in a thread; `hang_up` may be called from another."""

    def __init__(self, server: Server, trust: ssl.SSLContext | None, silence: float) -> None:
        self._server = server
        self._trust = trust
        self._silence = silence
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> PageResult:
        """Deliver a message; what goes wrong is a result. Its text names no address."""
        try:
            self._smtp = smtp = self._connected()
            with contextlib.closing(smtp):
                self._deliver(smtp, message)
        except Exception as error:  # noqa: BLE001 - a thread's error would be seen by nobody
            return _meaning(error)
        return PageResult(Told.TOLD)

    def hang_up(self) -> None:
        """End what still waits for the server."""
        sock = self._smtp.sock if self._smtp else None
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _connected(self) -> smtplib.SMTP:
        server, silence = self._server, self._silence
        match server.security:
            case Security.TLS:
                context = self._trust or authorities()
                return smtplib.SMTP_SSL(server.host, server.port, timeout=silence, context=context)
            case Security.STARTTLS | Security.NONE:
                return smtplib.SMTP(server.host, server.port, timeout=silence)

    def _deliver(self, smtp: smtplib.SMTP, message: EmailMessage) -> None:
        server = self._server
        if server.security is Security.STARTTLS:
            # Raises where the server does not offer it: nothing is ever sent in the open then.
            smtp.starttls(context=self._trust or authorities())
        if server.user is not None and server.password is not None:
            smtp.login(server.user, server.password)
        smtp.send_message(message)
        # It has been taken: how we say goodbye changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.quit()


def _meaning(error: Exception) -> PageResult:
    match error:
        case smtplib.SMTPAuthenticationError():
            return PageResult(
                Told.REFUSED, f"the server does not take user or password ({error.smtp_code})"
            )
        case smtplib.SMTPRecipientsRefused():
            code = max((code for code, _ in error.recipients.values()), default=550)
            return _by_code(code, "the server does not take the recipient")
        case smtplib.SMTPResponseException():
            return _by_code(error.smtp_code, "the server does not take the mail")
        case smtplib.SMTPNotSupportedError():
            return PageResult(Told.REFUSED, "the server offers no STARTTLS, or no way to log in")
        case ssl.SSLCertVerificationError():
            return PageResult(Told.REFUSED, "its certificate is not trusted")
        case _:
            return PageResult(Told.UNREACHABLE, f"no answer ({type(error).__name__})")


def _by_code(code: int, what: str) -> PageResult:
    # https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1: 4xx passes, 5xx does not.
    told = Told.UNREACHABLE if 400 <= code < 500 else Told.REFUSED
    return PageResult(told, f"{what} ({code})")
