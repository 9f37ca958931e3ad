"""Carries pauses of media out: sets them, ends them by the clock, and tells whom it concerns.

Works for two lanes. Every step is safe to repeat: what a chat allowed is stored before it is
changed, and a room that is ours is known by how it stands. Nothing here knows a person.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.book_ports import ChatBook
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.effect import ALERT_PATIENCE
from bot.domain.message import ChatRef
from bot.domain.outbreak import OutbreakNews
from bot.domain.pause import (
    EVERYTHING,
    LOCK_PATIENCE,
    UNDER_WAY,
    Pause,
    PauseCause,
    PauseState,
    next_try,
    to_lock,
    to_restore,
)
from bot.domain.policy import Mode, Policy
from bot.domain.speech import Speech
from bot.pause_ports import Look, OutbreakBook, PauseBook
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.platforms import Platforms
from bot.services.policies import PolicyDesk

logger = logging.getLogger(__name__)

# Every wait has a deadline; within `pause.LEASE`, all calls of a step together. A server with many
# channels takes one call for each.
_CALL_SECONDS = 60.0
_OK = ActionResult(ActionOutcome.OK)
_LATER = (ActionOutcome.LATER, ActionOutcome.UNREACHABLE)


class Words:
    """What a chat and its adults are told of pauses and outbreaks."""

    def __init__(
        self, platforms: Platforms, policies: PolicyDesk, chats: ChatBook, answers: Answers
    ) -> None:
        self._platforms = platforms
        self._policies = policies
        self._chats = chats
        self._answers = answers

    async def policy(self, chat: ChatRef) -> tuple[ChatRef, Policy]:
        """Return a chat by the id that it has now, and what is in force there."""
        now_called = await self._chats.followed(chat)
        return now_called, await self._policies.now(now_called)

    async def to_class(self, pause: Pause) -> None:
        """Tell the class that media are paused, once; a lost line is not said again."""
        chat, policy = await self.policy(pause.chat)
        chosen = pause.cause is PauseCause.OUTBREAK or pause.kinds == EVERYTHING
        key = "group-outbreak" if chosen else "group-paused"
        line = self._answers.say(policy.language, key, until=pause.ends_at)
        await self._say(chat, Speech(line, key=f"pause:{pause.id}"))

    async def all_clear(self, pause: Pause) -> None:
        """Tell the class that media are allowed again."""
        chat, policy = await self.policy(pause.chat)
        line = self._answers.say(policy.language, "group-media-allowed")
        await self._say(chat, Speech(line, key=f"pause-over:{pause.id}"))

    async def trouble(self, pause: Pause, key: str, result: ActionResult) -> bool:
        """Tell the adults that a pause could not be begun or ended, with what helps."""
        chat, policy = await self.policy(pause.chat)
        title = await self._platforms[chat.platform].moderation.title(chat)
        lines = [self._answers.say(policy.language, key, chat=title)]
        if result.fix:
            lines.append(self._answers.say(policy.language, result.fix))
        return await self._to_adults(chat, policy, "\n".join(lines), f"{key}:{pause.id}")

    async def outbreak(self, news: OutbreakNews) -> bool:
        """Tell the adults of one chat that a picture spreads: numbers, and nobody's name."""
        chat, policy = await self.policy(news.chat)
        title = await self._platforms[chat.platform].moderation.title(chat)
        text = self._answers.say(
            policy.language,
            "adults-outbreak",
            number=news.number,
            chat=title,
            chats=news.chats,
            posts=news.posts,
        )
        return await self._to_adults(chat, policy, text, f"outbreak:{news.id}")

    async def _to_adults(self, chat: ChatRef, policy: Policy, text: str, key: str) -> bool:
        adults = policy.adults_of(chat)
        if adults is None:
            return False
        result = await self._say(adults, Speech(text, key=key))
        return result.outcome is ActionOutcome.OK

    async def _say(self, chat: ChatRef, speech: Speech) -> ActionResult:
        async with asyncio.timeout(_CALL_SECONDS):
            return await self._platforms[chat.platform].messenger.say(chat, speech)


