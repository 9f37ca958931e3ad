"""Changes of a chat's policy as people make them: answered, announced, and stoppable."""

from dataclasses import replace

from bot.domain.errors import TryLater
from bot.domain.message import Actor, ChatRef
from bot.domain.policy import Direction, PolicyChange, PolicyRevision, PolicySettings
from bot.domain.speech import Button, Speech
from bot.services.answers import Answers
from bot.services.people import LeadVoice
from bot.services.policies import Change, PolicyDesk
from bot.services.speaking import Speaker


class Changes:
    """Stores a change and tells the adults; a weaker one carries the button that stops it."""

    def __init__(
        self, policies: PolicyDesk, speaker: Speaker, answers: Answers, lead: LeadVoice
    ) -> None:
        self._policies = policies
        self._speaker = speaker
        self._answers = answers
        self._lead = lead
        # What is stored and not announced yet, while its command is tried again. A restart loses
        # it, and the command stores the change anew: what nobody was told of never counts.
        self._unannounced: dict[tuple[ChatRef, PolicyChange], Change] = {}

    async def change(self, chat: ChatRef, change: PolicyChange, by: Actor) -> str:
        """Make a change and return the answer for whoever made it.

        Raises:
            TryLater: The announcement did not arrive; calling again announces the same change.
        """
        known = self._unannounced.pop((chat, change), None)
        done = known or await self._policies.change(chat, change, by)
        language = done.before.language
        if done.revision is None:
            return self._answers.say(
                language, "policy-kept" if done.stopped else "policy-unchanged"
            )
        after = done.revision.settings
        adults = await self._adults(chat, after)
        what = self._answers.difference(language, done.before, after, adults)
        try:
            if done.way is Direction.WEAKER:
                return await self._weaken(done, done.revision, what)
            await self._inform(done, done.revision, what)
        except TryLater:
            self._unannounced[chat, change] = done
            raise
        return self._answers.say(language, "policy-changed-now", what=what)

    async def upcoming(self, chat: ChatRef) -> dict[PolicyRevision, str]:
        """Return what is announced, each with the title of the chat that gets its alerts."""
        return {
            revision: await self._adults(chat, revision.settings)
            for revision in await self._policies.upcoming(chat)
        }

    async def keep(self, chat: ChatRef, revision: int, by: Actor) -> bool:
        """Stop an announced change. False if it is too late."""
        return await self._policies.keep(chat, revision, by)

    async def _adults(self, chat: ChatRef, settings: PolicySettings) -> str:
        """Return the title of the chat that gets the alerts."""
        where = settings.alerts_chat
        return await self._speaker.title(ChatRef(chat.platform, where)) if where else ""

    async def _weaken(self, done: Change, revision: PolicyRevision, what: str) -> str:
        """Announce a weakening; only what the adults were told of ever counts."""
        language, starts = done.before.language, revision.active_from
        if revision.cancelled:
            starts = self._policies.weakens_at()
            title = await self._speaker.title(revision.chat)
            text = self._answers.say(
                language, "adults-policy-weaker", chat=title, what=what, time=starts
            )
            action = f"keep:{revision.chat.chat}:{revision.revision}"
            stop = Button(self._answers.say(language, "button-keep"), action)
            told = await self._announce(done, revision.chat, Speech(text, (stop,)))
            if not told and not _moves_alerts_only(done, revision):
                return self._answers.say(language, "policy-not-announced", what=what)
            await self._policies.confirm(revision, starts)
        return self._answers.say(language, "policy-changed-later", what=what, time=starts)

    async def _inform(self, done: Change, revision: PolicyRevision, what: str) -> None:
        title, language = await self._speaker.title(revision.chat), done.before.language
        if done.before.alerts_chat is None and revision.settings.alerts_chat is not None:
            # The first that these adults read: what will come here, and who may be let in.
            text = self._answers.say(language, "adults-bound", chat=title)
        else:
            stronger = done.way is Direction.STRONGER
            key = "adults-policy-stronger" if stronger else "adults-policy-changed"
            text = self._answers.say(language, key, chat=title, what=what)
        await self._announce(done, revision.chat, Speech(text))

    async def _announce(self, done: Change, chat: ChatRef, speech: Speech) -> bool:
        """Tell the adults who got the alerts until now, or who get the first ones from now on.

        And whoever is in office, who may be no member of any of these chats.
        """
        policy = await self._policies.now(chat)
        adults = done.before.alerts_chat or policy.alerts_chat
        number = done.revision.revision if done.revision else 0
        # First, because they remember what they heard: the rest may have to be tried again.
        heard = await self._lead.tell(chat.platform, speech, f"policy:{chat.chat}:{number}")
        if adults is None:
            return heard
        return await self._speaker.announce(ChatRef(chat.platform, adults), speech) or heard


def _moves_alerts_only(done: Change, revision: PolicyRevision) -> bool:
    """Say whether a change does nothing but name other adults.

    Where the old ones cannot be told of it, they get no alerts either: the move must not fail for
    want of them. Alerts to nobody are no move.
    """
    if revision.settings.alerts_chat is None:
        return False
    before = replace(done.before, alerts_chat=revision.settings.alerts_chat)
    return done.before.alerts_chat is not None and before == revision.settings
