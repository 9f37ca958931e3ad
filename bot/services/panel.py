"""A chat's policy as people see and change it: in words, and as a panel of buttons.

A button proves nothing: the right to change is asked for at each press, and a weaker policy
starts late and announced, whichever way it was asked for.
"""

from bot.domain.command import Who
from bot.domain.command_words import read_change
from bot.domain.event import Press
from bot.domain.message import Actor, ChatRef
from bot.domain.policy import Digest, Mode, OpaqueHandling, Policy, PolicyChange, PresetName
from bot.domain.speech import Button, Speech
from bot.ports import Texts
from bot.services.answers import Answers
from bot.services.changes import Changes
from bot.services.policies import PolicyDesk
from bot.services.pressing import PressAnswer
from bot.services.rights import Rights
from bot.services.speaking import Speaker

# A button carries the first letters of a field: with a chat's id, a value and the seal, 64 bytes
# have to do (https://core.telegram.org/bots/api#inlinekeyboardbutton).
_SHORT = {field[:4]: field for field in ("mode", "preset", "opaque", "links", "digest", "language")}


class SettingsPanel:
    """Shows and changes the policy of a chat."""

    def __init__(
        self,
        policies: PolicyDesk,
        changes: Changes,
        rights: Rights,
        speaker: Speaker,
        answers: Answers,
        texts: Texts,
    ) -> None:
        self._policies = policies
        self._changes = changes
        self._rights = rights
        self._speaker = speaker
        self._answers = answers
        self._texts = texts

    async def policy(self, chat: ChatRef) -> str:
        """Return what is in force and what is announced."""
        policy = await self._policies.now(chat)
        title = await self._speaker.title(chat)
        return self._answers.policy(title, policy, await self._changes.upcoming(chat))

    async def settings(self, chat: ChatRef) -> Speech:
        """Return what is in force, with a button for every other value."""
        policy = await self._policies.now(chat)
        how = self._answers.say(policy.language, "settings-how")
        buttons = tuple(
            Button(f"{field}: {value}", _action(chat, field, value))
            for field, value in self._choices(policy)
        )
        return Speech(f"{await self.policy(chat)}\n{how}", buttons)

    async def languages(self, chat: ChatRef) -> Speech:
        """Return the languages that the bot speaks, with a button for each other one."""
        language = (await self._policies.now(chat)).language
        names = {code: self._answers.say(code, "language-name") for code in self._languages}
        every = ", ".join(f"{name} ({code})" for code, name in names.items())
        lines = [self._answers.say(language, "language-show", value=language, what=every)]
        lines += self._untranslated(language, self._languages)
        buttons = tuple(
            Button(name, _action(chat, "language", code))
            for code, name in names.items()
            if code != language
        )
        return Speech("\n".join(lines), buttons)

    async def change(self, chat: ChatRef, change: PolicyChange, by: Actor) -> str:
        """Make a change that may be made, and return the answer.

        Raises:
            TryLater: The announcement did not arrive; calling again announces the same change.
        """
        language = (await self._policies.now(chat)).language
        done = await self._changes.change(chat, change, by)
        chosen = [] if change.language is None else [change.language]
        return "\n".join((done, *self._untranslated(language, chosen)))

    async def show(self, press: Press, rest: str) -> PressAnswer | None:
        """Answer ``panel:CHAT``."""
        chat = ChatRef(press.chat.platform, rest)
        if refusal := await self._refusal(chat, press.actor):
            return refusal
        return PressAnswer(await self.settings(chat), openly=True)

    async def set(self, press: Press, rest: str) -> PressAnswer | None:
        """Answer ``set:CHAT:mode=alert``."""
        chat_id, _, wanted = rest.rpartition(":")
        short, _, value = wanted.partition("=")
        change = read_change(_SHORT.get(short, ""), value, self._texts.languages)
        if change is None:
            return None
        chat = ChatRef(press.chat.platform, chat_id)
        if refusal := await self._refusal(chat, press.actor):
            return refusal
        text = await self.change(chat, change, press.actor)
        return PressAnswer(Speech(text), openly=True)

    async def _refusal(self, chat: ChatRef, actor: Actor) -> PressAnswer | None:
        if await self._rights.may(Who.ADMIN_OR_ADULT, chat, actor):
            return None
        language = (await self._policies.now(chat)).language
        return PressAnswer(Speech(self._answers.say(language, "press-not-allowed")))

    def _untranslated(self, language: str, offered: list[str]) -> list[str]:
        """Say in which of the languages adults do not read their own texts, if there are any."""
        partly = [code for code in offered if self._texts.adults_read(code) != code]
        if not partly:
            return []
        # They all fall back to the same language.
        read = self._answers.say(self._texts.adults_read(partly[0]), "language-name")
        what = ", ".join(partly)
        return [self._answers.say(language, "language-adults", what=what, language=read)]

    @property
    def _languages(self) -> list[str]:
        return sorted(self._texts.languages)

    def _choices(self, policy: Policy) -> list[tuple[str, str]]:
        """Return every field with every value that is not in force."""
        values: dict[str, tuple[str, list[str]]] = {
            "mode": (policy.mode, list(Mode)),
            "preset": (policy.preset.name, list(PresetName)),
            "opaque": (policy.opaque, list(OpaqueHandling)),
            "links": (policy.links, list(OpaqueHandling)),
            "digest": (policy.digest, list(Digest)),
            "language": (policy.language, self._languages),
        }
        return [
            (field, value)
            for field, (now, every) in values.items()
            for value in every
            if value != now
        ]


def _action(chat: ChatRef, field: str, value: str) -> str:
    return f"set:{chat.chat}:{field[:4]}={value}"
