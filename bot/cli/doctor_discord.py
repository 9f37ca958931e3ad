"""What `doctor` finds out about the bot's account on Discord. It asks, and changes nothing."""

from adapters.discord.api import Api
from adapters.discord.errors import Refusal, Unauthorised
from adapters.discord.intents import CONTENT_MISSING, Account
from adapters.discord.session import connection_lost
from adapters.discord.startup import invite_link
from bot.cli.discord import connection_of
from bot.cli.finding import Finding
from bot.services.system_clock import SystemClock
from config.schema import Settings


async def discord_findings(settings: Settings) -> list[Finding]:
    """Return what is to say about the account, what it may see, and how to add the bot."""
    api = Api(connection_of(settings.discord), SystemClock())
    try:
        account = await api.look()
    except Refusal as refusal:
        return [_no_answer(refusal)]
    return [
        Finding("discord account", ok=True, detail=account.name),
        _content(account),
        _members(account),
        Finding("discord invitation", ok=True, detail=invite_link(account)),
    ]


def _no_answer(refusal: Refusal) -> Finding:
    fix = f"{connection_lost(refusal)}."
    if not isinstance(refusal, Unauthorised):
        fix = f"Make https://discord.com reachable from this machine. {fix}"
    return Finding("discord account", ok=False, detail=refusal.code, fix=fix)


def _content(account: Account) -> Finding:
    name = "discord messages"
    if account.sees_content:
        return Finding(name, ok=True, detail="Message Content Intent is on: it sees what they hold")
    return Finding(
        name, ok=False, detail="Message Content Intent is off", fix=f"{CONTENT_MISSING}."
    )


def _members(account: Account) -> Finding:
    detail = (
        "Server Members Intent is on: it hears of new members and of changed pictures of members"
        if account.sees_members
        else "Server Members Intent is off: profile pictures of members are not looked at; "
        "if they shall be, switch it on where Message Content Intent is"
    )
    return Finding("discord members", ok=True, detail=detail)
