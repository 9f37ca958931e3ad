"""What the values of the Discord settings must look like; `config.schema` names them."""

import re

from pydantic import SecretStr

# The bot's id in base64, a time and a signature: https://discord.com/developers/docs/reference
_TOKEN = re.compile(r"[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,45}")


def bot_token(token: SecretStr | None) -> SecretStr | None:
    """Return a token; raise where it cannot be one."""
    if token is not None and not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("not a bot token")
    return token