class Pausing:
    """Takes each pause one step on."""

    def __init__(
        self, worker: str, book: PauseBook, platforms: Platforms, words: Words, clock: Clock
    ) -> None:
        self._worker = worker
        self._book = book
        self._platforms = platforms
        self._words = words
        self._clock = clock

    async def due(self) -> Pause | None:
        """Lease a pause whose next step is due."""
        return await self._book.claim(self._worker)

    async def carry_out(self, pause: Pause) -> None:
        """Set a pause, or end it."""
        over = pause.state is not PauseState.LOCKING or self._clock.now() >= pause.ends_at
        await (self._lift(pause) if over else self._lock(pause))

    async def _lock(self, pause: Pause) -> None:
        chat, policy = await self._words.policy(pause.chat)
        if pause.cause is PauseCause.OUTBREAK and policy.mode is not Mode.REMOVE:
            # The chat came to a milder mode meanwhile, in which nothing is done to it.
            await self._settle(pause, PauseState.LIFTING, _OK)
            return
        lock = self._platforms[chat.platform].lock
        look = await self._look(chat)
        result = look.result
        if result.outcome is ActionOutcome.OK:
            plan = to_lock(pause, look.rooms, lambda rules: lock.without_media(rules, pause.kinds))
            if not await self._book.remember(self._worker, pause, plan):
                logger.info("pause %s: somebody wants it otherwise", pause.id)
                return
            if plan.to_set:
                result = await self._try(lambda: lock.set_media_rules(chat, plan.to_set))
        if result.outcome is ActionOutcome.OK:
            done = await self._settle(pause, PauseState.ON, result)
            # After it is stored: a line to pupils is lost rather than said twice.
            if done and not pause.announced:
                await self._words.to_class(pause)
            return
        late = self._clock.now() - pause.since > LOCK_PATIENCE
        if result.outcome in _LATER and not late:
            await self._settle(pause, PauseState.LOCKING, result)
            return
        told = await self._words.trouble(pause, "adults-pause-failed", result)
        # What was set of it is put back: half a pause is one that nobody can rely on.
        state = PauseState.LIFTING if told else PauseState.LOCKING
        await self._settle(pause, state, result, told=told)

    async def _lift(self, pause: Pause) -> None:
        chat, _ = await self._words.policy(pause.chat)
        to_set: dict[str, str] = {}
        result = _OK
        if pause.before:
            look = await self._look(chat)
            result = look.result
            to_set = dict(to_restore(pause, look.rooms))
        if to_set:
            lock = self._platforms[chat.platform].lock
            result = await self._try(lambda: lock.set_media_rules(chat, to_set))
        if result.outcome is ActionOutcome.OK:
            done = await self._settle(pause, PauseState.OVER, result)
            if done and pause.announced and to_set:
                await self._words.all_clear(pause)
            return
        told = False
        if result.outcome not in _LATER and not pause.told:
            told = await self._words.trouble(pause, "adults-pause-stuck", result)
        # Pupils who may not post are the adults' to free, if the bot cannot for a week.
        given_up = self._clock.now() - pause.since > ALERT_PATIENCE
        state = PauseState.FAILED if given_up else PauseState.LIFTING
        await self._settle(pause, state, result, told=told)

    async def _look(self, chat: ChatRef) -> Look:
        try:
            async with asyncio.timeout(_CALL_SECONDS):
                return await self._platforms[chat.platform].lock.media_rules(chat)
        except TimeoutError:
            return Look(ActionResult(ActionOutcome.UNREACHABLE))

    async def _try(self, call: Callable[[], Awaitable[ActionResult]]) -> ActionResult:
        try:
            async with asyncio.timeout(_CALL_SECONDS):
                return await call()
        except TimeoutError:
            return ActionResult(ActionOutcome.UNREACHABLE)

    async def _settle(
        self, pause: Pause, state: PauseState, result: ActionResult, *, told: bool = False
    ) -> bool:
        now = self._clock.now()
        due: datetime | None = None
        if state is PauseState.ON:
            due = pause.ends_at
        elif state in UNDER_WAY:
            again = result.outcome is not ActionOutcome.OK and state is pause.state
            due = next_try(pause.attempts, result.retry_after, now) if again else now
        stored = await self._book.settle(self._worker, pause, state, due, told=told)
        logger.log(
            logging.INFO if result.outcome is ActionOutcome.OK else logging.ERROR,
            "pause %s chat %s: %s (%s), attempt %s%s",
            pause.id,
            pause.chat.chat,
            state,
            result.outcome,
            pause.attempts,
            "" if stored else ", wanted otherwise meanwhile",
        )
        return stored


class OutbreakTeller:
    """Tells the adults of outbreaks, at least once, for a week at most."""

    def __init__(self, worker: str, book: OutbreakBook, words: Words, clock: Clock) -> None:
        self._worker = worker
        self._book = book
        self._words = words
        self._clock = clock

    async def due(self) -> OutbreakNews | None:
        """Lease the news of one chat."""
        return await self._book.claim(self._worker)

    async def tell(self, news: OutbreakNews) -> None:
        """Tell it once, and store how that went."""
        now = self._clock.now()
        told = await self._words.outbreak(news)
        given_up = now - news.created_at > ALERT_PATIENCE
        again = None if told or given_up else next_try(news.attempts, None, now)
        await self._book.settle(self._worker, news, again)
        logger.log(
            logging.INFO if told else logging.ERROR,
            "case %s: outbreak in %s chats %s",
            news.number,
            news.chats,
            "told" if told else "not told, no adult could be reached",
        )
