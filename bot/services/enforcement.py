"""Carries out what was decided: removal first and alone, then the words, each on its own."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import assert_never

from bot.book_ports import CaseBook, ChatBook, Outbox
from bot.domain.action import REMOVING, ActionKind, ActionOutcome, ActionResult
from bot.domain.case import Case, CaseOrigin, CaseState
from bot.domain.effect import FINAL, Effect, EffectState, Settlement, settle
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef
from bot.domain.speech import Speech
from bot.domain.verdict import ALBUM
from bot.ports import Clock, Meters
from bot.services.appeal_words import AppealWords
from bot.services.digests import alert_about
from bot.services.notices import Writer
from bot.services.platforms import Platform, Platforms, known_checks
from bot.services.policies import PolicyDesk
from bot.services.speaking import tell_in_private

logger = logging.getLogger(__name__)

TAKEDOWNS = (ActionKind.TAKEDOWN,)
TO_PUPILS = (
    ActionKind.NOTICE,
    ActionKind.GROUP_LINE,
    ActionKind.APOLOGY,
    ActionKind.APPEAL_REFUSED,
    ActionKind.APPEAL_LATE,
)

# Every wait has a deadline; a platform that does not answer for this long is unreachable.
_CALL_SECONDS = 20.0
# While no adult is named there is nobody to alert; the alert waits for one.
_NOBODY_YET = timedelta(minutes=1)
_CALLED_OFF = Settlement(EffectState.CANCELLED)


class Enforcement:
    """Carries out one leased effect at a time; the lanes in `app.py` run several."""

    def __init__(
        self, outbox: Outbox, cases: CaseBook, hands: "Hands", clock: Clock, meters: Meters
    ) -> None:
        self._outbox = outbox
        self._cases = cases
        self._hands = hands
        self._clock = clock
        self._meters = meters

    async def carry_out(self, worker: str, effect: Effect) -> None:
        """Try one effect, with what was claimed along with it, and store how it went."""
        together = {one: await self._case_of(one) for one in (effect, *effect.also)}
        if _is_called_off(effect, together[effect]):
            unsupported = ActionResult(ActionOutcome.UNSUPPORTED)
            await self._close(worker, effect, together[effect], _CALLED_OFF, unsupported)
            return
        result = await self._attempt(effect, tuple(together.values()))
        now = self._clock.now()
        # Each by itself: what was planned later is tried longer.
        for one, case in together.items():
            await self._close(worker, one, case, settle(one, result, now), result)

    async def _case_of(self, effect: Effect) -> Case:
        case = await self._cases.get(effect.case)
        if case is None:
            raise LookupError(f"effect {effect.id} belongs to case {effect.case}, which is gone")
        return case

    async def _close(
        self, worker: str, effect: Effect, case: Case, settlement: Settlement, result: ActionResult
    ) -> None:
        if not await self._outbox.settle(worker, effect, settlement, result):
            logger.warning("effect %s: the lease was lost, another worker goes on", effect.id)
            return
        self._log(effect, case, settlement.state, result)
        if settlement.state in FINAL:
            await self._measure(effect, settlement.state)

    async def _attempt(self, effect: Effect, cases: Sequence[Case]) -> ActionResult:
        result = await self._answer(effect, cases)
        lost = effect.unsure and effect.kind is ActionKind.TAKEDOWN
        if lost and result.outcome is ActionOutcome.GONE:
            # Only the answer to our own removal was lost: it is gone because we took it down.
            return replace(result, outcome=ActionOutcome.OK)
        return result

    async def _answer(self, effect: Effect, cases: Sequence[Case]) -> ActionResult:
        try:
            async with asyncio.timeout(_CALL_SECONDS):
                return await self._hands.perform(effect.kind, *cases)
        except TimeoutError:
            return ActionResult(ActionOutcome.UNREACHABLE)
        except TryLater as wait:
            # The platform was only asked what is allowed: nothing was sent yet.
            return ActionResult(ActionOutcome.LATER, retry_after=wait.after)
        except Exception:
            # An adapter answers with outcomes. What it raises all the same means that nobody
            # knows whether the call arrived, and it must not stop the other effects.
            logger.exception("effect %s (%s) failed", effect.id, effect.kind)
            return ActionResult(ActionOutcome.UNREACHABLE)

    def _log(self, effect: Effect, case: Case, state: EffectState, result: ActionResult) -> None:
        alarming = state is EffectState.DEAD and effect.kind is not ActionKind.NOTICE
        logger.log(
            logging.ERROR if alarming else logging.INFO,
            "case %s chat %s: %s %s (%s), attempt %s",
            case.number,
            case.ref.chat,
            effect.kind,
            state,
            result.outcome,
            effect.attempts,
        )

    async def _measure(self, effect: Effect, state: EffectState) -> None:
        self._meters.effect_ended(effect.kind, state)
        if effect.kind is ActionKind.TAKEDOWN and state is EffectState.DONE:
            case = await self._cases.get(effect.case)
            # What became known later was not slow to be removed.
            if case is None or case.origin is CaseOrigin.SWEEP:
                return
            if case.visible_seconds is not None:
                self._meters.removed(case.visible_seconds)


def _is_called_off(effect: Effect, case: Case) -> bool:
    """Say whether an adult was faster than a removal, and called it a mistake.

    What is bad itself goes on: its album's case, which was ruled on, is about another picture.
    """
    about_it = case.parent is None or case.verdict.reason == ALBUM
    # What was found later stands below a case that is about the same picture.
    about_it = about_it or case.origin is CaseOrigin.SWEEP
    return about_it and case.state is CaseState.FALSE_ALARM and effect.kind in REMOVING


class Hands:
    """Does on the platform what one effect says.

    A removal is tried where the message was posted: messages get other ids when a chat moves.
    Words go to where the people of that chat are now.
    """

    def __init__(
        self,
        platforms: Platforms,
        policies: PolicyDesk,
        chats: ChatBook,
        writer: Writer,
        appeals: AppealWords,
    ) -> None:
        self._platforms = platforms
        self._policies = policies
        self._chats = chats
        self._writer = writer
        self._appeals = appeals

    async def perform(self, kind: ActionKind, case: Case, *more: Case) -> ActionResult:
        """Do it and return the platform's answer; of several cases of a chat, for all at once."""
        match kind:
            case ActionKind.TAKEDOWN:
                return await self._take_down(case)
            case (
                ActionKind.ESCALATION
                | ActionKind.ALERT
                | ActionKind.ALERT_DIGEST
                | ActionKind.FLOOD
                | ActionKind.APPEAL
            ):
                return await self._tell_adults(kind, case, *more)
            case ActionKind.NOTICE:
                return await self._tell(kind, case, self._writer.sender_notice)
            case ActionKind.GROUP_LINE:
                return await self._tell_group(case)
            case ActionKind.APOLOGY:
                return await self._tell(kind, case, self._writer.false_alarm)
            case ActionKind.APPEAL_REFUSED | ActionKind.APPEAL_LATE:
                return await self._tell(kind, case, partial(self._appeals.to_sender, kind))
            case other:
                assert_never(other)

    async def _take_down(self, case: Case) -> ActionResult:
        """Remove the message, then look whether it is gone."""
        moderation = self._platforms[case.ref.platform].moderation
        result = await moderation.take_down(case.ref)
        if result.outcome not in (ActionOutcome.OK, ActionOutcome.GONE):
            return result
        visible = await moderation.is_visible(case.ref)
        if visible:
            # The platform said yes and shows it all the same: not done, try again.
            return ActionResult(ActionOutcome.UNREACHABLE)
        return replace(result, verified=visible is False)

    async def _tell_adults(self, kind: ActionKind, case: Case, *more: Case) -> ActionResult:
        chat = await self._chats.followed(case.ref.chat_ref)
        policy = await self._policies.now(chat)
        adults = policy.adults_of(chat)
        if adults is None:
            return ActionResult(ActionOutcome.LATER, retry_after=_NOBODY_YET)
        platform = self._platforms[chat.platform]
        if kind is ActionKind.ESCALATION:
            title = await platform.moderation.title(chat)
            known = replace(case, fix=case.fix or await _missing(platform, chat))
            speech = self._writer.escalation(known, title, policy.language)
        elif kind is ActionKind.FLOOD:
            title = await platform.moderation.title(chat)
            speech = self._writer.flood(case, title, policy.language)
        elif kind is ActionKind.APPEAL:
            title = await platform.moderation.title(chat)
            speech = await self._appeals.to_adults(case, title, policy.language)
        elif more:
            title = await platform.moderation.title(chat)
            speech = self._writer.digest((case, *more), title, policy.language)
        else:
            speech = await alert_about(platform, self._writer, case, chat, policy.language)
        return await platform.messenger.say(adults, _about(kind, case, speech, *more))

    async def _tell(
        self, kind: ActionKind, case: Case, write: Callable[[Case, str], Speech]
    ) -> ActionResult:
        """Tell the sender something in private, on the best way that works."""
        chat = await self._chats.followed(case.ref.chat_ref)
        policy = await self._policies.now(chat)
        platform = self._platforms[chat.platform]
        capabilities = await platform.moderation.capabilities(chat)
        speech = _about(kind, case, write(case, policy.language))
        return await tell_in_private(platform, capabilities, chat, case.actor, speech)

    async def _tell_group(self, case: Case) -> ActionResult:
        chat = await self._chats.followed(case.ref.chat_ref)
        policy = await self._policies.now(chat)
        messenger = self._platforms[chat.platform].messenger
        line = self._writer.group_line(case, policy.language)
        line = _about(ActionKind.GROUP_LINE, case, line)
        return await messenger.say(chat, line, near=case.ref)


def _about(kind: ActionKind, case: Case, speech: Speech, *more: Case) -> Speech:
    """Return a speech that a platform can tell from every other one, and from itself said twice."""
    return replace(speech, key=f"{kind}:{','.join(str(one.id) for one in (case, *more))}")


async def _missing(platform: Platform, chat: ChatRef) -> str | None:
    """Return how to give the right whose lack was known before anything was tried, if it is known.

    Such a removal never got an answer that names the right.
    """
    checks = await known_checks(platform, chat)
    return next((check.fix for check in checks if check.needed and not check.ok), None)
