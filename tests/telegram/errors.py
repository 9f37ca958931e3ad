"""How the fake says no: to the bot as Telegram does, and to people as their app does."""

from tests.telegram.state import Json


class ApiError(Exception):
    """An answer that is not ok, with the text that Telegram gives."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def answer(self) -> Json:
        """The body of the response."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class CannotDo(Exception):
    """A person's app refuses: muted, locked, not in the chat, or no such button."""


def bad_request(reason: str, **parameters: int) -> ApiError:
    """Return a 400 with its usual prefix."""
    return ApiError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> ApiError:
    """Return a 403 with its usual prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """Return a 409 with its usual prefix."""
    return ApiError(409, f"Conflict: {reason}")
