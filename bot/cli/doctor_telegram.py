"""What `doctor` finds out about the bot's account on Telegram. It asks, and changes nothing."""

from collections.abc import Mapping
from typing import Any

from adapters.telegram.api import Api
from adapters.telegram.errors import Refusal, Unauthorised
from adapters.telegram.startup import invite_link
from adapters.telegram.trouble import connection_lost
from bot.cli.finding import Finding
from bot.cli.telegram import connection_of
from config.schema import Settings, TelegramSettings
from config.telegram import PUBLIC_SERVER


async def telegram_findings(settings: Settings) -> list[Finding]:
    """Return what is to say about the account, how updates come, and how to add the bot."""
    given = settings.telegram
    api = Api(connection_of(given))
    try:
        me = await _asked(api, "getMe")
        hook = await _asked(api, "getWebhookInfo")
    except Refusal as refusal:
        return [_no_answer(given, refusal)]
    finally:
        await api.close()
    link = invite_link(str(me.get("username", "")))
    return [
        Finding("telegram account", ok=True, detail=f"@{me.get('username')} at {given.base_url}"),
        *_server(given),
        _groups(me),
        _privacy(me),
        _other_bots(),
        _receiving(given.webhook_url, hook),
        Finding("telegram invitation", ok=True, detail=link),
    ]


async def _asked(api: Api, method: str) -> Mapping[str, Any]:
    answer = await api.call(method)
    return answer if isinstance(answer, dict) else {}


def _no_answer(given: TelegramSettings, refusal: Refusal) -> Finding:
    fix = str(connection_lost(refusal))
    if not isinstance(refusal, Unauthorised):
        fix = f"Make {given.base_url} reachable from this machine. {fix}."
    return Finding("telegram account", ok=False, detail=refusal.code, fix=fix)


def _server(given: TelegramSettings) -> list[Finding]:
    if given.base_url == PUBLIC_SERVER:
        return []
    detail = "answers; it must run without --local, which keeps files on its own disk"
    return [Finding("telegram server of your own", ok=True, detail=detail)]


def _groups(me: Mapping[str, Any]) -> Finding:
    if me.get("can_join_groups") is not False:
        return Finding("telegram groups", ok=True, detail="the bot may be added")
    return Finding(
        "telegram groups",
        ok=False,
        detail="nobody can add the bot to a group",
        fix="Send /setjoingroups to @BotFather, choose the bot, then Enable.",
    )


def _privacy(me: Mapping[str, Any]) -> Finding:
    sees = me.get("can_read_all_group_messages") is True
    detail = (
        "privacy mode is off: it sees every message"
        if sees
        else "privacy mode is on: it sees a group's messages only where it is an admin, which it "
        "has to be anyway to remove pictures"
    )
    return Finding("telegram messages", ok=True, detail=detail)


def _other_bots() -> Finding:
    # No answer of the Bot API says whether it is on.
    return Finding(
        "telegram other bots",
        ok=True,
        detail="pictures that other bots post are seen only with Bot-to-Bot Communication Mode: "
        "@BotFather, the bot, Bot Settings; Telegram does not say whether it is on",
    )


def _receiving(own_url: str, hook: Mapping[str, Any]) -> Finding:
    name, url = "telegram updates", str(hook.get("url") or "")
    waiting = f"{hook.get('pending_update_count', 0)} updates waiting"
    # Telegram keeps the address in a spelling of its own.
    if url and url.lower().rstrip("/") != own_url.lower().rstrip("/"):
        return Finding(
            name,
            ok=False,
            detail="they go to a webhook that is not in the settings",
            fix="Start the bot: it takes its updates back. If you do not know who set that "
            "webhook, get a new token from @BotFather with /revoke.",
        )
    if not own_url:
        return Finding(name, ok=True, detail=f"long polling, {waiting}")
    error = hook.get("last_error_message")
    if error and hook.get("pending_update_count"):
        return Finding(
            name,
            ok=False,
            detail=f"webhook, {waiting}; Telegram says: {error}",
            fix="Telegram must reach UPSTANDER_TELEGRAM__WEBHOOK_URL, and your proxy must lead it "
            "to /telegram/webhook; or leave it empty for long polling.",
        )
    state = "set" if url else "set at the next start"
    return Finding(name, ok=True, detail=f"webhook, {state}, {waiting}")
