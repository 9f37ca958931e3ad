"""Tells the adults when the bot lost sight of something: of a chat, or of a whole platform."""

import logging
from datetime import timedelta
from typing import assert_never

from bot.book_ports import AuditLog, ChatBook
from bot.domain.errors import TryLater
from bot.domain.event import Gap, Membership, Moved, PlatformTrouble, TroubleKind
from bot.domain.message import ChatRef
from bot.domain.speech import Speech, Value
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.people import LeadVoice
from bot.services.policies import PolicyDesk
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)


class Alarms:
    """Raises the alarms. Each may be repeated until it arrived; nobody hears one twice for that."""

    def __init__(  # noqa: PLR0913 - whom it asks, and whom it tells
        self,
        policies: PolicyDesk,
        speaker: Speaker,
        answers: Answers,
        chats: ChatBook,
        audit: AuditLog,
        clock: Clock,
        lead: LeadVoice,
    ) -> None:
        self._policies = policies
        self._speaker = speaker
        self._answers = answers
        self._chats = chats
        self._audit = audit
        self._clock = clock
        self._lead = lead
        # What a repeated update has done already. After a restart an alarm may come twice.
        self._told: set[tuple[PlatformTrouble, ChatRef]] = set()
        self._untold: set[ChatRef] = set()

    async def membership(self, event: Membership) -> None:
        """The bot was removed from a chat, came back, or lost the right to remove messages."""
        if not event.present:
            await self._tell(event.chat, "adults-bot-removed", time=event.at)
        elif not event.may_delete:
            await self._tell(event.chat, "adults-cannot-delete", time=event.at)
        elif event.lost:
            await self._tell(event.chat, "adults-sees-less", event.lost, time=event.at)
        for chat in await self._policies.guarded_from(event.chat):
            if not event.present:
                logger.error("chat %s: its adults cannot be reached any more", chat.chat)
        await self._audit.note(
            "membership",
            {
                "chat": event.chat.chat,
                "present": event.present,
                "may_delete": event.may_delete,
            },
        )

    async def gap(self, event: Gap) -> None:
        """Messages may have been missed: unknown is never clean, so the adults are told."""
        await self._tell(event.chat, "adults-gap", since=event.since, until=event.until)
        await self._audit.note(
            "gap",
            {
                "chat": event.chat.chat,
                "since": event.since.isoformat(),
                "until": event.until.isoformat(),
            },
        )

    async def moved(self, event: Moved) -> None:
        """A chat has a new id: first it is guarded there, then its adults are told.

        The platform says it twice, in the old chat and in the new one.
        """
        if not await self._chats.move(event.old, event.new) and event.new not in self._untold:
            return
        self._untold.discard(event.new)
        if await self._policies.guarded_from(event.new):
            # The chat of the adults itself: they read on where they read before.
            return
        try:
            await self._tell(event.new, "adults-chat-moved", time=event.at)
        except TryLater:
            self._untold.add(event.new)
            raise

    async def trouble(self, event: PlatformTrouble) -> None:
        """Something concerns every chat of a platform, so every chat of adults there is told."""
        waits: list[timedelta] = []
        try:
            language = (await self._policies.now(ChatRef(event.platform, ""))).language
            await self._lead.tell(event.platform, self._write(event, language), f"{event}")
        except TryLater as wait:
            waits.append(wait.after)
        for adults in await self._chats.adults(event.platform, self._clock.now()):
            if (event, adults) in self._told:
                continue
            try:
                await self._speaker.announce(adults, await self._about_platform(event, adults))
                self._told.add((event, adults))
            except TryLater as wait:
                # One chat that cannot be reached now must not keep the news from the others.
                waits.append(wait.after)
        if waits:
            raise TryLater(min(waits))
        self._told = {told for told in self._told if told[0] != event}
        await self._audit.note(
            "platform_trouble",
            {
                "platform": event.platform,
                "kind": event.kind,
                "since": event.since.isoformat(),
                "until": event.until.isoformat(),
            },
        )

    async def _about_platform(self, event: PlatformTrouble, adults: ChatRef) -> Speech:
        """Write the news in the language of the first chat that these adults look after."""
        return self._write(event, await self._policies.language_of(adults))

    def _write(self, event: PlatformTrouble, language: str) -> Speech:
        match event.kind:
            case TroubleKind.OUTAGE:
                text = self._answers.say(
                    language, "adults-outage", since=event.since, until=event.until
                )
            case TroubleKind.SECOND_RECEIVER:
                text = self._answers.say(language, "adults-second-receiver", time=event.since)
            case TroubleKind.HIDDEN_CONTENT:
                text = self._answers.say(language, "adults-hidden-content", time=event.since)
            case other:
                assert_never(other)
        return Speech(text)

    async def _tell(
        self, chat: ChatRef, key: str, fixes: tuple[str, ...] = (), **values: Value
    ) -> None:
        policy = await self._policies.now(chat)
        adults = policy.adults_of(chat)
        title = await self._speaker.title(chat)
        lines = [self._answers.say(policy.language, key, chat=title, **values)]
        lines += [self._answers.say(policy.language, fix) for fix in fixes]
        speech = Speech("\n".join(lines))
        told = await self._lead.tell(chat.platform, speech, f"{key}:{chat.chat}:{values}")
        if adults is not None:
            told = await self._speaker.announce(adults, speech) or told
        if not told:
            logger.error("chat %s: no adult can be told (%s)", chat.chat, key)
