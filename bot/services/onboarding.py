"""Greets a chat that the bot was added to: what it does, what it needs there, what to do next."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.action import ActionOutcome
from bot.domain.capability import ChatCheck
from bot.domain.event import Membership
from bot.domain.message import ChatRef
from bot.domain.policy import Policy
from bot.domain.speech import Button, Speech
from bot.services.answers import Answers
from bot.services.platforms import Platforms, known_checks
from bot.services.policies import PolicyDesk
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)

# Some platforms report one arrival twice, and people remove and add the bot again while they try.
_GREETED_LATELY = timedelta(minutes=10)


class Onboarding:
    """Says what is right and wrong in a new chat, and once more when all of it is right.

    Whom it greeted is kept in memory: after a restart a chat may be greeted a second time.
    """

    def __init__(
        self, platforms: Platforms, policies: PolicyDesk, speaker: Speaker, answers: Answers
    ) -> None:
        self._platforms = platforms
        self._policies = policies
        self._speaker = speaker
        self._answers = answers
        self._greeted: dict[ChatRef, datetime] = {}
        self._incomplete: set[ChatRef] = set()

    async def membership(self, event: Membership) -> None:
        """Greet on arrival; on changed rights say once that nothing is missing any more.

        Never raises `TryLater`: the alarm to the adults, which the same event may have rung,
        would be repeated. `/status` says what a lost greeting would have said.
        """
        if not event.present or await self._policies.guarded_from(event.chat):
            # The adults' own chat is not guarded: nothing is needed there.
            return
        if event.joined and not self._greeted_lately(event):
            await self._greet(event)
        elif event.chat in self._incomplete:
            await self._all_set(event.chat)

    def _greeted_lately(self, event: Membership) -> bool:
        last = self._greeted.get(event.chat)
        return last is not None and abs(event.at - last) < _GREETED_LATELY

    async def _greet(self, event: Membership) -> None:
        policy = await self._policies.now(event.chat)
        checks = await known_checks(self._platforms[event.chat.platform], event.chat)
        if not _complete(checks):
            self._incomplete.add(event.chat)
        if await self._said(event.chat, self._greeting(event.chat, policy, checks)):
            self._greeted[event.chat] = event.at

    async def _all_set(self, chat: ChatRef) -> None:
        if not _complete(await known_checks(self._platforms[chat.platform], chat)):
            return
        language = (await self._policies.now(chat)).language
        if await self._said(chat, Speech(self._answers.say(language, "onboarding-all-set"))):
            self._incomplete.discard(chat)

    async def _said(self, chat: ChatRef, speech: Speech) -> bool:
        """Say something; False if it certainly did not arrive."""
        result = await self._speaker.say(chat, speech)
        if result.outcome is not ActionOutcome.OK:
            logger.warning("chat %s: a greeting may be lost (%s)", chat.chat, result.outcome)
        return result.outcome in (ActionOutcome.OK, ActionOutcome.UNREACHABLE)

    def _greeting(self, chat: ChatRef, policy: Policy, checks: Sequence[ChatCheck]) -> Speech:
        def say(key: str) -> str:
            return self._answers.say(policy.language, key)

        has_adults = policy.alerts_chat is not None
        lines = [
            say("onboarding-hello"),
            say("onboarding-checks" if checks else "onboarding-no-checks"),
            *self._answers.checklist(policy.language, checks),
            say("onboarding-next-test" if has_adults else "onboarding-next"),
        ]
        return Speech(
            "\n".join(lines),
            (
                Button(say("button-test"), f"test:{chat.chat}"),
                Button(say("button-settings"), f"panel:{chat.chat}"),
            ),
        )


def _complete(checks: Sequence[ChatCheck]) -> bool:
    """Say whether nothing that is needed is missing. Where nobody knows, something may be."""
    return bool(checks) and all(check.ok for check in checks if check.needed)
